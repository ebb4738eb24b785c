import { debug, endGroup, info, isDebug, setSecret, startGroup, warning } from '@actions/core';
import type { RunLog } from '../run/surroundings.js';
import { headline, planNote, type Told, unusual } from './headline.js';
import { otherUserLines } from './other-users-table.js';
import { harmless, harmlessLine } from './printable.js';
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
    note: (text) => info(`Note: ${harmlessLine(text)}`),
    table(report, wantsProof) {
      for (const line of textTable(report, isDebug(), wantsProof)) info(harmlessLine(line));
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

/** Tells the result of a run: the outcome in one line, what is wrong or unusual, and the table. */
export function tellResult(log: RunLog, told: Told): void {
  const { report } = told;
  log.info(headline(told));
  for (const line of unusual(told)) log.info(line);
  for (const line of otherUserLines(report)) log.info(line);
  log.table(report, told.wantsProof);
  if (report.outcome === 'planned') log.info(planNote);
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
