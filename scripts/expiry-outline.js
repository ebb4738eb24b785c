// @ts-check
/*
 * The chart of an inventory as HTML. GitHub draws it with Mermaid; this is its outline for a page of one's own, with the
 * same bars and the same words. It knows what the action writes, no more. Pure.
 */

const dayMs = 24 * 60 * 60 * 1000;

/** @typedef {{ title: string, bars: { label: string, from: number, to: number, isUrgent: boolean }[] }} Section */

/**
 * @param {string} chart what stands between the fences
 * @returns {string} HTML
 */
export function expiryOutline(chart) {
  const { title, sections } = readChart(chart);
  const bars = sections.flatMap((section) => section.bars);
  const [start, end] = [Math.min(...bars.map(({ from }) => from)), Math.max(...bars.map(({ to }) => to))];
  const percent = (/** @type {number} */ time) =>
    Math.round(((time - start) / Math.max(dayMs, end - start)) * 1000) / 10;
  const rows = sections.flatMap(({ title, bars }) => [
    `<tr><th colspan="2">${inHtml(title)}</th></tr>`,
    ...bars.map(
      ({ label, from, to, isUrgent }) =>
        `<tr><td>${inHtml(label)}</td><td class="line"><span class="bar${isUrgent ? ' urgent' : ''}" style="margin-left: ${percent(from)}%; width: ${percent(start + to - from)}%"></span></td></tr>`,
    ),
  ]);
  return `<table class="chart"><caption>${inHtml(title)}</caption>\n${rows.join('\n')}\n</table>`;
}

/** @param {string} chart */
function readChart(chart) {
  /** @type {Section[]} */
  const sections = [];
  let title = '';
  for (const line of chart.split('\n').map((each) => each.trim())) {
    if (line.startsWith('title ')) title = line.slice('title '.length);
    else if (line.startsWith('section ')) sections.push({ title: line.slice('section '.length), bars: [] });
    else {
      const [, label, urgent, from, to] =
        /^(.*) :(crit, )?(\d{4}-\d\d-\d\d), (\d{4}-\d\d-\d\d)$/.exec(line) ?? [];
      if (label === undefined || from === undefined || to === undefined) continue;
      const bar = {
        label: decoded(label),
        from: Date.parse(from),
        to: Date.parse(to),
        isUrgent: urgent !== undefined,
      };
      sections.at(-1)?.bars.push(bar);
    }
  }
  return { title, sections };
}

/**
 * Mermaid writes a sign by its number.
 * @param {string} label
 */
function decoded(label) {
  return label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

/**
 * Text as HTML.
 * @param {string} text
 */
export function inHtml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
