import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/reporters.js';

/** The tests that take minutes: large matrices, fuzzers, other programs. `npx vitest run --config vitest.slow.config.ts` */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts', 'test/histories/*.test.ts'],
    env: { HISTORIES: process.env.HISTORIES ?? '12' },
    maxWorkers: availableParallelism(),
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: reportersFor('slow'),
  },
});
