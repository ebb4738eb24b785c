/** Everything that a binding has beside its endpoint, hash, appid and store, exactly as the registry has it. */
export interface Settings {
  /** `DefaultSslCertCheckMode`, a bit field; 0 where absent. */
  readonly checkMode: number;
  /** `DefaultSslRevocationFreshnessTime`, seconds. */
  readonly revocationFreshnessTime: number;
  /** `DefaultSslRevocationUrlRetrievalTimeout`, milliseconds. */
  readonly urlRetrievalTimeout: number;
  /** `DefaultSslCtlIdentifier`; null where absent or empty. */
  readonly ctlIdentifier: string | null;
  /** `DefaultSslCtlStoreName`; null where absent or empty. */
  readonly ctlStoreName: string | null;
  /** `DefaultFlags`, a bit field; 0 where absent. */
  readonly flags: number;
  /** Registry values whose meaning is not known, as `name=type:data`, sorted: netsh has no argument for them. */
  readonly unknown: readonly string[];
}
