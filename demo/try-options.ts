import { parseArgs } from 'node:util';
import { isTrouble, type TroubleName, troubleNames, troubleOf } from './trouble.js';

/** What a try was asked for. */
export interface TryOptions {
  /** By name, as under `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly isInventory: boolean;
  readonly german: boolean;
  readonly trouble: TroubleName | undefined;
  /** How many further host names the server has, each with a certificate of its own. */
  readonly hosts: number;
}

/** A mistake in the command line, as sentences. */
export class Misuse extends Error {}

const failures = troubleNames.map((name) => `                    ${name.padEnd(10)} ${troubleOf(name).is}`);

export const usage = `npm run try -- [options] [input=value …]

Runs the action once on an embedded Windows server, and shows what you would see on GitHub: the log, the annotations,
the outputs, the job summary and the post step. Nothing outside of this project's folder is touched, so the real run is
the default, as it is in a workflow.

The server is always the same: the sites Website, Portal and API and an intranet with the wildcard certificate of
my-domain.com, which expires in 9 days; a shop with a certificate of its own; WinRM; an FTP site. The renewed wildcard
certificate is given as "pfx". With "thumbprint" or "newest-for" it is in the store instead; with a file of your own
today's date counts in place of the fixed one.

  npm run try                                   the renewal
  npm run try -- dry-run=true                   its plan
  npm run try -- --inventory                    what is bound, and when it expires
  npm run try -- remove-replaced=true           with any input of action.yml
  npm run try -- restore-after-job=always       the post step restores what was there before
  npm run try -- newest-for=my-domain.com       the newest certificate in the store
  npm run try -- pfx-path=my.pfx pfx-password=… bindings=0.0.0.0:443 allow-name-mismatch=true
  npm run try -- --fail handshake               a failure

Options
  --inventory       no certificate, and dry-run=true
  --german          the server speaks German
  --hosts NUMBER    so many host names more, each with a certificate of its own
  --fail WHAT       what goes wrong:
${failures.join('\n')}
  --help            this text

The rendered job summary, the log and the report are written to build/try/.`;

const fileInputs = ['pfx', 'pfx-path', 'certificate', 'certificate-path', 'private-key', 'private-key-path'];
const storeInputs = ['thumbprint', 'newest-for'];

/** Whether the inputs give a certificate that the server does not know: one of the reader's own. */
export function givesFile({ inputs }: Pick<TryOptions, 'inputs'>): boolean {
  return fileInputs.some((name) => name in inputs);
}

/** Whether the inputs mean a certificate that is in a store of the server. */
export function meansStore({ inputs }: Pick<TryOptions, 'inputs'>): boolean {
  return storeInputs.some((name) => name in inputs);
}

/** Reads the command line; undefined if it asks for help. @throws Misuse */
export function readTryOptions(args: readonly string[]): TryOptions | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const { fail } = values;
  if (fail !== undefined && !isTrouble(fail))
    throw new Misuse(`--fail knows ${troubleNames.join(', ')}, not "${fail}".`);
  if (!/^\d{1,4}$/.test(values.hosts))
    throw new Misuse(`--hosts takes a whole number, not "${values.hosts}".`);
  const given = Object.fromEntries(positionals.map(readInput));
  const inputs = values.inventory ? { 'dry-run': 'true', ...given } : given;
  const isGiven = givesFile({ inputs }) || meansStore({ inputs });
  if (values.inventory && isGiven)
    throw new Misuse('--inventory is a run without a certificate, but one is given.');
  if (fail !== undefined && (values.inventory || isGiven))
    throw new Misuse(
      '--fail is a renewal with the certificate that lies ready: give none, and no --inventory.',
    );
  return {
    inputs,
    isInventory: values.inventory,
    german: values.german,
    trouble: fail,
    hosts: Number(values.hosts),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        inventory: { type: 'boolean', default: false },
        german: { type: 'boolean', default: false },
        hosts: { type: 'string', default: '0' },
        fail: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

function readInput(text: string): [name: string, value: string] {
  const [, name, value] = /^([a-z-]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Misuse(`Inputs are written as name=value, as in minimum-days=30, not "${text}".`);
  return [name, value.replaceAll('\\n', '\n')];
}
