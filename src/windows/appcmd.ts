import type { System32 } from './system32.js';
import { decodeOutput } from './text.js';

/** What appcmd printed. */
interface Printed {
  /** Where its bytes are not UTF-8, their code page is not known: each outside ASCII is the replacement character. */
  readonly text: string;
  /** What it printed beside that, for an error. */
  readonly said: string;
}

/** `appcmd.exe`, for reading only. It needs elevation. */
export class Appcmd {
  readonly #system32: System32;

  constructor(system32: System32) {
    this.#system32 = system32;
  }

  /** `list site /config /xml`: the sites with all that IIS's configuration has of them. @returns undefined without IIS */
  async sites(): Promise<Printed | undefined> {
    if (!this.#system32.has('inetsrv/appcmd.exe')) return undefined;
    const { stdout, stderr } = await this.#system32.run('inetsrv/appcmd.exe', [
      'list',
      'site',
      '/config',
      '/xml',
    ]);
    return { text: decodeXml(stdout), said: decodeOutput(Buffer.concat([stdout, stderr])) };
  }
}

function decodeXml(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeOutput(bytes).replace(/[\u0080-\uffff]/g, '\u{fffd}');
  }
}
