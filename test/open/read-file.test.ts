import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNamedFile } from '../../src/open/read-file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'named-file-'));
  mkdirSync(join(folder, 'a.folder'));
  writeFileSync(join(folder, 'empty.pfx'), '');
  writeFileSync(join(folder, 'site.pfx'), 'content');
  writeFileSync(join(folder, '%odd%.pfx'), 'odd');
  writeFileSync(join(folder, 'huge.pfx'), '');
  truncateSync(join(folder, 'huge.pfx'), 17 * 1024 * 1024);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string) => readNamedFile({ input: 'pfx-path', path, code: 'pfx-unreadable' });
const partsOf = async (path: string) => {
  const error = await read(path).catch((thrown: unknown) => thrown);
  return (error as { code: string; parts: { cause: string; evidence: string; next: string } }) ?? {};
};

describe('a file that an input names', () => {
  it('is read, whatever its name looks like', async () => {
    expect((await read(join(folder, 'site.pfx'))).toString()).toBe('content');
    expect((await read(join(folder, '%odd%.pfx'))).toString()).toBe('odd');
  });

  it('is shown with the whole path at which it was looked for', async () => {
    const { code, parts } = await partsOf('certs/site.pfx');
    expect(code).toBe('pfx-unreadable');
    expect(parts.cause).toBe('The file named in "pfx-path" cannot be read: certs/site.pfx');
    expect(parts.evidence).toBe(
      `There is no such file or folder. It was looked for at ${join(process.cwd(), 'certs/site.pfx')}.`,
    );
  });

  it.each([
    ['%TEMP%\\site.pfx', '%TEMP%'],
    ['$env:RUNNER_TEMP\\site.pfx', '$env:RUNNER_TEMP'],
    ['~/site.pfx', '"~"'],
  ])('is not there under a path that nobody has expanded: %s', async (path, literal) => {
    const { parts } = await partsOf(path);
    expect(parts.evidence).toContain('There is no such file or folder.');
    expect(parts.next).toContain(`Nothing replaces ${literal}`);
  });

  it('is not shown where it is the content and not the path', async () => {
    const secret = '-----BEGIN PRIVATE KEY-----\nTOPSECRET\n-----END PRIVATE KEY-----';
    const { parts } = await partsOf(secret);
    expect(Object.values(parts).join(' ')).not.toContain('TOPSECRET');
    expect(parts.cause).toContain('a text of');
  });

  it.each([
    ['a.folder', 'It is a folder.'],
    ['empty.pfx', 'The file is empty.'],
    ['huge.pfx', 'The file has 17825792 bytes'],
    ['site.pfx/more', 'There is no such file or folder.'],
  ])('is refused with its reason: %s', async (name, evidence) => {
    expect((await partsOf(join(folder, name))).parts.evidence).toContain(evidence);
  });

  it('does not hang on what never ends', async () => {
    expect((await partsOf('/dev/zero')).parts.evidence).toBe('It is not an ordinary file.');
  });

  it.skipIf(process.getuid?.() === 0)('says that there is no right to read it', async () => {
    const file = join(folder, 'secret.pfx');
    writeFileSync(file, 'secret');
    chmodSync(file, 0);
    expect((await partsOf(file)).parts.evidence).toContain('no right to read it (EACCES)');
  });
});
