import { context, type Element, Fields, readBer, tags } from '../asn1/ber.js';

/** The fields of a certificate (RFC 5280, section 4.1) that are of interest here, each as it is encoded. */
export interface CertificateFields {
  /** The whole certificate. */
  encoding: Uint8Array;
  issuer: Element;
  notBefore: Element;
  notAfter: Element;
  subject: Element;
  publicKeyInfo: Element;
  /** The explicit tag around the extensions. */
  extensions: Element | undefined;
  signatureAlgorithm: Element;
}

/**
 * Takes a certificate apart. What follows it in the bytes is left alone.
 * @throws {Asn1Error}
 */
export function splitCertificate(der: Uint8Array): CertificateFields {
  const certificate = readBer(der);
  const outer = new Fields(certificate, 'a certificate');
  const body = new Fields(outer.next(tags.sequence), 'the body of a certificate');
  body.optional(context(0)); // version
  body.next(tags.integer); // serial number
  body.next(tags.sequence); // signature algorithm, repeated outside
  const issuer = body.next(tags.sequence);
  const validity = new Fields(body.next(tags.sequence), 'the validity of a certificate');
  const subject = body.next(tags.sequence);
  const publicKeyInfo = body.next(tags.sequence);
  body.optional(context(1)); // issuerUniqueID
  body.optional(context(2)); // subjectUniqueID
  return {
    encoding: certificate.encoding,
    issuer,
    notBefore: validity.next(),
    notAfter: validity.next(),
    subject,
    publicKeyInfo,
    extensions: body.optional(context(3)),
    signatureAlgorithm: outer.next(tags.sequence),
  };
}
