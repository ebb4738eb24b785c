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

/**
 * Reads the sites, with their https bindings, from what appcmd prints.
 * @returns undefined if the text is no site list, or not a whole one
 */
export async function parseSites(text: string): Promise<Site[] | undefined> {
  const root = /<(appcmd|sites?)\b/i.exec(text)?.[1];
  // The parser takes a text that was cut off for what is left of it.
  if (root === undefined || !new RegExp(`(</${root}>|/>)\\s*$`).test(text)) return undefined;
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
