/**
 * Every way in which a run can refuse or fail, by its stable code. The code stands in the error's title and
 * is a heading of docs/troubleshooting.md; a test keeps the three in step.
 */
export const failures = {
  // Inputs
  'input-invalid': 'An input is not valid',
  'input-conflict': 'Inputs contradict each other',
  'certificate-missing': 'No certificate was given',
  'runner-environment': 'The runner environment is incomplete',
  // Certificate
  'pfx-unreadable': 'The PFX cannot be read',
  'pfx-password-wrong': 'The PFX password is wrong',
  'pfx-no-key': 'The PFX holds no private key',
  'pfx-ambiguous': 'The PFX holds more than one certificate with a key',
  'pem-unreadable': 'The PEM text cannot be read',
  'certificate-unreadable': 'A certificate cannot be read',
  'key-mismatch': 'The private key does not belong to the certificate',
  'key-unsupported': 'Windows cannot use this kind of key',
  'certificate-expired': 'The new certificate has expired',
  'certificate-not-yet-valid': 'The new certificate is not valid yet',
  'certificate-expires-soon': 'The new certificate expires too soon',
  'certificate-not-for-servers': 'The new certificate is not for servers',
  'certificate-not-in-store': 'The certificate is not in the store',
  'no-candidate': 'No certificate in the store can be used for the name',
  'certificate-older': 'The present certificate expires later than the new one',
  'name-mismatch': 'The new certificate does not cover a name',
  'import-failed': 'Windows did not import the certificate',
  'key-unusable': 'HTTP.sys cannot use the private key of the new certificate',
  // Machine
  'not-windows': 'This is not a Windows server with HTTP.sys',
  'not-elevated': 'The runner is not elevated',
  'program-failed': 'A Windows program failed',
  'program-timeout': 'A Windows program did not end in time',
  'bindings-unreadable': 'The bindings of this machine cannot be read for certain',
  'readings-disagree': 'netsh and the registry disagree',
  'iis-unreadable': 'The sites of IIS cannot be read',
  // Selection and plan
  'site-unknown': 'A site is not known to IIS',
  'endpoint-not-bound': 'An endpoint has no binding',
  'endpoint-is-ccs': 'An endpoint uses the central certificate store',
  'nothing-selected': 'No binding is selected',
  'setting-not-portable': 'A binding has a setting that cannot be carried over',
  // Change
  locked: 'Another run holds this machine',
  'journal-failed': 'The journal cannot be written',
  'journal-unreadable': 'The journal of an earlier run cannot be read',
  'rehearsal-failed': 'The rehearsal on a spare binding failed',
  drift: 'A binding was changed by someone else',
  'change-failed': 'A binding could not be changed',
  'verification-failed': 'The result is not what was planned',
  'handshake-failed': 'A binding does not show the new certificate',
  cancelled: 'The run was cancelled',
  'rollback-incomplete': 'Not every binding could be rolled back',
  unexpected: 'An unexpected error',
} as const;

/** The stable code of a failure. */
export type FailureCode = keyof typeof failures;

/** What an administrator needs to know of a failure: why, what was seen, and what to do. */
export interface FailureParts {
  /** One sentence: what is wrong. It names the input, the endpoint or the program. */
  cause: string;
  /** Evidence only: the value given (never a secret), the message or code of a program. */
  evidence?: string;
  /** Steps only: what to do or to write instead. */
  next: string;
  /** What repairs it by hand, to be run one after the other in an elevated prompt on the server. */
  commands?: readonly string[];
}

/** An error that a run ends with on purpose. Anything else that is thrown is a bug and is reported as `unexpected`. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly parts: FailureParts;

  constructor(code: FailureCode, parts: FailureParts) {
    super([parts.cause, parts.evidence, parts.next].filter(Boolean).join(' '));
    this.code = code;
    this.parts = parts;
  }

  /** The short title of this kind of failure. */
  get title(): string {
    return failures[this.code];
  }
}

/**
 * Whether whoever gets this error may go on without what failed. A mistake in the action itself is no such error, nor is
 * the end that was asked of a run.
 */
export function mayGoOnAfter(error: unknown): error is Failure {
  return error instanceof Failure && error.code !== 'cancelled';
}

/** What work comes to, or undefined where it fails and the rest goes on without, see {@link mayGoOnAfter}. */
export async function unlessFailed<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (mayGoOnAfter(error)) return undefined;
    throw error;
  }
}

/** Anything that is thrown, as a failure: what is not one yet is a bug of this action. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected', {
    cause: error instanceof Error ? error.message : String(error),
    next: 'This is a mistake in the action itself. Run again with debug logging, and report it with the log.',
  });
}
