import type { Endpoint } from './endpoint.js';
import type { LearntSetting } from './settings-table.js';

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
  /** Those arguments of `add sslcert` that take `enable` or `disable`. */
  readonly switches: ReadonlySet<string>;
  /** What a rehearsal has found out of switches that the table of settings does not know. */
  readonly learnt?: readonly LearntSetting[];
}
