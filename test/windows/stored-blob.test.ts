import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { CertificateStores } from '../../src/windows/certificate-stores.js';
import type { ListedCertificate } from '../../src/windows/certutil.js';
import { parseStores } from '../../src/windows/stored-blob.js';
import type { StoredCertificate } from '../../src/windows/stored-certificate.js';
import { certificate } from '../plan/given.js';

const cng = 'Microsoft Software Key Storage Provider';
const wide = (text: string) => Buffer.from(`${text}\0`, 'utf16le');

function property(id: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  [id, 1, value.length].forEach((number, index) => {
    head.writeUInt32LE(number, index * 4);
  });
  return Buffer.concat([head, value]);
}

/** A CRYPT_KEY_PROV_INFO as it is stored: seven numbers, the first two of which say where the texts are. */
function keyInfo(container: string, provider: string): Buffer {
  const head = Buffer.alloc(28);
  head.writeUInt32LE(28, 0);
  head.writeUInt32LE(28 + wide(container).length, 4);
  return Buffer.concat([head, wide(container), wide(provider)]);
}

const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates';
const entry = (store: string, name: string, blob: Buffer) =>
  [`${root}\\${store}\\Certificates\\${name}`, `    Blob    REG_BINARY    ${blob.toString('hex')}`, ''].join(
    '\r\n',
  );

const one = certificate(['one.example']);
const two = certificate(['two.example']);
const blobOf = (of: Certificate, ...before: Buffer[]) => Buffer.concat([...before, property(32, of.der)]);

describe('the stores in the registry', () => {
  it('give certificates with their key, its provider and their friendly name', () => {
    const withKey = blobOf(
      one,
      property(2, keyInfo('tp-ä', cng)),
      property(11, wide('Übung')),
      property(3, one.der),
    );
    const text = [
      '',
      entry('MY', one.thumbprint, withKey),
      entry('WebHosting', two.thumbprint, blobOf(two)),
      `${root}\\MY\\CRLs`,
    ].join('\r\n');
    expect(parseStores(text)).toEqual([
      {
        certificate: one,
        store: 'MY',
        hasKey: true,
        provider: cng,
        container: 'tp-ä',
        friendlyName: 'Übung',
      },
      {
        certificate: two,
        store: 'WebHosting',
        hasKey: false,
        provider: null,
        container: null,
        friendlyName: null,
      },
    ]);
  });

  it.each([
    ['a certificate under the name of another', entry('MY', two.thumbprint, blobOf(one))],
    ['what is no certificate', entry('MY', one.thumbprint, property(32, Buffer.from('none')))],
    ['a blob that is cut', entry('MY', one.thumbprint, blobOf(one).subarray(0, -1))],
    ['no blob', `${root}\\MY\\Certificates\\${one.thumbprint}\r\n    Other    REG_SZ    x\r\n`],
  ])('do not give %s', (_, text) => {
    expect(parseStores(`\r\n${text}`)).toEqual([]);
  });

  it.each([
    ['too short', Buffer.alloc(20)],
    ['with places outside of it', Buffer.alloc(28, 0xff)],
    ['with places in its head', Buffer.alloc(28)],
  ])('give a certificate whose key information is %s as one whose provider is not known', (_, info) => {
    const text = entry('MY', one.thumbprint, blobOf(one, property(2, info)));
    expect(parseStores(`\r\n${text}`)).toMatchObject([{ hasKey: true, provider: null, container: null }]);
  });
});

describe('the stores of the machine', () => {
  const stored = (of: Certificate, store = 'MY'): StoredCertificate => {
    return { certificate: of, store, hasKey: true, provider: cng, container: 'x', friendlyName: null };
  };
  function stores(
    inRegistry: (store?: string) => StoredCertificate[],
    inCertutil: readonly Certificate[] = [],
  ) {
    const asked: string[] = [];
    const registry = {
      storedCertificates: async (store?: string) => {
        asked.push(`registry ${store ?? 'all'}`);
        return inRegistry(store);
      },
    };
    const certutil = {
      list: async (store: string): Promise<ListedCertificate[]> => {
        asked.push(`certutil ${store}`);
        return inCertutil.map(({ thumbprint }) => {
          return { thumbprint, hasKey: true, provider: cng, container: 'y', uniqueName: null };
        });
      },
      export: async (_: string, thumbprint: Thumbprint) =>
        Buffer.from(inCertutil.find((each) => each.thumbprint === thumbprint)?.der ?? 'none'),
    };
    return { asked, stores: new CertificateStores(registry, certutil) };
  }

  it('are read from the registry alone', async () => {
    const given = stores(() => [stored(one)]);
    expect(await given.stores.list('MY')).toEqual([stored(one)]);
    expect(await given.stores.everywhere()).toEqual([stored(one)]);
    expect(given.asked).toEqual(['registry MY', 'registry all']);
  });

  it('are asked of certutil where the registry has nothing', async () => {
    const given = stores(() => [], [two]);
    expect(await given.stores.list('MY')).toEqual([
      expect.objectContaining({ certificate: two, store: 'MY', container: 'y', provider: cng }),
    ]);
    expect(given.asked).toEqual(['registry MY', 'certutil MY']);
  });

  it('are read one by one where the registry does not show them all at once', async () => {
    const given = stores((store) => (store === 'WebHosting' ? [stored(one, store)] : []));
    expect(await given.stores.everywhere()).toEqual([stored(one, 'WebHosting')]);
  });
});
