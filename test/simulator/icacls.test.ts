import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { parseSddl, printSddl } from '../../simulator/access/sddl.js';
import { machineSid } from '../../simulator/access/sids.js';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { Language, MachineOptions } from '../../simulator/machine-options.js';
import { run } from './run.js';

const usual = 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)';
const pool = 'S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415';
const certificate = issue({ names: ['www.example.com'] });
const ok = 'Successfully processed 1 files; Failed processing 0 files\n';
const failed = 'Successfully processed 0 files; Failed processing 1 files\n';

let machine: Machine;
let file: string;
let out: string;

async function make(options: Partial<MachineOptions> = {}, keyAccess = usual): Promise<void> {
  machine = await createMachine({ codePage: 65001, ...options });
  machine.install(certificate, { keyAccess });
  file = machine.keys.list()[0] ?? '';
  out = join(machine.folder, 'saved.acl');
}

afterEach(() => machine.close());

const icacls = (...args: string[]) => run(machine, 'icacls.exe', ...args);
const list = () => printSddl(machine.keys.access(file));
const saved = () => readFileSync(out).toString('utf16le');

describe('/save', () => {
  const lists = [
    usual,
    'D:PAI(A;;0xd01f01ff;;;SY)(A;;0xd01f01ff;;;BA)(A;;0x80120089;;;NS)',
    `D:PAI(D;;FR;;;BU)(A;;FA;;;SY)(A;;GAGR;;;BA)(A;;FR;;;${pool})`,
    'D:AI(A;;FR;;;IS)(D;ID;FW;;;AU)(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)',
    `D:PAI(A;;FA;;;LA)(A;;RC;;;${machineSid}-1009)`,
    'D:PAI',
  ];

  test.each(lists)('writes the name and the list: %s', async (sddl) => {
    await make({}, sddl);
    expect(await icacls(file, '/save', out)).toMatchObject({
      code: 0,
      out: `processed file: ${file}\n${ok}`,
      err: '',
    });
    expect(saved()).toBe(`${basename(file)}\r\n${sddl}\r\n`);
  });

  test('in UTF-16, with a byte order mark where told so, and over what is there', async () => {
    await make({ aclFileMark: true });
    writeFileSync(out, 'old');
    expect((await icacls(file, '/SAVE', out, '/c', '/q')).out).toBe(ok);
    expect(readFileSync(out).subarray(0, 4).toString('hex')).toBe(
      `fffe${Buffer.from(basename(file)[0] ?? '', 'utf16le').toString('hex')}`,
    );
  });

  test('writes well-known accounts by two letters, and whole rights by their names', () => {
    const written = 'D:P(A;;0x1f01ff;;;S-1-5-18)(A;;0x120089;;;S-1-5-20)(A;;0x80000000;;;S-1-1-0)';
    const list = parseSddl(written);
    expect(list && printSddl(list)).toBe('D:P(A;;FA;;;SY)(A;;FR;;;NS)(A;;GR;;;WD)');
  });

  test.each([
    '',
    'D',
    'O:SYD:P',
    'D:P(A;;FA;;;SY',
    'D:P(A;;FA;;;XX)',
    'D:P(A;;QQ;;;SY)',
    'D:X',
    'D:P(AU;;FA;;;SY)',
  ])('of no list: %j', (text) => {
    expect(parseSddl(text)).toBeUndefined();
  });
});

