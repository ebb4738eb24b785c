import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Certificate, readCertificateFile } from '../../src/certificate/certificate.js';
import { buildChain, chainWarnings, closeGaps } from '../../src/certificate/chain.js';
import { ecKeys, issue, issueChain } from './issue.js';

const now = new Date();
const daysFromNow = (days: number) => new Date(now.getTime() + days * 86_400_000);
const { root, intermediate, leaf } = issueChain();
const stranger = issue({ commonName: 'Stranger' });

const titles = (certificates: readonly Certificate[]) => certificates.map(({ commonName }) => commonName);

describe('buildChain', () => {
  it('finds intermediates and root in any order, from the issuer upwards', () => {
    const deeper = issue({ commonName: 'Deeper', ca: true, issuer: intermediate });
    const deepLeaf = issue({ issuer: deeper });
    const all = [root, intermediate, deeper, deepLeaf, stranger].map((issued) => issued.certificate);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const chain = buildChain(deepLeaf.certificate, shuffled, now);
        expect(titles(chain.intermediates)).toEqual(['Deeper', 'Test Intermediate']);
        expect(titles(chain.roots)).toEqual(['Test Root']);
        expect(titles(chain.strangers)).toEqual(['Stranger']);
        expect(chain.gaps).toEqual([]);
      }),
    );
  });

  it('does not take an authority of the same name for the issuer', () => {
    const namesake = issue({ commonName: 'Test Intermediate', ca: true, issuer: root });
    const chain = buildChain(leaf.certificate, [namesake.certificate], now);
    expect(chain.intermediates).toEqual([]);
    expect(chain.strangers).toHaveLength(1);
  });

  it('takes both sides of a cross-signed authority', () => {
    const keys = ecKeys();
    const other = issue({ commonName: 'Other Root', ca: true });
    const own = issue({ commonName: 'Shared', ca: true, keys });
    const cross = issue({ commonName: 'Shared', ca: true, keys, issuer: other });
    const end = issue({ issuer: own });
    const chain = buildChain(
      end.certificate,
      [other, own, cross].map(({ certificate }) => certificate),
      now,
    );
    expect(titles(chain.intermediates)).toEqual(['Shared']);
    expect(titles(chain.roots).toSorted()).toEqual(['Other Root', 'Shared']);
    expect(chain.strangers).toEqual([]);
    // One side is enough for clients: that the root of the other is not there is no gap.
    expect(buildChain(end.certificate, [own.certificate, cross.certificate], now).gaps).toEqual([]);
    expect(buildChain(end.certificate, [cross.certificate], now).gaps).toHaveLength(1);
  });

  it('ends on a circle of authorities', () => {
    const keys = ecKeys();
    const first = issue({ commonName: 'First', ca: true, keys });
    const second = issue({ commonName: 'Second', ca: true, issuer: first });
    const firstAgain = issue({ commonName: 'First', ca: true, keys, issuer: second });
    const end = issue({ issuer: firstAgain });
    const chain = buildChain(end.certificate, [firstAgain.certificate, second.certificate], now);
    expect(titles(chain.intermediates)).toEqual(['First', 'Second']);
    expect(chain.gaps).toEqual([]);
  });

  it('leaves a self-signed certificate alone', () => {
    const chain = buildChain(stranger.certificate, [stranger.certificate], now);
    expect([chain.intermediates, chain.roots, chain.gaps, chain.strangers]).toEqual([[], [], [], []]);
  });
});

/** All that is told of a chain. */
function warnings(end: Certificate, others: Certificate[]): string[] {
  const chain = buildChain(end, others, now);
  return [...chainWarnings(chain, now), ...chain.gaps.map(({ warning }) => warning)];
}

describe('warnings about a chain', () => {
  it('are none of a chain up to a root', () => {
    expect(warnings(leaf.certificate, [intermediate.certificate, root.certificate])).toEqual([]);
    expect(warnings(stranger.certificate, [])).toEqual([]);
  });

  it('name the missing issuer of the certificate', () => {
    expect(warnings(leaf.certificate, [root.certificate])).toEqual([
      expect.stringContaining('not part of the chain are skipped: CN=Test Root.'),
      expect.stringContaining('The issuer of the certificate, CN=Test Intermediate, is missing in the file'),
    ]);
  });

  it('name a private root that is not there', () => {
    expect(warnings(leaf.certificate, [intermediate.certificate])).toEqual([
      expect.stringContaining('The issuer of CN=Test Intermediate, CN=Test Root, is missing in the file'),
    ]);
  });

  it('say nothing of the public roots, which files leave out on purpose', () => {
    const publicRoot = readCertificateFile(Buffer.from(rootCertificates[0] ?? ''));
    // An authority that a public root has cross-signed has another signature than the root.
    const crossSigned = { ...publicRoot, selfSigned: false };
    expect(buildChain(crossSigned, [], now).gaps).toEqual([]);
  });

  it('keep a long list short', () => {
    const others = Array.from({ length: 8 }, (_, i) => issue({ commonName: `Stranger ${i}` }).certificate);
    expect(warnings(stranger.certificate, others)).toEqual([
      expect.stringMatching(/CN=Stranger 4; and 3 more\.$/),
    ]);
  });
});

