// @ts-check

/** @import { Input, Output } from './contract.js' */

/** Inputs that the runner fills in; nobody has to know them. */
const INTERNAL = new Set(['job-status']);

/**
 * @param {Input[]} inputs
 * @returns {string} a Markdown table, without the inputs that are internal
 */
export function inputTable(inputs) {
  const rows = inputs
    .filter(({ name }) => !INTERNAL.has(name))
    .map(({ name, description, default: value }) => [
      value ? `\`${name}\` (\`${value}\`)` : `\`${name}\``,
      description,
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

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
