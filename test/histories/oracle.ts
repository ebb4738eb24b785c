import type { BindingRecord } from '../../simulator/state/record.js';
import type { JobEvent } from './history.js';

export type Table = ReadonlyMap<string, BindingRecord>;

/** How a main step ended: complete, cut off by a kill, or with a failure, so that its own change is undone. */
export type MainEnd = 'well' | 'killed' | 'failed';

/** A job that is not over: its main step was killed, or its bindings are to be restored. */
interface Pending {
  readonly event: JobEvent;
  readonly end: 'well' | 'killed';
  /** What each binding can have been before, and what the job makes of it. */
  readonly changes: ReadonlyMap<string, { readonly before: ReadonlySet<string>; readonly after: string }>;
  /** What somebody else has changed since. */
  readonly touched: Set<string>;
}

/**
 * What each binding may be:
 * - a job that ends well binds its certificate everywhere, and keeps all else of a binding
 * - one that fails leaves every binding as it was
 * - where it is to restore, its end brings back what it found, but for what somebody has changed since, and for
 *   certificates that are gone or have expired
 * - of a job that was killed, all bindings become one or the other; one that it has left dead is alive after the next
 *   step of any job on this computer
 * - what somebody does by hand stays until the next job; a binding that is deleted while a killed job is not settled
 *   may come back
 * - on a copy of the disk in another computer, nobody finishes what the first one has left
 * - no step of a job takes a binding from a certificate that is there and valid to one that is not
 */
export class Oracle {
  /** Who has no entry here is not there. */
  readonly #allowed = new Map<string, Set<string>>();
  readonly #mayBeGone = new Set<string>();
  /** What a kill may have left dead. */
  readonly #mayBeDead = new Set<string>();
  #pending: Pending[] = [];
  /** Killed jobs that were brought to one of their ends just now. */
  #settled: Pending[] = [];

  constructor(table: Table) {
    for (const [key, record] of table) this.#allowed.set(key, new Set([textOf(record)]));
  }

  /** Somebody has changed a binding, or deleted it. */
  byHand(key: string, record: BindingRecord | undefined): void {
    const killed = this.#pending.flatMap(({ end, changes }) =>
      end === 'killed' ? (changes.get(key) ?? []) : [],
    );
    if (record) this.#allowed.set(key, new Set([textOf(record)]));
    else if (killed.length === 0) this.#allowed.delete(key);
    else {
      // It looks as if the killed job had deleted it, and is brought back; a binding too many is better than one too few.
      this.#allowed.set(key, new Set(killed.flatMap(({ before, after }) => [...before, after])));
      this.#mayBeGone.add(key);
    }
    for (const { touched } of this.#pending) touched.add(key);
  }

