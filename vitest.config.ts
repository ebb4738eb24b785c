import { availableParallelism } from 'node:os';
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
    // Half of the time a scenario waits: for handshakes, for slow programs, for a run that is to give up.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // A worker goes on to the next file as it is: no file changes what another one sees, so hooks stand in test files.
    isolate: false,
    globalSetup: ['test/prepare.ts'],
    reporters: reportersFor('fast'),
  },
});
