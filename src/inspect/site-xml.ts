import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { endpointOf } from './site-sockets.js';
import type { Site, SiteBinding } from './sites.js';

/**
 * Reads the sites from IIS's own file, applicationHost.config.
 * @returns undefined if the text is no such configuration, not a whole one, or keeps its sites elsewhere, as in a file
 *   of their own or encrypted: then appcmd knows them
 */
export function parseApplicationHost(text: string): Site[] | undefined {
  const root = rootOf(text);
  if (root?.name !== 'configuration') return undefined;
  const places = [root, ...below(root, 'location').filter(isWholeServer)];
  const parents = places.flatMap((place) => below(place, 'system.applicationHost'));
  const sections = parents.flatMap((parent) => below(parent, 'sites'));
  if (sections.length === 0 || [...parents, ...sections].some(isElsewhere)) return undefined;
  const others = below(root, 'location').filter((each) => !isWholeServer(each));
  if (others.some((each) => below(each, 'system.applicationHost').length > 0)) return undefined;
  return sections.flatMap((section) => {
    const ftpDefault = below(section, 'siteDefaults').map(ftpCertificateIn).find(Boolean) ?? null;
    return below(section, 'site').map((site) => {
      const nameIsExact = !site.attributes.name?.includes('\u{fffd}');
      return toSite(site, { nameIsExact, ftpDefault });
    });
  });
}

/**
 * Reads the sites from the output of `appcmd list site /config /xml`. A name with the replacement character, or a
 * question mark (which no name of IIS can have, and which stands for letters that a code page lacks), is not exact.
 * @returns undefined if the text is no list of sites, or not a whole one
 */
export function parseAppcmd(text: string): Site[] | undefined {
  const root = rootOf(text);
  if (root?.name !== 'appcmd') return undefined;
  // The configuration stands inside a `SITE` on known versions. An error of appcmd is an element without any site.
  const listed = elementsOf(root);
  const sites = listed.flatMap((each) => (each.name === 'site' ? [each] : below(each, 'site')));
  if (sites.length !== listed.length || sites.some(({ attributes }) => attributes.name === undefined))
    return undefined;
  return sites.map((site) => {
    const nameIsExact = !/[?\u{fffd}]/u.test(site.attributes.name ?? '');
    return toSite(site, { nameIsExact, ftpDefault: null });
  });
}

/**
 * Whether redirection.config says that the configuration lies elsewhere.
 * @returns undefined if the text is no such file
 */
export function parseRedirection(text: string): boolean | undefined {
  const root = rootOf(text);
  if (root?.name !== 'configuration') return undefined;
  return below(root, 'configurationRedirection').some(
    ({ attributes }) => attributes.enabled?.toLowerCase() === 'true',
  );
}

/** What XML has no place for. A site that bears it in its name hides no other one. */
const notXml = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The parser is strict: a text that is cut, or is no XML, has no root. It knows no entities but the five of XML. */
function rootOf(text: string): XmlElement | null {
  try {
    return parseXml(text.replace(notXml, '\u{fffd}')).root;
  } catch {
    // Also elements in one another a hundred thousand times, which no stack can hold.
    return null;
  }
}

function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter((each) => each instanceof XmlElement);
}

function below(parent: XmlElement, name: string): XmlElement[] {
  return elementsOf(parent).filter((each) => each.name === name);
}

/** A `location` that means the whole server, and not one of its sites. */
function isWholeServer({ attributes: { path } }: XmlElement): boolean {
  return path === undefined || path === '' || path === '.';
}

function isElsewhere({ attributes }: XmlElement): boolean {
  return attributes.configSource !== undefined || attributes.configProtectionProvider !== undefined;
}

interface SiteContext {
  readonly nameIsExact: boolean;
  /** The certificate of the FTP service of sites that name none. */
  readonly ftpDefault: Thumbprint | null;
}

function toSite(site: XmlElement, { nameIsExact, ftpDefault }: SiteContext): Site {
  const all = below(site, 'bindings').flatMap((each) => below(each, 'binding'));
  const ofProtocol = (protocol: string) =>
    all.filter(({ attributes }) => attributes.protocol?.toLowerCase() === protocol);
  const read = ofProtocol('https').map(({ attributes: { bindingInformation = '', sslFlags = '0' } }) => {
    const flags = sslFlagsOf(sslFlags);
    const binding: SiteBinding = { information: bindingInformation, sslFlags: flags ?? 0 };
    const isUnderstood = flags !== undefined && endpointOf(binding) !== undefined;
    return { binding, odd: isUnderstood ? undefined : `${bindingInformation} (sslFlags ${sslFlags})` };
  });
  const inherited = ofProtocol('ftp').length > 0 ? ftpDefault : null;
  const own = ftpCertificateIn(site);
  return {
    name: site.attributes.name ?? '',
    nameIsExact,
    bindings: read.flatMap(({ binding, odd }) => (odd === undefined ? [binding] : [])),
    oddBindings: read.flatMap(({ odd }) => odd ?? []),
    ftpCertificate: own === undefined ? inherited : own,
  };
}

/** `ftpServer/security/ssl`. @returns undefined where it says nothing of a certificate, null where it says none */
function ftpCertificateIn(parent: XmlElement): Thumbprint | null | undefined {
  const hash = below(parent, 'ftpServer')
    .flatMap((each) => below(each, 'security'))
    .flatMap((each) => below(each, 'ssl'))
    .map(({ attributes }) => attributes.serverCertHash)
    .find((each) => each !== undefined);
  return hash === undefined ? undefined : (parseThumbprint(hash) ?? null);
}

/** The names of the bits in IIS's configuration schema, for a tool that writes them instead of their sum. */
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

/** @returns undefined for flags that are not understood: they decide which endpoint of HTTP.sys a site uses */
function sslFlagsOf(text: string): number | undefined {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  let sum = 0;
  for (const name of text.split(/[,|\s]+/)) {
    const bit = flagNames.get(name.toLowerCase());
    if (bit === undefined) return undefined;
    sum |= bit;
  }
  return sum;
}
