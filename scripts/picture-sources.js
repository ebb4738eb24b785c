// @ts-check
/*
 * From which texts the pictures of job summaries are made. Pure but for reading them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { summaryPage } from './summary-page.js';

/**
 * By the name of the picture in docs/: the run whose snapshot it shows, whether its annotations too, and how many
 * pixels wide it is.
 * @type {Readonly<Record<string, { run: string, withAnnotations: boolean, width: number }>>}
 */
export const PICTURES = {
  'summary.png': { run: 'good', withAnnotations: false, width: 1240 },
  'failure.png': { run: 'failed-handshake', withAnnotations: true, width: 1240 },
};

const snapshots = new URL('../test/scenarios/snapshots/', import.meta.url);

/**
 * The page that a picture shows.
 * @param {string} name of the picture
 */
export function pageOf(name) {
  const picture = PICTURES[name];
  if (picture === undefined) throw new Error(`There is no picture ${name}`);
  const read = (/** @type {string} */ kind) =>
    readFileSync(new URL(`${picture.run}.${kind}.txt`, snapshots), 'utf8');
  return summaryPage({
    title: 'renew summary',
    markdown: read('summary'),
    annotations: picture.withAnnotations ? readAnnotations(read('annotations')) : [],
  });
}

/**
 * Says whether the text of a picture is still the one that it was made from.
 * @param {string} name
 */
export function sourceHash(name) {
  return createHash('sha256').update(pageOf(name)).digest('hex');
}

/**
 * The annotations of a snapshot: `Error: title`, and its message below, indented.
 * @param {string} text
 * @returns {import('./summary-page.js').Annotation[]}
 */
function readAnnotations(text) {
  return text
    .split(/^(?=(?:Error|Warning|Notice): )/m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [head = '', ...lines] = part.trimEnd().split('\n');
      const [, level = '', title = ''] = /^(\w+): (.*)$/.exec(head) ?? [];
      return {
        level: /** @type {'error' | 'warning' | 'notice'} */ (level.toLowerCase()),
        title,
        message: lines.map((line) => line.slice(2)).join('\n'),
      };
    });
}
