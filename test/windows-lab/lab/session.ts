import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { folders, onLinux, windows } from './folders.js';
import { jobs } from './job.js';
import { insideSession } from './wine.js';

/**
 * Starts the lab's Windows, puts the committed action where a runner would, and ends it all when the tests are over.
 * All its processes live in a namespace whose first process reads this process's pipe: they cannot outlive it.
 */
export default async function startSession(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(onLinux(windows.node)))
    throw new Error('There is no Windows lab here: run test/windows-lab/setup.sh');
  const enter = join(folders.project, 'test/windows-lab/enter.sh');
  const unshare = ['--mount', '--pid', '--fork', '--kill-child', enter, folders.debian];
  const session = spawn(
    'unshare',
    [...unshare, 'sh', '-c', 'wineserver --persistent; echo ready; exec cat'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  await once(session.stdout, 'data');
  const pid = session.pid ?? 0;
  noteNodeVersion(pid);
  installAction();
  project.provide('session', pid);
  return async () => {
    session.stdin.end();
    await once(session, 'exit');
  };
}

/** Into a file, as everything that Wine runs here, see wine.ts. */
function noteNodeVersion(session: number): void {
  const script = 'wine "$0" --version >/lab/node-version.txt && wine --version >>/lab/node-version.txt';
  execFileSync(...insideSession(session, ['sh', '-c', script, windows.node]), { stdio: 'ignore' });
  cpSync(join(folders.debian, 'lab/node-version.txt'), folders.nodeVersion);
}

function installAction(): void {
  const action = onLinux(windows.action);
  for (const old of [action, onLinux(jobs)]) rmSync(old, { recursive: true, force: true });
  mkdirSync(onLinux(windows.workspace), { recursive: true });
  for (const part of ['action.yml', 'package.json']) cpSync(join(folders.project, part), join(action, part));
  cpSync(folders.dist, join(action, 'dist'), { recursive: true });
}
