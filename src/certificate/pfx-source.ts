import { Failure } from '../failure.js';
import { Unreadable } from './asn1.js';
import { derKind, describePem } from './file-kind.js';
import {
  base64Bytes,
  base64Digits,
  cutByWindows,
  type GivenText,
  isPath,
  pemLabels,
  usefulText,
  withoutEncodingMarks,
} from './given-text.js';

/** A PFX is a few kilobytes; with every chain there is, a few hundred. */
export const largestFile = 10 * 1024 * 1024;

/** The bytes of a file that should be a PFX, but may still be anything. */
export interface PfxBytes {
  readonly pem?: undefined;
  readonly bytes: Uint8Array;
  /** What is to be said where the file ends too early. */
  readonly cut?: string | undefined;
}

/** The PEM text of a key vault's secret, which came in the place of a PFX. */
interface PemInPlace {
  readonly pem: string;
}

/**
 * Finds the PFX in what was given for one.
 * @param given the text of the input `pfx`, or the file at `pfx-path`
 * @throws Failure `input-invalid` or `pfx-unreadable`, without a word of the content
 */
export function pfxSource(given: string | Uint8Array): PfxBytes | PemInPlace {
  return typeof given === 'string' ? fromInput(given) : fromFile(given);
}

/**
 * Reads the input `pfx`: base64, or base64url, however it was wrapped on its way into a secret. Line breaks
 * and spaces (also as the two characters `\n`), quotes, a `data:` prefix, PEM-style armour (that of
 * `certutil -encode` says CERTIFICATE) and UTF-16 text that was taken for UTF-8 are tolerated.
 */
function fromInput(given: string): PfxBytes | PemInPlace {
  const { text, fromJson } = useful(given, (reason) =>
    invalid(
      `cannot be read: ${reason}`,
      'Give the PFX as base64, or the whole output of "az keyvault secret show".',
    ),
  );
  if (text === '') throw invalid('is empty', 'Check that the secret exists and is spelled right.');
  if (isPath(text)) {
    throw invalid(
      'holds what looks like a path or a variable, and the content of the file belongs there',
      'Use "pfx-path" for a file on the runner, or store the file as base64 in a secret and give that.',
    );
  }
  const labels = pemLabels(text);
  if (labels.length > 0 && !isArmouredPfx(labels, text)) {
    if (fromJson) return { pem: text };
    const { what, next } = describePem(labels, '');
    throw invalid(`holds ${what}`, next);
  }
  if (/^\d{1,3}(?:[\s,]+\d{1,3}){20,}$/.test(text)) throw invalid('holds a list of numbers', howToEncode);
  const cut = cutByWindows(given);
  return { bytes: unwrapped(decodeBase64(base64Digits(text), cut)), cut };
}

/** A file that was encoded twice is decoded twice. @throws Failure for PEM, which has inputs of its own */
function unwrapped(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30) return bytes;
  const text = withoutEncodingMarks(Buffer.from(bytes).toString('latin1')).trim();
  const labels = pemLabels(text);
  if (labels.length > 0 && !isArmouredPfx(labels, text)) {
    const { what, next } = describePem(labels, '');
    throw invalid(`holds ${what}, as base64`, next);
  }
  const inner = base64Bytes(text);
  return inner?.[0] === 0x30 ? inner : bytes;
}

function useful(given: string, failure: (reason: string) => Failure): GivenText {
  try {
    return usefulText(given);
  } catch (error) {
    throw error instanceof Unreadable ? failure(error.message) : error;
  }
}

/** Whether what looks like PEM is a PFX: `certutil -encode` calls any file a CERTIFICATE. */
function isArmouredPfx([label = '']: readonly string[], text: string): boolean {
  if (label === 'PKCS12' || label === 'PFX') return true;
  if (label !== 'CERTIFICATE') return false;
  const start = Buffer.from(base64Digits(text).slice(0, 64), 'base64');
  // A PFX begins with SEQUENCE, INTEGER 3; a certificate with SEQUENCE, SEQUENCE.
  return start.includes(Buffer.from([0x02, 0x01, 0x03]));
}

const howToEncode =
  'Encode the file in PowerShell with [Convert]::ToBase64String([IO.File]::ReadAllBytes("site.pfx")), ' +
  'elsewhere with "base64 -w0 site.pfx".';

function decodeBase64(base64: string, cut: string | undefined): Uint8Array {
  if (base64 === '') throw invalid('holds no content', 'Check how the secret was made.');
  if (/^(?:[0-9a-f]{2})+$/i.test(base64) && /^30[0-9a-f]{4}/i.test(base64)) {
    throw invalid('holds hexadecimal digits', 'Encode the file as base64 instead.');
  }
  const stray = /[^A-Za-z0-9+/_=-]/u.exec(base64);
  if (stray) {
    throw invalid(
      'is not base64',
      howToEncode,
      `Its ${base64.length} characters have one at place ${stray.index + 1} that base64 does not know.`,
    );
  }
  const end = base64.indexOf('=');
  const digits = end < 0 ? base64 : base64.slice(0, end);
  if (/[^=]/.test(base64.slice(digits.length)) || digits.length % 4 === 1) {
    const seen = `It has ${digits.length} characters, with a part missing or two parts joined.`;
    throw invalid('is not whole base64', cut ? useFile : howToEncode, cut ? `${cut}.` : seen);
  }
  return Buffer.from(digits, 'base64');
}

/** What to do about a file that does not fit into an input. */
export const useFile = 'Write the file to the runner in a step before, and give it with "pfx-path".';

function invalid(cause: string, next: string, evidence?: string): Failure {
  return new Failure('input-invalid', {
    cause: `The input "pfx" ${cause}.`,
    ...(evidence !== undefined && { evidence }),
    next,
  });
}

/** Reads a file, in which the PFX may be base64 or in JSON, too. @throws Failure `pfx-unreadable` */
function fromFile(bytes: Uint8Array): PfxBytes | PemInPlace {
  if (bytes.length > largestFile) return { bytes };
  const text = withoutEncodingMarks(Buffer.from(bytes).toString('latin1'));
  if (!/^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(text)) return { bytes };
  const { text: inside, fromJson } = useful(text, (reason) => {
    return new Failure('pfx-unreadable', {
      cause: `The file named in "pfx-path" cannot be read: ${reason}.`,
      next: 'Give a PFX file, or the whole output of "az keyvault secret show".',
    });
  });
  const isPem = pemLabels(inside).length > 0;
  if (isPem && fromJson) return { pem: inside };
  const decoded = base64Bytes(inside);
  const isPfx = decoded !== undefined && (derKind(decoded) === 'pfx' || (!isPem && decoded[0] === 0x30));
  return { bytes: isPfx ? decoded : bytes };
}
