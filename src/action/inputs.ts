import { getInput } from '@actions/core';
import { z } from 'zod';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import { type Endpoint, parseEndpoint } from '../http-sys/endpoint.js';
import type { Request } from '../rebind/context.js';
import type { JobStatus } from '../rebind/finish-job.js';
import type { CertificateSource } from '../rebind/new-certificate.js';
import { maskSecret } from './mask.js';

/** Everything that the workflow says, as values: the only place where inputs are read. */
export interface Inputs {
  readonly request: Request;
  /** Days. */
  readonly expiringWithin: number;
  readonly summary: boolean;
}

/** Every input of action.yml. */
const names = [
  'pfx',
  'pfx-path',
  'pfx-password',
  'certificate',
  'private-key',
  'thumbprint',
  'store',
  'bindings',
  'replace',
  'sites',
  'create-missing',
  'app-id',
  'exportable',
  'friendly-name',
  'dry-run',
  'expiring-within',
  'minimum-days',
  'allow-name-mismatch',
  'allow-older',
  'handshake',
  'handshake-timeout',
  'restore-after-job',
  'remove-replaced',
  'summary',
  'job-status',
] as const;

type Name = (typeof names)[number];

const secretNames: readonly Name[] = ['pfx', 'pfx-password', 'private-key'];

/** Text as the user wrote it, with the empty string for "not given". */
type Raw = Record<Name, string>;

/**
 * Reads and checks all inputs. The secrets are masked in the log before anything else is done with them.
 * @throws Failure `input-invalid`, `input-conflict` or `certificate-missing`: one error that names the input
 */
export function readInputs(environment: NodeJS.ProcessEnv = process.env): Inputs {
  const raw = Object.fromEntries(
    // A password may begin or end with a blank; everything else may not.
    names.map((name) => [name, getInput(name, { trimWhitespace: name !== 'pfx-password' })]),
  ) as Raw;
  for (const name of secretNames) maskSecret(raw[name]);
  refuseUnknown(environment);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw invalid(parsed.error.issues[0]!, raw);
  const values = parsed.data;
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

/** How the job went; the runner evaluates `job-status` anew for the post step. */
export function readJobStatus(): JobStatus {
  const status = getInput('job-status');
  return status === 'success' || status === 'failure' || status === 'cancelled' ? status : 'unknown';
}

/** `summary` for the post step, which must not fail over an input that the main step has refused already. */
export function wantsSummary(): boolean {
  return getInput('summary').toLowerCase() !== 'false';
}

// Each rule is a sentence that completes `The input "x" …`. Numbers go through a pattern first: Number('') is 0.
const rule = (error: string) => ({ error });

const boolean = (missing: boolean) =>
  z
    .string()
    .regex(/^(true|false)?$/i, rule('must be true or false'))
    .transform((text) => (text === '' ? missing : text.toLowerCase() === 'true'));

const wholeNumber = (minimum: number, maximum: number, missing: number) =>
  z
    .string()
    .regex(/^([0-9]{1,6})?$/, rule(`must be a whole number from ${minimum} to ${maximum}`))
    .transform((text) => (text === '' ? missing : Number(text)))
    .refine(
      (value) => value >= minimum && value <= maximum,
      rule(`must be a whole number from ${minimum} to ${maximum}`),
    );

const oneOf = <const T extends string>(values: readonly T[], missing: T) =>
  z
    .string()
    .transform((text) => (text === '' ? missing : text.toLowerCase()))
    .pipe(z.enum(values, rule(`must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`)));

const optional = <T>(parse: (text: string, context: z.RefinementCtx) => T) =>
  z.string().transform((text, context): T | null => (text === '' ? null : parse(text, context)));

function thumbprintOrIssue(text: string, context: z.RefinementCtx): Thumbprint {
  const parsed = parseThumbprint(text);
  if (parsed) return parsed;
  context.addIssue({
    code: 'custom',
    message: 'must hold SHA-1 thumbprints: 40 hex digits each',
    params: { value: text },
  });
  return z.NEVER;
}

const lines = (separator: RegExp) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((each) => each.trim())
      .filter(Boolean),
  );

