/** The first of a list, and how many there are besides: `a, b, c and 4 more`. */
export function firstOf(count: number, items: readonly string[], separator = ', '): string {
  const shown = items.slice(0, count).join(separator);
  return items.length > count ? `${shown} and ${items.length - count} more` : shown;
}

/** A number with its noun: `1 binding`, `3 bindings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The names of inputs as the middle of a sentence: `"pfx", "pfx-path" and "thumbprint"`. */
export function quoted(names: readonly string[]): string {
  return conjunction.format(names.map((name) => `"${name}"`));
}

const systemErrors: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder, not a file'],
  ['EEXIST', 'it is there already'],
  ['EACCES', 'access denied'],
  ['EPERM', 'access denied'],
  ['EROFS', 'it can only be read'],
  ['EBUSY', 'another program is using it'],
  ['ENOSPC', 'no space left on the disk'],
  ['EDQUOT', 'no space left in the quota'],
  ['EFBIG', 'it is too large'],
  ['ENAMETOOLONG', 'the path is too long'],
  ['EINVAL', 'the path is not valid'],
  ['EMFILE', 'too many open files'],
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['ETIMEDOUT', 'no answer in time'],
]);

/** What the operating system said, in words: `no such file or folder: C:\\site.pfx`. */
export function systemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '', path } = error as NodeJS.ErrnoException;
  const words = systemErrors.get(code);
  if (words === undefined) return error.message;
  return path === undefined ? words : `${words}: ${path}`;
}
