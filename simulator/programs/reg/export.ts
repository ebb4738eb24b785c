import type { RegistryKey, RegistryValue } from './keys.js';

/** A line is broken behind the comma that brings it beyond this. */
const lineLimit = 76;

/** The bytes of the file that `reg export` writes: UTF-16 with a mark, and so every letter as it is. */
export function exportedFile(root: RegistryKey, path: string): Buffer {
  const lines = ['Windows Registry Editor Version 5.00', ''];
  const visit = (at: RegistryKey, name: string) => {
    lines.push(`[${name}]`, ...at.values.map(valueText), '');
    for (const each of at.keys) visit(each, `${name}\\${each.name}`);
  };
  visit(root, path);
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le');
}

function valueText(value: RegistryValue): string {
  const name = value.name === '' ? '@' : quoted(value.name);
  switch (value.type) {
    case 'REG_DWORD':
      return `${name}=dword:${value.data.toString(16).padStart(8, '0')}`;
    case 'REG_SZ':
      return `${name}=${quoted(value.data)}`;
    case 'REG_BINARY':
      return hex(`${name}=hex:`, value.data);
    case 'REG_EXPAND_SZ':
      return hex(`${name}=hex(2):`, wide(value.data));
    case 'REG_MULTI_SZ':
      return hex(`${name}=hex(7):`, Buffer.concat([...value.data.map(wide), wide('')]));
  }
}

function quoted(content: string): string {
  return `"${content.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function wide(content: string): Buffer {
  return Buffer.from(`${content}\0`, 'utf16le');
}

/** Pairs of digits with commas between them; a backslash ends a line that goes on. */
function hex(head: string, bytes: Buffer): string {
  let content = head;
  let length = head.length;
  for (const [index, byte] of bytes.entries()) {
    const isLast = index === bytes.length - 1;
    content += `${byte.toString(16).padStart(2, '0')}${isLast ? '' : ','}`;
    length += isLast ? 2 : 3;
    if (length <= lineLimit || isLast) continue;
    content += '\\\r\n  ';
    length = 2;
  }
  return content;
}
