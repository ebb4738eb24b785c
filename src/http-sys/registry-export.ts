import type { RegistryKey, RegistryValue } from './registry-text.js';

const keyLine = /^\[(HKEY_[A-Z_]+\\.*)\]$/;
const valueLine =
  /^(@|"(?:[^"\\]|\\.)*")=(?:"((?:[^"\\]|\\.)*)"|dword:([0-9a-f]{1,8})|hex:([0-9a-f,]*)|hex\([0-9a-f]+\):[0-9a-f,]*)$/i;

/**
 * Reads a file that `reg.exe export` has written. It is UTF-16, so the letters of names and texts are exact in every
 * language, which those of a program's output are not. Texts, numbers and bytes are in the form of {@link readKeys};
 * values of other types are left out.
 * @returns undefined if it is no such file, or not a whole one
 */
export function readExport(file: Buffer): RegistryKey[] | undefined {
  const text = decode(file);
  if (text === undefined || !text.endsWith('\n')) return undefined;
  const [title = '', ...lines] = text.replace(/,\\\r?\n[ \t]*/g, ',').split(/\r?\n/);
  if (!title.startsWith('Windows Registry Editor')) return undefined;
  const keys: { path: string; values: RegistryValue[]; isDamaged: boolean }[] = [];
  for (const line of lines.filter((each) => each !== '')) {
    const path = keyLine.exec(line)?.[1];
    const key = keys.at(-1);
    const parts = path === undefined ? valueLine.exec(line) : null;
    if (path !== undefined) keys.push({ path, values: [], isDamaged: false });
    else if (key !== undefined && parts === null) key.isDamaged = true;
    else if (key !== undefined && parts !== null) key.values.push(...toValue(parts));
  }
  return keys;
}

/** The value of a line, by the parts that {@link valueLine} tells apart. The value without a name is `@`. */
function toValue([, quoted = '', text, number, bytes]: readonly (string | undefined)[]): RegistryValue[] {
  const name = quoted === '@' ? '' : unescaped(quoted.slice(1, -1));
  if (text !== undefined) return [{ name, type: 'REG_SZ', data: unescaped(text) }];
  if (number !== undefined)
    return [{ name, type: 'REG_DWORD', data: `0x${Number.parseInt(number, 16).toString(16)}` }];
  if (bytes !== undefined)
    return [{ name, type: 'REG_BINARY', data: bytes.replaceAll(',', '').toUpperCase() }];
  return [];
}

/** @returns undefined for a file without the byte order mark of UTF-16 */
function decode(file: Buffer): string | undefined {
  if (file[0] !== 0xff || file[1] !== 0xfe) return undefined;
  return file.toString('utf16le', 2);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