describe('/grant', () => {
  const grants: [before: string, args: string[], after: string][] = [
    [usual, ['*S-1-5-20:(R)'], 'D:PAI(A;;FR;;;NS)(A;;FA;;;SY)(A;;FA;;;BA)'],
    [usual, ['*S-1-5-20:R'], 'D:PAI(A;;FR;;;NS)(A;;FA;;;SY)(A;;FA;;;BA)'],
    [
      usual,
      [`*${pool}:(R,W)`, '*S-1-5-20:(GR)'],
      `D:PAI(A;;GR;;;NS)(A;;0x12019f;;;${pool})(A;;FA;;;SY)(A;;FA;;;BA)`,
    ],
    ['D:PAI(A;;FR;;;NS)(A;;FA;;;SY)', ['*S-1-5-20:(W)'], 'D:PAI(A;;0x12019f;;;NS)(A;;FA;;;SY)'],
    ['D:PAI(D;;FW;;;NS)(A;;FA;;;SY)', ['*S-1-5-20:(R)'], 'D:PAI(D;;FW;;;NS)(A;;FR;;;NS)(A;;FA;;;SY)'],
    ['D:AI(A;ID;FR;;;NS)', ['*S-1-5-20:(R)'], 'D:AI(A;;FR;;;NS)(A;ID;FR;;;NS)'],
    [usual, ['*S-1-5-18:(F)'], usual],
  ];

  test.each(grants)('%s %j', async (before, args, after) => {
    await make({}, before);
    expect(await icacls(file, '/grant', ...args, '/q')).toMatchObject({ code: 0, out: ok, err: '' });
    expect(list()).toBe(after);
  });

  const nonsense: [args: string[], code: number][] = [
    [['/grant'], 87],
    [['/grant', '*S-1-5-20'], 87],
    [['/grant', '*S-1-5-20:'], 87],
    [['/grant', '*S-1-5-20:(Q)'], 87],
    [['/grant', '*S-1-5-20:(R'], 87],
    [['/grant', '*S-1-5-20:(R;W)'], 87],
    [['/grant', '*S-1-5-20:(OI)(CI)(R)'], 87],
    [['/grant', '*S-1-5-20:N'], 87],
    [['/grant', 'S-1-5-20:(R)'], 1332 & 0xff],
    [['/grant', 'NETWORK SERVICE:(R)'], 1332 & 0xff],
    [['/grant', '*NS:(R)'], 1337 & 0xff],
    [['/grant', '*S-1-5-99999999999:(R)'], 1337 & 0xff],
    [['/grant', '*S-1-5-20:(R)', '/t'], 87],
    [['/grant', '*S-1-5-20:(R)', '/q', '/q'], 87],
    [['/grant', '/q', '*S-1-5-20:(R)'], 87],
    [['/grant:r', '*S-1-5-20:(R)'], 87],
    [['/deny', '*S-1-5-20:(R)'], 87],
    [['/reset'], 87],
    [[], 87],
  ];

  test.each(nonsense)('refuses %j', async (args, code) => {
    await make();
    const ended = await icacls(file, ...args);
    expect(ended.code).toBe(code);
    expect(ended.out).not.toBe('');
    expect(list()).toBe(usual);
  });
});

describe('/remove:g', () => {
  const removals: [before: string, sids: string[], after: string][] = [
    ['D:PAI(A;;FR;;;NS)(A;;FA;;;SY)(A;;GR;;;NS)', ['*S-1-5-20'], 'D:PAI(A;;FA;;;SY)'],
    ['D:PAI(D;;FW;;;NS)(A;;FR;;;NS)', ['*S-1-5-20'], 'D:PAI(D;;FW;;;NS)'],
    ['D:AI(A;;FR;;;NS)(A;ID;FR;;;NS)', ['*S-1-5-20'], 'D:AI(A;ID;FR;;;NS)'],
    [`D:P(A;;FR;;;NS)(A;;FR;;;${pool})`, ['*S-1-5-20', `*${pool}`], 'D:P'],
    [usual, ['*S-1-5-20'], usual],
  ];

  test.each(removals)('%s %j', async (before, sids, after) => {
    await make({}, before);
    expect(await icacls(file, '/remove:g', ...sids)).toMatchObject({ code: 0, err: '' });
    expect(list()).toBe(after);
  });

  test.each([
    [['/remove:g']],
    [['/remove:g', '*S-1-5-20:(R)']],
    [['/remove:g', 'Users']],
    [['/remove', '*S-1-5-18']],
    [['/remove:d', '*S-1-5-18']],
  ])('refuses %j', async (args) => {
    await make();
    expect((await icacls(file, ...args)).code).not.toBe(0);
    expect(list()).toBe(usual);
  });
});

