import { Failure } from '../failure.js';
import { type Name, names, type Raw } from './input-rules.js';
import { likelyMeant } from './misspelt-input.js';

/** The inputs as the runner passes them. */
export interface Given {
  readonly raw: Raw;
  /**
   * Inputs that are set and empty: an expression gave nothing, such as a secret that does not exist. The runner sets
   * no variable at all for an input that is not given and has no default.
   */
  readonly empty: readonly Name[];
}

/** The environment of a process. A variable that is too long for node.exe is listed without a value. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The runner adds these; nobody writes them. */
const internal: readonly Name[] = ['job-status'];

/** The inputs that people write. */
export const written: readonly Name[] = names.filter((name) => !internal.includes(name));

/** Reads the variables `INPUT_…` that are ours. */
export function givenInputs(environment: Environment): Given {
  const values = names.map((name) => [name, textOf(name, environment[variableOf(name)])] as const);
  return {
    raw: Object.fromEntries(values) as Raw,
    empty: values.flatMap(([name, text]) => (text === '' && variableOf(name) in environment ? [name] : [])),
  };
}

/**
 * The value without blanks around it. A password may begin or end with a blank, or even a line break; whoever opens the
 * file tries it as it is. One of nothing but line breaks is none.
 */
function textOf(name: Name, value = ''): string {
  const isPassword = name === 'pfx-password' && /[^\r\n]/.test(value);
  return isPassword ? value : value.trim();
}

function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}

/** What Windows keeps in a variable at most; node.exe cannot read a longer one, and a secret may have 48 KB. */
const longestValue = 32_766;

/** @throws Failure `input-invalid` for a value that did not arrive, or not whole */
export function refuseTooLong(environment: Environment): void {
  for (const name of written) {
    const variable = variableOf(name);
    const value = environment[variable];
    if (!(variable in environment) || (value !== undefined && value.length < longestValue)) continue;
    const asFile = { pfx: 'pfx-path', certificate: 'certificate-path', 'private-key': 'private-key-path' };
    const path = name in asFile ? asFile[name as keyof typeof asFile] : undefined;
    throw new Failure('input-invalid', {
      cause: `The input "${name}" is too long: on Windows a step gets at most 32 766 characters of it.`,
      evidence:
        value === undefined ? 'It arrived without its value.' : `It arrived with ${value.length} characters.`,
      next: path
        ? `Leave out certificates that are not needed (roots, other chains), or put the file on the runner and name it in "${path}".`
        : 'Give less, such as fewer items of a list.',
    });
  }
}

/**
 * The runner only warns of a misspelt input, and `dryrun: true` would then change production.
 * @throws Failure `input-invalid` for a name that is like one of ours
 */
export function refuseMisspelt(environment: Environment): void {
  const known = new Set(names.map(variableOf));
  for (const variable of Object.keys(environment)) {
    const upper = variable.toUpperCase();
    if (!upper.startsWith('INPUT_') || known.has(upper)) continue;
    const given = upper.slice('INPUT_'.length).toLowerCase();
    const meant = likelyMeant(given, written);
    if (!meant) continue;
    throw new Failure('input-invalid', {
      cause: `There is no input "${given}".`,
      evidence: `The runner sets ${variable} for it.`,
      next: `Write "${meant}". If the variable is one of the workflow's own "env:", give it another name for this step.`,
    });
  }
}
