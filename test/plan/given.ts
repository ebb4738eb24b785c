import { type CertificateRequest, issue } from '../../simulator/certificates/issue.js';
import { type Certificate, readCertificate } from '../../src/certificate/certificate.js';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import type { Binding } from '../../src/http-sys/binding.js';
import { type EndpointKind, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings, type Settings } from '../../src/http-sys/settings.js';
import { type Entry, isBound } from '../../src/http-sys/table.js';
import type { Inspection } from '../../src/inspect/inspection.js';
import { iisAppId, ownerOf } from '../../src/inspect/owner.js';
import type { Site } from '../../src/inspect/sites.js';

/** A certificate with these names; by default good for 90 days. */
export function certificate(names: string[], request: CertificateRequest = {}): Certificate {
  return readCertificate(issue({ names, ...request }).der);
}

/** What a binding is apart from its endpoint; by default one of IIS. */
export interface Given {
  readonly kind?: EndpointKind;
  readonly uses?: Certificate | null;
  readonly appId?: string;
  readonly store?: string | null;
  readonly settings?: Settings;
  readonly problem?: string;
}

/** A binding as netsh shows it. */
export function binding(
  text: string,
  { kind = kindOf(text), uses, appId = iisAppId, store = 'MY' }: Given = {},
): Binding {
  const endpoint = shownEndpoint(kind, text);
  if (!endpoint) throw new Error(`${text} is no ${kind}`);
  const isCentral = kind === 'ccs' || kind === 'scopedccs';
  return {
    endpoint,
    thumbprint: isCentral ? null : (uses?.thumbprint ?? ('0'.repeat(40) as Thumbprint)),
    appId,
    store: isCentral ? null : store,
    block: [],
  };
}

/** The same with its settings. */
export function entry(text: string, given: Given = {}): Entry {
  const { settings = defaultSettings, problem } = given;
  const bound = binding(text, given);
  if (problem !== undefined) return { is: 'doubtful', binding: bound, problem };
  return isBound(bound) ? { is: 'changeable', binding: bound, settings } : { is: 'central', binding: bound };
}

/** A machine with these bindings. */
export function inspection(...entries: readonly Entry[]): Pick<Inspection, 'entries' | 'table'> {
  return {
    entries: new Map(entries.map((each) => [each.binding.endpoint.key, each])),
    table: {
      bindings: new Map(entries.map((each) => [each.binding.endpoint.key, each.binding])),
      unreadable: [],
      said: '',
    },
  };
}

/** A site of IIS with https bindings, each as its information and sslFlags. */
export function site(
  name: string,
  ...bindings: readonly (readonly [information: string, sslFlags: number])[]
): Site {
  return {
    name,
    nameIsExact: true,
    bindings: bindings.map(([information, sslFlags]) => ({ information, sslFlags })),
    oddBindings: [],
    ftpCertificate: null,
  };
}

/** Tells owners of entries, with these sites. */
export function ownerWith(sites?: readonly Site[]) {
  const owner = ownerOf(sites);
  return (each: Entry) => owner(each.binding);
}

function kindOf(text: string): EndpointKind {
  if (!text.includes(':')) return 'ccs';
  return /^[\d.]+:|^\[/.test(text) ? 'ipport' : 'hostnameport';
}
