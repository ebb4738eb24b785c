// @ts-check

/** GitHub runs at most this many jobs of one matrix. */
export const WAVE_SIZE = 256;

/** As many jobs `wave-…` as .github/workflows/rollout.yml has. */
export const WAVES = 4;

/**
 * Each host leaves one artifact. Through its REST API, GitHub's client lists at most 1,000 artifacts of a run; some are
 * left for the other jobs of the calling workflow.
 */
export const MOST_HOSTS = 900;

/**
 * @typedef {{ hosts: string[], canary: string[], waves: string[][] }} RolloutPlan
 * hosts: all, in the order of the rollout. waves: always WAVES of them, the unused ones empty.
 *
 * @typedef {{ name: string, os: string, status: string, labels: { name: string }[] }} Runner
 * What GitHub's REST API says of a self-hosted runner.
 */

/**
 * Splits a list of hosts into the canary and waves of at most WAVE_SIZE.
 * @param {string[]} hosts runner labels, each of one host
 * @param {string[]} canary hosts that go first; empty: the first of the list
 * @returns {RolloutPlan}
 * @throws {Error} with a message for the user
 */
export function planRollout(hosts, canary) {
  if (hosts.length === 0)
    throw new Error('There is no host. Name them in "hosts", or give a "runner-label".');
  assertHosts(hosts);
  if (hosts.length > MOST_HOSTS) {
    throw new Error(
      `${hosts.length} hosts are too many: one rollout takes ${MOST_HOSTS}. Split the list into several rollouts.`,
    );
  }
  const first = canary.length > 0 ? canary.map((name) => findHost(hosts, name)) : hosts.slice(0, 1);
  assertHosts(first);
  const rest = hosts.filter((host) => !first.includes(host));
  if (first.length > WAVE_SIZE)
    throw new Error(`A canary of ${first.length} hosts is none: name ${WAVE_SIZE} at most.`);
  const waves = Array.from({ length: WAVES }, (_, i) => rest.slice(i * WAVE_SIZE, (i + 1) * WAVE_SIZE));
  return { hosts: [...first, ...rest], canary: first, waves };
}

/**
 * The hosts in a text: one a line or separated by commas; what follows a `#` is a comment.
 * @param {string} text
 * @returns {string[]}
 */
export function parseHosts(text) {
  return text
    .split('\n')
    .flatMap((line) => line.replace(/#.*/, '').split(','))
    .map((host) => host.trim())
    .filter((host) => host !== '');
}

/**
 * The hosts among GitHub's self-hosted runners: those with all the labels given. A job chooses a runner by
 * label only, so each runner must have a label of its own, which is its name.
 * @param {Runner[]} runners
 * @param {string[]} labels
 * @returns {string[]} sorted, so that two rollouts go the same way
 * @throws {Error} if none fits, or one is offline or lacks the label of its own
 */
export function hostsFromRunners(runners, labels) {
  const wanted = labels.map((label) => label.toLowerCase());
  const has = (/** @type {Runner} */ runner, /** @type {string} */ label) =>
    runner.labels.some(({ name }) => name.toLowerCase() === label.toLowerCase());
  const chosen = runners.filter((runner) => wanted.every((label) => has(runner, label)));
  if (chosen.length === 0) {
    throw new Error(
      `No runner has the label ${labels.join(' and ')}. ${runners.length} runners were looked at.`,
    );
  }
  const nameless = chosen.filter((runner) => !has(runner, runner.name)).map(({ name }) => name);
  if (nameless.length > 0) {
    throw new Error(
      `A job can be sent to one runner only by a label that no other has. Give these runners their own name as a label: ${nameless.join(', ')}.`,
    );
  }
  const offline = chosen.filter(({ status }) => status !== 'online').map(({ name }) => name);
  if (offline.length > 0) {
    throw new Error(
      `These runners are offline: ${offline.join(', ')}. Start them, or take the label away from them.`,
    );
  }
  return chosen.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
}

/**
 * All self-hosted runners of a repository or an organization.
 * @param {string} scope `repos/owner/name` or `orgs/name`
 * @param {string} token one that may read them: GITHUB_TOKEN may not
 * @param {{ api: string, fetch: typeof globalThis.fetch }} github api: the address of the REST API
 * @returns {Promise<Runner[]>}
 */
export async function listRunners(scope, token, github) {
  /** @type {Runner[]} */
  const runners = [];
  for (let page = 1; ; page += 1) {
    const url = `${github.api}/${scope}/actions/runners?per_page=100&page=${page}`;
    const response = await github.fetch(url, {
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      throw new Error(
        `GitHub did not list the runners of ${scope} (HTTP ${response.status}). "runners-token" needs read access to self-hosted runners: "Administration" of a repository, or "Self-hosted runners" of an organization.`,
      );
    }
    const body = /** @type {{ runners: Runner[] }} */ (await response.json());
    runners.push(...body.runners);
    if (body.runners.length < 100) return runners;
  }
}

/**
 * A host stands in a job name, a concurrency group, an artifact name and a file name: only what is harmless
 * in all of them is taken.
 * @param {string[]} hosts
 */
function assertHosts(hosts) {
  const seen = new Set();
  for (const host of hosts) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(host)) {
      throw new Error(
        `"${host}" is not a host. Use letters, digits, dots, hyphens and underscores: the label of one runner, such as web-01.`,
      );
    }
    const key = host.toLowerCase();
    if (seen.has(key)) throw new Error(`"${host}" is listed twice. Name each host once.`);
    seen.add(key);
  }
}

/**
 * @param {string[]} hosts
 * @param {string} name
 */
function findHost(hosts, name) {
  const host = hosts.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (host) return host;
  throw new Error(`The canary "${name}" is not among the hosts: ${hosts.slice(0, 20).join(', ')}.`);
}
