import { Fields, readBer, tags, Unreadable } from './asn1.js';
import { pemLabels, withoutEncodingMarks } from './given-text.js';

/** What a file is that is not what was asked for, and what to do about it. */
export interface FileKind {
  /** With its article: `a certificate without its key`. */
  readonly what: string;
  readonly next: string;
}

const p7b: FileKind = {
  what: 'a PKCS #7 file (.p7b), which holds certificates but never a private key',
  next: 'On the machine where the request was made, complete it ("certreq -accept site.p7b", or in IIS Manager). If that is this server, give the "thumbprint" of the certificate; else export it there as a PFX with its private key. Where the key is a file: open the .p7b in Windows, export each certificate in it as "Base-64 encoded X.509", give these one below the other as "certificate", and the key as "private-key".',
};

const keyless =
  'Give a PFX, which holds the private key too, or the certificate as "certificate" and its key as "private-key".';

const derKinds = {
  pkcs7: p7b,
  pfx: {
    what: 'a PFX file',
    next: 'Give it as "pfx" (base64) or "pfx-path" instead.',
  },
  certificate: { what: 'a certificate without its key', next: keyless },
  request: {
    what: 'a signing request, from which a certificate is still to be issued',
    next: 'Give the certificate that was issued for it.',
  },
  'encrypted-key': { what: 'an encrypted private key without its certificate', next: keyless },
  key: { what: 'a private key without its certificate', next: keyless },
  'rsa-key': { what: 'an RSA private key without its certificate', next: keyless },
  'ec-key': { what: 'an EC private key without its certificate', next: keyless },
} as const satisfies Record<string, FileKind>;

/** What a DER file is, by the types of its first fields. */
export type DerKind = keyof typeof derKinds;

/** Recognises a DER file by the types of its first fields; undefined for what is none of these, or no DER. */
export function derKind(bytes: Uint8Array): DerKind | undefined {
  try {
    const fields = new Fields(readBer(bytes), 'the file');
    const first = fields.next();
    if (first.tag === tags.objectIdentifier) return 'pkcs7';
    const second = fields.next();
    if (first.tag === tags.sequence) {
      if (second.tag === tags.octetString) return 'encrypted-key';
      if (second.tag !== tags.sequence) return undefined;
      // The body of a request has at most four fields, that of a certificate at least six.
      return first.children.length < 6 ? 'request' : 'certificate';
    }
    if (first.tag !== tags.integer) return undefined;
    if (second.tag === tags.integer) return 'rsa-key';
    if (second.tag === tags.octetString) return 'ec-key';
    const isPfx = second.children[0]?.tag === tags.objectIdentifier && first.content[0] === 3;
    return isPfx ? 'pfx' : 'key';
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** What a DER file is, and what to do about it. */
export function describeDer(kind: DerKind): FileKind {
  return derKinds[kind];
}

/**
 * What PEM text is, and what to do about it, where a PFX was asked for or the wanted block is not in it.
 * @param labels of its blocks
 * @param suffix of the inputs that it belongs to: `-path` for a file
 */
export function describePem(labels: readonly string[], suffix: '' | '-path'): FileKind {
  const [certificate, key] = [`"certificate${suffix}"`, `"private-key${suffix}"`];
  const hasCertificate = labels.some((label) => /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label));
  const hasKey = labels.some((label) => label.endsWith('PRIVATE KEY'));
  if (hasCertificate && hasKey) {
    return {
      what: 'PEM text with a certificate and its private key',
      next: `Give it as ${certificate} instead; ${key} is not needed, since the key is in it.`,
    };
  }
  if (hasCertificate) {
    return { what: 'PEM text', next: `Give it as ${certificate} instead, and its private key as ${key}.` };
  }
  if (hasKey) {
    return {
      what: 'a private key in PEM',
      next: `Give it as ${key} instead, and the certificate as ${certificate}.`,
    };
  }
  if (labels.includes('PKCS7') || labels.includes('CMS')) return p7b;
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST'))) return derKinds.request;
  return {
    what: `PEM text (${labels.slice(0, 5).join(', ')})`,
    next: `Give a certificate as ${certificate}, and its private key as ${key}.`,
  };
}

const exportAgain = 'Give the PFX file itself.';

/** Recognises the files that are given in place of a PFX. */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  if (bytes.length === 0)
    return { what: 'an empty file', next: 'Check how the secret or the file was made.' };
  const start = Buffer.from(bytes.subarray(0, 64 * 1024));
  const text = withoutEncodingMarks(start.toString('latin1')).trimStart();
  const labels = pemLabels(text);
  if (labels.length > 0) return describePem(labels, '-path');
  const magic = start.length >= 4 ? start.readUInt32BE(0) : 0;
  if (magic === 0xfeedfeed || magic === 0xcececece) {
    return {
      what: 'a Java keystore (JKS or JCEKS)',
      next: 'Convert it: keytool -importkeystore -srckeystore keystore.jks -destkeystore site.pfx -deststoretype PKCS12',
    };
  }
  if (magic === 0x504b0304)
    return { what: 'a ZIP archive', next: 'Unpack it and give the .pfx file inside.' };
  if (/^<(?:!doctype|html|\?xml)/i.test(text)) {
    return { what: 'a web page or XML', next: `The download went wrong. ${exportAgain}` };
  }
  const kind = derKind(bytes);
  if (kind && kind !== 'pfx') return derKinds[kind];
  const isText = start.length > 8 && /^[\t\n\r\x20-\x7e]*$/.test(text);
  return isText ? { what: 'text', next: exportAgain } : undefined;
}
