import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BindingRecord, defaultSettings, recordKey } from './record.js';

/** One change of the table. It takes effect only where HTTP.sys would let it. */
export type Change =
  | { op: 'add'; record: BindingRecord }
  | { op: 'update'; key: string; changes: Partial<BindingRecord>; omitted: 'keep' | 'reset' }
  | { op: 'delete'; key: string };

type Logged = Change & { id: string };

/** The changes that this process has made, in any table. */
let count = 0;

/** The certificate table's file in a machine's folder. */
export function tableFile(machine: string): string {
  return join(machine, 'http-sys.jsonl');
}

/**
 * HTTP.sys's certificate table: a log of changes, one a line, which every process replays for itself.
 *
 * A change is one atomic append, and whether it took effect follows from the lines before it (an `add` of a key
 * that is there has none). So processes need no lock, and one that is killed leaves nothing locked.
 */
export class Table {
  readonly #records = new Map<string, BindingRecord>();
  readonly #fd: number;
  readonly #discard: boolean;
  #offset = 0;
  #rest = Buffer.alloc(0);

  /** @param changes `kept` on disk, or `forgotten` with this object: of a program without effect */
  constructor(machine: string, changes: 'kept' | 'forgotten' = 'kept') {
    this.#fd = openSync(tableFile(machine), 'a+');
    this.#discard = changes === 'forgotten';
    if (!this.#discard) return;
    this.#follow(undefined);
    this.close();
  }

  /** The records as they are now, by key. */
  records(): ReadonlyMap<string, BindingRecord> {
    if (!this.#discard) this.#follow(undefined);
    return this.#records;
  }

  /** Makes a change. @returns false if it had no effect: `add` of what is there, `update` or `delete` of what is not */
  change(change: Change): boolean {
    if (this.#discard) return this.#replay(change);
    count += 1;
    const id = `${process.pid}.${process.hrtime.bigint()}.${count}`;
    writeSync(this.#fd, `${JSON.stringify({ ...change, id } satisfies Logged)}\n`);
    return this.#follow(id);
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Replays what was appended since the last call. @returns the outcome of the change with this id */
  #follow(id: string | undefined): boolean {
    const size = fstatSync(this.#fd).size;
    if (size === this.#offset) return false;
    const news = Buffer.alloc(size - this.#offset);
    this.#offset += readSync(this.#fd, news, 0, news.length, this.#offset);
    const text = Buffer.concat([this.#rest, news]);
    const end = text.lastIndexOf(0x0a) + 1;
    this.#rest = text.subarray(end);
    let outcome = false;
    for (const line of text.toString('utf8', 0, end).split('\n')) {
      if (line === '') continue;
      const logged = JSON.parse(line) as Logged;
      const applied = this.#replay(logged);
      if (logged.id === id) outcome = applied;
    }
    return outcome;
  }

  #replay(change: Change): boolean {
    const key = change.op === 'add' ? recordKey(change.record) : change.key;
    const present = this.#records.get(key);
    if ((present === undefined) !== (change.op === 'add')) return false;
    if (change.op === 'add') this.#records.set(key, change.record);
    if (change.op === 'delete') this.#records.delete(key);
    if (change.op === 'update' && present !== undefined) {
      const base = change.omitted === 'keep' ? present : { ...present, ...defaultSettings };
      this.#records.set(key, { ...base, ...change.changes });
    }
    return true;
  }
}
