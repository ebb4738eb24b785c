/** The four kinds of key, named as netsh names their arguments. */
export type EndpointKind = 'ipport' | 'hostnameport' | 'ccs' | 'scopedccs';

/** One record of HTTP.sys's certificate table. */
export interface BindingRecord {
  readonly kind: EndpointKind;
  /** As netsh shows it. */
  readonly endpoint: string;
  /** 40 lower-case hex digits; null for the two kinds of central certificate store. */
  readonly hash: string | null;
  /** Lower-case GUID in braces. */
  readonly appId: string;
  /** null where the record was added without a store name. */
  readonly store: string | null;
  /** The registry's `DefaultSslCertCheckMode`. */
  readonly checkMode: number;
  /** Seconds. */
  readonly freshnessTime: number;
  /** Milliseconds. */
  readonly urlTimeout: number;
  readonly ctlIdentifier: string | null;
  readonly ctlStore: string | null;
  /** The registry's `DefaultFlags`. */
  readonly flags: number;
  /**
   * Customised extended properties: property id → the lines shown for it, as label and value. The labels `hash` and
   * `store` are shown as those of the record's own certificate, in the machine's language.
   */
  readonly properties: Readonly<Record<number, readonly (readonly [label: string, value: string])[]>>;
  /** Registry values that no argument of netsh sets. */
  readonly extraValues: readonly { name: string; type: string; data: string }[];
}

/** The settings of a record, without its endpoint: what `add` starts from and `update` may reset to. */
export const defaultSettings = {
  hash: null,
  store: null,
  checkMode: 0,
  freshnessTime: 0,
  urlTimeout: 0,
  ctlIdentifier: null,
  ctlStore: null,
  flags: 0,
  properties: {},
  extraValues: [],
} as const satisfies Partial<BindingRecord>;

/**
 * The extended property that names further certificates of a binding: number 6, in the SDK of build 26100. How netsh
 * shows it is not known; here, with a line for the hash and one for the store of each.
 */
export function furtherCertificates(
  ...certificates: readonly { thumbprint: string; store?: string }[]
): BindingRecord['properties'] {
  const lines = certificates.flatMap(({ thumbprint, store = 'MY' }) => [
    ['hash', thumbprint.toLowerCase()] as const,
    ['store', store] as const,
  ]);
  return { 6: lines };
}

/** Equal for two records if they are the same for HTTP.sys: host names have no case. */
export function recordKey(record: Pick<BindingRecord, 'kind' | 'endpoint'>): string {
  return `${record.kind}=${record.endpoint.toLowerCase()}`;
}
