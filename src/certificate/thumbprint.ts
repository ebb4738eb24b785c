import { createHash } from 'node:crypto';

declare const brand: unique symbol;

/**
 * The SHA-1 of a certificate's DER encoding, as 40 upper-case hex digits: what Windows calls the
 * certificate's thumbprint and `netsh` its `certhash`. Made only by the functions of this file.
 */
export type Thumbprint = string & { readonly [brand]: 'thumbprint' };

/** The thumbprint of a certificate given as DER. */
export function thumbprintOf(der: Uint8Array): Thumbprint {
  return createHash('sha1').update(der).digest('hex').toUpperCase() as Thumbprint;
}

/**
 * Reads a thumbprint as people paste it: any case, with spaces, colons or hyphens, and with the
 * invisible characters (U+200E and its like) that the Windows certificate dialog copies along.
 * @returns undefined if what is left is not 40 hex digits
 */
export function parseThumbprint(text: string): Thumbprint | undefined {
  const digits = text.replace(/[\s:\-\p{Cf}]/gu, '').toUpperCase();
  return /^[0-9A-F]{40}$/.test(digits) ? (digits as Thumbprint) : undefined;
}
