import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import { kindOfProvider, uniqueNameIn } from './key-files.js';
import type { Ended } from './process.js';
import type { System32 } from './system32.js';
import { removeFile, writeForProgram } from './temp-file.js';
import { decodeOutput, excerpt } from './text.js';

/** A certificate as certutil lists it. */
export interface ListedCertificate {
  readonly thumbprint: Thumbprint;
  /**
   * Whether a private key seems to be with it: certutil names its provider. A hint only; whether HTTP.sys can use
   * the key shows when it is bound.
   */
  readonly hasKey: boolean;
  readonly provider: string | null;
  /** The provider's name for the key. Outside ASCII its letters may be wrong, as the code page is not known. */
  readonly container: string | null;
  /** The name of the key's file; null for a key that is in none, or that certutil did not find. */
  readonly uniqueName: string | null;
}

/** What certutil said of a command that was to change something. Whether it did, only reading can tell. */
export interface CertutilAnswer {
  /** The untranslated error code, e.g. `0x80070056`; undefined if there was none. */
  readonly code: string | undefined;
  readonly text: string;
  /** It ends as a command does that went well: exit code 0, its untranslated name at the end, and no error code. */
  readonly claimsSuccess: boolean;
}

/** How a PFX is imported. */
export interface PfxOptions {
  readonly exportable: boolean;
  /** The provider that gets the key. */
  readonly provider: string;
  /** Hides a secret from the log; called before the secret is used. */
  readonly hide: (secret: string) => void;
}

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
  async find(store: string, thumbprint: Thumbprint): Promise<ListedCertificate | undefined> {
    const found = parseStore(await this.#answer([storeArgument(store), thumbprint.toLowerCase()]));
    return found.find((each) => each.thumbprint === thumbprint);
  }

  /** All certificates of a store. @throws Failure `program-failed` if certutil does not list them for certain */
  async list(store: string): Promise<ListedCertificate[]> {
    return parseStore(await this.#answer([storeArgument(store)]));
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
        const said = await this.#store([storeArgument(store), thumbprint.toLowerCase(), file]);
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
    { exportable, provider, hide }: PfxOptions,
  ): Promise<CertutilAnswer> {
    const password = randomBytes(32).toString('hex');
    hide(password);
    const file = join(this.#temp, `${randomUUID()}.pfx`);
    const args = ['-f', '-p', password, '-csp', provider, '-importPFX', storeArgument(store), file];
    // A key of a legacy provider must be one for key exchange: one for signatures only breaks a binding.
    const modifiers = [
      ...(kindOfProvider(provider) === 'csp' ? ['AT_KEYEXCHANGE'] : []),
      ...(exportable ? [] : ['NoExport']),
    ].join(',');
    try {
      await writeForProgram('certutil', file, await encrypt(password));
      const ended = await this.#system32.change('certutil.exe', modifiers ? [...args, modifiers] : args, {
        hidden: [password],
      });
      return answerOf('-importPFX', ended, [password]);
    } finally {
      await removeFile(file);
    }
  }

  /** Adds a certificate without a key, such as an intermediate. */
  async add(store: string, der: Uint8Array): Promise<CertutilAnswer> {
    const file = join(this.#temp, `${randomUUID()}.cer`);
    try {
      await writeForProgram('certutil', file, der);
      const ended = await this.#system32.change('certutil.exe', ['-addstore', storeArgument(store), file]);
      return answerOf('-addstore', ended);
    } finally {
      await removeFile(file);
    }
  }

  /** Deletes a certificate from a store. */
  async remove(store: string, thumbprint: Thumbprint): Promise<CertutilAnswer> {
    const ended = await this.#system32.change('certutil.exe', [
      '-delstore',
      storeArgument(store),
      thumbprint.toLowerCase(),
    ]);
    return answerOf('-delstore', ended);
  }

  /**
   * Deletes the key of a container of the machine (certutil works on the machine's keys unless told otherwise).
   * Whether it is gone, its file tells.
   */
  async deleteKey(provider: string, container: string): Promise<CertutilAnswer> {
    if (!isArgument(container)) {
      return {
        code: undefined,
        text: `certutil takes no such name: ${excerpt(container)}`,
        claimsSuccess: false,
      };
    }
    const ended = await this.#system32.change('certutil.exe', ['-csp', provider, '-delkey', container]);
    return answerOf('-delkey', ended);
  }
}

/** Whether certutil would take a text for what it is and not for an option. */
function isArgument(text: string): boolean {
  return text !== '' && !/^[-/]|["\r\n\0]/.test(text);
}

/**
 * A store as an argument. The inputs refuse such names already; a name that came another way must not turn into an
 * option either: `-user` would mean the stores of the account.
 */
function storeArgument(store: string): string {
  if (isArgument(store)) return store;
  throw new Failure('input-invalid', {
    cause: `${JSON.stringify(store)} cannot be the name of a certificate store.`,
    next: 'Name a store of LocalMachine in "store", such as MY or WebHosting.',
  });
}

function answerOf(
  verb: string,
  { exitCode, stdout, stderr }: Ended,
  secrets: readonly string[] = [],
): CertutilAnswer {
  const whole = secrets.reduce(
    (left, secret) => left.replaceAll(secret, '***'),
    decodeOutput(Buffer.concat([stdout, stderr])),
  );
  const code = errorCode(whole);
  const claimsSuccess = exitCode === 0 && code === undefined && lastWords(whole, verb) !== undefined;
  return { code, text: excerpt(whole), claimsSuccess };
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
function lastWords(said: string, verb: string): string | undefined {
  return new RegExp(`^CertUtil: ${verb}\\b[^\\n]*`, 'im').exec(said)?.[0];
}

function isAnswer(said: string): boolean {
  const end = lastWords(said, '-store');
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

/** The digits end the line; what stands before them may look like one (the second byte of a full-width colon is "F"). */
const hashLine = /\(sha1\)[^\n]*?((?:[0-9a-f]{2} ?){20})[ \t]*\r?$/gim;

/**
 * Reads the output of `certutil -store` in any language: blocks begin with a line of `=` around a number, the line
 * with the thumbprint holds `(sha1)`, and its digits stand in pairs on older builds. A key shows as `name = value`
 * lines: its container first, its provider last; the subject's `CN=` has no space behind the sign.
 */
export function parseStore(text: string): ListedCertificate[] {
  const found: ListedCertificate[] = [];
  for (const block of text.split(/^=+[^\n]*=+[ \t]*\r?$/m).slice(1)) {
    // Before the hash come the names, which whoever asked for the certificate chose, line breaks included; a name must
    // not pass for the hash or for the file of a key. What certutil says of the key itself comes after the hash.
    const hash = [...block.matchAll(hashLine)].at(-1);
    const thumbprint = hash?.[1] === undefined ? undefined : parseThumbprint(hash[1]);
    if (hash && thumbprint) found.push({ thumbprint, ...keyIn(block.slice(hash.index + hash[0].length)) });
  }
  return found;
}

function keyIn(block: string): Omit<ListedCertificate, 'thumbprint'> {
  const values = [...block.matchAll(/^[^\n=]*= ([^\n]*\S)/gm)].map(([, value = '']) => value);
  // Nearly every provider has this word in its name, in every language.
  const named = values.slice(1).findLast((value) => /\bprovider\b/i.test(value));
  return {
    hasKey: values.length > 0,
    provider: named ?? values.at(-1) ?? null,
    container: values.length > 1 ? (values[0] ?? null) : null,
    uniqueName: uniqueNameIn(block) ?? null,
  };
}
