import fc from 'fast-check';

/** The certificates of a history, all for the same names. The first is bound everywhere at the start. */
export const certificateNames = ['old', 'next', 'later', 'own'] as const;
export type CertificateName = (typeof certificateNames)[number];

/** Where a main step is killed: as its rehearsal ends, or before, in the midst of or after the change. */
export type KilledAt = 'rehearsed' | 'before' | 'midway' | 'after';

/** One job on one of two runners of the machine. */
export interface JobEvent {
  readonly is: 'job';
  readonly runner: 0 | 1;
  readonly certificate: 'next' | 'later';
  readonly restore: 'never' | 'failure' | 'always';
  readonly killed: KilledAt | null;
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

export type HistoryEvent = JobEvent | HandEvent;

/** How many bindings the machine has. */
export const bindings = 3;

const job: fc.Arbitrary<JobEvent> = fc.record({
  is: fc.constant('job' as const),
  runner: fc.constantFrom(0 as const, 1 as const),
  certificate: fc.constantFrom('next' as const, 'later' as const),
  restore: fc.constantFrom('never' as const, 'failure' as const, 'always' as const),
  killed: fc.constantFrom(
    null,
    null,
    'rehearsed' as const,
    'before' as const,
    'midway' as const,
    'after' as const,
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

/** What happens to a machine, one after the other. */
export const history: fc.Arbitrary<HistoryEvent[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: job }, { weight: 2, arbitrary: byHand }),
  { minLength: 2, maxLength: 6 },
);
