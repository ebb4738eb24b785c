import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One start of a program. */
export interface Call {
  /** 1 for the first program that the machine started. */
  readonly n: number;
  /** File name, such as `netsh.exe`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly pid: number;
  /** The process that started it. */
  readonly parent: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The text of the script that `netsh -f` ran. */
  readonly script?: string;
  /** Milliseconds; absent if the program was killed or still runs. */
  readonly durationMs?: number;
  /** Absent likewise. */
  readonly exitCode?: number;
}

type Entry = { start: Call } | { end: Pick<Call, 'n' | 'durationMs' | 'exitCode' | 'script'> };

const numberWidth = 16;

/**
 * Takes the next number of a counter that many processes share: each appends one entry of fixed width, and the
 * place of its own entry is the number. Needs no lock, and reads only the end of the file.
 * @returns 1 for the first taker
 */
export function takeNumber(file: string): number {
  const own = `${process.pid}`.padStart(numberWidth - 1);
  appendFileSync(file, `${own}\n`);
  const place = readFileSync(file, 'latin1').lastIndexOf(own);
  return place / numberWidth + 1;
}

/** The log of every program that the machine started. */
export class CallLog {
  readonly #file: string;
  readonly #counter: string;

  constructor(machine: string) {
    this.#file = join(machine, 'calls.jsonl');
    this.#counter = join(machine, 'calls.count');
  }

  start(call: Omit<Call, 'n'>): Call {
    const started = { n: takeNumber(this.#counter), ...call };
    this.#append({ start: started });
    return started;
  }

  end(end: Pick<Call, 'n' | 'durationMs' | 'exitCode' | 'script'>): void {
    this.#append({ end });
  }

  /** Every call so far, in the order of their starts. */
  read(): Call[] {
    const calls = new Map<number, Call>();
    for (const line of readLines(this.#file)) {
      const entry = JSON.parse(line) as Entry;
      if ('start' in entry) calls.set(entry.start.n, entry.start);
      else calls.set(entry.end.n, { ...calls.get(entry.end.n), ...entry.end } as Call);
    }
    return [...calls.values()].sort((a, b) => a.n - b.n);
  }

  #append(entry: Entry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
