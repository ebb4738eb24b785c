import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';
import { reportersFor } from '../reporters.js';
import { folders } from './lab/folders.js';

/** Says how many tests ran on which Windows Node. */
const summary: Reporter = {
  onTestRunEnd(modules: ReadonlyArray<TestModule>) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const [node, wine] = readFileSync(folders.nodeVersion, 'utf8').split(/\r?\n/);
    console.log(
      `Windows lab: ${count('passed')} passed, ${count('failed')} failed on Windows Node ${node} (${wine})`,
    );
  },
};

// One machine, so one test at a time.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/windows-lab/**/*.test.ts'],
    globalSetup: ['test/windows-lab/lab/session.ts'],
    reporters: [...reportersFor('windows'), summary],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
