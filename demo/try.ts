import { X509Certificate } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { summaryPage } from '../scripts/summary-page.js';
import type { StoredCertificate } from '../simulator/state/stores.js';
import { Job, root, type StepEnd } from './bundle.js';
import { addHosts, type FixedServer, startFixedServer } from './fixed-server.js';
import { annotationLines, asRunnerShows } from './runner-view.js';
import { bold, dim, headline, print, table } from './terminal.js';
import { troubleOf } from './trouble.js';
import { givesFile, Misuse, meansStore, readTryOptions, type TryOptions, usage } from './try-options.js';

/*
 * `npm run try`: one run of the bundle on the embedded server, with inputs and troubles of one's choice. What it prints
 * is what people see on GitHub.
 */

const results = join(root, 'build', 'try');

/** Of a table of bindings. */
const maximumRows = 20;

try {
  const options = readTryOptions(process.argv.slice(2));
  if (options === undefined) print(usage);
  else process.exitCode = await tryOnce(options);
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  print(error.message, 'npm run try -- --help tells what there is.');
  process.exitCode = 2;
}

/** @returns the exit code of the main step */
async function tryOnce(options: TryOptions): Promise<number> {
  const isOwn = givesFile(options);
  const server = await startFixedServer({
    ...(options.german ? { language: 'de', codePage: 850 } : {}),
    ...(isOwn ? { now: new Date() } : {}),
  });
  try {
    addHosts(server, options.hosts);
    if (meansStore(options)) server.machine.install(server.renewed);
    return await tell(server, options);
  } finally {
    await server.machine.close();
  }
}

async function tell(server: FixedServer, options: TryOptions): Promise<number> {
  const { machine, now, ports } = server;
  const stage = { now: givesFile(options) ? undefined : now, ports };
  const job = new Job(join(machine.folder, 'runner'), machine, stage);
  const inputs = inputsOf(server, options);
  tellServer(server, options);
  tellStep(inputs, server);
  const main = await job.run('main', inputs);
  tellLog('The log, as the runner shows it', job, main);
  tellRest(job, main);
  machine.faults([]);
  const post = await job.run('post', {
    ...inputs,
    'job-status': main.exitCode === 0 ? 'success' : 'failure',
  });
  tellLog('The post step, at the end of the job', job, post);
  headline('The server afterwards');
  tellTable(server);
  keep(job, { main, post });
  return main.exitCode ?? 1;
}

/** The inputs of the step, the troubles included. */
function inputsOf(server: FixedServer, options: TryOptions): Record<string, string> {
  const { inputs, trouble } = options;
  const hasOwn = options.isInventory || givesFile(options) || meansStore(options);
  const certificate = { pfx: server.pfx.toString('base64'), 'pfx-password': server.password };
  const all = { ...(hasOwn ? {} : certificate), ...inputs };
  return { ...(trouble === undefined ? all : troubleOf(trouble).prepare(server, all)) };
}

function tellServer(server: FixedServer, { german, trouble }: TryOptions): void {
  const clock = server.now.toISOString().slice(0, 16).replace('T', ' ');
  headline(`A Windows Server 2022 with IIS${german ? ', in German' : ''}. It is ${clock} UTC there.`);
  tellTable(server);
  if (trouble !== undefined) print('', bold(`What goes wrong: ${troubleOf(trouble).is}.`));
}

/** The bindings with their certificates; of many the first few. */
function tellTable({ machine }: FixedServer): void {
  const records = [...machine.table().values()];
  const known = new Map(machine.store('MY').map((stored) => [stored.thumbprint, certificateOf(stored)]));
  const rows = records.slice(0, maximumRows).map(({ endpoint, hash }) => {
    const thumbprint = hash?.toUpperCase() ?? '';
    const { subject, validTo } = known.get(thumbprint) ?? { subject: '', validTo: '' };
    return [endpoint, subject, validTo, thumbprint];
  });
  table([['binding in HTTP.sys', 'certificate', 'expires', 'thumbprint'], ...rows]);
  if (records.length > rows.length) print(dim(`  … and ${records.length - rows.length} more`));
}

function certificateOf({ certificate }: Pick<StoredCertificate, 'certificate'>) {
  const { subject, validTo } = new X509Certificate(Buffer.from(certificate, 'base64'));
  return { subject, validTo: new Date(validTo).toISOString().slice(0, 10) };
}

/** The step as a workflow has it. */
function tellStep(inputs: Readonly<Record<string, string>>, { pfx, password }: FixedServer): void {
  const isReal = inputs['dry-run'] !== 'true';
  headline(
    isReal
      ? 'The step: a real run, on this embedded server only'
      : 'The step: a dry run, which changes nothing',
  );
  print('  - uses: rebind-iis-certificate/rebind-iis-certificate@v1');
  const lines = Object.entries(inputs).map(([name, value]) => {
    if (name === 'pfx')
      return `      pfx: ${secret(value === pfx.toString('base64') ? 'WILDCARD_PFX' : 'OTHER_PFX')}`;
    if (name === 'pfx-password')
      return `      pfx-password: ${secret(value === password ? 'WILDCARD_PFX_PASSWORD' : 'OTHER_PASSWORD')}`;
    if (name === 'private-key') return `      private-key: ${secret('PRIVATE_KEY')}`;
    return value.includes('\n')
      ? `      ${name}: |\n${value.replaceAll(/^/gm, '        ')}`
      : `      ${name}: ${/^[\w./-]+$/.test(value) ? value : JSON.stringify(value)}`;
  });
  if (lines.length > 0) print('    with:', ...lines);
}

function secret(name: string): string {
  return `\${{ secrets.${name} }}`;
}

function tellLog(title: string, job: Job, end: StepEnd): void {
  headline(title);
  const { log } = asRunnerShows(end.log);
  print(...log.map((line) => dim('  | ') + job.withPlacesOfWindows(line)));
  print(dim(`  ${end.exitCode === null ? 'The runner killed it' : `Exit code ${end.exitCode}`}`));
}

function tellRest(job: Job, { log, outputs }: StepEnd): void {
  const { annotations } = asRunnerShows(log);
  headline(`The annotations, beside the run${annotations.length === 0 ? ': none' : ''}`);
  print(...annotationLines(annotations).map((line) => `  ${job.withPlacesOfWindows(line)}`));
  headline('The outputs, for later steps');
  for (const [name, value] of Object.entries(outputs)) {
    const short = value.length > 100 ? `${value.slice(0, 100)}…` : value;
    print(`  ${name}: ${job.withPlacesOfWindows(short)}`);
  }
}

/** What is worth a look in an editor or a browser. */
function keep(job: Job, { main, post }: { readonly main: StepEnd; readonly post: StepEnd }): void {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const markdown = job.withPlacesOfWindows([main.summary, post.summary].filter(Boolean).join('\n'));
  const { log, annotations } = asRunnerShows(main.log + post.log);
  const files = {
    'summary.html': summaryPage({ title: 'renew summary', markdown, annotations }),
    'summary.md': markdown,
    'log.txt': `${log.map((line) => job.withPlacesOfWindows(line)).join('\n')}\n`,
    'report.json': `${JSON.stringify(JSON.parse(main.outputs.report ?? 'null'), null, 2)}\n`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(results, name), content);
  const path = (name: keyof typeof files) => relative(process.cwd(), join(results, name));
  headline('To look at');
  print(`  job summary and annotations  ${path('summary.html')}   (as markdown: ${path('summary.md')})`);
  print(`  log and report               ${path('log.txt')}   ${path('report.json')}`);
}
