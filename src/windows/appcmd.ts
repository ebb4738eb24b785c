import { Failure } from '../failure.js';
import type { System32 } from './system32.js';
import { decodeOutput, excerpt } from './text.js';

/** An https binding of an IIS site, as applicationHost.config has it. */
export interface SiteBinding {
  /** `address:port:host`, e.g. `*:443:`, `10.0.0.5:443:www.example.com`, `[::1]:443:`. */
  readonly information: string;
  /** IIS's own bits: 1 SNI, 2 central certificate store; they are not HTTP.sys's flags. */
  readonly sslFlags: number;
}

/** An IIS site with its https bindings. */
export interface Site {
  readonly name: string;
  readonly bindings: readonly SiteBinding[];
}

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
    const text = decodeXml(stdout);
    const root = /<(appcmd|sites?)\b/i.exec(text)?.[1];
    // The parser takes a text that was cut off for what is left of it.
    const isWhole = root !== undefined && new RegExp(`(</${root}>|/>)\\s*$`).test(text);
    const sites = isWhole ? await parseSites(text) : undefined;
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
 * replacement character (see {@link matchesName}).
 */
function decodeXml(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeOutput(bytes).replace(/[\u0080-\uffff]/g, '\u{fffd}');
  }
}

/** @returns undefined if the text is not XML */
async function parseSites(text: string): Promise<Site[] | undefined> {
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
  });
  try {
    return siteNodes(parser.parse(text)).map(toSite);
  } catch {
    return undefined;
  }
}

/** The configuration element of each site, wherever appcmd puts it: inside a `SITE` of its own on known versions. */
function siteNodes(value: unknown): XmlNode[] {
  return asNodes(value).flatMap((node) =>
    Object.entries(node).flatMap(([name, child]) =>
      name === 'site' ? asNodes(child).filter((each) => typeof each.name === 'string') : siteNodes(child),
    ),
  );
}

type XmlNode = { readonly [name: string]: unknown };

function asNodes(value: unknown): XmlNode[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is XmlNode => typeof each === 'object' && each !== null);
}

function toSite(node: XmlNode): Site {
  const bindings = asNodes(asNodes(node.bindings)[0]?.binding)
    .filter((binding) => String(binding.protocol).toLowerCase() === 'https')
    .map((binding) => ({
      information: String(binding.bindingInformation ?? ''),
      sslFlags: sslFlagsOf(String(binding.sslFlags ?? '0')),
    }));
  return { name: String(node.name ?? ''), bindings };
}

/** The names of the bits in IIS's configuration schema, for a tool that prints them instead of their sum. */
const flagNames: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['sni', 1],
  ['centralcertstore', 2],
  ['disablehttp2', 4],
  ['disableocspstp', 8],
  ['disablequic', 16],
  ['disabletls13', 32],
  ['disablelegacytls', 64],
]);

/** @throws Error for flags that are not understood: they decide which socket of HTTP.sys a site uses */
function sslFlagsOf(text: string): number {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  return text.split(/[,|\s]+/).reduce((sum, name) => {
    const bit = flagNames.get(name.toLowerCase());
    if (bit === undefined) throw new Error(`unknown sslFlags ${text}`);
    return sum | bit;
  }, 0);
}

/**
 * Whether a site name that appcmd printed is the one that was asked for. Names compare without case. appcmd prints in
 * a code page that is not known, so where its bytes were not UTF-8, a run of characters outside ASCII matches any
 * other such run.
 */
export function matchesName(printed: string, wanted: string): boolean {
  if (printed.toLowerCase() === wanted.toLowerCase()) return true;
  const fold = (name: string) => name.toLowerCase().replace(/[^\x20-\x7e]+/g, '\u{fffd}');
  return printed.includes('\u{fffd}') && fold(printed) === fold(wanted);
}
