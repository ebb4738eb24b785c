import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate in a store of LocalMachine, with what Windows keeps beside it. */
export interface StoredCertificate {
  /** 40 upper-case hex digits. */
  thumbprint: string;
  /** DER, base64. */
  certificate: string;
  /** PKCS#8 DER, base64; null where only the certificate is there. */
  key: string | null;
  /** False for a key that HTTP.sys cannot use: a user's, or a legacy provider's signature key. */
  keyUsable: boolean;
  provider: string | null;
  /** The name under which a program asks the provider for the key. */
  container: string | null;
  /** The name of the key's file; null without a key, and for a provider that keeps no files. */
  uniqueName: string | null;
  /** 1 AT_KEYEXCHANGE, 2 AT_SIGNATURE, both of legacy providers; 0 for CNG and without a key. */
  keySpec: 0 | 1 | 2;
  exportable: boolean;
  friendlyName: string | null;
  /** The successor that a renewal link names: Schannel serves that one in its place. 40 upper-case hex digits. */
  renewedBy: string | null;
  /** Milliseconds since the epoch. */
  importedAt: number;
}

const fileName = /^([0-9A-F]{40})\.json$/;

/** The stores of LocalMachine: a folder each, a file for each certificate. Store names have no case. */
export class Stores {
  readonly #folder: string;

  constructor(machine: string) {
    this.#folder = join(machine, 'stores');
  }

  read(store: string, thumbprint: string): StoredCertificate | undefined {
    try {
      return JSON.parse(readFileSync(this.#file(store, thumbprint), 'utf8')) as StoredCertificate;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Everything in a store, in order of thumbprint. */
  list(store: string): StoredCertificate[] {
    let names: string[];
    try {
      names = readdirSync(join(this.#folder, store.toUpperCase()));
    } catch {
      return [];
    }
    return names
      .sort()
      .flatMap((name) => fileName.exec(name)?.[1] ?? [])
      .flatMap((thumbprint) => this.read(store, thumbprint) ?? []);
  }

  /** The stores that hold or held a certificate, in upper case. */
  names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder).sort() : [];
  }

  /** Writes or replaces a certificate; a reader sees the old or the new file, never a half. */
  write(store: string, certificate: StoredCertificate): void {
    const file = this.#file(store, certificate.thumbprint);
    mkdirSync(join(file, '..'), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(certificate));
    renameSync(draft, file);
  }

  /** @returns false if it was not there */
  delete(store: string, thumbprint: string): boolean {
    const present = this.read(store, thumbprint) !== undefined;
    rmSync(this.#file(store, thumbprint), { force: true });
    return present;
  }

  #file(store: string, thumbprint: string): string {
    return join(this.#folder, store.toUpperCase(), `${thumbprint.toUpperCase()}.json`);
  }
}
