import { Unreadable } from '../unreadable.js';

/**
 * How much work one file may ask for, in rounds of a hash or HMAC: a file with 2 000 000 iterations in its
 * MAC and its parts needs about 16 million, at 0.2 to 1 microseconds each.
 */
const maximumRounds = 60_000_000;

/**
 * Who turns the password into bytes: `pkcs12`, the key derivation of PKCS #12, which wants UTF-16, or
 * `pbkdf`, PBKDF2 and its like, which take bytes and in practice UTF-8.
 */
export type Derivation = 'pkcs12' | 'pbkdf';

/**
 * A password in the forms in which programs encode it. The standards name one form for each derivation, but
 * files with the others exist; they are tried in order, and the form that opened one part of a file is the
 * first to be tried on the next. It also keeps count of the work that a file asks for.
 */
export class Password {
  private readonly encodings: Record<Derivation, Uint8Array[]>;
  private roundsLeft = maximumRounds;

  constructor(readonly text: string) {
    const normal = text.normalize('NFC');
    const utf8 = Buffer.from(text, 'utf8');
    this.encodings = {
      pkcs12: distinct([
        utf16(`${text}\0`),
        utf16(`${normal}\0`),
        // An empty password and no password at all differ in the two zero bytes at the end.
        ...(text === '' ? [Buffer.alloc(0)] : []),
        // OpenSSL before 1.1.0 widened each byte of the UTF-8 form.
        utf16(`${utf8.toString('latin1')}\0`),
      ]),
      pbkdf: distinct([
        utf8,
        Buffer.from(normal, 'utf8'),
        // Some writers feed PBKDF2 with what the standard wants for the older derivation.
        utf16(`${text}\0`),
        utf16(text),
        Buffer.from(normal, 'latin1'),
      ]),
    };
  }

  /** The encodings to try, the most likely one first. */
  forms(derivation: Derivation): readonly Uint8Array[] {
    return [...this.encodings[derivation]];
  }

  /** Notes that this encoding opened a part of the file. */
  prefer(derivation: Derivation, form: Uint8Array): void {
    const others = this.encodings[derivation].filter((other) => other !== form);
    this.encodings[derivation] = [form, ...others];
  }

  /**
   * Takes account of work before it is done.
   * @throws {Unreadable} when the file asks for more than a run can wait for
   */
  spend(rounds: number): void {
    this.roundsLeft -= rounds;
    if (this.roundsLeft < 0) {
      throw new Unreadable(
        `it asks for more than ${maximumRounds / 1_000_000} million rounds of key derivation, which would take minutes`,
      );
    }
  }
}

function utf16(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

function distinct(forms: Uint8Array[]): Uint8Array[] {
  return forms.filter((form, i) => forms.findIndex((other) => Buffer.compare(form, other) === 0) === i);
}
