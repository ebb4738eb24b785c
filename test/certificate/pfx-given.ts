import type { KeyObject } from 'node:crypto';
import { expect } from 'vitest';
import { type CertificateBundle, readPfx } from '../../src/certificate/bundle.js';
import type { Failure } from '../../src/failure.js';
import { issueChain } from './issue.js';
import * as make from './make-pfx.js';

export const password = 'correct horse';
export const { root, intermediate, leaf } = issueChain();
export const mac = make.pkcs12Mac(make.bmp(password));
export const encryption = () => make.pbes2(make.utf8(password));
export const keyPart = (key: KeyObject = leaf.privateKey) =>
  make.plainPart(make.shroudedKeyBag(key, encryption()));
export const certificatePart = (...certificates: { der: Buffer }[]) =>
  make.encryptedPart(encryption(), ...certificates.map((each) => make.certificateBag(each.der)));

/** Whether the bundle is that of the leaf and works: a signature of the key is right for the certificate. */
export function expectLeaf(bundle: CertificateBundle, expected = leaf): void {
  expect(bundle.leaf.thumbprint).toBe(expected.certificate.thumbprint);
  expect(bundle.privateKey.equals(expected.privateKey)).toBe(true);
}

export async function failureOf(file: Uint8Array, given = password): Promise<Failure> {
  const failure = await readPfx(file, given).then(
    () => undefined,
    (error: unknown) => error as Failure,
  );
  if (failure?.name !== 'Failure') throw failure ?? new Error('nothing was thrown');
  expect(failure.message).not.toContain(given || 'correct horse');
  return failure;
}
