import { Failure } from '../../failure.js';
import { withoutEncodingMarks } from '../text-input.js';

/**
 * Reads the `pfx` input: base64, or base64url, however it was wrapped on its way into a secret. Line breaks
 * and spaces (also as the two characters `\n`), quotes, a `data:` prefix, PEM-style armour (that of
 * `certutil -encode` says CERTIFICATE) and UTF-16 text that was taken for UTF-8 are tolerated.
 * @returns the bytes of the file, which may still be anything
 * @throws {Failure} `input-invalid`, without a word of the content
 */
export function decodePfxText(text: string): Uint8Array {
  const plain = withoutEncodingMarks(text).trim();
  if (plain === '') throw invalid('is empty', 'Check that the secret exists and is spelled right.');
  if (isPath(plain)) {
    throw invalid(
      'holds what looks like a path or a variable, and the content of the file belongs there',
      'Use "pfx-path" for a file on the runner, or store the file as base64 in a secret and give that.',
    );
  }
  const armour = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(plain)?.[1];
  if (armour && isPem(armour, plain)) {
    throw invalid(
      'holds PEM text',
      'Give the certificate through "certificate" and its key through "private-key" instead.',
    );
  }
  const base64 = unwrapped(plain);
  if (base64 === '') throw invalid('holds no content', 'Check how the secret was made.');
  if (/^(?:[0-9a-f]{2})+$/i.test(base64) && /^30[0-9a-f]{4}/i.test(base64)) {
    throw invalid('holds hexadecimal digits', 'Encode the file as base64 instead.');
  }
  const stray = /[^A-Za-z0-9+/_=-]/u.exec(base64);
  if (stray) {
    throw invalid(
      'is not base64',
      `Its ${base64.length} characters have one at place ${stray.index + 1} that base64 does not know. ${howToEncode}`,
    );
  }
  const end = base64.indexOf('=');
  const digits = end < 0 ? base64 : base64.slice(0, end);
  if (/[^=]/.test(base64.slice(digits.length)) || digits.length % 4 === 1) {
    throw invalid(
      'is not whole base64',
      `It has ${digits.length} characters, with a part missing or two parts joined. ${howToEncode}`,
    );
  }
  return Buffer.from(digits, 'base64');
}

const howToEncode =
  'Encode the file in PowerShell with [Convert]::ToBase64String([IO.File]::ReadAllBytes("site.pfx")), ' +
  'elsewhere with "base64 -w0 site.pfx".';

function isPath(text: string): boolean {
  if (/[\r\n]/.test(text) || text.length > 1024) return false;
  const bare = text.replace(/^(["'])(.*)\1$/, '$2');
  return (
    /^[a-z]:[\\/]/i.test(bare) ||
    /^(?:\\\\|\/|\.{1,2}[\\/]|~[\\/]|%\w+%|\$\{?\w+)/.test(bare) ||
    /\.(?:pfx|p12|pkcs12|pem|cer|crt)$/i.test(bare)
  );
}

/** Whether armour with this label holds PEM proper; `certutil -encode` calls any file a CERTIFICATE. */
function isPem(label: string, text: string): boolean {
  if (label === 'PKCS12' || label === 'PFX') return false;
  if (label !== 'CERTIFICATE') return true;
  const start = Buffer.from(unwrapped(text).slice(0, 64), 'base64');
  // A PFX begins with SEQUENCE, INTEGER 3; a certificate with SEQUENCE, SEQUENCE.
  return !start.includes(Buffer.from([0x02, 0x01, 0x03]));
}

/** The base64 digits alone, without what is wrapped around them. */
function unwrapped(text: string): string {
  return text
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/^data:[^,]*,/i, '')
    .replace(/-----[A-Z0-9 ]+-----/g, '')
    .replace(/\\r|\\n/g, '')
    .replace(/\s/g, '');
}

function invalid(cause: string, next: string): Failure {
  return new Failure('input-invalid', { cause: `The input "pfx" ${cause}.`, next });
}
