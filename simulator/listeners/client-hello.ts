/** What a server must know of a ClientHello before it can choose a certificate. */
export interface ClientHello {
  /** The name asked for by SNI, as sent; null without one. */
  serverName: string | null;
}

const handshakeRecord = 22;
const clientHello = 1;
const serverNameExtension = 0;

/**
 * Reads a ClientHello from the first bytes of a connection (RFC 8446, section 4.1.2).
 * @returns undefined while more bytes are needed, null for anything that is not a ClientHello
 */
export function readClientHello(bytes: Buffer): ClientHello | null | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[0] !== handshakeRecord) return null;
  const end = 5 + bytes.readUInt16BE(3);
  if (bytes.length < end) return undefined;
  if (bytes[5] !== clientHello) return null;
  try {
    return { serverName: serverNameOf(bytes.subarray(0, end)) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function serverNameOf(record: Buffer): string | null {
  let at = 5 + 4 + 2 + 32;
  at += 1 + record.readUInt8(at);
  at += 2 + record.readUInt16BE(at);
  at += 1 + record.readUInt8(at);
  if (at >= record.length) return null;
  const end = at + 2 + record.readUInt16BE(at);
  for (at += 2; at + 4 <= end; at += 4 + record.readUInt16BE(at + 2)) {
    if (record.readUInt16BE(at) !== serverNameExtension) continue;
    const length = record.readUInt16BE(at + 7);
    return record.toString('latin1', at + 9, at + 9 + length);
  }
  return null;
}
