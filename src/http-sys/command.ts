import type { Endpoint } from './endpoint.js';

/** One change of HTTP.sys's certificate table. */
export interface NetshCommand {
  readonly verb: 'add' | 'update' | 'delete';
  readonly endpoint: Endpoint;
  /** `name=value` arguments after the endpoint. */
  readonly args: readonly string[];
}

/** What this host's netsh can do, by its own help. */
export interface NetshAbilities {
  /** Arguments of `add sslcert`. */
  readonly add: ReadonlySet<string>;
  /** Arguments of `update sslcert`; empty where the host has no such command. */
  readonly update: ReadonlySet<string>;
}
