// @ts-check

/** @import { Input, Output } from './contract.js' */

/** Inputs that the runner fills in; a front page need not name them. */
const INTERNAL = new Set(['job-status']);

/**
 * @param {Input[]} inputs
 * @param {{ brief?: boolean }} [options] brief: the first sentence of each description, no internal inputs
 * @returns {string} a Markdown table
 */
export function inputTable(inputs, { brief = false } = {}) {
  const rows = inputs
    .filter(({ name }) => !(brief && INTERNAL.has(name)))
    .map(({ name, description, default: value }) => [
      value ? `\`${name}\` (\`${value}\`)` : `\`${name}\``,
      brief ? firstSentence(description) : description,
    ]);
  return table(['Input (default)', 'Meaning'], rows);
}

/**
 * @param {Output[]} outputs
 * @returns {string} a Markdown table
 */
export function outputTable(outputs) {
  const rows = outputs.map(({ name, description }) => [`\`${name}\``, description]);
  return table(['Output', 'Meaning'], rows);
}

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`.
 * @param {string} text
 * @param {Record<string, string>} parts by the name of their markers
 * @throws {Error} if a pair of markers is missing
 */
export function replaceMarked(text, parts) {
  return Object.entries(parts).reduce((result, [name, part]) => {
    const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!marked.test(result))
      throw new Error(`The markers <!-- ${name} --> and <!-- /${name} --> are missing.`);
    return result.replace(marked, (_, open, close) => `${open}${part}\n${close}`);
  }, text);
}

/**
 * The action once more, in a folder of its own: `uses: $/…` of the fleet workflows cannot name the root of a repository.
 * @param {string} action the text of action.yml
 * @param {string} up the way from that folder to the root
 */
export function actionInFolder(action, up) {
  const [, head = '', rest = ''] = /^([\s\S]*?)\nbranding:[\s\S]*?\n\n([\s\S]*)$/.exec(action) ?? [];
  if (!head) throw new Error('action.yml has no part "branding".');
  return [
    '# Written by "npm run docs" from action.yml: the same action, for the fleet workflows, which call it as "$/…".',
    `${head}\n`,
    rest.replace(/^( +(?:main|post): )/gm, `$1${up}`),
  ].join('\n');
}

/** @param {string} description */
function firstSentence(description) {
  return /^.*?\.(?=\s|$)/.exec(description)?.[0] ?? description;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
