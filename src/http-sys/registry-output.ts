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

/**
 * Reads the output of `reg.exe query <key> /s`, whose keys, types and data are not translated, key by key. Lines
 * outside of a key and after the blank line that ends it, such as translated messages, are passed over.
 */
export function* readKeys(text: string): Generator<RegistryKey> {
  let key: { path: string; values: RegistryValue[]; isDamaged: boolean } | undefined;
  let isOpen = false;
  for (const line of linesOf(text)) {
    if (keyLine.test(line)) {
      if (key) yield key;
      key = { path: line, values: [], isDamaged: false };
      isOpen = true;
    } else if (line === '') {
      isOpen = false;
    } else if (isOpen && key !== undefined) {
      const [, name, type, data = ''] = valueLine.exec(line) ?? [];
      if (name !== undefined && type !== undefined) key.values.push({ name, type, data });
      else key.isDamaged = true;
    }
  }
  if (key) yield key;
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from <= text.length; ) {
    const lineFeed = text.indexOf('\n', from);
    const end = lineFeed < 0 ? text.length : lineFeed;
    yield text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end);
    from = end + 1;
  }
}
