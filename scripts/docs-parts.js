// @ts-check

/** @import { Input, Output } from './contract.js' */

/** `owner/name` of this action on GitHub, as every `uses:` names it. */
export const OWN_REPOSITORY = 'rebind-iis-certificate/rebind-iis-certificate';

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
 * The fleet workflows run this action at the release that they belong to, not at a tag that moves: who pins
 * the workflow pins everything.
 * @param {string} workflow
 * @param {string} version as in package.json
 */
export function replaceOwnVersion(workflow, version) {
  return workflow.replace(
    new RegExp(`(uses: ${OWN_REPOSITORY}(?:/[^@\\s]+)?@)v[\\w.-]+`, 'g'),
    (_, uses) => `${uses}v${version}`,
  );
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
