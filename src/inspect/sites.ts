import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Failure } from '../failure.js';

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
  /** false where appcmd printed the name in a code page that is not known: its letters outside ASCII are lost. */
  readonly nameIsExact: boolean;
  readonly bindings: readonly SiteBinding[];
  /** https bindings of which it is not understood which endpoint they use, as IIS has them. */
  readonly oddBindings: readonly string[];
  /** The certificate of its FTP service; null where it has none. */
  readonly ftpCertificate: Thumbprint | null;
}

/** What is known of IIS's sites. */
export type SitesReading =
  | {
      readonly is: 'read';
      readonly sites: readonly Site[];
      /** appcmd has printed them, in a code page in which one letter can stand for another. */
      readonly isPrinted?: boolean;
    }
  /** IIS is not installed. */
  | { readonly is: 'absent' }
  | { readonly is: 'unreadable'; readonly failure: Failure };

/** What came of looking for a site by its name. */
type SiteSearch =
  | { readonly is: 'found'; readonly site: Site }
  | { readonly is: 'unknown' }
  /** Sites whose names have letters that are not known, one of which could be meant. */
  | { readonly is: 'doubtful'; readonly sites: readonly Site[] };

/**
 * The site of a name. Names compare without case, and an accent may be a letter's own or a sign of its own behind it,
 * as macOS writes it. One that is not exact is never taken for the one that was asked for, and nor is one of two that
 * appcmd prints alike.
 */
export function findSite(sites: readonly Site[], name: string): SiteSearch {
  const exact = sites.filter((each) => each.nameIsExact);
  const same = exact.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  const [site, ...twins] =
    same.length > 0 ? same : exact.filter((each) => composed(each.name) === composed(name));
  if (site && twins.length === 0) return { is: 'found', site };
  if (site) return { is: 'doubtful', sites: [site, ...twins] };
  const possible = sites.filter((each) => !each.nameIsExact && fold(each.name) === fold(name));
  return possible.length === 0 ? { is: 'unknown' } : { is: 'doubtful', sites: possible };
}

function composed(name: string): string {
  return name.toLowerCase().normalize('NFC');
}

/** One form for all names that look alike once their letters outside ASCII are lost. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[^\x20-\x3e\x40-\x7e]+/g, '\u{fffd}');
}
