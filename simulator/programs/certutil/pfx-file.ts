import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** What a PFX file holds, as Windows sees it. */
export interface PfxContent {
  /** The certificate with the key; null where the file has no pair. */
  leaf: { certificate: X509Certificate; key: KeyObject; friendlyName: string | null } | null;
  others: X509Certificate[];
}

/** Why Windows does not open a file. */
export type PfxProblem = 'not-a-pfx' | 'password';

const pbes2 = '1.2.840.113549.1.5.13';
const sha1 = '1.3.14.3.2.26';
const certificateBag = forge.pki.oids.certBag as string;
const plainKeyBag = forge.pki.oids.keyBag as string;
const shroudedKeyBag = forge.pki.oids.pkcs8ShroudedKeyBag as string;

/**
 * Opens a PFX file.
 * @param reads `legacy`: a PFX with AES or a MAC other than SHA-1 fails as a wrong password would (Server 2016)
 */
export function openPfx(file: Buffer, password: string, reads: 'legacy' | 'modern'): PfxContent | PfxProblem {
  let asn1: forge.asn1.Asn1;
  try {
    asn1 = forge.asn1.fromDer(forge.util.createBuffer(file.toString('binary')));
  } catch {
    return 'not-a-pfx';
  }
  if (reads === 'legacy' && usesModernAlgorithms(file)) return 'password';
  try {
    return contentOf(forge.pkcs12.pkcs12FromAsn1(asn1, true, password));
  } catch (error) {
    const isForeign = error instanceof Error && /not a supported|Cannot read PKCS#12 PFX/.test(error.message);
    return isForeign ? 'not-a-pfx' : 'password';
  }
}

function contentOf(pfx: forge.pkcs12.Pkcs12Pfx): PfxContent {
  const bags = pfx.safeContents.flatMap(({ safeBags }) => safeBags);
  const certificates = bags
    .filter(({ type }) => type === certificateBag)
    .map((bag) => ({ bag, certificate: new X509Certificate(certificateDer(bag)) }));
  for (const keyBag of bags.filter(({ type }) => type === plainKeyBag || type === shroudedKeyBag)) {
    const key = createPrivateKey({ key: keyDer(keyBag), format: 'der', type: 'pkcs8' });
    const leaf = certificates.find(({ certificate }) => fits(certificate, key));
    if (leaf === undefined) continue;
    const friendlyName = nameOf(leaf.bag) ?? nameOf(keyBag);
    const others = certificates.filter((one) => one !== leaf).map(({ certificate }) => certificate);
    return { leaf: { certificate: leaf.certificate, key, friendlyName }, others };
  }
  return { leaf: null, others: certificates.map(({ certificate }) => certificate) };
}

/** forge reads RSA itself and leaves every other key and its certificate as plain ASN.1. */
function certificateDer(bag: forge.pkcs12.Bag): Buffer {
  const asn1 = bag.cert == null ? bag.asn1 : forge.pki.certificateToAsn1(bag.cert);
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
}

function keyDer(bag: forge.pkcs12.Bag): Buffer {
  const asn1 = bag.key == null ? bag.asn1 : forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key));
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
}

function fits(certificate: X509Certificate, key: KeyObject): boolean {
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return own.equals(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

function nameOf(bag: forge.pkcs12.Bag): string | null {
  const names = (bag.attributes as { friendlyName?: string[] } | undefined)?.friendlyName;
  return names?.[0] ?? null;
}

function usesModernAlgorithms(file: Buffer): boolean {
  const encoded = (id: string) => Buffer.from(forge.asn1.oidToDer(id).getBytes(), 'binary');
  return file.includes(encoded(pbes2)) || !file.includes(encoded(sha1));
}
