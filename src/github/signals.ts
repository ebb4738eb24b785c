import type { Stop } from '../run/stop.js';

/** The runner gives a cancelled step 7.5 s after SIGINT; some of it is for the report. */
const graceMs = 5_500;

/** A run that takes longer than this hangs somewhere; thousands of bindings take minutes. */
const runLimitMs = 60 * 60_000;

/** Nobody waits for a hung run to put things back for longer than this. */
const limitGraceMs = 10 * 60_000;

/** Lets SIGINT, SIGTERM and the time limit end a run in order. @returns switches it off again */
export function stopOnSignals(stop: Stop): () => void {
  const onSignal = () => stop.request('The job was cancelled.', graceMs);
  const signals = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const timer = setTimeout(
    () => stop.request(`The run took longer than ${runLimitMs / 60_000} minutes.`, limitGraceMs),
    runLimitMs,
  );
  timer.unref();
  return () => {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** Lets a run go on when nobody reads its log any more: to die in the middle of a change would be worse. */
export function outliveTheLog(): void {
  process.stdout.on('error', () => undefined);
}
