/** A value as `reg.exe query` prints it. */
export interface RegistryValue {
  readonly name: string;
  /** `REG_DWORD`, `REG_SZ`, `REG_BINARY`, … */
  readonly type: string;
  readonly data: string;
}

/** A key with its own values. */
export interface RegistryKey {
  /** `HKEY_LOCAL_MACHINE\…` */
  readonly path: string;
  readonly values: readonly RegistryValue[];
  /** Among the values stands something that is none, such as the rest of a text with a line end in it. */
  readonly isDamaged: boolean;
}

const keyLine = /^HKEY_[A-Z_]+\\.*$/;
/** Four blanks stand before the name, and before type and data; the name itself may hold blanks. */
const valueLine = /^ {4}(\S.*?) {4}(REG_[A-Z_]+)(?: {4}(.*)| *)$/;
/** A type, as it stands between name and data where they are set off with tabs or another number of blanks. */
const typeBetween = /(?<=\t|[ ]{2})REG_[A-Z_]+(?=[ \t]|$)/;

/** A value as older versions print it; undefined for a line that is none. */
function otherValue(line: string): RegistryValue | undefined {
  const type = /^[ \t]/.test(line) ? typeBetween.exec(line) : null;
  const name = type ? line.slice(0, type.index).trim() : '';
  if (type === null || name === '') return undefined;
  return { name, type: type[0], data: line.slice(type.index + type[0].length).trim() };
}

/**
 * Reads the output of `reg.exe query <key> /s`, whose keys, types and data are not translated, key by key, as it comes.
 * Lines outside of a key and after the blank line that ends it, such as translated messages, are left out.
 */
export class KeyReader {
  readonly #onKey: (key: RegistryKey) => void;
  /** The beginning of a line that is not complete yet. */
  #rest = '';
  #key: { path: string; values: RegistryValue[]; isDamaged: boolean } | undefined;
  #isOpen = false;

  /** @param onKey is told of each key once it is complete; sub-keys follow their key */
  constructor(onKey: (key: RegistryKey) => void) {
    this.#onKey = onKey;
  }

  add(piece: string): void {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      this.#take(this.#rest + piece.slice(from, end));
      this.#rest = '';
      from = end + 1;
    }
    this.#rest += piece.slice(from);
  }

  /** To be called once, after the last piece. */
  end(): void {
    this.#take(this.#rest);
    if (this.#key) this.#onKey(this.#key);
  }

  #take(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (keyLine.test(line)) {
      if (this.#key) this.#onKey(this.#key);
      this.#key = { path: line, values: [], isDamaged: false };
      this.#isOpen = true;
    } else if (line === '') {
      this.#isOpen = false;
    } else if (this.#isOpen && this.#key !== undefined) {
      const [, name, type, data = ''] = valueLine.exec(line) ?? [];
      const value = name !== undefined && type !== undefined ? { name, type, data } : otherValue(line);
      if (value) this.#key.values.push(value);
      else this.#key.isDamaged = true;
    }
  }
}

/** {@link KeyReader} for an output that is there as a whole. */
export function readKeys(text: string): RegistryKey[] {
  const keys: RegistryKey[] = [];
  const reader = new KeyReader((key) => keys.push(key));
  reader.add(text);
  reader.end();
  return keys;
}
