import type { BindingRecord } from '../../simulator/state/record.js';
import type { JobEvent } from './history.js';

export type Table = ReadonlyMap<string, BindingRecord>;

/** How a main step ended. */
export type MainEnd = 'well' | 'killed';

/** A job that is not over: its main step was killed, or its bindings are to be restored. */
interface Pending {
  readonly event: JobEvent;
  readonly end: MainEnd;
  /** What each binding can have been before, and what the job makes of it. */
  readonly changes: ReadonlyMap<string, { readonly before: ReadonlySet<string>; readonly after: string }>;
  /** What somebody else has changed since. */
  readonly touched: Set<string>;
}

/**
 * What each binding may be:
 * - a job that ends well binds its certificate everywhere, and keeps all else of a binding
 * - where it is to restore, its end brings back what it found, but for what somebody has changed since
 * - of a job that was killed, all bindings become one or the other
 * - what somebody does by hand stays until the next job
 */
export class Oracle {
  /** Who has no entry here is not there. */
  readonly #allowed = new Map<string, Set<string>>();
  #pending: Pending[] = [];

  constructor(table: Table) {
    for (const [key, record] of table) this.#allowed.set(key, new Set([textOf(record)]));
  }

  /** Somebody has changed a binding, or deleted it. */
  byHand(key: string, record: BindingRecord | undefined): void {
    if (record) this.#allowed.set(key, new Set([textOf(record)]));
    else this.#allowed.delete(key);
    for (const { touched } of this.#pending) touched.add(key);
  }

  /**
   * A main step has ended.
   * @param hash of the certificate that it binds
   * @param before the table when it began
   */
  main(
    event: JobEvent,
    end: MainEnd,
    { hash, before }: { readonly hash: string; readonly before: Table },
  ): void {
    // It has brought what an earlier job of its runner left to one of that job's ends, or was killed while it did.
    this.#settle(event.runner, end === 'well');
    const changes = new Map<string, { before: Set<string>; after: string }>();
    for (const [key, record] of before) {
      const was = this.#allowed.get(key) ?? new Set([textOf(record)]);
      const after = [...was].map((text) => withHash(text, hash));
      changes.set(key, { before: was, after: withHash(textOf(record), hash) });
      this.#allowed.set(key, new Set(end === 'well' ? after : [...was, ...after]));
      for (const { touched, event: other } of this.#pending)
        if (other.runner !== event.runner && end === 'well') touched.add(key);
    }
    if (end === 'killed' || event.restore !== 'never')
      this.#pending.push({ event, end, changes, touched: new Set() });
  }

  /** The post step of a job has ended. @param has whether a certificate is in its store, by hash */
  post(event: JobEvent, has: (hash: string) => boolean): void {
    const own = this.#pending.find((each) => each.event === event);
    if (!own) return;
    const stays = own.end === 'well' && event.restore === 'failure' && event.status === 'success';
    if (own.end === 'well' && !stays)
      for (const [key, { before, after }] of own.changes) {
        const allowed = this.#allowed.get(key);
        if (!allowed?.delete(after)) continue;
        // Where the certificate is gone, what works stays.
        for (const each of before) allowed.add(has(hashIn(each)) ? each : after);
      }
    if (own.end === 'killed') this.#settle(event.runner, true);
    this.#pending = this.#pending.filter((each) => each !== own);
  }

  /** What is wrong with a table, as sentences. */
  problems(table: Table): string[] {
    const gone = [...this.#allowed.keys()].filter((key) => !table.has(key)).map((key) => `${key} is gone`);
    const wrong = [...table].flatMap(([key, record]) => {
      const allowed = this.#allowed.get(key);
      if (!allowed) return [`${key} was deleted by hand, and is there`];
      return allowed.has(textOf(record))
        ? []
        : [`${key} is ${textOf(record)}, may be ${[...allowed].join(' or ')}`];
    });
    // From now on it is what was seen.
    for (const [key, record] of table)
      if (this.#pending.every(({ end }) => end === 'well')) this.#allowed.set(key, new Set([textOf(record)]));
    return [...gone, ...wrong];
  }

  /** What jobs of a runner have left may be brought to one of their ends. */
  #settle(runner: 0 | 1, isOver: boolean): void {
    const own = this.#pending.filter(({ event }) => event.runner === runner).toReversed();
    for (const { changes } of own)
      for (const [key, { before, after }] of changes) {
        const allowed = this.#allowed.get(key);
        if (!allowed || ![after, ...before].some((each) => allowed.has(each))) continue;
        for (const each of [after, ...before]) allowed.add(each);
      }
    if (isOver) this.#pending = this.#pending.filter(({ event }) => event.runner !== runner);
  }
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