const schema = z.object({
  store: z
    .string()
    .transform((text) => text || 'MY')
    .pipe(
      z
        .string()
        .regex(
          /^[\p{L}\p{N} ._-]{1,64}$/u,
          rule('must be the name of a LocalMachine store, such as MY or WebHosting'),
        ),
    ),
  thumbprint: optional(thumbprintOrIssue),
  bindings: lines(/[\r\n,]+/).transform((texts) => unique(texts.map(parseEndpoint))),
  replace: lines(/[\r\n,]+/).transform((texts, context) =>
    texts.map((text) => thumbprintOrIssue(text, context)),
  ),
  sites: lines(/[\r\n,]+/),
  'create-missing': boolean(false),
  'app-id': optional((text, context) => {
    const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(text)?.[1];
    if (guid) return `{${guid.toLowerCase()}}`;
    context.addIssue({
      code: 'custom',
      message: 'must be a GUID such as {4dc3e181-e14b-4a21-b022-59fc669b0914}',
    });
    return z.NEVER;
  }),
  exportable: boolean(false),
  'friendly-name': optional((text, context) => {
    if (text.length <= 256 && !/\p{Cc}/u.test(text)) return text;
    context.addIssue({ code: 'custom', message: 'must be one line of at most 256 characters' });
    return z.NEVER;
  }),
  'dry-run': boolean(false),
  'expiring-within': wholeNumber(0, 100_000, 30),
  'minimum-days': wholeNumber(0, 100_000, 1),
  'allow-name-mismatch': boolean(false),
  'allow-older': boolean(false),
  handshake: oneOf(['required', 'when-listening', 'off'], 'when-listening'),
  'handshake-timeout': wholeNumber(1, 300, 10),
  'restore-after-job': oneOf(['never', 'failure', 'always'], 'never'),
  'remove-replaced': boolean(false),
  summary: boolean(true),
});

type Values = z.infer<typeof schema>;

function unique(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((each) => [each.key, each])).values()];
}

function invalid({ path, message, ...issue }: z.core.$ZodIssue, raw: Raw): Failure {
  const name = String(path[0]) as Name;
  const params = 'params' in issue ? (issue.params as { value?: string } | undefined) : undefined;
  const value = params?.value ?? raw[name];
  return new Failure('input-invalid', {
    cause: `The input "${name}" ${message}.`,
    evidence: `It is ${JSON.stringify(shorten(value))}.`,
    next: `Correct "${name}" in the "with:" block of this step.`,
  });
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The sources of the certificate of which exactly one must be given. */
function certificateSource(raw: Raw, thumbprint: Thumbprint | null): CertificateSource | null {
  const given = (['pfx', 'pfx-path', 'certificate', 'thumbprint'] as const).filter(
    (name) => raw[name] !== '',
  );
  if (raw['private-key'] !== '' && raw.certificate === '') {
    throw conflict(
      '"private-key" is given, but "certificate" is not.',
      'Give the PEM chain in "certificate", or remove "private-key".',
    );
  }
  if (given.length > 1) {
    throw conflict(
      `${given.map((name) => `"${name}"`).join(' and ')} are given, but a run binds one certificate.`,
      'Give one of "pfx", "pfx-path", "certificate" with "private-key", or "thumbprint".',
    );
  }
  const password = raw['pfx-password'];
  if (raw.pfx !== '') return { kind: 'pfx', text: raw.pfx, password };
  if (raw['pfx-path'] !== '') return { kind: 'pfx-path', path: raw['pfx-path'], password };
  if (thumbprint !== null) return { kind: 'thumbprint', thumbprint };
  if (raw.certificate === '') return null;
  if (raw['private-key'] === '') {
    throw conflict('"certificate" is given, but "private-key" is not.', 'Give the PEM key in "private-key".');
  }
  return { kind: 'pem', certificate: raw.certificate, privateKey: raw['private-key'], password };
}

function refuseConflicts(raw: Raw, values: Values, source: CertificateSource | null): void {
  if (source === null && !values['dry-run']) {
    throw new Failure('certificate-missing', {
      cause: 'No certificate is given.',
      evidence:
        'The inputs "pfx", "pfx-path", "certificate" and "thumbprint" are all empty. A secret that does not exist, or that a workflow may not see (a fork, another environment), is an empty string.',
      next: `Give one, e.g. pfx: \${{ secrets.TLS_PFX }}. For a list of all bindings set "dry-run: true".`,
    });
  }
  if (raw['pfx-password'] !== '' && (source === null || source.kind === 'thumbprint')) {
    throw conflict(
      '"pfx-password" is given, but nothing that it could open.',
      'Remove "pfx-password", or give "pfx", "pfx-path" or "private-key".',
    );
  }
  if (values['create-missing'] && values.bindings.length === 0) {
    throw conflict(
      '"create-missing" is true, but "bindings" names no endpoint to create.',
      'Name the endpoint in "bindings", or remove "create-missing".',
    );
  }
  const selecting = (['bindings', 'replace', 'sites'] as const).filter((name) => values[name].length > 0);
  if (source === null && selecting.length > 0) {
    throw conflict(
      `"${selecting[0]}" is given, but no certificate to bind.`,
      'Give a certificate for a plan, or remove it for an inventory of all bindings.',
    );
  }
  if (values['remove-replaced'] && values['restore-after-job'] === 'always') {
    throw conflict(
      '"remove-replaced" would delete the certificates that "restore-after-job: always" puts back.',
      'Remove one of the two.',
    );
  }
}

function conflict(cause: string, next: string): Failure {
  return new Failure('input-conflict', { cause, next });
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
