// @ts-check

/**
 * @typedef {{ certificate?: { thumbprint?: unknown, notAfter?: unknown },
 *   outcome?: unknown, bindings?: unknown, warnings?: unknown, expiring?: unknown }} Report
 * The report of one host as far as it is used here, with the list that rollout-report.js adds. It comes from another
 * machine: nothing in it is certain.
 *
 * @typedef {'rebound' | 'unchanged' | 'planned' | 'inventory' | 'rolled-back' | 'failed' | 'no-report'} Outcome
 *
 * @typedef {{ host: string, outcome: Outcome, thumbprint: string, notAfter: string,
 *   expiring: string[], missing: string[], unreadable: boolean,
 *   changed: number, bindings: number, warnings: number, message: string }} HostResult
 * notAfter: of the new certificate; in an inventory, of the binding that expires first.
 * expiring: bindings whose certificate expires soon, soonest first. missing: in an inventory, bindings whose
 * certificate is not in its store, or cannot be read. Both are cut where the output would not take them.
 * unreadable: there are bindings that could not be understood, so of which nothing is known.
 * changed: bindings that this rollout changed. bindings: all that the report lists.
 *
 * @typedef {{ endpoint?: unknown, result?: unknown, message?: unknown, thumbprint?: unknown,
 *   notAfter?: unknown }} Binding
 *
 * @typedef {{ ok: boolean, counts: Partial<Record<Outcome, number>>, hosts: HostResult[] }} RolloutResult
 */

const GOOD = ['rebound', 'unchanged', 'planned', 'inventory'];
const OUTCOMES = [...GOOD, 'rolled-back', 'failed'];
/** Characters of a message. A thousand rows of it, all characters escaped, still fit into a job summary. */
const MESSAGE_LENGTH = 90;

/** Characters of an endpoint: a host name with its port has fewer. */
const ENDPOINT_LENGTH = 300;
/** Bytes of the expiring bindings in a row of the table, once escaped. */
const EXPIRING_LENGTH = 160;
/** GitHub keeps at most 1 MB of outputs for a job: this much of it is for each of the two lists of all hosts. */
const LISTS_LENGTH = 200_000;
/** GitHub cuts an annotation at 4,096 characters, and counts escapes: this much is for the names of hosts. */
const NAMES_LENGTH = 3_000;

/** What a warning says of bindings that the action could not understand. */
const UNREADABLE = /(cannot be|is not|are not) understood/;

/** Stands for the bindings that expire soon where the host's list of them did not arrive. */
const NOT_LISTED = '(too many to list)';

const NO_REPORT = 'Not started, cancelled, or the runner did not come back. See the job of this host.';

/** Why a plan that succeeded can have no outputs: GitHub withholds an output with the text of a secret in it. */
export const OUTPUTS_KEPT_BACK =
  'The plan has no outputs. GitHub keeps an output back if the text of a secret stands in it: see the warnings of the job "Plan". A password that is part of a host\'s name, such as "web", does that. Choose a longer one.';

/**
 * Puts the reports of all hosts together.
 * @param {string[]} hosts those that were planned: one without a report counts as not done
 * @param {ReadonlyMap<string, string>} reports the text of each host's report, by host
 * @returns {RolloutResult}
 */
export function mergeReports(hosts, reports) {
  const room = LISTS_LENGTH / hosts.length;
  const results = hosts.map((host) => resultOf(host, reports.get(host), room));
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
    '| Host | Outcome | Changed | Bindings | Certificate | Expires | Expiring | Warnings | Note |',
    '| --- | --- | ---: | ---: | --- | --- | --- | ---: | --- |',
    ...[...bad, ...good].map(row),
  ].join('\n');
}

/**
 * What a rollout's annotation says: every host that is not done, with its outcome, as far as GitHub does not cut it.
 * @param {RolloutResult} rollout
 * @returns {string} '' if all are done
 */
export function failureOf({ ok, counts, hosts }) {
  if (ok) return '';
  const tally = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  const bad = hosts.filter(({ outcome }) => !GOOD.includes(outcome));
  const named = bad.map(({ host, outcome }) => `${host} (${outcome})`);
  const shown = fitting(named, NAMES_LENGTH, (name) => name.length + 2);
  const others = named.length - shown.length;
  const list = [...shown, ...(others > 0 ? [`and ${others} more`] : [])].join(', ');
  return `${hosts.length} hosts: ${tally.join(', ')}. Not done: ${list}. The job summary says why.`;
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
    shortList(result.expiring),
    result.warnings,
    result.message,
  ];
  return `| ${cells.map((cell) => harmless(String(cell))).join(' | ')} |`;
}

/**
 * As many of the bindings as fit into a cell, with a mark where there are more.
 * @param {string[]} endpoints
 */
function shortList(endpoints) {
  const shown = fitting(endpoints, EXPIRING_LENGTH, (endpoint) => harmless(endpoint).length + 2);
  return [...shown, ...(shown.length < endpoints.length ? ['…'] : [])].join(', ');
}

