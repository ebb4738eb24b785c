import { Failure } from '../failure.js';
import { parseSites, type Site } from '../inspect/sites.js';
import type { System32 } from './system32.js';
import { decodeOutput, excerpt } from './text.js';

/** `appcmd.exe list site /config /xml`; a server without IIS has no appcmd. */
export class Appcmd {
  readonly #system32: System32;

  constructor(system32: System32) {
    this.#system32 = system32;
  }

  /**
   * All sites of IIS.
   * @returns undefined where IIS is not installed
   * @throws Failure `iis-unreadable` where appcmd prints no site list, as it does without elevation
   */
  async sites(): Promise<Site[] | undefined> {
    if (!this.#system32.has('inetsrv/appcmd.exe')) return undefined;
    const { stdout, stderr } = await this.#system32.run('inetsrv/appcmd.exe', [
      'list',
      'site',
      '/config',
      '/xml',
    ]);
    const sites = await parseSites(decodeXml(stdout));
    if (sites) return sites;
    throw new Failure('iis-unreadable', {
      cause: 'appcmd.exe did not list the sites of IIS.',
      evidence: excerpt(decodeOutput(Buffer.concat([stdout, stderr]))) || 'It printed nothing.',
      next: 'Run "%SystemRoot%\\System32\\inetsrv\\appcmd.exe list site /config /xml" as the account of the runner; it needs elevation. Or name the sockets with "bindings" instead of "sites".',
    });
  }
}

/**
 * UTF-8 where the bytes are valid UTF-8; else the code page is not known, and each byte outside ASCII becomes the
 * replacement character (see `matchesName` in `src/iis/sites.ts`).
 */
function decodeXml(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeOutput(bytes).replace(/[\u0080-\uffff]/g, '\u{fffd}');
  }
}
