import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Icacls, savedList } from '../../src/windows/icacls.js';
import { fakeSystem32 } from './fake-programs.js';

const name = 'abc_1';
const file = `/keys/${name}`;
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('what icacls saves', () => {
  it.each([
    ['without a mark', false, utf16(`${name}\r\nD:PAI(A;;FA;;;SY)\r\n`)],
    ['with a byte order mark', true, utf16(`\uFEFF${name}\r\nD:PAI(A;;FA;;;SY)\r\n`)],
    ['with the whole path', false, utf16(`C:\\keys\\${name.toUpperCase()}\r\nD:PAI(A;;FA;;;SY)`)],
  ])('is the list of the file: %s', (_, hasMark, bytes) => {
    expect(savedList(bytes, name)).toEqual({ is: 'saved', sddl: 'D:PAI(A;;FA;;;SY)', hasMark });
  });

  it('may have an owner and a group before its list', () => {
    const sddl = 'O:SYG:SYD:PAI(A;;FA;;;SY)';
    expect(savedList(utf16(`${name}\r\n${sddl}\r\n`), name)).toMatchObject({ is: 'saved', sddl });
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['the list of another file', utf16('other\r\nD:(A;;FA;;;SY)\r\n')],
    ['no list', utf16(`${name}\r\n`)],
  ])('is no list: %s', (_, bytes) => {
    expect(savedList(bytes, name)).toBeUndefined();
  });
});

describe('icacls', () => {
  it('saves, and leaves no file behind', async () => {
    let out = '';
    const { system32, temp, calls } = fakeSystem32({
      'icacls.exe': ([, , to = '']) => {
        out = to;
        writeFileSync(to, utf16(`${name}\r\nD:(A;;FR;;;NS)\r\n`));
        return 'processed file: abc_1';
      },
    });
    expect(await new Icacls(system32, temp).save(file)).toMatchObject({
      is: 'saved',
      sddl: 'D:(A;;FR;;;NS)',
    });
    expect(calls).toEqual([
      expect.stringMatching(/^icacls\.exe \/keys\/abc_1 \/save temp\/[0-9a-f-]+\.acl$/),
    ]);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  it('says what the program said where it saved nothing', async () => {
    const { system32, temp } = fakeSystem32({ 'icacls.exe': () => 'abc_1: Access is denied.\r\n' });
    expect(await new Icacls(system32, temp).save(file)).toEqual({
      is: 'problem',
      text: 'abc_1: Access is denied.',
    });
  });

  it('grants by SID', async () => {
    const { system32, temp, calls } = fakeSystem32({ 'icacls.exe': () => '' });
    const icacls = new Icacls(system32, temp);
    await icacls.grant(file, 'S-1-5-20', 'read');
    await icacls.grant(file, 'S-1-5-21-1-2-3-4', 'full');
    expect(calls).toEqual([
      'icacls.exe /keys/abc_1 /grant *S-1-5-20:(R)',
      'icacls.exe /keys/abc_1 /grant *S-1-5-21-1-2-3-4:(F)',
    ]);
  });

  it.each([false, true])('restores a list in the form in which it was saved (mark: %s)', async (hasMark) => {
    let given = Buffer.alloc(0);
    const { system32, temp, calls } = fakeSystem32({
      'icacls.exe': ([, , from = '']) => {
        given = readFileSync(from);
        return '';
      },
    });
    await new Icacls(system32, temp).restore(file, { sddl: 'D:(A;;FA;;;SY)', hasMark });
    expect(savedList(given, name)).toEqual({ is: 'saved', sddl: 'D:(A;;FA;;;SY)', hasMark });
    expect(calls).toEqual([expect.stringMatching(/^icacls\.exe \/keys \/restore temp\/[0-9a-f-]+\.acl$/)]);
  });
});
