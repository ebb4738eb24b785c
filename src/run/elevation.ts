import { Failure, type FailureCode, unlessFailed } from '../failure.js';
import type { Inspection } from '../inspect/inspection.js';
import type { Machine } from '../windows/machine.js';

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

/** Whether something of the machine could not be read, which missing rights may be the reason of. */
export function lacksSomething({ sites, entries, odd }: Inspection): boolean {
  const isDoubtful = [...entries.values()].some(({ is }) => is === 'doubtful');
  return sites.is === 'unreadable' || isDoubtful || odd.some(({ accounted }) => !accounted);
}

/** Failures of which missing rights may be the reason. */
const mayBeRights: readonly FailureCode[] = [
  'program-failed',
  'program-timeout',
  'bindings-unreadable',
  'readings-disagree',
  'iis-unreadable',
];

/** Reads the machine. Where that fails, and rights are missing, the failure says so, too. */
export async function explained<T>(machine: Pick<Machine, 'isElevated'>, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || !mayBeRights.includes(error.code)) throw error;
    if ((await unlessFailed(machine.isElevated())) !== false) throw error;
    const rights = 'The account of this runner is not an elevated administrator.';
    const evidence = [error.parts.evidence, rights].filter(Boolean).join(' ');
    throw new Failure(error.code, { ...error.parts, evidence });
  }
}
