import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRepositoryName, ownName, rename } from '../../scripts/own-name.js';
import { list, read, root } from './files.js';

const name = ownName();
/** Put together, so that this file does not have it. */
const other = ['acme', 'tls'].join('/');

test('the name of the repository stands in package.json, and the examples have it', () => {
  expect(isRepositoryName(name)).toBe(true);
  for (const file of list('examples/*.yml')) expect(read(file), file).toContain(`uses: ${name}`);
});

test.each(['acme/iis', 'a/b.c-d_e', 'YOUR_NAME/rebind'])('%s is a name', (each) => {
  expect(isRepositoryName(each)).toBe(true);
});

test.each(['', 'acme', 'acme/', '/iis', '-a/b', 'a-/b', 'a--b/c', 'a/b/c', 'a/b@v1', `${'a'.repeat(40)}/b`])(
  '"%s" is none',
  (each) => expect(isRepositoryName(each)).toBe(false),
);

test('the folder of a clone has the name, too', () => {
  expect(rename('git clone https://github.com/a/b\ncd b\ncd bc\n', 'a/b', 'x/y')).toBe(
    'git clone https://github.com/x/y\ncd y\ncd bc\n',
  );
});

describe('one command', () => {
  const texts = list('*.md', '*.yml', '*.json', '*.ts', '*.js').filter((file) => !file.startsWith('dist/'));
  let copy: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'own-name-'));
    for (const file of texts) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      cpSync(join(root, file), join(copy, file));
    }
    execFileSync('git', ['init', '--quiet'], { cwd: copy });
    execFileSync('git', ['add', '--all'], { cwd: copy });
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  const publishAs = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/publish-as.js', ...args], { cwd: copy, encoding: 'utf8' });
  const withName = (each: string) =>
    texts.filter((file) => readFileSync(join(copy, file), 'utf8').includes(each));

  test('puts another name everywhere, and back', () => {
    const had = withName(name);
    expect(had).toEqual(expect.arrayContaining(['README.md', 'package.json', 'examples/renewal.yml']));
    expect(publishAs(other)).toMatchObject({ status: 0, stderr: '' });
    expect(withName(name)).toEqual([]);
    expect(withName(other)).toEqual(had);
    expect(ownName(new URL(`file://${copy}/`))).toBe(other);
    publishAs(name);
    for (const file of texts) expect(readFileSync(join(copy, file), 'utf8'), file).toBe(read(file));
  });

  test('takes nothing that is no name', () => {
    const { status, stderr } = publishAs('acme');
    expect(status).toBe(1);
    expect(stderr).toContain('"acme" is not the name of a repository');
    expect(withName(name)).not.toEqual([]);
  });
});
