import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../files.js';

/** Who pushes: it decides which rules hold. */
export type Pusher = 'admin' | 'maintain' | 'write' | 'deploy-key' | 'token';

/** What GitHub's CLI knows of releases. */
export type Releases = 'none' | 'draft' | 'published' | 'used-up' | 'down';

const GH = `#!/usr/bin/env bash
echo "$@" >> "$CALLS"
case "$1 $2 $RELEASES" in
  *down) echo "HTTP 503" >&2; exit 1 ;;
  *view?draft) echo '{"isDraft":true,"url":"https://example.com/draft"}' ;;
  *view?published) echo '{"isDraft":false,"url":"https://example.com/release"}' ;;
  *view*) echo "release not found" >&2; exit 1 ;;
  *create?used-up) echo "HTTP 422: Validation Failed: tag_name was used by an immutable release" >&2; exit 1 ;;
  *create*) echo https://example.com/draft ;;
esac
`;

const AUTHOR = ['NAME', 'EMAIL'].flatMap((part) =>
  ['AUTHOR', 'COMMITTER'].map((role) => [`GIT_${role}_${part}`, 'somebody@example.com']),
);

/** A repository on a server that keeps the rulesets of this project, and a clone of it. */
export class GitServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'git-server-'));
  readonly clone = join(this.folder, 'clone');
  readonly remote = join(this.folder, 'remote.git');
  readonly #calls = join(this.folder, 'calls');

  /** @param original a server to copy, which is much faster than to make one */
  constructor(original?: GitServer) {
    if (original) cpSync(original.folder, this.folder, { recursive: true });
    else this.#make();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Commits a version to `main`, as if a pull request were merged. */
  merge(version: string, file = 'dist/index.js'): void {
    this.#write(join(this.clone, 'package.json'), `${JSON.stringify({ version, type: 'module' })}\n`);
    this.#write(
      join(this.clone, 'CHANGELOG.md'),
      `# Changelog\n\n## [${version}] - 2030-01-01\n\n- New in ${version}.\n`,
    );
    this.#write(join(this.clone, file), version);
    this.run('admin', `git add --all && git commit --quiet -m ${version}`);
    this.set('refs/heads/main', this.run('admin', 'git rev-parse HEAD').stdout.trim());
  }

  /** Puts a reference on the server past all rules. */
  set(ref: string, commit: string): void {
    execFileSync('git', ['fetch', '--quiet', this.clone, 'HEAD'], { cwd: this.remote });
    execFileSync('git', ['update-ref', ref, commit], { cwd: this.remote });
  }

  /** The commit on which a reference stands on the server; '' if it is not there. */
  at(ref: string): string {
    return spawnSync('git', ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], {
      cwd: this.remote,
      encoding: 'utf8',
    }).stdout.trim();
  }

  /** Runs a script of a page or a step in the clone, as the runner's bash does. */
  run(pusher: Pusher, script: string, env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
      cwd: this.clone,
      encoding: 'utf8',
      env: {
        ...Object.fromEntries(AUTHOR),
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        PATH: `${join(this.folder, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
        PUSHER: pusher,
        CALLS: this.#calls,
        RUNNER_TEMP: this.folder,
        ...env,
      },
    });
    return { status, stdout, stderr };
  }

  #make(): void {
    mkdirSync(this.clone);
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', this.remote]);
    this.#write(join(this.remote, 'hooks/update'), this.#hook());
    this.#write(join(this.folder, 'bin/gh'), GH);
    writeFileSync(this.#calls, '');
    // A relative address, so that a copy has its own remote.
    this.run('admin', 'git init --quiet -b main && git remote add -t main -m main origin ../remote.git');
    this.run('admin', 'git config branch.main.remote origin && git config branch.main.merge refs/heads/main');
    cpSync(join(root, 'scripts'), join(this.clone, 'scripts'), { recursive: true });
  }

  #hook(): string {
    const script = join(root, 'test/docs/github/rules-hook.mjs');
    return `#!/bin/sh\nexec "${process.execPath}" "${script}" "${join(root, '.github/rulesets')}" "$@"\n`;
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (text.startsWith('#!')) chmodSync(path, 0o755);
  }
}