describe('certificates that are not valid now', () => {
  const keys = ecKeys();
  const past = { notBefore: daysFromNow(-900), notAfter: daysFromNow(-2) };
  const expired = { ...past, keys, ca: true, issuer: root };
  const old = issue({ ...expired, commonName: 'Renewed Intermediate' });
  const renewed = issue({ keys, ca: true, issuer: root, commonName: 'Renewed Intermediate' });
  const end = issue({ issuer: old });

  it('are no intermediates, and are named', () => {
    const chain = buildChain(end.certificate, [old.certificate, root.certificate], now);
    expect(titles(chain.intermediates)).toEqual([]);
    expect(titles(chain.stale)).toEqual(['Renewed Intermediate']);
    expect(titles(chain.roots)).toEqual(['Test Root']);
    expect(chain.strangers).toEqual([]);
    const day = daysFromNow(-2).toISOString().slice(0, 10);
    expect(warnings(end.certificate, [old.certificate, root.certificate])).toEqual([
      `The intermediate certificate CN=Renewed Intermediate in the file was valid only until ${day}. It is not imported.`,
      expect.stringMatching(
        /The issuer of the certificate, CN=Renewed Intermediate, is in the file, but not valid now\. .* unless this server has its issuer already/,
      ),
    ]);
  });

  it('are named, too, where the renewed one is there', () => {
    const others = [old.certificate, renewed.certificate, root.certificate];
    const chain = buildChain(end.certificate, others, now);
    expect(chain.intermediates).toEqual([renewed.certificate]);
    expect(warnings(end.certificate, others)).toEqual([expect.stringContaining('It is not imported.')]);
  });

  it('may be valid only later', () => {
    const early = issue({
      ...expired,
      commonName: 'Early',
      notBefore: daysFromNow(3),
      notAfter: daysFromNow(30),
    });
    const [warning] = warnings(issue({ issuer: early }).certificate, [early.certificate, root.certificate]);
    expect(warning).toContain('CN=Early in the file is valid only from');
  });

  it('are told of as roots only where nothing else is above', () => {
    const oldRoot = issue({ ...past, keys, ca: true, commonName: 'Old Root' });
    const below = issue({ commonName: 'Below', ca: true, issuer: oldRoot });
    const last = issue({ issuer: below });
    expect(warnings(last.certificate, [below.certificate, oldRoot.certificate])).toEqual([
      expect.stringContaining('The issuer of CN=Below, CN=Old Root, is in the file, but not valid now'),
    ]);
    const newRoot = issue({ keys, ca: true, commonName: 'Old Root' });
    expect(warnings(last.certificate, [below.certificate, oldRoot.certificate, newRoot.certificate])).toEqual(
      [],
    );
  });
});

describe('closeGaps', () => {
  const open = (...others: (typeof root)[]) => ({
    leaf: leaf.certificate,
    ...buildChain(
      leaf.certificate,
      others.map(({ certificate }) => certificate),
      now,
    ),
  });
  const texts = (...stored: Uint8Array[]) => closeGaps(open(), stored, now).map(({ warning }) => warning);

  it('finds the issuers that the server has', () => {
    expect(texts(root.der, stranger.der, intermediate.der)).toEqual([]);
    expect(closeGaps(open(intermediate), [root.der], now)).toEqual([]);
  });

  it('says what is missing on the server, too', () => {
    expect(texts(stranger.der)).toEqual([
      'The issuer of the certificate, CN=Test Intermediate, is neither in the file nor on this server. Clients will refuse the certificate.',
    ]);
    expect(texts(intermediate.der)).toEqual([
      expect.stringContaining(
        'The issuer of CN=Test Intermediate, CN=Test Root, is neither in the file nor on this server. That is right',
      ),
    ]);
  });

  it('takes no certificate of the same name, none that has expired, and skips what it cannot read', () => {
    const namesake = issue({ commonName: 'Test Intermediate', ca: true, issuer: root });
    const later = daysFromNow(1000);
    expect(texts(namesake.der, Buffer.from('no certificate'))).toHaveLength(1);
    expect(closeGaps(open(), [root.der, intermediate.der], later)).toHaveLength(1);
  });

  it('has nothing to do for a chain without gaps', () => {
    expect(closeGaps(open(intermediate, root), [Buffer.from('never read')], now)).toEqual([]);
  });
});
