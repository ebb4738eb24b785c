import { getInput } from '@actions/core';
import { Failure } from '../failure.js';
import type { Request } from '../run/context.js';
import type { JobStatus } from '../undo/finish-job.js';
import { certificateSource, refuseConflicts } from './input-conflicts.js';
import { type Name, names, parseValues, type Raw, secretNames } from './input-rules.js';
import { maskSecret } from './mask.js';

/** Everything that the workflow says, as values: the only place where inputs are read. */
export interface Inputs {
  readonly request: Request;
  /** Days. */
  readonly expiringWithin: number;
  readonly summary: boolean;
}

/**
 * Reads and checks all inputs. The secrets are masked in the log before anything else is done with them.
 * @throws Failure `input-invalid`, `input-conflict` or `certificate-missing`: one error that names the input
 */
export function readInputs(environment: NodeJS.ProcessEnv = process.env): Inputs {
  const raw = Object.fromEntries(names.map((name) => [name, read(name)])) as Raw;
  for (const name of secretNames) maskSecret(raw[name]);
  refuseUnknown(environment);
  const values = parseValues(raw);
  const source = certificateSource(raw, values.thumbprint);
  refuseConflicts(raw, values, source);
  return {
    request: {
      source,
      store: values.store,
      selection: {
        bindings: values.bindings,
        replace: values.replace,
        sites: values.sites,
        createMissing: values['create-missing'],
      },
      appId: values['app-id'],
      exportable: values.exportable,
      friendlyName: values['friendly-name'],
      dryRun: values['dry-run'],
      minimumDays: values['minimum-days'],
      allowNameMismatch: values['allow-name-mismatch'],
      allowOlder: values['allow-older'],
      handshake: values.handshake,
      handshakeTimeoutMs: values['handshake-timeout'] * 1_000,
      restoreAfterJob: values['restore-after-job'],
      removeReplaced: values['remove-replaced'],
    },
    expiringWithin: values['expiring-within'],
    summary: values.summary,
  };
}

/** An input without blanks around it. A password may begin or end with a blank, but with a line break only by mistake. */
function read(name: Name): string {
  if (name !== 'pfx-password') return getInput(name);
  return getInput(name, { trimWhitespace: false }).replace(/[\r\n]+$/, '');
}

/** How the job went; the runner evaluates `job-status` anew for the post step. */
export function readJobStatus(): JobStatus {
  const status = getInput('job-status');
  return status === 'success' || status === 'failure' || status === 'cancelled' ? status : 'unknown';
}

/** `summary` for the post step, which must not fail over an input that the main step has refused already. */
export function wantsSummary(): boolean {
  return getInput('summary').toLowerCase() !== 'false';
}

/** The runner only warns of a misspelt input, and `dryrun: true` would then change production. */
function refuseUnknown(environment: NodeJS.ProcessEnv): void {
  const known = new Set<string>(names.map((name) => `INPUT_${name.toUpperCase()}`));
  for (const [variable, value] of Object.entries(environment)) {
    const upper = variable.toUpperCase();
    if (!upper.startsWith('INPUT_') || known.has(upper) || !value) continue;
    const given = upper.slice('INPUT_'.length).toLowerCase();
    const bare = (name: string) => name.replace(/[^a-z]/g, '');
    const meant = names.find(
      (name) =>
        bare(name) === bare(given) || bare(`${name}s`) === bare(given) || bare(name) === `${bare(given)}s`,
    );
    throw new Failure('input-invalid', {
      cause: `There is no input "${given}".`,
      next: meant
        ? `Write "${meant}".`
        : `The inputs are: ${names.filter((name) => name !== 'job-status').join(', ')}.`,
    });
  }
}
