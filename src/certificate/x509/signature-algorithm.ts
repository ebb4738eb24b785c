import { context, type Element, Fields, inner, tags } from '../asn1/ber.js';
import { oid } from '../asn1/values.js';
import { hashes } from '../hashes.js';

/** How a certificate is signed. */
export interface SignatureAlgorithm {
  /** The usual name, `sha256WithRSAEncryption`, or the dotted object identifier. */
  readonly name: string;
  /** The hash as Node.js calls it (`sha256`, `md5`, …), if the algorithm has one of its own that is known. */
  readonly hash?: string;
}

const known: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'md2' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'md5' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'sha1' },
  '1.3.14.3.2.29': { name: 'sha1WithRSAEncryption', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'sha512' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'sha512' },
  '1.2.840.10040.4.3': { name: 'dsa-with-SHA1', hash: 'sha1' },
  '1.3.101.112': { name: 'Ed25519' },
  '1.3.101.113': { name: 'Ed448' },
};

const rsassaPss = '1.2.840.113549.1.1.10';

/** Reads an AlgorithmIdentifier of a signature. */
export function readSignatureAlgorithm(identifier: Element): SignatureAlgorithm {
  const fields = new Fields(identifier, 'a signature algorithm');
  const algorithm = oid(fields.next());
  if (algorithm !== rsassaPss) return known[algorithm] ?? { name: algorithm };
  const parameters = fields.optional(tags.sequence);
  const hashField = parameters && new Fields(parameters, 'RSASSA-PSS').optional(context(0));
  // RFC 4055: without the field it is SHA-1.
  const hash = hashField ? hashes[oid(new Fields(inner(hashField), 'a hash').next())] : 'sha1';
  return { name: 'RSASSA-PSS', ...(hash !== undefined && { hash }) };
}
