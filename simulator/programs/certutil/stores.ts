import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { KeyFiles } from '../../state/key-files.js';
import type { StoredCertificate } from '../../state/stores.js';
import { type Host, mayWrite } from '../host.js';
import { certificateLines, fail, simpleName, storeLine, succeed } from './print.js';

const hexHash = /^[0-9a-f]{40}$/i;

/** `-store store [thumbprint [out.cer]]`. Certificates are asked for by their whole hash only. */
export function listStore(given: readonly string[], host: Host): number {
  const [store = '', thumbprint, file] = given;
  const { print, stores, texts } = host;
  const all = stores.list(store);
  const found = all
    .map((stored, index) => ({ stored, index }))
    .filter(({ stored }) => thumbprint === undefined || stored.thumbprint === thumbprint.toUpperCase());
  if (thumbprint !== undefined && !hexHash.test(thumbprint)) return fail('-store', '0x80070057', host);
  if (!host.effective) return 0;
  print(storeLine(store, texts.certutil));
  for (const { stored, index } of found) print(...certificateLines(stored, index, host));
  const [first] = found;
  if (thumbprint !== undefined && first === undefined) return fail('-store', '0x80090011', host);
  if (file !== undefined && first !== undefined) {
    writeFileSync(host.path(file), Buffer.from(first.stored.certificate, 'base64'), { flag: 'wx' });
  }
  return succeed('-store', host);
}

/** `-delstore store thumbprint`: also a success where there is no such certificate. */
export function deleteFromStore([store = '', thumbprint = '']: readonly string[], host: Host): number {
  const { print, stores, texts, effective } = host;
  if (!mayWrite(host)) return fail('-delstore', '0x80070005', host);
  if (!hexHash.test(thumbprint)) return fail('-delstore', '0x80070057', host);
  print(storeLine(store, texts.certutil));
  const all = stores.list(store);
  const index = all.findIndex((stored) => stored.thumbprint === thumbprint.toUpperCase());
  const found = all[index];
  if (found !== undefined) print(`${texts.certutil.deleting}${index}`);
  if (effective && found !== undefined && host.options.delstoreKeys === 'deleted') deleteKey(found, host);
  if (effective) stores.delete(store, thumbprint);
  return succeed('-delstore', host);
}

function deleteKey(stored: StoredCertificate, { machine }: Host): void {
  const keys = new KeyFiles(machine);
  const path = keys.pathOf(stored);
  if (path !== null) keys.delete(path);
}

/** `-addstore store file`: one certificate without a key, DER or PEM. */
export function addToStore([store = '', file = '']: readonly string[], host: Host): number {
  const { print, stores, texts, effective } = host;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(readFileSync(host.path(file)));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return fail('-addstore', isMissing ? '0x80070002' : '0x8009310b', host);
  }
  if (!mayWrite(host)) return fail('-addstore', '0x80070005', host);
  print(storeLine(store, texts.certutil));
  const stored = withoutKey(certificate);
  const isThere = stores.read(store, stored.thumbprint) !== undefined;
  const [before, after] = isThere ? texts.certutil.alreadyThere : texts.certutil.added;
  print(`${before}${simpleName(certificate)}${after}`);
  if (effective && !isThere) stores.write(store, stored);
  return succeed('-addstore', host);
}

/** A certificate alone, as it is put into a store without its key. */
export function withoutKey(certificate: X509Certificate): StoredCertificate {
  return {
    thumbprint: thumbprintOf(certificate),
    certificate: certificate.raw.toString('base64'),
    key: null,
    keyUsable: false,
    provider: null,
    container: null,
    uniqueName: null,
    keySpec: 0,
    exportable: false,
    friendlyName: null,
    renewedBy: null,
    importedAt: Date.now(),
  };
}

/** 40 upper-case hex digits. */
export function thumbprintOf(certificate: X509Certificate): string {
  return createHash('sha1').update(certificate.raw).digest('hex').toUpperCase();
}