describe('/restore', () => {
  const rich = `D:PAI(D;;FW;;;BU)(A;;FA;;;SY)(A;;0x80120089;;;${pool})`;

  test.each([false, true])('puts back what was saved (mark: %s)', async (aclFileMark) => {
    await make({ aclFileMark }, rich);
    await icacls(file, '/save', out);
    await icacls(file, '/grant', '*S-1-5-20:(F)');
    expect(list()).not.toBe(rich);
    expect(await icacls(dirname(file), '/restore', out, '/c', '/q')).toMatchObject({ code: 0, out: ok });
    expect(list()).toBe(rich);
  });

  const files: [why: string, (name: string) => Buffer, code: number][] = [
    ['a mark that it does not write', (name) => Buffer.from(`\ufeff${name}\r\n${rich}\r\n`, 'utf16le'), 87],
    ['UTF-8', (name) => Buffer.from(`${name}\r\n${rich}\r\n`), 87],
    ['a name that is not there', () => Buffer.from(`other\r\n${rich}\r\n`, 'utf16le'), 2],
    ['a path', (name) => Buffer.from(`../Keys/${name}\r\n${rich}\r\n`, 'utf16le'), 2],
    ['a list that is none', (name) => Buffer.from(`${name}\r\nD:P(X)\r\n`, 'utf16le'), 1336 & 0xff],
    ['half a pair', (name) => Buffer.from(`${name}\r\n`, 'utf16le'), 87],
    ['nothing', () => Buffer.alloc(0), 87],
  ];

  test.each(files)('refuses %s', async (_why, content, code) => {
    await make();
    writeFileSync(out, content(basename(file)));
    const ended = await icacls(dirname(file), '/restore', out);
    expect(ended).toMatchObject({ code, out: failed });
    expect(list()).toBe(usual);
  });

  test('stops at the first that fails, unless told otherwise', async () => {
    await make();
    writeFileSync(out, Buffer.from(`gone\r\n${rich}\r\n${basename(file)}\r\n${rich}\r\n`, 'utf16le'));
    expect(await icacls(dirname(file), '/restore', out)).toMatchObject({ code: 2, out: failed });
    expect(list()).toBe(usual);
    const { out: said } = await icacls(dirname(file), '/restore', out, '/c');
    expect(said).toContain('Successfully processed 1 files; Failed processing 1 files\n');
    expect(list()).toBe(rich);
  });

  test('needs the file', async () => {
    await make();
    expect(await icacls(dirname(file), '/restore', out)).toMatchObject({ code: 2, out: failed });
  });
});

test('rights: only administrators change a list, and read what does not name them', async () => {
  await make({ account: 'network-service' });
  expect(await icacls(file, '/save', out)).toMatchObject({ code: 5, out: failed });
  expect(existsSync(out)).toBe(false);
  machine.keys.setAccess(file, 'D:PAI(A;;FA;;;SY)(A;;FR;;;NS)');
  expect((await icacls(file, '/save', out)).code).toBe(0);
  for (const verb of [
    ['/grant', '*S-1-5-20:(F)'],
    ['/remove:g', '*S-1-5-20'],
  ]) {
    expect(await icacls(file, ...verb)).toMatchObject({ code: 5, err: `${file}: Access is denied.\n` });
  }
  expect((await icacls(dirname(file), '/restore', out)).code).toBe(5);
  expect(list()).toBe('D:PAI(A;;FA;;;SY)(A;;FR;;;NS)');
});

test('no other file than a key, and none that is not there', async () => {
  await make();
  writeFileSync(out, 'other');
  expect(await icacls(out, '/grant', '*S-1-5-20:(F)')).toMatchObject({ code: 5 });
  expect(await icacls(`${file}0`, '/save', out)).toMatchObject({
    code: 2,
    err: `${file}0: The system cannot find the file specified.\n`,
  });
});

test('it finds files from the folder in which it was started', async () => {
  await make();
  const program = join(machine.systemRoot, 'System32', 'icacls.exe');
  const cwd = dirname(file);
  await promisify(execFile)(program, [basename(file), '/save', 'saved'], { cwd });
  await promisify(execFile)(program, [basename(file), '/grant', '*S-1-5-20:(R)'], { cwd });
  expect(list()).not.toBe(usual);
  await promisify(execFile)(program, ['.', '/restore', 'saved'], { cwd });
  expect(list()).toBe(usual);
});

test('without effect it says that all is well', async () => {
  await make();
  machine.faults([{ fault: 'no-effect', match: { program: 'icacls.exe' } }]);
  expect(await icacls(file, '/grant', '*S-1-5-20:(F)')).toMatchObject({ code: 0 });
  expect((await icacls(file, '/save', out)).code).toBe(0);
  expect([list(), existsSync(out)]).toEqual([usual, false]);
});

const languages: [Language, string, string][] = [
  ['en', 'processed file: ', 'Successfully processed 1 files; Failed processing 0 files'],
  [
    'de',
    'Bearbeitete Datei: ',
    '1 Dateien erfolgreich verarbeitet, bei 0 Dateien ist ein Verarbeitungsfehler',
  ],
  ['fr', 'fichier traité : ', '1 fichiers correctement traités ; échec du traitement de 0 fichiers'],
  ['xx', 'ソ: ', '+ 1 ; - 0 表'],
];

test.each(languages)('it speaks %s, and the lists do not', async (language, processed, summary) => {
  await make({ language });
  const { out: said } = await icacls(file, '/save', out);
  expect(said).toContain(`${processed}${file}\n${summary}`);
  expect(saved()).toBe(`${basename(file)}\r\n${usual}\r\n`);
  expect((await icacls(file, '/nonsense')).code).toBe(87);
});
