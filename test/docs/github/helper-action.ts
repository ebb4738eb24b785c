import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { read, root } from '../files.js';

/**
 * Runs one of the fleet's small actions as the runner does: its inputs and files in the environment.
 * @param action its folder
 * @param temp a folder for what it writes
 */
export function runHelper(action: string, inputs: Readonly<Record<string, string>>, temp: string) {
  const { runs } = parse(read(`${action}/action.yml`));
  for (const name of ['output', 'summary']) writeFileSync(join(temp, name), '');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, action, runs.main)], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
  });
  if (stderr !== '') throw new Error(stderr);
  const written = readFileSync(join(temp, 'output'), 'utf8');
  const outputs: Record<string, string> = Object.fromEntries(
    [...written.matchAll(/^(\S+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  );
  return { status, stdout, outputs, summary: readFileSync(join(temp, 'summary'), 'utf8') };
}
