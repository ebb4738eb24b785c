import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { completeChain, readPem } from '../../src/certificate/bundle.js';
import { issue, issueChain } from './issue.js';

const now = new Date();
const { root, intermediate, leaf } = issueChain();
const stranger = issue({ commonName: 'Stranger' });

describe('completeChain', () => {
  it('takes back what was said of an issuer that the server has, and nothing else', async () => {
    const bundle = await readPem(leaf.pem + stranger.pem, leaf.keyPem, '', now);
    expect(bundle.warnings).toHaveLength(2);
    const complete = completeChain(bundle, [root.der, intermediate.der], now);
    expect(complete.warnings).toEqual([
      expect.stringContaining('not part of the chain are skipped: CN=Stranger'),
    ]);
    expect(complete.gaps).toEqual([]);
  });

  it('adds nothing to what is to be installed', async () => {
    const bundle = await readPem(leaf.pem, leaf.keyPem, '', now);
    const complete = completeChain(bundle, [root.der, intermediate.der], now);
    expect([complete.intermediates, complete.roots]).toEqual([[], []]);
    expect(complete.leaf).toBe(bundle.leaf);
  });

  it('says more of an issuer that nobody has, and can be asked again', async () => {
    const bundle = await readPem(leaf.pem, leaf.keyPem, '', now);
    const once = completeChain(bundle, [stranger.der], now);
    expect(once.warnings).toEqual([expect.stringContaining('neither in the file nor on this server')]);
    expect(completeChain(once, [], now)).toEqual(once);
    expect(completeChain(once, [intermediate.der, root.der], now).warnings).toEqual([]);
  });

  it('finds the valid one for an intermediate that has expired in the file', async () => {
    const keys = { publicKey: createPublicKey(intermediate.privateKey), privateKey: intermediate.privateKey };
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const past = { notBefore: daysAgo(900), notAfter: daysAgo(1) };
    const expired = issue({ ...past, keys, commonName: 'Test Intermediate', ca: true, issuer: root });
    const bundle = await readPem(leaf.pem + expired.pem + root.pem, leaf.keyPem, '', now);
    expect(bundle.intermediates).toEqual([]);
    expect(bundle.stale.map(({ commonName }) => commonName)).toEqual(['Test Intermediate']);
    const [told, gap] = bundle.warnings;
    expect(told).toMatch(/was valid only until .*\. It is not imported\./);
    expect(gap).toContain('unless this server has its issuer already');
    expect(completeChain(bundle, [intermediate.der, root.der], now).warnings).toEqual([told]);
    expect(completeChain(bundle, [], now).warnings).toEqual([
      told,
      expect.stringContaining(
        'not valid now, and this server has no valid one. Clients will refuse the certificate.',
      ),
    ]);
  });
});
