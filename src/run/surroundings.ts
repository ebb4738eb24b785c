import type { Log } from '../log.js';
import type { Origin } from '../undo/origin.js';
import type { Ground } from '../undo/recovery.js';
import type { Machine } from '../windows/machine.js';
import type { Report } from './report.js';
import type { Stop } from './stop.js';

/** The log of a run, which also shows what a run reports. */
export interface RunLog extends Log {
  /**
   * The bindings as a table; which columns it has depends on the outcome.
   * @param wantsProof whether a handshake was to prove the change; by default it was
   */
  table(report: Report, wantsProof?: boolean): void;
}

/** What a run works with, whatever it is asked for. */
export interface Surroundings {
  readonly machine: Machine;
  readonly log: RunLog;
  readonly stop: Stop;
  readonly now: Date;
  readonly origin: Origin;
  /** This runner's folder for temporary files. */
  readonly runnerTemp: string;
  /** This run's own folder in it; it exists, and whoever made it removes it. */
  readonly temp: string;
  /** Tells the post step which journal is this run's. */
  readonly rememberJournal: (file: string) => void;
}

/** What a recovery works with, as a part of these surroundings. */
export function groundOf({ machine, log, origin, now, runnerTemp, stop }: Surroundings): Ground {
  return { machine, log, origin, now, runnerTemp, beforeStep: () => stop.throwIfRequested() };
}

/** A log that prints each warning once, and keeps them all for the report. */
export function keepingWarnings<L extends Log>(log: L): { log: L; warnings: readonly string[] } {
  const warnings: string[] = [];
  const warning = (title: string, text: string) => {
    if (warnings.includes(text)) return;
    warnings.push(text);
    log.warning(title, text);
  };
  return { log: { ...log, warning }, warnings };
}
