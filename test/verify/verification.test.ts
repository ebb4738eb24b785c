import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import {
  refuseUnproven,
  type Subject,
  unprovenInWords,
  Verification,
} from '../../src/verify/verification.js';
import type { HandshakeResult } from '../../src/windows/handshake.js';
import { failed, old, options, refused, served, shown, subject } from './given.js';

/** What each address answers before and after the change. */
type World = Record<string, [before: HandshakeResult, after: HandshakeResult]>;

async function verdictsIn(world: World, ...subjects: Subject[]) {
  let isAfter = false;
  const asked: string[] = [];
  const verification = new Verification(
    subjects,
    shown,
    options(async ({ address }) => {
      asked.push(`${isAfter ? 'after' : 'before'} ${address}`);
      return world[address]?.[isAfter ? 1 : 0] ?? refused;
    }),
  );
  verification.begin();
  const witnesses = await verification.findWitnesses();
  isAfter = true;
  const verdicts = await verification.verdicts();
  return { verification, witnesses, asked, verdicts, found: verdicts.map(({ verdict }) => verdict) };
}

describe('a verification', () => {
  it('is by the address that showed the old certificate, and by no other', async () => {
    const apache = served('apache');
    const world: World = { '127.0.0.1': [apache, apache], '10.0.0.5': [served(old), served(shown)] };
    const { witnesses, found, asked } = await verdictsIn(
      world,
      subject('0.0.0.0:443', ['127.0.0.1', '10.0.0.5']),
    );
    expect([witnesses, found]).toEqual([1, ['verified']]);
    expect(asked).toEqual(['before 127.0.0.1', 'before 10.0.0.5', 'after 10.0.0.5']);
  });

  it.each<[string, HandshakeResult, HandshakeResult, string]>([
    ['another program there before and after', served('other'), served('other'), 'unproven'],
    ['a reset before and after', failed, failed, 'unproven'],
    ['nobody there before and after', refused, refused, 'not-listening'],
    ['the new certificate already, by a renewal link', served(shown), served(shown), 'verified'],
    ['the old one, and then nobody', served(old), refused, 'mismatch'],
    ['the old one, and still', served(old), served(old), 'mismatch'],
  ])('of %s', async (_, before, after, verdict) => {
    const { found } = await verdictsIn(
      { '127.0.0.1': [before, after] },
      subject('0.0.0.0:443', ['127.0.0.1']),
    );
    expect(found).toEqual([verdict]);
  });

  it('asks nobody any more once it is abandoned', async () => {
    const asked: string[] = [];
    const ports = Array.from({ length: 100 }, (_, index) =>
      subject(`0.0.0.0:${1_000 + index}`, ['127.0.0.1']),
    );
    const verification = new Verification(
      ports,
      shown,
      options(async ({ port }, _, signal) => {
        asked.push(`${port}`);
        await once(signal, 'abort');
        return failed;
      }),
    );
    verification.begin();
    verification.abandon();
    await verification.findWitnesses();
    expect(asked).toHaveLength(32);
    verification.askChanged(ports.map(({ endpoint }) => endpoint.key));
    await verification.findWitnesses();
    expect(asked).toHaveLength(32);
  });

  it('does not ask what was not there before', async () => {
    const { asked, found } = await verdictsIn(
      { '127.0.0.1': [refused, served(shown)] },
      subject('0.0.0.0:443', ['127.0.0.1'], null),
    );
    expect([asked, found]).toEqual([['after 127.0.0.1'], ['verified']]);
  });

  it('skips what cannot be reached, and says why', async () => {
    const hidden = { ...subject('0.0.0.0:443', []), route: { skip: 'hidden' } };
    const { verdicts } = await verdictsIn({}, hidden);
    expect(verdicts).toEqual([{ endpoint: hidden.endpoint, verdict: 'skipped', message: 'hidden' }]);
  });

  it('asks the witnesses again after a roll-back', async () => {
    const { verification } = await verdictsIn(
      { '1': [served(old), served(old)], '2': [served(old), failed], '3': [failed, failed] },
      subject('0.0.0.0:441', ['1']),
      subject('0.0.0.0:442', ['2']),
      subject('0.0.0.0:443', ['3']),
    );
    const { asked, silent } = await verification.askRolledBack(new AbortController().signal);
    expect(asked).toBe(2);
    expect(silent.map(({ text }) => text)).toEqual(['0.0.0.0:442']);
  });
});

describe('what is not proven', () => {
  const { endpoint } = subject('0.0.0.0:443', []);
  const verdict = (name: 'verified' | 'unproven' | 'not-listening' | 'mismatch' | 'skipped') => ({
    endpoint,
    verdict: name,
    message: name === 'verified' ? '' : `it shows the certificate ${'C'.repeat(40) as Thumbprint}`,
  });

  it.each([
    ['mismatch', true, true],
    ['unproven', false, true],
    ['not-listening', false, true],
    ['skipped', false, false],
    ['verified', false, false],
  ] as const)(
    '%s rolls back, with when-listening: %j, with required: %j',
    (name, whenListening, required) => {
      const refuses = (mode: 'when-listening' | 'required') => {
        try {
          refuseUnproven([verdict(name)], mode);
          return false;
        } catch (error) {
          expect(error).toMatchObject({ code: 'handshake-failed' });
          return true;
        }
      };
      expect([refuses('when-listening'), refuses('required')]).toEqual([whenListening, required]);
    },
  );

  it('is said in one sentence', () => {
    expect(unprovenInWords([verdict('verified')])).toBeUndefined();
    expect(unprovenInWords([verdict('unproven')])).toContain('0.0.0.0:443: it shows the certificate CCC');
  });
});
