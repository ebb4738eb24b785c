// @ts-check

/**
 * @typedef {{ commit?: string, before: string, why: string }} Move
 * commit: what the major tag has to become; undefined if it stays. before: what it is now, '' if there is none.
 */

/**
 * Whether the major tag of a release has to move, and to which commit.
 * @param {string} tag `vX.Y.Z`
 * @param {string} remote what `git ls-remote --tags` printed
 * @returns {Move}
 * @throws {Error} if the tag is none of a release, is not there, or the major tag stands on no release
 */
export function decideMove(tag, remote) {
  if (!isRelease(tag)) throw new Error(`"${tag}" is not of the form vX.Y.Z.`);
  const tags = tagsIn(remote);
  const target = tags.get(tag);
  if (!target) throw new Error(`There is no tag ${tag} on the remote.`);
  const name = tag.split('.')[0] ?? '';
  const present = tags.get(name);
  if (!present) return { commit: target.commit, before: '', why: `${name} is new.` };
  if (present.commit === target.commit) return { before: present.object, why: `${name} stands on ${tag}.` };
  const released = [...tags].filter(([each, { commit }]) => isRelease(each) && commit === present.commit);
  const [latest] = released
    .map(([each]) => each)
    .sort(byVersion)
    .reverse();
  if (!latest)
    throw new Error(
      `${name} stands on ${present.commit}, which is no release. Find out who moved it, then move it by hand.`,
    );
  if (byVersion(latest, tag) > 0)
    return { before: present.object, why: `${name} stays on ${latest}, which is later than ${tag}.` };
  return { commit: target.commit, before: present.object, why: `${name} moves from ${latest} to ${tag}.` };
}

/** @param {string} tag */
function isRelease(tag) {
  return /^v\d+\.\d+\.\d+$/.test(tag);
}

/**
 * The tags of a remote. An annotated one is an object of its own, and `^{}` stands before its commit.
 * @param {string} remote
 * @returns {Map<string, { object: string, commit: string }>}
 */
function tagsIn(remote) {
  const lines = [...remote.matchAll(/^([0-9a-f]{40,64})\trefs\/tags\/(\S+?)(\^\{\})?$/gm)];
  /** @type {Map<string, { object: string, commit: string }>} */
  const tags = new Map();
  for (const [, hash = '', name = '', peeled] of lines) {
    tags.set(name, { object: peeled ? (tags.get(name)?.object ?? hash) : hash, commit: hash });
  }
  return tags;
}

/**
 * @param {string} one `vX.Y.Z`
 * @param {string} other
 */
function byVersion(one, other) {
  const numbers = (/** @type {string} */ tag) => tag.slice(1).split('.').map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const differing = left.findIndex((number, i) => number !== right[i]);
  return differing === -1 ? 0 : (left[differing] ?? 0) - (right[differing] ?? 0);
}
