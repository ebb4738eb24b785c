import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/reporters.js';

// The suites that take minutes: matrices of files, settings and faults, fuzzers. They use both cores by themselves,
// so one file at a time.
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    testTimeout: 15 * 60_000,
    hookTimeout: 5 * 60_000,
    fileParallelism: false,
    reporters: reportersFor('slow'),
  },
});
