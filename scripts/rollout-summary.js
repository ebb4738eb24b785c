// @ts-check

/**
 * @typedef {{ certificate?: { thumbprint?: unknown, notAfter?: unknown },
 *   outcome?: unknown, bindings?: unknown, warnings?: unknown }} Report
 * The report of one host as far as it is used here. It comes from another machine: nothing in it is certain.
 *
 * @typedef {'rebound' | 'unchanged' | 'planned' | 'inventory' | 'rolled-back' | 'failed' | 'no-report'} Outcome
 *
 * @typedef {{ host: string, outcome: Outcome, thumbprint: string, notAfter: string,
 *   changed: number, bindings: number, warnings: number, message: string }} HostResult
 * changed: bindings that this rollout changed. bindings: all that the report lists.
 *
 * @typedef {{ ok: boolean, counts: Partial<Record<Outcome, number>>, hosts: HostResult[] }} RolloutResult
 */

const GOOD = ['rebound', 'unchanged', 'planned', 'inventory'];
const OUTCOMES = [...GOOD, 'rolled-back', 'failed'];
/** Characters of a message. A thousand rows of it, all characters escaped, still fit into a job summary. */
const MESSAGE_LENGTH = 90;

const NO_REPORT = 'Not started, cancelled, or the runner did not come back. See the job of this host.';

/**
 * Puts the reports of all hosts together.
 * @param {string[]} hosts those that were planned: one without a report counts as not done
 * @param {ReadonlyMap<string, string>} reports the text of each host's report, by host
 * @returns {RolloutResult}
 */
export function mergeReports(hosts, reports) {
  const results = hosts.map((host) => resultOf(host, reports.get(host)));
  /** @type {Partial<Record<Outcome, number>>} */
  const counts = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return { ok: results.every(({ outcome }) => GOOD.includes(outcome)), counts, hosts: results };
}

/**
 * The rollout as Markdown for the job summary: hosts that need attention first, then the others.
 * @param {RolloutResult} rollout
 */
export function renderRollout({ ok, counts, hosts }) {
  const tally = Object.entries(counts)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
  const bad = hosts.filter(({ outcome }) => !GOOD.includes(outcome));
  const good = hosts.filter(({ outcome }) => GOOD.includes(outcome));
  return [
    `## Rollout to ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'}: ${ok ? 'done' : 'not done everywhere'}`,
    '',
    tally,
    '',
    '| Host | Outcome | Changed | Bindings | Certificate | Expires | Warnings | Note |',
    '| --- | --- | ---: | ---: | --- | --- | ---: | --- |',
    ...[...bad, ...good].map(row),
  ].join('\n');
}

/** @param {HostResult} result */
function row(result) {
  const cells = [
    result.host,
    result.outcome,
    result.changed,
    result.bindings,
    result.thumbprint,
    result.notAfter,
    result.warnings,
    result.message,
  ];
  return `| ${cells.map((cell) => harmless(String(cell))).join(' | ')} |`;
}

/**
 * @param {string} host
 * @param {string | undefined} text
 * @returns {HostResult}
 */
function resultOf(host, text) {
  const nothing = { host, thumbprint: '', notAfter: '', changed: 0, bindings: 0, warnings: 0 };
  if (text === undefined) return { ...nothing, outcome: 'no-report', message: NO_REPORT };
  const report = parseReport(text);
  if (!report)
    return { ...nothing, outcome: 'no-report', message: 'The report of this host cannot be read.' };
  const bindings = Array.isArray(report.bindings) ? report.bindings.filter(Boolean) : [];
  const outcome = /** @type {Outcome} */ (report.outcome);
  return {
    host,
    outcome,
    thumbprint: matching(report.certificate?.thumbprint, /^[0-9A-F]{40}/),
    notAfter: matching(report.certificate?.notAfter, /^\d{4}-\d{2}-\d{2}/),
    changed: bindings.filter(({ result }) => result === 'rebound' || result === 'created').length,
    bindings: bindings.length,
    warnings: Array.isArray(report.warnings) ? report.warnings.length : 0,
    message: GOOD.includes(outcome) ? '' : reasonIn(bindings),
  };
}

/**
 * What the first binding that went wrong says. A run that was refused before anything was touched has none.
 * @param {{ endpoint?: unknown, result?: unknown, message?: unknown }[]} bindings
 */
function reasonIn(bindings) {
  const troubled = bindings.find(({ result }) => result === 'failed' || result === 'rolled-back');
  if (!troubled) return 'Nothing was touched. See the job of this host.';
  return `${troubled.endpoint}: ${troubled.message || troubled.result}`.slice(0, MESSAGE_LENGTH);
}

/**
 * @param {string} text
 * @returns {Report | undefined}
 */
function parseReport(text) {
  try {
    const report = JSON.parse(text.replace(/^\uFEFF/, ''));
    return OUTCOMES.includes(report?.outcome) ? report : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The beginning of a text as far as it has the form that it should have; '' if it has not.
 * @param {unknown} value
 * @param {RegExp} form
 */
function matching(value, form) {
  return form.exec(String(value))?.[0] ?? '';
}

/**
 * Text that no Markdown or HTML reader takes for anything but text: all but the plainest characters become
 * numeric references.
 * @param {string} text
 */
function harmless(text) {
  return text.replace(/[^A-Za-z0-9 .,;:(){}_-]/gu, (character) => `&#${character.codePointAt(0)};`);
}
