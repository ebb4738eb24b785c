import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Endpoint } from './endpoint.js';
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
   * Further certificates of the same binding (extended property 6 of Windows Server 2025), beside `thumbprint`. A
   * change of the hash leaves them as they are.
   */
  readonly furtherCertificates?: readonly Thumbprint[];
}

/** A binding that has a certificate of its own. */
export type BoundBinding = Binding & { readonly thumbprint: Thumbprint };

/** The same record as the registry has it: untranslated, and exact to the bit. */
export interface RegistryBinding {
  readonly endpoint: Endpoint;
  readonly thumbprint: Thumbprint | null;
  /** Lower-case GUID in braces; null where the value is absent. */
  readonly appId: string | null;
  readonly store: string | null;
  readonly settings: Settings;
}
