import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import { readCertificateFile } from '../../src/certificate/certificate.js';
import { buildChain, chainWarnings } from '../../src/certificate/chain.js';
import { ecKeys, issue, issueChain } from './issue.js';

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
        const chain = buildChain(deepLeaf.certificate, shuffled);
        expect(titles(chain.intermediates)).toEqual(['Deeper', 'Test Intermediate']);
        expect(titles(chain.roots)).toEqual(['Test Root']);
        expect(titles(chain.strangers)).toEqual(['Stranger']);
        expect(chain.incomplete).toEqual([]);
      }),
    );
  });

  it('does not take an authority of the same name for the issuer', () => {
    const namesake = issue({ commonName: 'Test Intermediate', ca: true, issuer: root });
    const chain = buildChain(leaf.certificate, [namesake.certificate]);
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
    );
    expect(titles(chain.intermediates)).toEqual(['Shared']);
    expect(titles(chain.roots).toSorted()).toEqual(['Other Root', 'Shared']);
    expect(chain.strangers).toEqual([]);
  });

  it('ends on a circle of authorities', () => {
    const keys = ecKeys();
    const first = issue({ commonName: 'First', ca: true, keys });
    const second = issue({ commonName: 'Second', ca: true, issuer: first });
    const firstAgain = issue({ commonName: 'First', ca: true, keys, issuer: second });
    const end = issue({ issuer: firstAgain });
    const chain = buildChain(end.certificate, [firstAgain.certificate, second.certificate]);
    expect(titles(chain.intermediates)).toEqual(['First', 'Second']);
    expect(chain.incomplete).toEqual([]);
  });

  it('leaves a self-signed certificate alone', () => {
    const chain = buildChain(stranger.certificate, [stranger.certificate]);
    expect([chain.intermediates, chain.roots, chain.incomplete, chain.strangers]).toEqual([[], [], [], []]);
  });
});

describe('chainWarnings', () => {
  const warnings = (end: Certificate, others: Certificate[]) => chainWarnings(end, buildChain(end, others));

  it('is silent about a chain up to a root', () => {
    expect(warnings(leaf.certificate, [intermediate.certificate, root.certificate])).toEqual([]);
    expect(warnings(stranger.certificate, [])).toEqual([]);
  });

  it('names the missing issuer of the certificate', () => {
    expect(warnings(leaf.certificate, [root.certificate])).toEqual([
      expect.stringContaining('The issuer of the certificate, CN=Test Intermediate, is missing'),
      expect.stringContaining('not part of the chain are passed over: CN=Test Root.'),
    ]);
  });

  it('names a private root that is not there', () => {
    expect(warnings(leaf.certificate, [intermediate.certificate])).toEqual([
      expect.stringContaining('ends at CN=Test Intermediate; its issuer, CN=Test Root, is missing'),
    ]);
  });

  it('knows the public roots, which files leave out on purpose', () => {
    const publicRoot = readCertificateFile(Buffer.from(rootCertificates[0]!));
    const incomplete = { intermediates: [], roots: [], incomplete: [publicRoot], strangers: [] };
    expect(chainWarnings(publicRoot, incomplete)).toEqual([]);
  });

  it('keeps a long list short', () => {
    const others = Array.from({ length: 8 }, (_, i) => issue({ commonName: `Stranger ${i}` }).certificate);
    expect(warnings(stranger.certificate, others)).toEqual([
      expect.stringMatching(/CN=Stranger 4; and 3 more\.$/),
    ]);
  });
});
