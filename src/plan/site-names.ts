import { Failure } from '../failure.js';
import { findSite, type Site, type SitesReading } from '../inspect/sites.js';

/**
 * The sites that lines of the input "sites" name. A line is one name, or several with commas between them; where a site
 * has a comma in its name (`Acme, Inc`), that site is meant. Names compare without case, as in IIS.
 * @throws Failure `site-unknown`, `iis-unreadable`
 */
export function namedSites(lines: readonly string[], reading: SitesReading): Site[] {
  const sites = sitesOf(lines, reading);
  const found = new Set<Site>();
  for (const name of lines.flatMap((line) => namesIn(line, sites))) found.add(siteOf(name, sites));
  return [...found];
}

function sitesOf(lines: readonly string[], reading: SitesReading): readonly Site[] {
  switch (reading.is) {
    case 'read':
      return reading.sites;
    case 'unreadable':
      throw reading.failure;
    case 'absent':
      throw new Failure('site-unknown', {
        cause: `The input "sites" names "${lines.join(', ')}", but IIS is not installed on this machine.`,
        next: 'Run on the web server, or name the bindings with "bindings".',
      });
  }
}

/** The names in a line: from the left, the longest part between commas that is the name of a site. */
function namesIn(line: string, sites: readonly Site[]): string[] {
  const parts = line.split(',');
  const names: string[] = [];
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    const name = () => parts.slice(from, to).join(',').trim();
    while (to > from + 1 && find(name(), sites).is === 'unknown') to -= 1;
    if (name() !== '') names.push(name());
    from = to;
  }
  return names;
}

/**
 * The site of a name as it was given. Where there is none, quotation marks around it, as one with a comma often has,
 * and invisible characters, which come along where it is copied, do not count.
 */
function find(name: string, sites: readonly Site[]): ReturnType<typeof findSite> {
  const found = findSite(sites, name);
  const bare = name
    .replace(/\p{Cf}/gu, '')
    .replace(/^(["'])([^"']+)\1$/, '$2')
    .trim();
  return found.is === 'unknown' && bare !== name ? findSite(sites, bare) : found;
}

function siteOf(name: string, sites: readonly Site[]): Site {
  const found = find(name, sites);
  if (found.is === 'found') return found.site;
  if (found.is === 'doubtful') throw uncertain(name, found.sites);
  throw new Failure('site-unknown', {
    cause: `IIS has no site "${name}".`,
    evidence: `Its sites: ${namesOf(sites) || 'none'}.`,
    next: 'Correct "sites" (one name a line, as IIS Manager shows it), or name the bindings with "bindings".',
  });
}

function uncertain(name: string, possible: readonly Site[]): Failure {
  return new Failure('site-unknown', {
    cause: `It is not certain which site of IIS is "${name}": letters outside ASCII are lost in what appcmd.exe prints.`,
    evidence: `It printed: ${namesOf(possible)}. Another site could have that name, too.`,
    next: 'Name the bindings of the site with "bindings" instead.',
  });
}

function namesOf(sites: readonly Site[]): string {
  return sites.map((site) => `"${site.name}"`).join(', ');
}
