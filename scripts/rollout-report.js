// @ts-check

/**
 * The report of one host for the summary of a rollout: what the action reported, with the list of what expires soon,
 * which only the action knows if `expiring-within` is a share of a lifetime.
 * @param {string} report the text of the action's report
 * @param {string} expiring the action's output `expiring`: a JSON array of endpoints. On Windows, Node.js cannot read a
 *   variable of more than 32,766 characters: a list that is too long arrives as ''.
 * @returns {string} JSON; `expiring` is null where the list is not known
 * @throws {SyntaxError} if the report is no JSON
 */
export function hostReport(report, expiring) {
  return JSON.stringify({ ...JSON.parse(report), expiring: expiring === '' ? null : JSON.parse(expiring) });
}
