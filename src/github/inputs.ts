import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { CertificateSource } from '../open/open.js';
import type { Renewal, Request } from '../run/request.js';
import type { JobStatus } from '../undo/duty.js';
import { quoted } from '../wording.js';
import { certificateSource, checkSecret, sources } from './certificate-inputs.js';
import {
  type Environment,
  type Given,
  givenInputs,
  refuseMisspelt,
  refuseTooLong,
  written,
} from './given-inputs.js';
import { refuseConflicts } from './input-conflicts.js';
import { type Name, parseValues, type Values } from './input-rules.js';
import { maskSecrets } from './mask.js';

/** Everything that the workflow says, as values: the only place where inputs are read. */
export interface Inputs {
  readonly request: Request;
  readonly summary: boolean;
  /** Texts that the log hides; an output that holds one does not reach other jobs. */
  readonly secrets: readonly string[];
}

/**
 * Reads and checks all inputs. The secrets are masked in the log before anything else is done with them.
 * @throws Failure `input-invalid`, `input-conflict` or `certificate-missing`: one error that names the input
 */
export function readInputs(environment: Environment = process.env): Inputs {
  const given = givenInputs(environment);
  const secrets = maskSecrets(given.raw);
  refuseTooLong(environment);
  refuseMisspelt(environment);
  refuseEmptyDryRun(given);
  const values = parseValues(given.raw);
  const source = certificateSource(given, values);
  refuseConflicts(given, values, source);
  return { request: requestOf(given, values, source), summary: values.summary, secrets };
}

function requestOf(given: Given, values: Values, source: CertificateSource | null): Request {
  const expiringWithin = values['expiring-within'];
  const notes = notesOf(given, source);
  if (source === null) return { kind: 'inventory', expiringWithin, warnings: emptySources(given), notes };
  const warnings = withoutEffect(values);
  return {
    kind: values['dry-run'] ? 'plan' : 'rebinding',
    ...renewalOf(values),
    source,
    expiringWithin,
    warnings,
    notes,
  };
}

function renewalOf(values: Values): Omit<Renewal, 'source' | 'expiringWithin' | 'warnings' | 'notes'> {
  return {
    store: values.store,
    selection: {
      bindings: unique(values.bindings),
      replace: [...new Set(values.replace)],
      sites: [...new Set(values.sites)],
      createMissing: values['create-missing'],
    },
    appId: values['app-id'],
    key: {
      exportable: values.exportable,
      provider: values['key-provider'],
      permissions: values['key-permissions'],
      friendlyName: values['friendly-name'],
    },
    minimumDays: values['minimum-days'],
    allow: { nameMismatch: values['allow-name-mismatch'], older: values['allow-older'] },
    handshake: values.handshake,
    handshakeTimeoutMs: values['handshake-timeout'] * 1_000,
    restoreAfterJob: values['restore-after-job'],
    removeReplaced: values['remove-replaced'],
  };
}

function unique(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((each) => [each.key, each])).values()];
}

/** An expression that gave nothing must not turn a dry run into a real one. */
function refuseEmptyDryRun({ empty }: Given): void {
  if (!empty.includes('dry-run')) return;
  throw new Failure('input-invalid', {
    cause: 'The input "dry-run" is given and empty.',
    evidence: 'It arrived as an empty text.',
    next: 'Write "dry-run: true" or "dry-run: false", or an expression that gives one of them for every event: an input of "workflow_dispatch" is empty in a run that something else started.',
  });
}

/** An inventory that was meant to be a plan. */
function emptySources({ empty }: Given): string[] {
  const named = sources.filter((name) => empty.includes(name));
  if (named.length === 0) return [];
  const [are, they] = named.length > 1 ? ['are', 'they count'] : ['is', 'it counts'];
  return [
    `${quoted(named)} ${are} given and empty, so ${they} as not given, and this is only an inventory. ${checkSecret}`,
  ];
}

function withoutEffect(values: Values): string[] {
  if (values['app-id'] === null || values['create-missing']) return [];
  return [
    '"app-id" has no effect: it is for bindings that "create-missing: true" creates. Every other binding keeps its own.',
  ];
}

/** What is set and empty, in words. The sources of an inventory are a warning already. */
function notesOf({ empty }: Given, source: CertificateSource | null): string[] {
  const isTold = (name: Name) =>
    !written.includes(name) ||
    name === 'pfx-password' ||
    (source === null && sources.some((each) => each === name));
  const named = empty.filter((name) => !isTold(name));
  const notes = named.length > 0 ? [`Given and empty, so counted as not given: ${quoted(named)}.`] : [];
  const isPassword = source !== null && 'password' in source && empty.includes('pfx-password');
  return isPassword
    ? [...notes, '"pfx-password" is given and empty: the file is opened without one.']
    : notes;
}

/** How the job went; the runner evaluates `job-status` anew for the post step. */
export function readJobStatus(): JobStatus {
  const status = givenInputs(process.env).raw['job-status'];
  return status === 'success' || status === 'failure' || status === 'cancelled' ? status : 'unknown';
}

/** `summary` for the post step, which must not fail over an input that the main step has refused already. */
export function wantsSummary(): boolean {
  return givenInputs(process.env).raw.summary.toLowerCase() !== 'false';
}
