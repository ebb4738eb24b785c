import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../simulator/build.js';

/** A bundle to compare with. */
export interface Released {
  readonly tag: string;
  /** A temporary folder, for whoever asked to remove. */
  readonly folder: string;
}

/** The bundle of the last release before this commit. @returns undefined where git knows of none */
export function lastRelease(root = projectRoot()): Released | undefined {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const described = git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*.[0-9]*.[0-9]*');
  const tag = described.status === 0 ? described.stdout.toString('utf8').trim() : '';
  if (tag === '') return undefined;
  const archive = git('archive', '--format=tar', tag, 'dist');
  if (archive.status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-release-'));
  const { status } = spawnSync('tar', ['x', '-C', folder], { input: archive.stdout });
  return status === 0 ? { tag, folder } : undefined;
}
