/** The access list of one file, as `icacls /save` keeps it. */
export interface SavedList {
  /** The file's name, without its folder. */
  readonly name: string;
  readonly sddl: string;
}

const mark = '\ufeff';

/** A file of saved lists: UTF-16, a line for the name and one for the list. */
export function writeSaved(name: string, sddl: string, withMark: boolean): Buffer {
  return Buffer.from(`${withMark ? mark : ''}${name}\r\n${sddl}\r\n`, 'utf16le');
}

/** Stricter than icacls: nothing but what {@link writeSaved} writes. @returns undefined for anything else */
export function readSaved(bytes: Buffer, withMark: boolean): SavedList[] | undefined {
  const text = bytes.toString('utf16le');
  if (bytes.length % 2 !== 0 || text.startsWith(mark) !== withMark) return undefined;
  const lines = text.slice(withMark ? 1 : 0).split('\r\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length % 2 !== 0) return undefined;
  return lines.flatMap((name, index) => (index % 2 === 0 ? { name, sddl: lines[index + 1] ?? '' } : []));
}
