import { Failure } from '../failure.js';
import type { Change } from '../plan/change.js';
import { settingNotPortable } from '../plan/guards.js';
import { reasonOfLoss } from '../plan/predecessor.js';
import { type Reason, reason } from '../plan/skipped.js';
import { firstOf } from '../wording.js';
import type { Group } from './groups.js';

/** Windows error codes that mean the same for every command of netsh. */
export const accessDenied = 5;
export const noSuchCertificate = 1312;

/** The Windows error code that netsh ends its first line with, in any language; undefined if there is none. */
export function netshErrorCode(said: string): number | undefined {
  const digits = /(?:^|[^0-9])(\d{1,5})(?: \/|$)/.exec(said)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The first endpoints of a group, for a message. */
export function namesOf({ changes }: Group): string {
  return firstOf(
    3,
    changes.map((each) => each.endpoint.text),
  );
}

/**
 * The failure of a rehearsal.
 * @param what the method that was tried
 * @param why what netsh said
 */
export function rehearsalFailed(group: Group, what: string, why: string): Failure {
  const code = netshErrorCode(why);
  const said = why.replace(/[.\s]+$/, '');
  if (code === accessDenied) {
    return new Failure('not-elevated', {
      cause: 'netsh may not change bindings: the account of the runner is not an elevated administrator.',
      evidence: why,
      next: 'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
    });
  }
  if (code === noSuchCertificate) {
    return new Failure('key-unusable', {
      cause:
        'HTTP.sys cannot use the new certificate: it is not in the LocalMachine store, or its private key is not usable by the machine.',
      evidence: `netsh said on a spare binding: ${said}.`,
      next: 'Import the certificate with its key into LocalMachine (give the PFX to this action), or repair the key with "certutil -repairstore".',
    });
  }
  return new Failure('rehearsal-failed', {
    cause: `The change of ${namesOf(group)} was rehearsed on a spare binding with the same settings, and "${what}" failed there.`,
    evidence: `${said}.`,
    next: 'Try the same netsh command by hand on a spare port; the page below says how.',
  });
}

/** Changes that a rehearsal has shown to be impossible here. */
export interface Refusal {
  readonly changes: readonly Change[];
  /** What the run fails with, if it cannot do without them. */
  readonly failure: Failure;
  /** Why they are skipped, if it can. */
  readonly reason: Reason;
}

/** {@link rehearsalFailed} for all changes of a group. */
export function refusedGroup(group: Group, what: string, why: string): Refusal {
  const inGeneral = `the change was rehearsed on a spare binding, and "${what}" failed there`;
  return {
    changes: group.changes,
    failure: rehearsalFailed(group, what, why),
    reason: { ...reason(inGeneral, false), why: `${inGeneral}: ${why.replace(/[.\s]+$/, '')}` },
  };
}

/** Changes of which one is the example whose settings would be lost, or could be. */
export function refusedSettings(
  changes: readonly [Change, ...Change[]],
  settings: readonly string[],
  evidence: string,
): Refusal {
  const [{ endpoint }] = changes;
  const failure = settingNotPortable(endpoint, settings, evidence);
  return { changes, failure, reason: reasonOfLoss(settings, evidence) };
}

/** The failure of a rehearsal that leaves something behind. */
export function spareNotRemoved(kind: string, text: string, why: string): Failure {
  return new Failure('rehearsal-failed', {
    cause: `The spare binding ${text} of the rehearsal could not be removed.`,
    evidence: why,
    next: 'Remove it by hand, with the command below.',
    commands: [`netsh http delete sslcert ${kind}=${text}`],
  });
}
