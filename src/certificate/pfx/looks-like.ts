import { Fields, readBer, tags } from '../asn1/ber.js';
import { withoutEncodingMarks } from '../text-input.js';
import { Unreadable } from '../unreadable.js';

/** What a file is that is not what was asked for, and what to do about it. */
export interface Lookalike {
  what: string;
  next: string;
}

const exportAgain = 'Give the PFX file itself.';

/** Recognises the files that are given in place of a PFX. */
export function looksLike(bytes: Uint8Array): Lookalike | undefined {
  const start = Buffer.from(bytes.subarray(0, 4096));
  const text = withoutEncodingMarks(start.toString('latin1')).trimStart();
  if (bytes.length === 0)
    return { what: 'an empty file', next: 'Check how the secret or the file was made.' };
  if (text.includes('-----BEGIN ')) {
    return { what: 'PEM text', next: 'Give PEM files through "certificate" and "private-key".' };
  }
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
  const der = derKind(bytes);
  if (der) return der;
  if (/^M[A-Za-z0-9+/=\s]{20,}$/.test(text)) {
    return {
      what: 'base64 text',
      next: 'Decode it once more, or give the text itself as "pfx".',
    };
  }
  return start.length > 8 && /^[\t\n\r\x20-\x7e]*$/.test(text)
    ? { what: 'text', next: exportAgain }
    : undefined;
}

function derKind(bytes: Uint8Array): Lookalike | undefined {
  try {
    const fields = new Fields(readBer(bytes), 'the file');
    const first = fields.next();
    if (first.tag === tags.integer) {
      const second = fields.next();
      if (second.tag === tags.integer) return { what: 'an RSA private key', next: exportAgain };
      if (second.tag === tags.octetString) return { what: 'an EC private key', next: exportAgain };
      const third = fields.next();
      return third.tag === tags.octetString ? { what: 'a private key', next: exportAgain } : undefined;
    }
    if (first.tag === tags.objectIdentifier) {
      return {
        what: 'a PKCS #7 file (.p7b), which holds certificates but no key',
        next: 'Give a PFX, which holds the private key too.',
      };
    }
    if (first.tag !== tags.sequence) return undefined;
    const second = fields.next();
    if (second.tag === tags.octetString) return { what: 'an encrypted private key', next: exportAgain };
    if (second.tag === tags.sequence) {
      return { what: 'a certificate without its key', next: 'Give a PFX, which holds the private key too.' };
    }
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
