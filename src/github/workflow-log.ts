import { debug, endGroup, info, isDebug, setSecret, startGroup, warning } from '@actions/core';
import type { RunLog } from '../run/context.js';
import type { Report } from '../run/report.js';
import { count, firstOf } from '../wording.js';
import { harmless, harmlessLine } from './printable.js';
import { inReadingOrder, planNote } from './rows.js';
import { textTable } from './text-table.js';

const progressEveryMs = 3_000;

/** Annotations that GitHub shows for one step; the rest stand in the log and the summary all the same. */
const maximumAnnotations = 9;

/** The workflow log: the only place that prints. */
export function workflowLog(): RunLog {
  // Short work needs no line of progress: the first comes after a while, too.
  let lastProgress = performance.now();
  let annotations = 0;
  return {
    async group(title, work) {
      startGroup(harmlessLine(title));
      const began = performance.now();
      lastProgress = began;
      try {
        return await work();
      } finally {
        info(harmlessLine(`${title}: ${duration(performance.now() - began)}`));
        endGroup();
      }
    },
    info: (line) => info(harmless(line)),
    debug(line) {
      // Without debug logging the runner reads these lines too, thousands of them, and drops them.
      if (isDebug()) debug(harmless(line));
    },
    warning(title, text) {
      annotations += 1;
      if (annotations <= maximumAnnotations) warning(harmlessLine(text), { title: harmlessLine(title) });
      else info(`Warning: ${harmlessLine(text)}`);
    },
    table(report) {
      for (const line of textTable(report, isDebug())) info(harmlessLine(line));
    },
    progress(text) {
      const now = performance.now();
      if (now - lastProgress < progressEveryMs) return;
      lastProgress = now;
      info(harmless(text));
    },
    hide: (secret) => setSecret(secret),
  };
}

/** Tells the result of a run: the table, what expires soon, and the outcome in one line. */
export function tellResult(log: RunLog, report: Report, expiring: readonly string[], days: number): void {
  log.table(report);
  if (report.outcome === 'planned') log.info(planNote);
  if (expiring.length > 0) log.info(`Expiring within ${days} days: ${firstOf(20, expiring)}`);
  log.info(`Outcome: ${report.outcome} (${countResults(report)})`);
}

/** Counts the bindings of a report by what became of them, e.g. `3 rebound, 1 untouched`. */
export function countResults({ outcome, bindings }: Report): string {
  if (bindings.length === 0) return 'no bindings';
  if (outcome === 'inventory') return count(bindings.length, 'binding');
  const counts = new Map<string, number>();
  for (const { result } of inReadingOrder({ outcome, bindings }))
    counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, number]) => `${number} ${result}`).join(', ');
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
