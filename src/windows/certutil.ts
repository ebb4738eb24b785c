import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { System32 } from './system32.js';
import { removeFile } from './temp-file.js';
import { decodeOutput, excerpt } from './text.js';

/** A certificate as certutil lists it. */
export interface StoredCertificate {
  readonly thumbprint: Thumbprint;
  /**
   * Whether a private key seems to be with it: certutil names its provider. A hint only; whether HTTP.sys can use
   * the key shows when it is bound.
   */
  readonly withKey: boolean;
}

/** What certutil said of a command that did not take effect. */
export interface CertutilError {
  /** The untranslated error code, e.g. `0x80070056`; undefined if there was none. */
  readonly code: string | undefined;
  readonly text: string;
}

/** A CNG key: TLS 1.3 and ECDSA need one, and a legacy key of the kind AT_SIGNATURE breaks a binding. */
const keyProvider = 'Microsoft Software Key Storage Provider';

/** `certutil.exe` on the stores of LocalMachine: one method per intent. */
export class Certutil {
  readonly #system32: System32;
  readonly #temp: string;

  /** @param temp an existing folder for the files that certutil reads and writes */
  constructor(system32: System32, temp: string) {
    this.#system32 = system32;
    this.#temp = temp;
  }

  /**
   * The certificate with this thumbprint, or undefined if the store has none.
   * @throws Failure `program-failed` if certutil does not say so for certain
   */
  async find(store: string, thumbprint: Thumbprint): Promise<StoredCertificate | undefined> {
    const found = parseStore(await this.#answer([store, thumbprint.toLowerCase()]));
    return found.find((each) => each.thumbprint === thumbprint);
  }

  /** All certificates of a store. @throws Failure `program-failed` if certutil does not list them for certain */
  async list(store: string): Promise<StoredCertificate[]> {
    return parseStore(await this.#answer([store]));
  }

  /**
   * The certificate's encoding, or undefined if the store has none with this thumbprint.
   * @throws Failure `program-failed` if certutil does not say so for certain
   */
  async export(store: string, thumbprint: Thumbprint): Promise<Buffer | undefined> {
    let exported: Buffer | undefined;
    await this.#ask(async () => {
      const file = join(this.#temp, `${randomUUID()}.cer`);
      try {
        const said = await this.#store([store, thumbprint.toLowerCase(), file]);
        exported = await readIfThere(file);
        return { said, isCertain: exported !== undefined || isAnswer(said) };
      } finally {
        await removeFile(file);
      }
    });
    return exported;
  }

  /** What `certutil -store` answers, once it is certain that it is an answer. */
  #answer(args: readonly string[]): Promise<string> {
    return this.#ask(async () => {
      const said = await this.#store(args);
      return { said, isCertain: isAnswer(said) };
    });
  }

  /**
   * Asks until the answer is certain. A store that seems to lack a certificate because certutil stumbled would make
   * a run import what is there, and delete it again. An answer of another shape counts if it is given twice.
   */
  async #ask(question: () => Promise<{ said: string; isCertain: boolean }>): Promise<string> {
    let before: string | undefined;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { said, isCertain } = await question();
      if (isCertain || said === before) return said;
      before = said;
    }
    throw new Failure('program-failed', {
      cause: 'certutil.exe does not say what is in a certificate store.',
      evidence: excerpt(before ?? '') || 'It printed nothing.',
      next: 'Run "certutil -store MY" on the server as the account of the runner, and look at what it prints.',
    });
  }

  async #store(args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await this.#system32.run('certutil.exe', ['-store', ...args]);
    return decodeOutput(Buffer.concat([stdout, stderr]));
  }

  /**
   * Imports a PFX. The file exists only while certutil reads it, and is encrypted with a password that is made for
   * this one call. certutil has no other way to take a password without a prompt than its command line, which
   * process auditing can record; after the call that password opens nothing.
   *
   * @param encrypt writes the PFX under the given password
   * @returns what certutil said; whether the certificate is there now, {@link find} tells
   */
  async importPfx(
    store: string,
    encrypt: (password: string) => Promise<Uint8Array>,
    options: { exportable: boolean; hide: (secret: string) => void },
  ): Promise<CertutilError> {
    const password = randomBytes(32).toString('hex');
    options.hide(password);
    const file = join(this.#temp, `${randomUUID()}.pfx`);
    try {
      await writeFile(file, await encrypt(password), { flag: 'wx', mode: 0o600 });
      const modifiers = options.exportable ? [] : ['NoExport'];
      const { stdout, stderr } = await this.#system32.change(
        'certutil.exe',
        ['-f', '-p', password, '-csp', keyProvider, '-importPFX', store, file, ...modifiers],
        { hidden: [password] },
      );
      return said(stdout, stderr, [password]);
    } finally {
      await removeFile(file);
    }
  }

  /** Adds a certificate without a key, such as an intermediate. */
  async add(store: string, der: Uint8Array): Promise<CertutilError> {
    const file = join(this.#temp, `${randomUUID()}.cer`);
    try {
      await writeFile(file, der, { flag: 'wx' });
      const { stdout, stderr } = await this.#system32.change('certutil.exe', ['-addstore', store, file]);
      return said(stdout, stderr, []);
    } finally {
      await removeFile(file);
    }
  }

  /** Deletes a certificate from a store. */
  async remove(store: string, thumbprint: Thumbprint): Promise<CertutilError> {
    const { stdout, stderr } = await this.#system32.change('certutil.exe', [
      '-delstore',
      store,
      thumbprint.toLowerCase(),
    ]);
    return said(stdout, stderr, []);
  }
}

function said(stdout: Buffer, stderr: Buffer, secrets: readonly string[]): CertutilError {
  let text = excerpt(decodeOutput(Buffer.concat([stdout, stderr])));
  for (const secret of secrets) text = text.replaceAll(secret, '***');
  return { code: errorCode(text), text };
}

function errorCode(text: string): string | undefined {
  return /0x[0-9a-f]{8}\b/i.exec(text)?.[0].toLowerCase();
}

/** How `certutil -store` says that there is no such certificate, or no such store. */
const notThere = [
  '0x80090011', // NTE_NOT_FOUND
  '0x80092004', // CRYPT_E_NOT_FOUND
  '0x80070002', // ERROR_FILE_NOT_FOUND
  '0x80070490', // ERROR_NOT_FOUND
];

/** Its last words begin with its untranslated name and command, in any language; without them something is amiss. */
function isAnswer(said: string): boolean {
  const end = /^CertUtil: -store\b[^\n]*/im.exec(said)?.[0];
  if (end === undefined) return false;
  const code = errorCode(end);
  return code === undefined || notThere.includes(code);
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads the output of `certutil -store` in any language: blocks begin with a line of `=` around a number, the line
 * with the thumbprint holds `(sha1)`, and its digits stand in pairs on older builds. A key shows as `name = value`
 * lines (container, provider); the subject's `CN=` has no space behind the sign.
 */
export function parseStore(text: string): StoredCertificate[] {
  const found: StoredCertificate[] = [];
  for (const block of text.split(/^=+[^\n]*=+[ \t]*\r?$/m).slice(1)) {
    // The digits end the line; what stands before them may look like one (the second byte of a full-width colon is "F").
    const digits = /\(sha1\)[^\n]*?((?:[0-9a-f]{2} ?){20})[ \t]*\r?$/im.exec(block)?.[1];
    const thumbprint = digits === undefined ? undefined : parseThumbprint(digits);
    if (thumbprint) found.push({ thumbprint, withKey: /^[^\n=]*= [^\n]*\S/m.test(block) });
  }
  return found;
}
