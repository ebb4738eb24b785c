import { Unreadable } from '../unreadable.js';

/** A block of PEM text. */
export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `PRIVATE KEY`, … */
  label: string;
  /** The lines with a colon before the base64, in lower-case names: `dek-info`, … */
  headers: ReadonlyMap<string, string>;
  bytes: Uint8Array;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs;
const header = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/;
const mostBlocks = 500;

/**
 * Finds the PEM blocks in a text. What stands around them (bag attributes, the certificate in words) is
 * passed over; line ends of any kind, indents, and the two characters `\n` in place of a line break are
 * tolerated.
 * @throws {Unreadable}
 */
export function readPemBlocks(text: string): PemBlock[] {
  const lines = withoutEncodingMarks(text).replace(/\\r\\n|\\n|\\r|\r\n?/g, '\n');
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of lines.matchAll(block)) {
    if (blocks.length === mostBlocks) throw new Unreadable(`it has more than ${mostBlocks} blocks`);
    blocks.push({ label, ...readBody(label, body) });
  }
  return blocks;
}

function withoutEncodingMarks(text: string): string {
  return text
    .replace(/^(?:\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)/, '')
    .replace(/[\0\p{Cf}\u{fffd}]/gu, '');
}

function readBody(label: string, body: string): { headers: Map<string, string>; bytes: Uint8Array } {
  const headers = new Map<string, string>();
  const digits: string[] = [];
  for (const line of body.split('\n').map((raw) => raw.trim())) {
    const match = header.exec(line);
    if (match) headers.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
    else digits.push(line);
  }
  const base64 = digits.join('').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new Unreadable(`its block ${label} is not base64`);
  return { headers, bytes: Buffer.from(base64, 'base64') };
}
