import { otherUserName } from '../inspect/other-users.js';
import { certificateOf, type Report } from '../run/report.js';
import { count } from '../wording.js';
import { day } from './columns.js';
import { codeBlock } from './markdown.js';
import { harmlessLine } from './printable.js';

/** More bars than this are no picture any more. */
const maximumBars = 30;

/** A bar that is longer than a year would squeeze the others. */
const longestDays = 365;

const dayMs = 24 * 60 * 60 * 1_000;

/** A certificate, and who uses it. */
interface Used {
  readonly notAfter: string;
  readonly name: string;
  readonly bindings: number;
}

/** When the certificates of an inventory expire, the soonest first, as a chart that GitHub draws; nothing if none is known. */
export function expiryChart(report: Report, now: Date): string[] {
  const used = [...certificatesOf(report).values()].toSorted((one, other) =>
    one.notAfter.localeCompare(other.notAfter),
  );
  if (used.length === 0) return [];
  const shown = used.slice(0, maximumBars);
  const title =
    used.length > shown.length ? `the ${shown.length} soonest of ${used.length}` : 'days from now';
  const bars = shown.map((each) => bar(each, now));
  return [
    codeBlock(
      [
        'gantt',
        `  title When the certificates expire (${title}, bars of at most a year)`,
        '  dateFormat YYYY-MM-DD',
        '  axisFormat %Y-%m-%d',
        ...sections.flatMap(({ name, holds }) => {
          const lines = bars.filter(({ days }) => holds(days)).map(({ line }) => `  ${line}`);
          return lines.length > 0 ? [`  section ${name}`, ...lines] : [];
        }),
      ],
      'mermaid',
    ),
  ];
}

const sections = [
  { name: 'Expired', holds: (days: number) => days < 0 },
  { name: 'Within 30 days', holds: (days: number) => days >= 0 && days < 30 },
  { name: 'Later', holds: (days: number) => days >= 30 },
];

function certificatesOf(report: Report): Map<string, Used> {
  const found = new Map<string, Used>();
  for (const row of report.bindings) {
    const { thumbprint, notAfter, endpoint } = row;
    if (thumbprint === null || notAfter === null) continue;
    const certificate = certificateOf(report, row);
    const name = certificate?.dnsNames[0] ?? certificate?.subject ?? endpoint;
    const bindings = (found.get(thumbprint)?.bindings ?? 0) + 1;
    found.set(thumbprint, { notAfter, name, bindings });
  }
  for (const user of report.otherUsers) {
    if (user.notAfter === null || found.has(user.thumbprint)) continue;
    found.set(user.thumbprint, { notAfter: user.notAfter, name: otherUserName(user), bindings: 0 });
  }
  return found;
}

function bar({ notAfter, name, bindings }: Used, now: Date): { days: number; line: string } {
  const end = new Date(notAfter);
  const days = Math.floor((end.getTime() - now.getTime()) / dayMs);
  const when = days < 0 ? `${count(-days, 'day')} ago` : `in ${count(days, 'day')}`;
  const users = bindings > 1 ? ` (${bindings} bindings)` : '';
  const limit = longestDays * dayMs;
  const [from, to] =
    days < 0
      ? [Math.max(end.getTime(), now.getTime() - limit), now.getTime()]
      : [now.getTime(), Math.min(end.getTime(), now.getTime() + limit)];
  // A bar of no length is not drawn.
  const dates = [day(new Date(from).toISOString()), day(new Date(Math.max(to, from + dayMs)).toISOString())];
  const mark = days < 30 ? 'crit, ' : '';
  return { days, line: `${label(`${when} · ${shorten(name)}${users}`)} :${mark}${dates.join(', ')}` };
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

/** Text inside a chart: what could be syntax there is written by its number. A colon would end the label. */
function label(value: string): string {
  return harmlessLine(value).replace(
    /[^\p{L}\p{N} .·…*()_-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
