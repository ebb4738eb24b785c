import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/reporters.js';

// The tests that `npm test` runs: all but those that take minutes, and those that need the Windows lab.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/windows-lab/**', 'test/slow/**'],
    // GitHub's parser imports JSON files in a way that Vite knows and Node does not.
    server: { deps: { inline: [/node_modules\/@actions\/(expressions|languageservice|workflow-parser)\//] } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: reportersFor('fast'),
  },
});
