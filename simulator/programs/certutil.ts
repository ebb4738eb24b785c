import { deleteKey } from './certutil/delete-key.js';
import type { Options } from './certutil/import-pfx.js';
import { addToStore, deleteFromStore, listStore } from './certutil/stores.js';
import type { Host } from './host.js';

/** The verbs, with the least and the most arguments that each takes. */
const verbs: Readonly<Record<string, readonly [least: number, most: number]>> = {
  importpfx: [1, 3],
  store: [1, 3],
  addstore: [2, 2],
  delstore: [2, 2],
  delkey: [1, 1],
};

/** `certutil [options] -verb [arguments]`. */
export async function program(args: readonly string[], host: Host): Promise<number> {
  const command = read(args);
  if (typeof command === 'string') {
    host.print(`${host.texts.certutil.unknownArgument}${command}`);
    return 1;
  }
  const { verb, rest, options } = command;
  if (verb === 'store') return listStore(rest, host);
  if (verb === 'delstore') return deleteFromStore(rest, host);
  if (verb === 'addstore') return addToStore(rest, host);
  if (verb === 'delkey') return deleteKey(rest, options.provider, host);
  const { password } = options;
  if (password === undefined) return host.hang();
  // Only an import pays for loading a PFX reader.
  const { importPfx } = await import('./certutil/import-pfx.js');
  return importPfx(rest, { ...options, password }, host);
}

interface CommandLine {
  verb: string;
  rest: readonly string[];
  options: Options;
}

/** @returns the argument that certutil does not take, if there is one */
function read(args: readonly string[]): CommandLine | string {
  const options: Options = { force: false };
  const left = [...args];
  for (;;) {
    const name = left.shift() ?? '';
    const verb = name.slice(1).toLowerCase();
    const range = name.startsWith('-') && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (range !== undefined) {
      if (verb === 'addstore' && left[0] === '-f') left.shift();
      const [least, most] = range;
      const fits =
        left.length >= least &&
        left.length <= most &&
        !left.some((part) => part.startsWith('-') || part === '');
      return fits ? { verb, rest: left, options } : name;
    }
    if (name === '-f') options.force = true;
    else if (name === '-p' && left.length > 0) options.password = left.shift() ?? '';
    else if (name === '-csp' && left.length > 0) options.provider = left.shift() ?? '';
    else return name;
  }
}