  /** From now on the disk is in another computer: what is half done stays so, and what is dead stays dead. */
  clone(table: Table): void {
    this.#pending = [];
    for (const key of [...this.#mayBeDead, ...this.#mayBeGone])
      if (!table.has(key)) this.#allowed.delete(key);
    this.#mayBeDead.clear();
    this.#believe(table);
  }

  /**
   * A main step has ended.
   * @param hash of the certificate that it binds
   * @param before the bindings that it was told to change, as they were when it began
   */
  main(
    event: JobEvent,
    end: MainEnd,
    { hash, before }: { readonly hash: string; readonly before: Table },
  ): void {
    // It has brought what an earlier job of its runner left to one of that job's ends, or was cut off while it did.
    this.#settle(event.runner, end === 'well');
    if (end === 'failed') return;
    if (end === 'well') this.#mayBeDead.clear();
    const changes = new Map<string, { before: Set<string>; after: string }>();
    for (const [key, record] of before) {
      const was = this.#allowed.get(key) ?? new Set([textOf(record)]);
      const after = [...was].map((text) => withHash(text, hash));
      changes.set(key, { before: was, after: withHash(textOf(record), hash) });
      this.#allowed.set(key, new Set(end === 'well' ? after : [...was, ...after]));
      if (end === 'killed') this.#mayBeDead.add(key);
      for (const { touched, event: other } of this.#pending)
        if (other.runner !== event.runner && end === 'well') touched.add(key);
    }
    if (end === 'killed' || event.restore !== 'never')
      this.#pending.push({ event, end, changes, touched: new Set() });
  }

  /** The post step of a job has ended. @param isValid whether a certificate is in its store and valid, by hash */
  post(event: JobEvent, isValid: (hash: string) => boolean): void {
    this.#mayBeDead.clear();
    const own = this.#pending.find((each) => each.event === event);
    const stays = own?.end === 'well' && event.restore === 'failure' && event.status === 'success';
    if (own?.end === 'well' && !stays)
      for (const [key, { before, after }] of own.changes) {
        const allowed = this.#allowed.get(key);
        if (!allowed?.delete(after)) continue;
        // All or none go back, so that one old certificate that cannot be bound keeps all on the new one.
        const isAllValid = [...own.changes.values()].every((each) =>
          [...each.before].every((text) => isValid(hashIn(text))),
        );
        for (const each of before) {
          if (isAllValid || isValid(hashIn(each))) allowed.add(each);
          if (!isAllValid) allowed.add(after);
        }
      }
    this.#pending = this.#pending.filter((each) => each !== own || each.end === 'killed');
    // Whatever earlier jobs of its runner have left is over.
    this.#settle(event.runner, true, ({ end }) => end === 'killed');
  }

  /**
   * What is wrong with a table, as sentences.
   * @param was the table before the step
   */
  problems(table: Table, was: Table, isValid: (hash: string) => boolean): string[] {
    const missing = [...this.#allowed.keys()].filter((key) => !table.has(key));
    const gone = missing
      .filter((key) => !this.#mayBeGone.has(key) && !this.#mayBeDead.has(key))
      .map((key) => `${key} is gone`);
    const wrong = [...table].flatMap(([key, record]) => {
      const allowed = this.#allowed.get(key);
      if (!allowed) return [`${key} was deleted by hand, and is there`];
      return allowed.has(textOf(record))
        ? []
        : [`${key} is ${textOf(record)}, may be ${[...allowed].join(' or ')}`];
    });
    const mixed = this.#settled.filter((each) => isMixed(each, table)).map(() => 'a killed job is half done');
    const worse = [...table].flatMap(([key, { hash }]) => {
      const before = was.get(key)?.hash ?? null;
      const isWorse = before !== null && before !== hash && isValid(before) && !isValid(hash ?? '');
      return isWorse ? [`${key} was on a certificate that is valid, and is on one that is not`] : [];
    });
    this.#settled = [];
    if (this.#pending.every(({ end }) => end === 'well') && this.#mayBeDead.size === 0) this.#believe(table);
    return [...gone, ...wrong, ...mixed, ...worse];
  }

  /** From now on all is as it was seen. */
  #believe(table: Table): void {
    for (const key of [...this.#mayBeGone].filter((each) => !table.has(each))) this.#allowed.delete(key);
    this.#mayBeGone.clear();
    for (const [key, record] of table) this.#allowed.set(key, new Set([textOf(record)]));
  }

  /** What jobs of a runner have left may be brought to one of their ends. */
  #settle(runner: 0 | 1, isOver: boolean, which: (each: Pending) => boolean = () => true): void {
    const own = this.#pending.filter((each) => each.event.runner === runner && which(each)).toReversed();
    for (const { changes } of own)
      for (const [key, { before, after }] of changes) {
        const allowed = this.#allowed.get(key);
        if (!allowed || ![after, ...before].some((each) => allowed.has(each))) continue;
        for (const each of [after, ...before]) allowed.add(each);
      }
    if (!isOver) return;
    this.#settled.push(...own.filter(({ end }) => end === 'killed'));
    this.#pending = this.#pending.filter((each) => !own.includes(each));
  }
}

/** Whether some bindings are as a job makes them, and some as it found them; those that others have changed apart. */
function isMixed({ changes, touched }: Pending, table: Table): boolean {
  const sides = [...changes].flatMap(([key, { before, after }]) => {
    const record = table.get(key);
    // One that had the certificate before is on both sides.
    if (!record || touched.has(key) || before.has(after)) return [];
    const text = textOf(record);
    return text === after || before.has(text) ? [text === after] : [];
  });
  return new Set(sides).size > 1;
}

/** A binding in one line, the same for the same binding. */
function textOf(record: BindingRecord): string {
  return JSON.stringify(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function withHash(text: string, hash: string): string {
  return text.replace(/(\["hash",)"[^"]*"/, `$1"${hash}"`);
}

function hashIn(text: string): string {
  return /\["hash","([^"]*)"/.exec(text)?.[1] ?? '';
}
