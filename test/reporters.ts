/** What the tests report to: people, and the counts of .ci/run where it asks for them. */
export function reportersFor(suite: string) {
  const folder = process.env.CI_RESULTS;
  if (!folder) return ['default'];
  return ['default', ['json', { outputFile: `${folder}/${suite}.json` }] as [string, { outputFile: string }]];
}