/**
 * @param {string} host
 * @param {string | undefined} text
 * @param {number} room bytes that each of its lists may take in the output
 * @returns {HostResult}
 */
function resultOf(host, text, room) {
  const nothing = {
    host,
    thumbprint: '',
    notAfter: '',
    expiring: [],
    missing: [],
    unreadable: false,
    changed: 0,
    bindings: 0,
    warnings: 0,
  };
  if (text === undefined) return { ...nothing, outcome: 'no-report', message: NO_REPORT };
  const report = parseReport(text);
  if (!report)
    return { ...nothing, outcome: 'no-report', message: 'The report of this host cannot be read.' };
  const result = { host, ...factsOf(report, room) };
  return {
    ...result,
    message: GOOD.includes(result.outcome) ? notesOn(result) : reasonIn(bindingsOf(report)),
  };
}

/**
 * @param {Report} report
 * @param {number} room bytes for each list
 */
function factsOf(report, room) {
  const bindings = bindingsOf(report);
  const warnings = Array.isArray(report.warnings) ? report.warnings : [];
  const outcome = /** @type {Outcome} */ (report.outcome);
  const isInventory = outcome === 'inventory';
  const dates = bindings.map(dateOf).filter((date) => !Number.isNaN(date));
  const first = dates.length > 0 ? new Date(Math.min(...dates)).toISOString() : '';
  // Only an inventory reads every certificate.
  const missing = bindings
    .filter((binding) => isInventory && binding.thumbprint && Number.isNaN(dateOf(binding)))
    .map(({ endpoint }) => endpoint);
  return {
    outcome,
    thumbprint: matching(report.certificate?.thumbprint, /^[0-9A-F]{40}/),
    notAfter: matching(isInventory ? first : report.certificate?.notAfter, /^\d{4}-\d{2}-\d{2}/),
    expiring: endpointsOf(expiringIn(report, outcome), room),
    missing: endpointsOf(missing, room),
    unreadable: warnings.some((text) => UNREADABLE.test(String(text))),
    changed: bindings.filter(({ result }) => result === 'rebound' || result === 'created').length,
    bindings: bindings.length,
    warnings: warnings.length,
  };
}

/**
 * @param {Report} report
 * @returns {Binding[]}
 */
function bindingsOf({ bindings }) {
  return Array.isArray(bindings) ? bindings.filter(Boolean) : [];
}

/**
 * The endpoints whose certificate expires soon, soonest first.
 * @param {Report} report
 * @param {Outcome} outcome
 * @returns {unknown[]}
 */
function expiringIn(report, outcome) {
  const dates = new Map(bindingsOf(report).map((binding) => [binding.endpoint, dateOf(binding)]));
  const dateAt = (/** @type {unknown} */ endpoint) => dates.get(endpoint) || 0;
  if (Array.isArray(report.expiring))
    return [...report.expiring].sort((one, other) => dateAt(one) - dateAt(other));
  // A run that failed early knows nothing; of any other the list got lost on its way, so it is a long one.
  return GOOD.includes(outcome) ? [NOT_LISTED] : [];
}

/**
 * What is to be looked at on a host that is done.
 * @param {Pick<HostResult, 'missing' | 'unreadable'>} result
 */
function notesOn({ missing, unreadable }) {
  const notes = [
    ...(unreadable ? ['Some bindings cannot be understood.'] : []),
    ...(missing.length > 0 ? [`Certificate missing: ${missing.join(', ')}.`] : []),
  ];
  return notes.join(' ').slice(0, MESSAGE_LENGTH);
}

/**
 * What the first binding that went wrong says. A report without one does not prove that nothing was touched:
 * bindings that an earlier run has left behind are not in it.
 * @param {Binding[]} bindings
 */
function reasonIn(bindings) {
  const troubled = bindings.find(({ result }) => result === 'failed' || result === 'rolled-back');
  if (!troubled) return 'See the job of this host.';
  return `${troubled.endpoint}: ${troubled.message || troubled.result}`.slice(0, MESSAGE_LENGTH);
}

/**
 * When the certificate of a binding expires, in milliseconds; NaN where that is not known.
 * @param {Binding} binding
 */
function dateOf({ notAfter }) {
  return typeof notAfter === 'string' ? Date.parse(notAfter) : Number.NaN;
}

/**
 * As many endpoints as fit, and one in any case: a list that is not empty stays so.
 * @param {unknown[]} all
 * @param {number} room bytes
 */
function endpointsOf(all, room) {
  const endpoints = all.map((endpoint) => String(endpoint).slice(0, ENDPOINT_LENGTH));
  const shown = fitting(endpoints, room, (text) => Buffer.byteLength(JSON.stringify(text)) + 1);
  return shown.length > 0 ? shown : endpoints.slice(0, 1);
}

/**
 * The first texts that fit into a room together.
 * @param {string[]} texts
 * @param {number} room
 * @param {(text: string) => number} sizeOf
 */
function fitting(texts, room, sizeOf) {
  let used = 0;
  const end = texts.findIndex((text) => {
    used += sizeOf(text);
    return used > room;
  });
  return end === -1 ? texts : texts.slice(0, end);
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
