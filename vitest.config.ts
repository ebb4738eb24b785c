import { defineConfig } from 'vitest/config';
import { githubParser } from './test/docs/github/vite.js';
import { reportersFor } from './test/reporters.js';

// The tests that `npm test` runs: all but those that take minutes, and those that need the Windows lab.
export default defineConfig({
  plugins: [githubParser],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/windows-lab/**', 'test/slow/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: reportersFor('fast'),
  },
});
