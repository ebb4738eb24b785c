import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import { StoredCertificates } from '../../src/inspect/stored-certificates.js';
import type { Machine } from '../../src/windows/machine.js';
import type { KeptCertificate } from '../../src/windows/registry-store.js';
import { certificate } from '../plan/given.js';

const one = certificate(['one.example']);
const two = certificate(['two.example']);
const garbage = certificate(['garbage.example']);
const swapped = certificate(['swapped.example']);
const gone = certificate(['gone.example']);

const kept = (der: Uint8Array, more: Partial<KeptCertificate> = {}): KeptCertificate => ({
  der,
  key: { provider: 'KSP', container: 'te-1' },
  friendlyName: null,
  renewedBy: null,
  ...more,
});

interface Content {
  /** By store in lower case. */
  readonly registry?: Readonly<Record<string, ReadonlyMap<Thumbprint, KeptCertificate> | Error>>;
  readonly certutil?: ReadonlyMap<Thumbprint, Uint8Array>;
}

/** A machine with these certificates, and what it was asked for. */
function machineWith({ registry = {}, certutil = new Map() }: Content) {
  const asked: string[] = [];
  const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
  const machine = {
    registry: {
      certificates: async (store: string) => {
        asked.push(`reg ${store}`);
        await soon();
        const found = registry[store.toLowerCase()] ?? new Map();
        if (found instanceof Error) throw found;
        return found;
      },
    },
    certutil: {
      list: async (store: string) => {
        asked.push(`list ${store}`);
        return [...certutil.keys()].map((thumbprint) => ({
          thumbprint,
          hasKey: thumbprint === one.thumbprint,
          provider: 'CSP',
          container: 'te-2',
        }));
      },
      export: async (store: string, thumbprint: Thumbprint) => {
        asked.push(`export ${store} ${thumbprint}`);
        await soon();
        return certutil.get(thumbprint);
      },
    },
  } as unknown as Machine;
  const progress: string[] = [];
  return { asked, progress, stored: new StoredCertificates(machine, (text) => progress.push(text)) };
}

const of = ({ thumbprint }: { thumbprint: Thumbprint }, store: string | null = 'MY') => ({
  thumbprint,
  store,
});

describe('the certificates of a store', () => {
  it('come from one reading of the registry, whatever the store is written like', async () => {
    const more = { friendlyName: 'Zürich', renewedBy: two.thumbprint };
    const my = new Map([
      [one.thumbprint, kept(one.der, more)],
      [two.thumbprint, kept(two.der, { key: null })],
    ]);
    const { asked, stored } = machineWith({ registry: { my } });
    await stored.readStore('MY');
    await stored.read([of(one), of(one, null), of(one, 'my'), of(two)]);
    await stored.read([of(one)]);
    expect(asked).toEqual(['reg MY']);
    expect(stored.of(of(one, null))).toEqual({
      certificate: one,
      store: 'MY',
      hasKey: true,
      provider: 'KSP',
      container: 'te-1',
      ...more,
    });
    expect(stored.of(of(two, 'My'))).toMatchObject({ hasKey: false, provider: null, container: null });
    expect(stored.in('my').map((each) => each.certificate.thumbprint)).toEqual([
      one.thumbprint,
      two.thumbprint,
    ]);
    expect([stored.of(of(one, 'WebHosting')), stored.in('WebHosting')]).toEqual([undefined, []]);
  });

  it('come from certutil where the registry does not have them; one listing tells which are there at all', async () => {
    const registry = { my: new Map([[two.thumbprint, kept(two.der)]]) };
    const file = Buffer.from(Buffer.from(one.der).toString('base64'));
    const { asked, progress, stored } = machineWith({
      registry,
      certutil: new Map([[one.thumbprint, file]]),
    });
    await stored.read([of(one), of(two), of(gone)]);
    expect(asked).toEqual(['reg MY', 'list MY', `export MY ${one.thumbprint}`]);
    expect(stored.of(of(one))).toEqual({
      certificate: one,
      store: 'MY',
      hasKey: true,
      provider: 'CSP',
      container: 'te-2',
      friendlyName: null,
      renewedBy: null,
    });
    expect(stored.of(of(gone))).toBeUndefined();
    expect(progress).toEqual(['1 of 1 certificates read']);
    expect(stored.in('MY')).toHaveLength(2);
  });

  it('come from certutil where the registry cannot be read, unless the run is to end', async () => {
    const failing = (code: 'program-failed' | 'cancelled') => ({
      registry: { my: new Failure(code, { cause: 'x', next: 'y' }) },
      certutil: new Map([[one.thumbprint, one.der]]),
    });
    const { stored } = machineWith(failing('program-failed'));
    await stored.read([of(one)]);
    expect(stored.of(of(one))?.certificate).toEqual(one);
    await expect(machineWith(failing('cancelled')).stored.read([of(one)])).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('are none that cannot be read, or are not the one that was asked for', async () => {
    const registry = { my: new Map([[garbage.thumbprint, kept(Buffer.from('garbage'))]]) };
    const { stored } = machineWith({ registry, certutil: new Map([[swapped.thumbprint, one.der]]) });
    await stored.read([of(garbage), of(swapped)]);
    expect([stored.of(of(garbage)), stored.of(of(swapped)), stored.in('MY')]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });
});
