import { Failure } from '../failure.js';
import type { MachineLock } from '../windows/lock.js';
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

/** @throws Failure `not-elevated`, with the commands that repair a runner service */
export async function refuseWithoutElevation(isElevated: Promise<boolean | undefined>): Promise<void> {
  if ((await isElevated) !== false) return;
  throw new Failure('not-elevated', {
    cause:
      'The account of this runner is not an elevated administrator, so it may not change bindings or import certificates.',
    evidence:
      'whoami /groups shows neither an elevated administrator (S-1-16-12288) nor SYSTEM (S-1-16-16384 with S-1-5-32-544). A runner service runs as NETWORK SERVICE unless told otherwise.',
    next: [
      'In an elevated prompt in the folder of the runner (the file .service there has the name of its service): sc.exe config <service> obj= LocalSystem, then restart the service.',
      'Or configure the runner anew: config.cmd remove --token <token>, then config.cmd --url <url> --token <token> --runasservice --windowslogonaccount "NT AUTHORITY\\SYSTEM"; "--replace" does not change the account of a service.',
      'A runner without a service: start run.cmd in an elevated prompt. See docs/getting-started.md.',
    ].join('\n'),
  });
}
