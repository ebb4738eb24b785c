import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Issued } from '../../../simulator/certificates/issue.js';
import { onLinux, windows } from './folders.js';
import { cryptoFolder } from './machine.js';
import { mustRun } from './wine.js';

/** Where the key of a stored certificate is: crypt32's CRYPT_KEY_PROV_INFO, read by another process than wrote it. */
export interface StoredKey {
  readonly provider: string;
  /** 0 for CNG, else PROV_RSA_SCHANNEL and the like (wincrypt.h). */
  readonly providerType: number;
  /** AT_KEYEXCHANGE is 1; CNG has 0. */
  readonly keySpec: number;
  readonly isOfMachine: boolean;
}

const ofMachine = 0x20;

export async function storedKey({ thumbprint }: Issued, store = 'MY'): Promise<StoredKey> {
  const text = await mustRun('certutil', '-v', '-store', store, thumbprint);
  const value = (name: string) => new RegExp(`^ +${name} = (.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';
  const number = (name: string) => Number.parseInt(value(name), 16);
  return {
    provider: value('Provider'),
    providerType: number('ProviderType'),
    keySpec: number('KeySpec'),
    isOfMachine: (number('Flags') & ofMachine) !== 0,
  };
}

/** The file of a stored certificate's key. @throws Error if certutil names none that is there */
export async function keyFile({ thumbprint }: Issued, store = 'MY'): Promise<string> {
  const text = await mustRun('certutil', '-store', store, thumbprint);
  const name = /^ +Unique container name: (\S+)/m.exec(text)?.[1];
  const path = keyFiles().find((each) => name !== undefined && each.endsWith(`\\${name}`));
  if (path === undefined) throw new Error(`There is no file of the key of ${thumbprint}: ${text}`);
  return path;
}

/** The files of all keys of the machine. */
export function keyFiles(): string[] {
  return ['Keys', 'RSA\\MachineKeys'].flatMap((kind) => {
    const folder = `${cryptoFolder}\\${kind}`;
    return existsSync(onLinux(folder))
      ? readdirSync(onLinux(folder)).map((name) => `${folder}\\${name}`)
      : [];
  });
}

/** The access list of a file, as icacls saves it. */
export async function accessList(file: string): Promise<string> {
  const saved = `${windows.tools}\\saved.acl`;
  await mustRun('icacls', file, '/save', saved);
  const [name, list, ...rest] = readFileSync(onLinux(saved), 'utf16le').split('\r\n');
  if (name === undefined || !file.endsWith(`\\${name}`) || rest.join() !== '')
    throw new Error(`${file} was saved as ${name}`);
  return list ?? '';
}

/** Allows an account to use a key, as "Manage private keys" does. @param right `R` to read it, `F` for full control */
export async function allow(file: string, sid: string, right: 'R' | 'F'): Promise<void> {
  await mustRun('icacls', file, '/grant', `*${sid}:(${right})`);
}
