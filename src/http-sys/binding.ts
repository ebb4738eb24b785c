import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Endpoint, EndpointKind } from './endpoint.js';
import type { Settings } from './settings.js';

/** One record of HTTP.sys's certificate table, as `netsh http show sslcert` prints it. */
export interface Binding {
  readonly endpoint: Endpoint;
  /** null for the two kinds of central certificate store, which carry no hash. */
  readonly thumbprint: Thumbprint | null;
  /** Lower-case GUID in braces. */
  readonly appId: string;
  /** As netsh shows it (`MY`, `My`, `WebHosting`); null where it shows `(null)`, which means MY. */
  readonly store: string | null;
  /**
   * The record's text, line by line, without blank lines and trailing blanks, and with the values of endpoint,
   * hash, appid and store replaced by fixed marks. Two bindings with equal settings have equal blocks on one
   * host, in any language; a setting that is lost shows as a difference.
   */
  readonly block: readonly string[];
  /**
   * Further certificates of the same binding, beside `thumbprint` (extended property 6 of Windows Server 2025). A
   * change of the hash leaves them as they are.
   */
  readonly furtherCertificates?: readonly Thumbprint[];
}

/** A binding with a certificate of its own, as all have but those of the central certificate store. */
export type BoundBinding = Binding & { readonly thumbprint: Thumbprint };

/** The same record as the registry has it: untranslated, and exact to the bit. */
export interface RegistryBinding {
  readonly endpoint: Endpoint;
  /** Its name as `reg.exe` prints it: letters outside ASCII depend on the code page, one character for each byte. */
  readonly printed: string;
  readonly thumbprint: Thumbprint | null;
  /** Lower-case GUID in braces; null where the value is absent. */
  readonly appId: string | null;
  readonly store: string | null;
  readonly settings: Settings;
}

/** A record of the registry whose name is not known to the letter, or is none that an endpoint can have. */
export interface UnnamedBinding extends Omit<RegistryBinding, 'endpoint'> {
  readonly kind: EndpointKind;
  /** null where the name does not end with one. */
  readonly port: number | null;
}
