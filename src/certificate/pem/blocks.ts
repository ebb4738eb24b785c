import { withoutEncodingMarks } from '../text-input.js';
import { Unreadable } from '../unreadable.js';

/** A block of PEM text. */
export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `PRIVATE KEY`, … */
  label: string;
  bytes: Uint8Array;
  /** The `DEK-Info` header: cipher and initial vector of a key encrypted in the way from before PKCS #8. */
  dekInfo?: string;
}

const marker = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;
/** With line breaks lost, a header is followed by the base64 in the same line. */
const dekInfoHeader = /DEK-Info:\s*([A-Za-z0-9-]+,\s*[0-9A-Fa-f]+)/;
const procTypeHeader = /Proc-Type:\s*4,\s*ENCRYPTED/;
const otherHeader = /^[A-Za-z][A-Za-z0-9-]*:.*$/gm;
const mostBlocks = 500;

/**
 * Finds the PEM blocks in a text. What stands around them (bag attributes, the certificate in words) is
 * passed over; line ends of any kind, indents, and the two characters `\n` in place of a line break are
 * tolerated, and so is PEM text that was encoded as base64 once more on its way into a secret.
 * @throws {Unreadable}
 */
export function readPemBlocks(text: string): PemBlock[] {
  const plain = withoutEncodingMarks(text);
  const lines = (base64OfPem(plain) ?? plain).replace(/\\r\\n|\\n|\\r|\r\n?/g, '\n');
  const blocks: PemBlock[] = [];
  let open: { label: string; start: number } | undefined;
  for (const { 0: whole, 1: kind, 2: label = '', index } of lines.matchAll(marker)) {
    if (kind === 'BEGIN') {
      if (open) throw noEnd(open.label);
      open = { label, start: index + whole.length };
    } else if (open) {
      if (open.label !== label) throw noEnd(open.label);
      if (blocks.length === mostBlocks) throw new Unreadable(`it has more than ${mostBlocks} blocks`);
      blocks.push({ label, ...readBody(label, lines.slice(open.start, index)) });
      open = undefined;
    }
  }
  if (open) throw noEnd(open.label);
  return blocks;
}

function noEnd(label: string): Unreadable {
  return new Unreadable(`its block ${label} does not end with -----END ${label}-----`);
}

function base64OfPem(text: string): string | undefined {
  if (text.includes('-----BEGIN') || !/^[A-Za-z0-9+/=\s]*$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return decoded.includes('-----BEGIN') ? withoutEncodingMarks(decoded) : undefined;
}

function readBody(label: string, body: string): { bytes: Uint8Array; dekInfo?: string } {
  const dekInfo = dekInfoHeader.exec(body)?.[1];
  const base64 = body
    .replace(procTypeHeader, '')
    .replace(dekInfoHeader, '')
    .replace(otherHeader, '')
    .replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new Unreadable(`its block ${label} is not base64`);
  return { bytes: Buffer.from(base64, 'base64'), ...(dekInfo !== undefined && { dekInfo }) };
}
