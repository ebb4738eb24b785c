// @ts-check
/*
 * A job summary as a page that looks much as GitHub shows it. Used by `npm run try`, and by `npm run pictures` for the
 * pictures of the docs. Pure.
 */
import { Marked } from 'marked';
import { expiryOutline, inHtml } from './expiry-outline.js';

/**
 * @typedef {{ level: 'error' | 'warning' | 'notice', title: string, message: string }} Annotation
 * Beside the summary of a step; a message can have several lines.
 *
 * @typedef {{ title: string, markdown: string, annotations?: readonly Annotation[] }} Page
 * title: of the box, e.g. `renew summary`.
 */

const style = `
  :root { color-scheme: light; }
  body { margin: 0; padding: 24px; color: #1f2328; background: #fff; font: 14px/1.5 Inter, "Liberation Sans", "Noto Color Emoji", sans-serif; }
  .box { max-width: 1180px; margin: 0 auto 16px; border: 1px solid #d0d7de; border-radius: 6px; overflow: hidden; }
  .box > header { padding: 12px 16px; font-weight: 600; background: #f6f8fa; border-bottom: 1px solid #d0d7de; }
  .box > header small { font-weight: 400; font-size: 12px; color: #59636e; margin-left: 6px; }
  .box > main { padding: 20px 24px; overflow-x: auto; }
  .annotation { display: flex; gap: 12px; padding: 12px 16px; border-top: 1px solid #d0d7de; }
  header + .annotation { border-top: 0; }
  .annotation .sign { flex: none; width: 16px; height: 16px; margin-top: 2px; border-radius: 50%; color: #fff; font: 700 11px/16px Inter, sans-serif; text-align: center; }
  .error .sign { background: #d1242f; }
  .warning .sign { background: #bf8700; }
  .notice .sign { background: #59636e; }
  .annotation b { display: block; }
  .annotation p { margin: 4px 0 0; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; color: #424a53; }
  h2 { margin: 0 0 14px; padding-bottom: 6px; font-size: 21px; border-bottom: 1px solid #d0d7de; }
  p, blockquote, pre, ul, table { margin: 0 0 14px; }
  table { border-collapse: collapse; width: max-content; max-width: 100%; }
  th, td { padding: 5px 11px; border: 1px solid #d0d7de; text-align: left; }
  th { font-weight: 600; }
  tbody tr:nth-child(2n) { background: #f6f8fa; }
  td[align=right], th[align=right] { text-align: right; }
  code, pre { font: 12px/1.45 "DejaVu Sans Mono", "Liberation Mono", monospace; }
  code { padding: 2px 5px; background: #eff1f3; border-radius: 5px; white-space: break-spaces; overflow-wrap: anywhere; }
  td code { white-space: nowrap; }
  td code.long { white-space: normal; }
  pre { padding: 14px; background: #f6f8fa; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
  pre code { padding: 0; background: none; }
  blockquote { padding: 0 14px; color: #59636e; border-left: 4px solid #d0d7de; }
  blockquote p:last-child { margin-bottom: 0; }
  .chart caption { margin-bottom: 6px; font-weight: 600; }
  .chart { width: 100%; }
  .chart th, .chart td { padding: 2px 11px; border: 0; background: none; white-space: nowrap; }
  .chart .line { width: 70%; }
  .chart .bar { display: block; height: 14px; min-width: 2px; border-radius: 3px; background: #54aeff; }
  .chart .urgent { background: #ff8182; }
  a { color: #0969da; text-decoration: none; }
  main > :last-child { margin-bottom: 0; }`;

/** How many characters of code may stand in a cell without a line break. */
const unbroken = 48;

const markdownParser = new Marked({
  gfm: true,
  renderer: {
    // false leaves any other code to the usual way.
    code: ({ text, lang }) => (lang === 'mermaid' ? expiryOutline(text) : false),
  },
});

/**
 * @param {Page} page
 * @returns {string} HTML, whole
 */
export function summaryPage({ title, markdown, annotations = [] }) {
  const body = markdownParser
    .parse(markdown, { async: false })
    .replace(/<code>([^<]*)<\/code>/g, (code, text) =>
      text.replace(/&#?\w+;/g, '.').length > unbroken ? `<code class="long">${text}</code>` : code,
    );
  const notes =
    annotations.length === 0
      ? ''
      : `<section class="box"><header>Annotations<small>${counts(annotations)}</small></header>\n${annotations.map(annotationPart).join('\n')}</section>\n`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${inHtml(title)}</title>
<style>${style}
</style>
${notes}<section class="box"><header>${inHtml(title)}</header><main>
${body}</main></section>
</html>
`;
}

/** @param {readonly Annotation[]} annotations */
function counts(annotations) {
  return /** @type {const} */ (['error', 'warning', 'notice'])
    .map((level) => ({ level, number: annotations.filter((each) => each.level === level).length }))
    .filter(({ number }) => number > 0)
    .map(({ level, number }) => `${number} ${level}${number === 1 ? '' : 's'}`)
    .join(' and ');
}

/** @param {Annotation} annotation */
function annotationPart({ level, title, message }) {
  const sign = level === 'error' ? '×' : '!';
  return `<div class="annotation ${level}"><span class="sign">${sign}</span><div><b>${inHtml(title)}</b><p>${inHtml(message)}</p></div></div>`;
}
