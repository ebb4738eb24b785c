import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const found = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;

/** The programs on this machine that make and read PFX files. Tests that need a missing one are skipped. */
export const has = {
  openssl: found('openssl', 'version'),
  /** RC2, RC4 and their like are in a provider of OpenSSL 3 that may be missing. */
  opensslLegacy: spawnSync('openssl', ['list', '-providers', '-provider', 'legacy']).status === 0,
  keytool: found('keytool', '-help'),
  certtool: found('certtool', '--version'),
  nss: found('pk12util', '-H') && found('certutil', '-H'),
} as const;

/** A folder for the files of one test file, removed after it. */
export function scratchFolder(): {
  path: (name: string) => string;
  write: (name: string, content: string | Uint8Array) => string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** Runs a program and returns its output; throws with its complaints if it fails. */
export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
