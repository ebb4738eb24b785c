import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../build.js';

/** The kinds of key that certificates are issued for. */
export type KeyKind = 'p256' | 'p384' | 'p521' | 'ed25519' | 'rsa1024' | 'rsa2048' | 'rsa3072' | 'rsa4096';

const curves = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const;

/** RSA keys are slow to make: a few of each size are made once and kept below `build/`, and used in turn. */
const rsaPoolSize = 4;
const taken = new Map<KeyKind, number>();

/** A private key. Keys of curves are always fresh; RSA keys come from a small pool that is kept between processes. */
export function newKey(kind: KeyKind): KeyObject {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  if (kind === 'p256' || kind === 'p384' || kind === 'p521') {
    return generateKeyPairSync('ec', { namedCurve: curves[kind] }).privateKey;
  }
  const turn = taken.get(kind) ?? 0;
  taken.set(kind, turn + 1);
  return pooledRsaKey(kind, turn % rsaPoolSize);
}

function pooledRsaKey(kind: KeyKind, index: number): KeyObject {
  const folder = join(projectRoot(), 'build', 'test-keys');
  const file = join(folder, `${kind}-${index}.pem`);
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(3)) });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    renameSync(`${file}.${process.pid}`, file);
    return privateKey;
  }
}
