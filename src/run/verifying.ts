import type { Endpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import { replacedBy } from '../plan/change.js';
import type { Undone } from '../undo/undo.js';
import { routeTo } from '../verify/route.js';
import {
  refuseUnproven,
  type Subject,
  unprovenInWords,
  type Verdict,
  Verification,
} from '../verify/verification.js';
import { count, firstOf } from '../wording.js';
import type { Bearings } from './bearings.js';
import type { Found } from './found.js';
import type { ShownIssuers } from './shown-issuers.js';
import type { Surroundings } from './surroundings.js';

/**
 * The handshakes of a run: with the bindings that change and with those that need no change.
 * @param issuers is told what stands above the certificates that are shown
 */
export function verificationOf(
  bearings: Bearings,
  { machine, stop }: Surroundings,
  issuers?: ShownIssuers,
): Verification {
  const { request, opened } = bearings;
  const subjects = request.handshake === 'off' ? [] : subjectsOf(bearings, machine.addresses());
  return new Verification(subjects, opened.certificate.thumbprint, {
    handshake: (target, timeoutMs, signal) =>
      machine.handshake(target, timeoutMs, signal, issuers && ((chain) => issuers.add(chain))),
    timeoutMs: request.handshakeTimeoutMs,
    signal: stop.signal,
  });
}

function subjectsOf({ inspection, plan }: Bearings, addresses: readonly string[]): Subject[] {
  const bound = new Set([
    ...inspection.table.bindings.keys(),
    ...plan.changes.map(({ endpoint }) => endpoint.key),
  ]);
  const route = (endpoint: Endpoint, settings: Settings) => routeTo(endpoint, settings, bound, addresses);
  return [
    ...plan.changes.map((change) => ({
      endpoint: change.endpoint,
      route: route(change.endpoint, change.settings),
      bound: replacedBy(change)?.thumbprint ?? null,
    })),
    ...plan.unchanged.map(({ binding, settings }) => ({
      endpoint: binding.endpoint,
      route: route(binding.endpoint, settings),
      bound: binding.thumbprint,
    })),
  ];
}

/** Step 9: what the bindings show now. */
export async function verify(verification: Verification, { log, stop }: Surroundings): Promise<Verdict[]> {
  if (verification.isOff) return [];
  return log.group('Shake hands with every binding', async () => {
    const verdicts = await stop.unlessRequested(verification.verdicts());
    for (const { endpoint, verdict, message } of verdicts)
      log.debug(`${endpoint.text}: ${message || verdict}`);
    const unproven = unprovenInWords(verdicts);
    if (unproven !== undefined) log.warning('Handshake', unproven);
    const verified = verdicts.filter(({ verdict }) => verdict === 'verified').length;
    log.info(`A handshake shows the new certificate on ${verified} of ${count(verdicts.length, 'binding')}`);
    return verdicts;
  });
}

/** Step 9 of a run that has nothing to change. @throws Failure `handshake-failed` where a handshake is required */
export async function proveUnchanged(bearings: Bearings, on: Surroundings, found: Found): Promise<void> {
  on.log.info('Every selected binding has this certificate already; nothing to change.');
  found.verdicts = await verify(verificationOf(bearings, on), on);
  refuseUnproven(found.verdicts, bearings.request.handshake);
}

/**
 * After a roll-back: the bindings that were seen before show again what they showed then. One that does not is a
 * warning, since its binding has been read back.
 */
export async function askRolledBack(
  verification: Verification,
  undone: Undone,
  { log, stop }: Surroundings,
): Promise<void> {
  const isComplete = undone.hadBegun && undone.failure === null && undone.table !== null;
  if (!isComplete || !verification.hasWitnesses || stop.signal.aborted) return;
  await log.group('Shake hands with what was rolled back', async () => {
    const { asked, silent } = await verification.askRolledBack(stop.signal);
    if (silent.length > 0)
      log.warning(
        'Handshake',
        `Rolled back, but a handshake does not show again what it showed before the run: ${firstOf(
          10,
          silent.map(({ text }) => text),
        )}.`,
      );
    log.info(
      `A handshake shows the previous certificate on ${asked - silent.length} of ${count(asked, 'binding')}`,
    );
  });
}
