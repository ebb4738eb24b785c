import { X509Certificate } from 'node:crypto';
import type { StoredCertificate } from '../../state/stores.js';
import { type HResult, hresults, type Texts } from '../../texts/texts.js';
import type { Host } from '../host.js';
import { keyLines } from './key-lines.js';

/** The line with a store's name, as given, and the name that people know it by. */
export function storeLine(store: string, { storeNames }: Texts['certutil']): string {
  const known = Object.entries(storeNames).find(([name]) => name === store.toUpperCase())?.[1];
  return known === undefined ? store : `${store} "${known}"`;
}

/** One certificate as `-store` prints it. */
export function certificateLines(stored: StoredCertificate, index: number, host: Host): string[] {
  const { options, texts } = host;
  const words = texts.certutil;
  const x509 = new X509Certificate(Buffer.from(stored.certificate, 'base64'));
  const hash = stored.thumbprint.toLowerCase();
  const isRoot = x509.subject === x509.issuer;
  return [
    `================ ${words.certificate} ${index} ================`,
    `${words.serial}${x509.serialNumber.toLowerCase()}`,
    `${words.issuer}${nameLine(x509.issuer)}`,
    `${words.notBefore}${date(x509.validFrom, options.language)}`,
    `${words.notAfter}${date(x509.validTo, options.language)}`,
    `${words.subject}${nameLine(x509.subject)}`,
    isRoot ? words.root : words.nonRoot,
    `${words.hash}${options.hashStyle === 'spaced' ? (hash.match(/../g) ?? []).join(' ') : hash}`,
    ...keyLines(stored, host),
    '',
  ];
}

/** Windows prints a name from its most specific part, on one line. */
function nameLine(name: string): string {
  return name.split('\n').reverse().join(', ');
}

/** Dates follow the region that is set, not the language; here each language has one region. */
function date(text: string, language: string): string {
  const at = new Date(text);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const two = (number: number) => `${number}`.padStart(2, '0');
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (language === 'fr') return `${two(day)}/${two(month)}/${year} ${clock}`;
  if (language === 'de') return `${two(day)}.${two(month)}.${year} ${clock}`;
  if (language === 'xx') return `${year}/${month}/${day} ${clock}`;
  const hour = at.getUTCHours() % 12 || 12;
  return `${month}/${day}/${year} ${hour}:${two(at.getUTCMinutes())} ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}

/** The name by which certutil speaks of a certificate. */
export function simpleName(x509: X509Certificate): string {
  return /^CN=(.*)$/m.exec(x509.subject)?.[1] ?? x509.subject;
}

/** The last line of a command that worked. @returns its exit code */
export function succeed(verb: string, { print, texts }: Host): number {
  const [before, after] = texts.certutil.succeeded;
  print(`${before}${verb}${after}`);
  return 0;
}

/** The last lines of a command that failed. @returns its exit code: of the error, as much as a POSIX system keeps */
export function fail(verb: string, error: HResult, { print, texts }: Host): number {
  const [before, after] = texts.certutil.failed;
  print(`${before}${verb}${after}${error} (${hresults[error]})`, `CertUtil: ${texts.certutil.errors[error]}`);
  return Number(error) & 0xff;
}
