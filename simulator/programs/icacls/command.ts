import { isSid } from '../../access/sids.js';
import { type Grant, readRights } from './grants.js';

/** A command line that icacls understands. */
export type Command = {
  /** The file, or the folder of `/restore`. */
  readonly file: string;
  /** `/c`: go on after a file that fails. */
  readonly goesOn: boolean;
  /** `/q`: no line for what went well. */
  readonly isQuiet: boolean;
} & (
  | { readonly verb: 'save'; readonly list: string }
  | { readonly verb: 'restore'; readonly list: string }
  | { readonly verb: 'grant'; readonly grants: readonly Grant[] }
  | { readonly verb: 'remove'; readonly sids: readonly string[] }
);

/** The argument that icacls stumbles over, with its error. */
export interface Refusal {
  readonly invalid: string;
  readonly error: 87 | 1332 | 1337;
}

const verbs = { '/save': 'save', '/restore': 'restore', '/grant': 'grant', '/remove:g': 'remove' } as const;

/** An absolute path of a POSIX system begins like an option, too, but has more than one part. */
const option = /^\/[a-z:]+$/i;

/** Reads a command line: a file, one verb with what it needs, and `/c` and `/q` after that. */
export function readCommand(args: readonly string[]): Command | Refusal {
  const [file = '', verbText = '', ...rest] = args;
  const verb = Object.entries(verbs).find(([name]) => name === verbText.toLowerCase())?.[1];
  if (verb === undefined) return { invalid: verbText, error: 87 };
  const isOption = (text: string) => option.test(text);
  const options = rest.filter(isOption).map((each) => each.toLowerCase());
  const objects = rest.slice(0, rest.length - options.length);
  const unknown = options.find((each, at) => !['/c', '/q'].includes(each) || options.indexOf(each) < at);
  // What is no file, and what stands behind an option.
  const misplaced = [file, ...objects].find((each) => each === '' || isOption(each));
  if (unknown !== undefined || misplaced !== undefined)
    return { invalid: unknown ?? misplaced ?? '', error: 87 };
  const common = { file, goesOn: options.includes('/c'), isQuiet: options.includes('/q') };
  return withObjects(common, verb, objects);
}

function withObjects(
  common: Pick<Command, 'file' | 'goesOn' | 'isQuiet'>,
  verb: Command['verb'],
  objects: readonly string[],
): Command | Refusal {
  const [first = ''] = objects;
  if (verb === 'save' || verb === 'restore') {
    if (objects.length !== 1 || first === '') return { invalid: objects[1] ?? `/${verb}`, error: 87 };
    return { ...common, verb, list: first };
  }
  if (objects.length === 0) return { invalid: `/${verb}`, error: 87 };
  if (verb === 'remove') {
    const refusal = objects.map(sidProblem).find((problem) => problem !== undefined);
    return refusal ?? { ...common, verb, sids: objects.map((each) => each.slice(1)) };
  }
  return readGrants(common, objects);
}

function readGrants(
  common: Pick<Command, 'file' | 'goesOn' | 'isQuiet'>,
  objects: readonly string[],
): Command | Refusal {
  const grants: Grant[] = [];
  for (const text of objects) {
    const at = text.lastIndexOf(':');
    const problem = at < 0 ? undefined : sidProblem(text.slice(0, at));
    const rights = readRights(text.slice(at + 1));
    if (problem !== undefined) return problem;
    if (at < 0 || rights === undefined) return { invalid: text, error: 87 };
    grants.push({ sid: text.slice(1, at), rights });
  }
  return { ...common, verb: 'grant', grants };
}

/** A name is refused although Windows knows its own, in its language: a program that must work anywhere uses SIDs. */
function sidProblem(text: string): Refusal | undefined {
  if (!text.startsWith('*')) return { invalid: text, error: 1332 };
  return isSid(text.slice(1)) ? undefined : { invalid: text, error: 1337 };
}
