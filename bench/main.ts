import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { BundleRun } from './bundle.js';
import { type Gap, measureGaps } from './gaps.js';
import { bindings, measureStarts, type TaskStarts } from './in-a-row.js';
import { lastRelease } from './last-release.js';
import { type Options, readOptions, usage } from './options.js';
import { measureParser, type Parsed } from './parser.js';
import { measureSpeed, type Speed } from './speed.js';
import { shown, textTable } from './table.js';
import { judge, type Target } from './targets.js';

/*
 * Measures the bundle on the embedded Windows machine; prints tables and writes JSON. Results and what they mean are
 * in docs/performance.md.
 */

const tell = (text: string) => console.error(`… ${text}`);
const print = (title: string, lines: readonly string[]) => console.log(`\n${title}\n\n${lines.join('\n')}`);

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
} else {
  const options = readOptions(args);
  const release = options.against === null ? lastRelease() : undefined;
  try {
    if (options.against === null && release === undefined)
      console.log('Nothing to compare with: git knows of no release before this commit. See --against.');
    await measure(release ? { ...options, against: join(release.folder, 'dist') } : options, release?.tag);
  } finally {
    if (release) rmSync(release.folder, { recursive: true, force: true });
  }
}

async function measure(options: Options, tag: string | undefined): Promise<void> {
  if (options.against !== null) console.log(`"Before" is the bundle of ${tag ?? options.against}.`);
  const starts = await measureStarts(options, tell);
  print(`Programs, and of them one after the other; ${bindings} bindings`, startsTable(starts));
  const parser = measureParser(options.parsed);
  print(`Reading "netsh http show sslcert"`, parserTable(parser));
  const speed = await measureSpeed(options, tell);
  print(`The action and today's way, a process costs ${options.processCostMs} ms`, speedTable(speed));
  if (options.against !== null) print('Before and now', beforeTable(speed));
  const gaps = await measureGaps(options, tell);
  print('Clients that shake hands without pause during the change', gapTable(gaps));
  const targets = judge(speed, gaps, starts);
  print('Targets', targetTable(targets));
  const results = {
    measured: new Date().toISOString(),
    on: machine(options),
    options,
    starts,
    speed,
    gaps,
    parser,
    targets,
  };
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nWritten to ${options.json}`);
}

function machine({ node }: Options) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: node === process.execPath ? process.version : node,
  };
}

function speedTable(speeds: readonly Speed[]): string[] {
  return textTable([
    [
      'bindings',
      'action ms',
      'programs',
      'in programs',
      'own ms',
      'of it handshakes',
      'to first program',
      'CPU ms',
      'peak MB',
      'by hand ms',
      'times faster',
    ],
    ...speeds.map((each) => [
      String(each.bindings),
      shown(each.wallMs),
      shown(each.programs),
      shown(each.programMs),
      shown(each.ownMs),
      shown(each.handshakeMs),
      shown(each.startMs),
      shown(each.cpuMs),
      shown(each.peakMb),
      `${shown(each.byHandMs)}${each.changedByHand < each.bindings ? ` (from ${each.changedByHand})` : ''}`,
      shown(each.ratio),
    ]),
  ]);
}

function startsTable(starts: readonly TaskStarts[]): string[] {
  return textTable([
    ['task', 'programs before', 'now', 'in a row before', 'now'],
    ...starts.map(({ task, now, before }) => [
      task,
      shown(before?.programs ?? Number.NaN),
      shown(now.programs),
      shown(before?.inARow ?? Number.NaN),
      shown(now.inARow),
    ]),
  ]);
}

/** Of two runs the same numbers side by side. */
function beforeTable(speeds: readonly Speed[]): string[] {
  const numbers = [
    ['programs', (run: BundleRun) => run.programs],
    ['ms', (run: BundleRun) => run.wallMs],
    ['own ms', (run: BundleRun) => run.ownMs],
    ['peak MB', (run: BundleRun) => run.peakMb],
  ] as const;
  return textTable([
    ['bindings', ...numbers.flatMap(([name]) => [`${name} before`, 'now'])],
    ...speeds.map((each) => [
      String(each.bindings),
      ...numbers.flatMap(([, of]) => [each.before ? shown(of(each.before)) : '–', shown(of(each))]),
    ]),
  ]);
}

function gapTable(gaps: readonly Gap[]): string[] {
  return textTable([
    ['way', 'sockets', 'handshakes', 'lost', 'longest gap ms', 'unbound ms'],
    ...gaps.map((each) => [
      each.way,
      String(each.sockets),
      shown(each.handshakes),
      shown(each.lost),
      shown(each.longestGapMs),
      shown(each.unboundMs),
    ]),
  ]);
}

function parserTable(parsed: readonly Parsed[]): string[] {
  return textTable([
    ['language', 'bindings', 'MB', 'MB/s, first', 'MB/s, again'],
    ...parsed.map((each) => [
      each.language,
      shown(each.bindings),
      shown(each.megabytes),
      shown(each.first),
      shown(each.again),
    ]),
  ]);
}

function targetTable(targets: readonly Target[]): string[] {
  return textTable([
    ['target', 'is', '', 'limit', 'met'],
    ...targets.map((each) => [
      each.name,
      shown(each.value),
      each.is,
      shown(each.limit),
      each.met ? 'yes' : 'NO',
    ]),
  ]);
}
