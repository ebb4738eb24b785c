// @ts-check

/**
 * The text under the heading `## [version] - YYYY-MM-DD` of a changelog, without the heading.
 * @param {string} changelog
 * @param {string} version
 * @returns {string | undefined} undefined if there is no such heading, or nothing under it
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}] - `));
  if (!section || !/^\[[^\]]+\] - \d{4}-\d{2}-\d{2}\n/.test(section)) return undefined;
  return section.slice(section.indexOf('\n') + 1).trim() || undefined;
}
