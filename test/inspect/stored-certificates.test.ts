import { expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { PresentCertificates } from '../../src/inspect/present-certificates.js';
import type { Machine } from '../../src/windows/machine.js';
import { binding, certificate } from '../plan/given.js';

/** A machine whose store MY has these certificates, and the stores and thumbprints that it was asked for. */
function machineWith(files: ReadonlyMap<Thumbprint, Uint8Array>) {
  const asked: string[] = [];
  const certutil = {
    export: async (store: string, thumbprint: Thumbprint) => {
      asked.push(`${store.toUpperCase()} ${thumbprint}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return store.toUpperCase() === 'MY' ? files.get(thumbprint) : undefined;
    },
  };
  const registry = {
    certificates: async (_store: string, wanted: ReadonlySet<Thumbprint>) =>
      new Map([...files].filter(([thumbprint]) => wanted.has(thumbprint))),
  };
  return { asked, machine: { certutil, registry } as unknown as Machine };
}

const one = certificate(['one.example']);
const two = certificate(['two.example']);
const garbage = certificate(['garbage.example']);
const swapped = certificate(['swapped.example']);
const files = new Map<Thumbprint, Uint8Array>([
  [one.thumbprint, one.der],
  [two.thumbprint, Buffer.from(Buffer.from(two.der).toString('base64'))],
  [garbage.thumbprint, Buffer.from('garbage')],
  [swapped.thumbprint, one.der],
]);

it('reads each certificate once, whatever its store is written like, and says how far it is', async () => {
  const { asked, machine } = machineWith(files);
  const progress: string[] = [];
  const present = new PresentCertificates(machine, (text) => progress.push(text));
  const bindings = [
    binding('0.0.0.0:443', { uses: one }),
    binding('0.0.0.0:444', { uses: one, store: null }),
    binding('0.0.0.0:445', { uses: one, store: 'my' }),
    binding('0.0.0.0:446', { uses: two }),
    binding('443'),
  ];
  expect(present.of(bindings[0]!)).toBeUndefined();
  await present.read(bindings);
  await present.read(bindings);
  expect(asked.sort()).toEqual([`MY ${one.thumbprint}`, `MY ${two.thumbprint}`].sort());
  expect(bindings.map((each) => present.of(each)?.thumbprint)).toEqual([
    one.thumbprint,
    one.thumbprint,
    one.thumbprint,
    two.thumbprint,
    undefined,
  ]);
  expect(progress).toEqual(['1 of 2 certificates read', '2 of 2 certificates read']);
});

it('knows none that is in another store, cannot be read, or is not the one that was asked for', async () => {
  const { machine } = machineWith(files);
  const present = new PresentCertificates(machine, () => undefined);
  const bindings = [
    binding('0.0.0.0:443', { uses: one, store: 'WebHosting' }),
    binding('0.0.0.0:444', { uses: garbage }),
    binding('0.0.0.0:445', { uses: swapped }),
  ];
  await present.read(bindings);
  expect(bindings.map((each) => present.of(each))).toEqual([undefined, undefined, undefined]);
});

it('reads what is only nice to know where it is few', async () => {
  const { asked, machine } = machineWith(files);
  const present = new PresentCertificates(machine, () => undefined);
  const bindings = [one, two].map((uses, index) => binding(`0.0.0.0:${443 + index}`, { uses }));
  expect([await present.readIfFew(bindings, 1), asked]).toEqual([false, []]);
  await present.read(bindings.slice(0, 1));
  expect([await present.readIfFew(bindings, 1), asked.length]).toEqual([true, 2]);
});

it('reads many of one store at once, and only what is not found there one by one', async () => {
  const many = Array.from({ length: 10 }, (_, index) => certificate([`h${index}.example`]));
  const gone = certificate(['gone.example']);
  const { asked, machine } = machineWith(new Map(many.map((each) => [each.thumbprint, each.der])));
  const present = new PresentCertificates(machine, () => undefined);
  const bindings = [...many, gone].map((uses, index) => binding(`0.0.0.0:${443 + index}`, { uses }));
  expect(await present.readIfFew(bindings, 1)).toBe(true);
  expect(asked).toEqual([`MY ${gone.thumbprint}`]);
  expect(bindings.filter((each) => present.of(each))).toHaveLength(10);
});
