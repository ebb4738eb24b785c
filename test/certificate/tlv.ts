/** Builds ASN.1 by hand, in DER and in the looser forms of BER, for files that no tool at hand writes. */

/** One element with a definite length. */
export function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const bytes: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** Rewrites DER with indefinite lengths, and its OCTET STRINGs in pieces of a few bytes. */
export function looseBer(der: Uint8Array, pieceLength: number): Buffer {
  const out: Uint8Array[] = [];
  let offset = 0;
  while (offset < der.length) {
    const { tag, content, end } = readTlv(der, offset);
    out.push(looseElement(tag, content, pieceLength));
    offset = end;
  }
  return Buffer.concat(out);
}

const endOfContents = Buffer.from([0, 0]);
const octetString = 0x04;
const implicitOctetString = 0x80;

function looseElement(tag: number, content: Uint8Array, pieceLength: number): Uint8Array {
  if (tag & 0x20) {
    return Buffer.concat([Buffer.from([tag, 0x80]), looseBer(content, pieceLength), endOfContents]);
  }
  if (tag !== octetString && tag !== implicitOctetString) return tlv(tag, content);
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += pieceLength) {
    pieces.push(tlv(octetString, content.subarray(start, start + pieceLength)));
  }
  return Buffer.concat([Buffer.from([tag | 0x20, 0x80]), ...pieces, endOfContents]);
}

function readTlv(bytes: Uint8Array, start: number): { tag: number; content: Uint8Array; end: number } {
  const tag = bytes[start]!;
  const first = bytes[start + 1]!;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  let length = lengthBytes === 0 ? first : 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + bytes[start + 2 + i]!;
  const contentStart = start + 2 + lengthBytes;
  return { tag, content: bytes.subarray(contentStart, contentStart + length), end: contentStart + length };
}
