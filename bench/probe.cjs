/*
 * Preloaded into the action (`node --require`): notes when programs run and how much memory the process takes, and
 * writes it as JSON into the file named by BENCH_PROBE when the process ends.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const diagnostics = require('node:diagnostics_channel');

/** Milliseconds since the process started, of every program: from just before it is started to its end. */
const programs = [];

diagnostics.subscribe('child_process', (message) => {
  const span = { from: performance.now(), to: Number.NaN };
  programs.push(span);
  message.process.once('exit', () => {
    span.to = performance.now();
  });
});

process.once('exit', () => {
  const endedAt = performance.now();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const report = { programs, endedAt, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKb: peakKb(maxRSS) };
  writeFileSync(process.env.BENCH_PROBE, JSON.stringify(report));
});

/** On Linux the number that getrusage gives counts the process from which this one was forked too. */
function peakKb(maxRss) {
  if (process.platform !== 'linux') return maxRss;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'ascii'))[1]);
}
