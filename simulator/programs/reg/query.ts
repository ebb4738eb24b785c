import type { Host } from '../host.js';
import type { RegistryKey, RegistryValue } from './keys.js';

/** What `reg query` is asked besides the key. */
export interface Question {
  readonly recursive: boolean;
  /** The value of this name only; '' is the value without a name. */
  readonly valueName: string | undefined;
}

/**
 * The lines of `reg query`.
 * @param path the key as it was given, below which the names are those of the registry
 * @returns undefined where the value that was asked for is not there
 */
export function queryLines(
  root: RegistryKey,
  path: string,
  { recursive, valueName }: Question,
  { texts, options }: Host,
): string[] | undefined {
  const isWanted = ({ name }: RegistryValue) =>
    valueName === undefined || name.toUpperCase() === valueName.toUpperCase();
  const words = texts.reg;
  const hasLine = options.emptyKeys === 'shown' && recursive && valueName === undefined;
  const lines: string[] = [];
  let matches = 0;
  const visit = (at: RegistryKey, name: string) => {
    const values = at.values.filter(isWanted);
    matches += values.length;
    if (values.length > 0 || hasLine) lines.push('', name, ...values.map((value) => valueLine(value, words)));
    if (recursive) for (const each of at.keys) visit(each, `${name}\\${each.name}`);
  };
  visit(root, path);
  if (valueName !== undefined) {
    if (matches === 0) return undefined;
    const [before, after] = words.endOfSearch;
    return recursive ? [...lines, '', `${before}${matches}${after}`] : [...lines, ''];
  }
  const names = recursive ? [] : root.keys.map(({ name }) => `${path}\\${name}`);
  return [...lines, '', ...names];
}

/** A value: a blank of four before the name, the type and what it holds. */
function valueLine(value: RegistryValue, words: Host['texts']['reg']): string {
  return `    ${value.name === '' ? words.defaultName : value.name}    ${value.type}    ${dataText(value)}`;
}

function dataText(value: RegistryValue): string {
  switch (value.type) {
    case 'REG_DWORD':
      return `0x${value.data.toString(16)}`;
    case 'REG_BINARY':
      return value.data.toString('hex').toUpperCase();
    case 'REG_MULTI_SZ':
      return value.data.join('\\0');
    default:
      return value.data;
  }
}
