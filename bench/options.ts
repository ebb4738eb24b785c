import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../simulator/build.js';

/** What to measure, and how. */
export interface Options {
  /** Numbers of bindings. */
  readonly sizes: readonly number[];
  /** Numbers of sockets that clients shake hands with during the change. */
  readonly sockets: readonly number[];
  /** Bindings in the text that the parser reads. */
  readonly parsed: number;
  /** Milliseconds that starting any program takes at least. */
  readonly processCostMs: number;
  /** Two such costs, between which is measured by how much longer all takes. */
  readonly twoCostsMs: readonly [low: number, high: number];
  /** How often everything is measured; the medians count. */
  readonly rounds: number;
  /** How many bindings are changed by hand at most; for more the time is extrapolated. */
  readonly byHandAtMost: number;
  /** The Node.js that runs the action. */
  readonly node: string;
  /** The folder of the bundle. */
  readonly bundle: string;
  /** The folder of another bundle, which is measured in turn with it; null for none. */
  readonly against: string | null;
  /** Where the results are written. */
  readonly json: string;
}

/**
 * netsh, certutil and reg take 50 to 150 ms to start on a server. A lower number makes today's way look better than
 * it is, since that way is nothing but starts of programs.
 */
const usualProcessCostMs = 40;

export const usage = `npm run bench -- [options]
  --quick               small numbers, one round: half a minute
  --sizes 1,3,10        numbers of bindings
  --process-cost 40     milliseconds that starting any program takes at least
  --rounds 3            how often everything is measured; the medians count
  --by-hand-at-most 50  bindings that are changed by hand; the time for more is extrapolated
  --full                change all of them by hand
  --node PATH           the Node.js that runs the action
  --against DIR         a folder with another bundle, which is measured too (that of the last release)
  --json PATH           where the results are written (build/bench.json)
The bundle is dist/, or the folder in the environment variable REBIND_DIST.`;

/** Reads the command line. @throws TypeError for what is not an option, and for a folder without a bundle */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      'process-cost': { type: 'string', default: String(usualProcessCostMs) },
      rounds: { type: 'string' },
      'by-hand-at-most': { type: 'string' },
      full: { type: 'boolean', default: false },
      node: { type: 'string', default: process.execPath },
      against: { type: 'string' },
      json: { type: 'string', default: join(projectRoot(), 'build', 'bench.json') },
    },
  });
  const { quick, full, against } = values;
  if (against !== undefined && !existsSync(join(against, 'main', 'index.js')))
    throw new TypeError(`There is no bundle in ${against}: it has no main/index.js`);
  return {
    sizes: (values.sizes ?? (quick ? '1,3,10,100' : '1,3,10,100,1000,5000')).split(',').map(wholeNumber),
    sockets: quick ? [1, 10] : [1, 100],
    parsed: quick ? 1_000 : 10_000,
    // More than the embedded programs take by themselves on a busy machine.
    twoCostsMs: [200, 600],
    processCostMs: wholeNumber(values['process-cost']),
    rounds: wholeNumber(values.rounds ?? (quick ? '1' : '3')),
    byHandAtMost: full
      ? Number.POSITIVE_INFINITY
      : wholeNumber(values['by-hand-at-most'] ?? (quick ? '10' : '50')),
    node: values.node,
    bundle: process.env.REBIND_DIST ?? join(projectRoot(), 'dist'),
    against: against ?? null,
    json: values.json,
  };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new TypeError(`${text} is not a whole number`);
  return Number(text);
}
