import type { MachineLock } from '../windows/lock.js';
import { refuseWithoutElevation } from './elevation.js';
import type { Surroundings } from './surroundings.js';

const lockWaitMs = 10 * 60_000;

/**
 * Takes the lock of the machine: one run at a time.
 * @throws Failure `locked`; `not-elevated` where this account may not take it
 */
export function lockMachine(
  { machine, origin, log }: Pick<Surroundings, 'machine' | 'origin' | 'log'>,
  waitMs = lockWaitMs,
): Promise<MachineLock> {
  const { runId, job } = origin.job;
  return machine.lock({
    holder: `run ${runId || 'unknown'}, job ${job || 'unknown'}, runner ${origin.runner || 'unknown'}, process ${process.pid}, since ${new Date().toISOString()}`,
    waitMs,
    async onTaken(holder) {
      // Only administrators can create its name, and Windows does not tell "taken" from "not allowed".
      await refuseWithoutElevation(machine.isElevated());
      log.info(`Waiting for another run on this machine to end: ${holder}`);
    },
  });
}
