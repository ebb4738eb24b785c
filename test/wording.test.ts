import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { quoted, systemError } from '../src/wording.js';

it('says in words what the operating system said', () => {
  const thrown = (path: string) => {
    try {
      return readFileSync(path);
    } catch (error) {
      return systemError(error);
    }
  };
  expect(thrown('/no/such/file.pfx')).toBe('no such file or folder: /no/such/file.pfx');
  expect(thrown('/')).toBe('it is a folder, not a file');
  expect(systemError(Object.assign(new Error('ENOSPC: x'), { code: 'ENOSPC' }))).toBe(
    'no space left on the disk',
  );
  expect(systemError(Object.assign(new Error('A sentence.'), { code: 'EWHAT' }))).toBe('A sentence.');
  expect(systemError('text')).toBe('text');
});

it('lists names', () => {
  expect(quoted(['pfx'])).toBe('"pfx"');
  expect(quoted(['pfx', 'sites'])).toBe('"pfx" and "sites"');
  expect(quoted(['pfx', 'sites', 'store'])).toBe('"pfx", "sites" and "store"');
});
