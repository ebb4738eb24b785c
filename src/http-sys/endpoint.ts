/** The four kinds of key in HTTP.sys's certificate table, named as netsh names their arguments. */
export type EndpointKind = 'ipport' | 'hostnameport' | 'ccs' | 'scopedccs';

/** A socket that a certificate is bound to. Made only by the functions of this file. */
export interface Endpoint {
  readonly kind: EndpointKind;
  /** As netsh writes it: `0.0.0.0:443`, `[::]:443`, `www.example.com:443`, `443` (ccs). Case as it was given. */
  readonly text: string;
  /** IPv4 address, IPv6 address without brackets, or host name; empty for ccs. */
  readonly host: string;
  readonly port: number;
  /** Equal for two endpoints if and only if they are the same record for HTTP.sys (case and IPv6 spelling apart). */
  readonly key: string;
}
