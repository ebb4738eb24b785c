import { afterEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { CodePage, Language } from '../../simulator/machine-options.js';
import { encode } from '../../simulator/texts/code-page.js';
import { run } from './run.js';

const certificate = issue({ names: ['www.example.com'] });
const pages: CodePage[] = [437, 850, 932, 1252, 65001];

let machine: Machine;

afterEach(() => machine.close());

describe('letters in code pages', () => {
  const letters: [string, Record<CodePage, string>][] = [
    [
      'münchen',
      {
        437: '6d816e6368656e',
        850: '6d816e6368656e',
        932: '6d3f6e6368656e',
        1252: '6dfc6e6368656e',
        65001: '6dc3bc6e6368656e',
      },
    ],
    ['Ão', { 437: '3f6f', 850: 'c76f', 932: '3f6f', 1252: 'c36f', 65001: 'c3836f' }],
    ['日本', { 437: '3f3f', 850: '3f3f', 932: '93fa967b', 1252: '3f3f', 65001: 'e697a5e69cac' }],
    ['ｱソ', { 437: '3f3f', 850: '3f3f', 932: 'b1835c', 1252: '3f3f', 65001: 'efbdb1e382bd' }],
    ['€', { 437: '3f', 850: '3f', 932: '3f', 1252: '80', 65001: 'e282ac' }],
    [
      'łódź',
      { 437: '3fa2643f', 850: '3fa2643f', 932: '3f3f643f', 1252: '3ff3643f', 65001: 'c582c3b364c5ba' },
    ],
    ['д', { 437: '3f', 850: '3f', 932: '8474', 1252: '3f', 65001: 'd0b4' }],
    ['’', { 437: '27', 850: '27', 932: '8166', 1252: '92', 65001: 'e28099' }],
    [
      'plain',
      { 437: '706c61696e', 850: '706c61696e', 932: '706c61696e', 1252: '706c61696e', 65001: '706c61696e' },
    ],
  ];

  test.each(letters)('%s', async (text, expected) => {
    machine = await createMachine();
    for (const page of pages)
      expect([page, encode(text, page).toString('hex')]).toEqual([page, expected[page]]);
  });

  test('by the best fit where told so: then a host looks like another', async () => {
    machine = await createMachine({ codePage: 850, lackingLetters: 'best-fit' });
    machine.bind(
      { endpoint: 'łódź.example:443', certificate },
      { endpoint: '日本.example:443', certificate },
    );
    const { bytes } = await run(machine, 'netsh.exe', 'http', 'show', 'sslcert');
    expect(bytes.toString('latin1')).toContain(': l\xa2dz.example:443\r\n');
    expect(bytes.toString('latin1')).toContain(': ??.example:443\r\n');
    machine.set({ lackingLetters: 'question-mark' });
    const plain = await run(machine, 'netsh.exe', 'http', 'show', 'sslcert');
    expect(plain.bytes.toString('latin1')).toContain(': ?\xa2d?.example:443\r\n');
  });
});

/** Every program with a text that is translated. */
const programs: [name: string, args: () => string[], Record<Language, string>][] = [
  [
    'netsh.exe',
    () => ['http', 'show', 'sslcert'],
    { en: 'bindings', de: 'überprüfen', fr: 'révocation', xx: '表' },
  ],
  ['certutil.exe', () => ['-store', 'MY'], { en: 'Personal', de: 'Schlüsselcontainer', fr: 'clé', xx: 'ソ' }],
  [
    'reg.exe',
    () => ['query', 'HKLM\\SOFTWARE\\None'],
    { en: 'ERROR', de: 'Registrierungsschlüssel', fr: 'spécifiée', xx: 'ｴﾗｰ' },
  ],
  [
    'icacls.exe',
    () => ['/nowhere/at/all', '/save', '/nowhere/at/all'],
    { en: 'cannot find', de: 'Dateien', fr: 'traités', xx: '表' },
  ],
  [
    'whoami.exe',
    () => ['/groups', '/fo', 'csv', '/nh'],
    { en: 'Everyone', de: 'VORDEFINIERT', fr: 'élevé', xx: 'ﾊｲ' },
  ],
  [
    'inetsrv/appcmd.exe',
    () => ['list', 'site'],
    { en: 'incorrect', de: 'Parameter', fr: 'incorrect', xx: 'ｾ' },
  ],
];

describe('language and code page change while the machine runs', () => {
  test.each(programs)('%s', async (program, args, words) => {
    machine = await createMachine({ iis: [] });
    machine.install(certificate);
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    const order: [Language, CodePage][] = [
      ['en', 65001],
      ['de', 850],
      ['fr', 1252],
      ['fr', 437],
      ['xx', 932],
      ['de', 65001],
    ];
    for (const [language, codePage] of order) {
      machine.set({ language, codePage });
      const { bytes, errorBytes } = await run(machine, program, ...args());
      const whole = Buffer.concat([bytes, errorBytes]);
      expect([language, whole.includes(encode(words[language], codePage))]).toEqual([language, true]);
    }
  });
});

describe('text that is nobody’s translation', () => {
  test.each(pages)('comes out in %i, with a question mark for what it lacks', async (codePage) => {
    const words = { host: 'münchen.ελ.example', store: 'Größe Ł', site: 'Café 日本' };
    machine = await createMachine({ codePage, iis: [{ name: words.site, id: 1, bindings: [] }] });
    machine.bind({ endpoint: `${words.host}:443`, certificate, store: words.store });
    const expected = {
      host: encode(`${words.host}:443`, codePage),
      store: encode(words.store, codePage),
      site: encode(words.site, codePage),
    };
    const show = (await run(machine, 'netsh.exe', 'http', 'show', 'sslcert')).bytes;
    const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
    const registry = (await run(machine, 'reg.exe', 'query', parameters, '/s')).bytes;
    for (const bytes of [show, registry]) {
      expect(bytes.includes(expected.host)).toBe(true);
      expect(bytes.includes(expected.store)).toBe(true);
    }
    const listed = (await run(machine, 'certutil.exe', '-store', words.store)).bytes;
    expect(listed.subarray(0, expected.store.length)).toEqual(expected.store);
    const sites = await run(machine, 'inetsrv/appcmd.exe', 'list', 'site', '/config', '/xml');
    expect(sites.bytes.includes(expected.site)).toBe(true);
  });
});
