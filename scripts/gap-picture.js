// @ts-check
/*
 * The picture of the gap that clients see while bindings are changed, drawn from results of the benchmark. Pure: the same
 * numbers give the same picture, byte for byte.
 */

/**
 * @typedef {{ way: string, sockets: number, lost: number, unboundMs: number }} Gap
 * What clients met: the way of the change, the number of bindings, how many handshakes were lost in all rounds, and for how many milliseconds a binding had no certificate, of all bindings the longest.
 *
 * @typedef {{ processCostMs: number, gaps: readonly Gap[] }} GapFacts
 */

/** The ways of the benchmark, the worst first, in the words of a reader. */
const WAYS = [
  { way: 'delete + add by hand', title: 'By hand: netsh delete, then netsh add', colour: '#d1242f' },
  { way: 'delete + add in a script', title: 'The action, where netsh has no "update"', colour: '#bf8700' },
  { way: 'update', title: 'The action, with netsh\'s "update"', colour: '#1a7f37' },
];

const width = 900;
const left = 350;
const barWidth = 270;
const rowHeight = 30;

/**
 * What the picture needs of the results of the benchmark (`build/bench.json`).
 * @param {{ options: { processCostMs: number }, gaps: readonly Gap[] }} results
 * @returns {GapFacts}
 */
export function gapFacts({ options, gaps }) {
  return {
    processCostMs: options.processCostMs,
    gaps: gaps.map(({ way, sockets, lost, unboundMs }) => ({
      way,
      sockets,
      lost,
      unboundMs: Number(unboundMs.toPrecision(2)),
    })),
  };
}

/**
 * @param {GapFacts} facts
 * @returns {string} SVG
 */
export function gapPicture({ processCostMs, gaps }) {
  const longest = Math.max(1, ...gaps.map(({ unboundMs }) => unboundMs));
  const sizes = [...new Set(gaps.map(({ sockets }) => sockets))].sort((one, other) => one - other);
  let y = 74;
  /** @type {string[]} */
  const parts = [];
  for (const size of sizes) {
    parts.push(text({ x: 24, y: y + 14, weight: 600 }, `${size} ${size === 1 ? 'binding' : 'bindings'}`));
    y += 26;
    for (const way of WAYS) {
      const gap = gaps.find((each) => each.way === way.way && each.sockets === size);
      if (gap === undefined) continue;
      parts.push(...row(gap, way, { y, scale: barWidth / longest }));
      y += rowHeight;
    }
    y += 14;
  }
  const foot = `Measured by npm run bench on the embedded Windows machine, where starting a program takes at least ${processCostMs} ms; not on Windows.`;
  const height = y + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="Inter, Segoe UI, Helvetica, Arial, sans-serif" font-size="14" fill="#1f2328">`,
    '<title>For how long a binding has no certificate while it is changed</title>',
    `<rect width="${width}" height="${height}" rx="6" fill="#ffffff" stroke="#d0d7de"/>`,
    text(
      { x: 24, y: 34, size: 17, weight: 600 },
      'For how long a binding has no certificate while it is changed',
    ),
    text(
      { x: 24, y: 56, size: 13, colour: '#59636e' },
      'Clients shake hands with it without pause, and are reset meanwhile.',
    ),
    ...parts,
    text({ x: 24, y: height - 16, size: 12, colour: '#59636e' }, foot),
    '</svg>',
    '',
  ].join('\n');
}

/**
 * @param {Gap} gap
 * @param {{ title: string, colour: string }} way
 * @param {{ y: number, scale: number }} at scale: pixels of a millisecond
 */
function row({ lost, unboundMs }, { title, colour }, { y, scale }) {
  const length = Math.round(unboundMs * scale * 10) / 10;
  const gap = unboundMs === 0 ? 'no gap' : `${shown(unboundMs)} ms`;
  return [
    text({ x: 40, y: y + 14 }, title),
    `<rect x="${left}" y="${y}" width="${Math.max(length, 2)}" height="19" rx="2" fill="${colour}"/>`,
    text({ x: left + Math.max(length, 2) + 10, y: y + 14, weight: 600 }, gap),
    text(
      { x: width - 24, y: y + 14, anchor: 'end', size: 13, colour: '#59636e' },
      `${shown(lost)} ${lost === 1 ? 'handshake' : 'handshakes'} lost`,
    ),
  ];
}

/**
 * @param {{ x: number, y: number, size?: number, weight?: number, colour?: string, anchor?: string }} style
 * @param {string} content
 */
function text({ x, y, size, weight, colour, anchor }, content) {
  const attributes = Object.entries({
    x,
    y,
    'font-size': size,
    'font-weight': weight,
    fill: colour,
    'text-anchor': anchor,
  }).filter(([, value]) => value !== undefined);
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}>${escaped}</text>`;
}

/** @param {number} number */
function shown(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ' ');
}
