// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @import { Claim } from './status-claims.js' */

/**
 * @typedef {{ image: string, date: string, commit: string, run: string, seen: string[] }} Evidence
 * What one hosted image has shown. image: as $ImageOS names it, `win22`. date: yyyy-mm-dd.
 *
 * @typedef {{ server: string, date: string, seen: string[] }} Report
 * What somebody has reported from production, entered by hand.
 */

/** @type {Readonly<Record<string, string>>} */
const IMAGES = { win22: 'Server 2022', win25: 'Server 2025' };

/**
 * The evidence in the artifacts of a run of windows.yml: one for each image, whatever artifacts it came in.
 * @param {string} folder
 * @returns {Evidence[]} in the order of the images
 */
export function readEvidence(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|[\\/])evidence\.json$/.test(path),
  );
  /** @type {Map<string, Evidence>} */
  const found = new Map();
  for (const path of files.sort()) {
    /** @type {Evidence} */
    const evidence = JSON.parse(readFileSync(join(folder, path), 'utf8'));
    const before = found.get(evidence.image);
    const seen = [...new Set([...(before?.seen ?? []), ...evidence.seen])].sort();
    found.set(evidence.image, { ...evidence, seen });
  }
  return [...found.values()].sort((one, other) => (one.image < other.image ? -1 : 1));
}

/**
 * @param {readonly Claim[]} claims
 * @param {{ hosted: Evidence[], production: Report[] }} status
 * @returns {string} a Markdown table
 */
export function statusTable(claims, { hosted, production }) {
  const rows = claims.map(({ id, claim, simulated, wine }) => [
    claim,
    where(simulated),
    where(wine),
    hosted.flatMap(({ image, date, run, seen }) =>
      seen.includes(id) ? `[${IMAGES[image] ?? image}, ${date}](${run})` : [],
    ),
    production.flatMap(({ server, date, seen }) => (seen.includes(id) ? `${server}, ${date}` : [])),
  ]);
  const head = ['Claim', 'Simulated machine', 'Wine', 'Hosted Windows', 'Production'];
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n');
}

/** @param {string} folder */
function where(folder) {
  return folder ? `[${folder.replace('test/', '')}](../${folder})` : [];
}

/** @param {string | string[]} content */
function cell(content) {
  return (Array.isArray(content) ? content.join('<br>') : content) || 'never';
}
