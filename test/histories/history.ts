import fc from 'fast-check';
import type { CodePage, Language } from '../../simulator/machine-options.js';

/** The certificates of a history, all for the same names. The first is bound everywhere at the start. */
export const certificateNames = ['old', 'next', 'later', 'own'] as const;
export type CertificateName = (typeof certificateNames)[number];

/** What happens to a main step as it starts its n-th program, if it comes so far. */
export interface Cut {
  readonly by: 'kill-parent-before' | 'kill-parent-midway' | 'kill-parent-after' | 'cancel';
  readonly call: number;
}

/** What is wrong with files while a job runs. */
export type Files = 'good' | 'busy' | 'full-for-journals' | 'full-for-temp';

/** One job on one of two runners of the machine. */
export interface JobEvent {
  readonly is: 'job';
  readonly runner: 0 | 1;
  readonly certificate: 'next' | 'later';
  /** Whether it is told to change every binding, or only the first that is there. */
  readonly isForAll: boolean;
  readonly restore: 'never' | 'failure' | 'always';
  readonly cut: Cut | null;
  readonly files: Files;
  readonly status: 'success' | 'failure' | 'cancelled';
  /** Whether the post step runs: the machine may have lost power. */
  readonly hasPost: boolean;
}

/** What an administrator does by hand between two jobs. */
export type HandEvent =
  | { readonly is: 'bind'; readonly binding: number }
  | { readonly is: 'set'; readonly binding: number }
  | { readonly is: 'delete'; readonly binding: number }
  /** Deletes the certificates that nothing is bound to. */
  | { readonly is: 'clean' };

/** What happens to the machine as a whole. */
export type WorldEvent =
  /** Certificates expire. */
  | { readonly is: 'time'; readonly days: number }
  /** The disk goes on in another computer, which is a copy of the first. */
  | { readonly is: 'clone' }
  | { readonly is: 'console'; readonly language: Language; readonly codePage: CodePage };

export type HistoryEvent = JobEvent | HandEvent | WorldEvent;

/** A machine and what happens to it, one after the other. */
export interface History {
  /** Whether its netsh has `update`. */
  readonly update: 'keep' | 'absent';
  readonly events: readonly HistoryEvent[];
}

/** How many bindings the machine has. */
export const bindings = 3;

/** A good run starts some twenty programs. */
const cut: fc.Arbitrary<Cut> = fc.record({
  by: fc.constantFrom(
    'kill-parent-before' as const,
    'kill-parent-midway' as const,
    'kill-parent-after' as const,
    'cancel' as const,
  ),
  call: fc.integer({ min: 2, max: 26 }),
});

const job: fc.Arbitrary<JobEvent> = fc.record({
  is: fc.constant('job' as const),
  runner: fc.constantFrom(0 as const, 1 as const),
  certificate: fc.constantFrom('next' as const, 'later' as const),
  isForAll: fc.constantFrom(true, true, false),
  restore: fc.constantFrom('never' as const, 'failure' as const, 'always' as const),
  cut: fc.option(cut, { freq: 3 }),
  files: fc.constantFrom<Files[]>(
    'good',
    'good',
    'good',
    'good',
    'busy',
    'full-for-journals',
    'full-for-temp',
  ),
  status: fc.constantFrom('success' as const, 'failure' as const, 'cancelled' as const),
  hasPost: fc.boolean(),
});

const binding = fc.nat({ max: bindings - 1 });

const byHand: fc.Arbitrary<HandEvent> = fc.oneof(
  fc.record({ is: fc.constant('bind' as const), binding }),
  fc.record({ is: fc.constant('set' as const), binding }),
  fc.record({ is: fc.constant('delete' as const), binding }),
  fc.constant({ is: 'clean' as const }),
);

const world: fc.Arbitrary<WorldEvent> = fc.oneof(
  fc.record({ is: fc.constant('time' as const), days: fc.integer({ min: 5, max: 30 }) }),
  fc.constant({ is: 'clone' as const }),
  fc.record({
    is: fc.constant('console' as const),
    language: fc.constantFrom('en' as const, 'de' as const, 'fr' as const, 'xx' as const),
    codePage: fc.constantFrom(437 as const, 850 as const, 65001 as const),
  }),
);

export const history: fc.Arbitrary<History> = fc.record({
  update: fc.constantFrom('keep' as const, 'absent' as const),
  events: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: job },
      { weight: 3, arbitrary: byHand },
      { weight: 2, arbitrary: world },
    ),
    { minLength: 2, maxLength: 7 },
  ),
});

/** A history as a short script: a line for what the machine is, and one for each event. */
export function scriptOf({ update, events }: History): string {
  const lines = events.map((event) => {
    if (event.is !== 'job') return Object.values(event).join(' ');
    const { runner, certificate, isForAll, restore, cut: by, files, status, hasPost } = event;
    return [
      `job on runner ${runner} binds ${certificate} to ${isForAll ? 'all' : 'the first'}, restore-after-job: ${restore}`,
      ...(by ? [`${by.by} at call ${by.call}`] : []),
      ...(files === 'good' ? [] : [`files: ${files}`]),
      hasPost ? `post after ${status}` : 'no post',
    ].join('; ');
  });
  return [`update: ${update}`, ...lines].join('\n');
}
