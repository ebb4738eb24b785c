import { describe, expect, it } from 'vitest';
import { parseShow } from '../../src/http-sys/show.js';

const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const other = '00112233445566778899aabbccddeeff00112233';
const appId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

const header = ['', 'Bindungen:', '----------', ''];
const text = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');
const settings = ['    Pr\x81fung : Enabled', '    Zeit : 0', '    Liste : (null)', '    Ende : Not Set'];
const record = (endpoint: string, value: string = hash) => [
  `    ${endpoint}`,
  `    Hash : ${value}`,
  `    Anwendung : ${appId}`,
  '    Speicher : MY',
  ...settings,
  '',
];
const brief = (table: string) =>
  parseShow(table).bindings.map((each) => [
    each.endpoint.kind,
    each.endpoint.text,
    each.thumbprint,
    each.store,
  ]);
const HASH = hash.toUpperCase();

describe('a record', () => {
  it.each([
    ['IP:Port : 0.0.0.0:443', 'ipport', '0.0.0.0:443'],
    ['IP:Port:0.0.0.0:443', 'ipport', '0.0.0.0:443'],
    ['IP\x83|\x81[\x83g\x81F[::]:443', 'ipport', '[::]:443'],
    ['IP:\xb6\xcb\xbf\xda\xa3\xba10.0.0.1:443', 'ipport', '10.0.0.1:443'],
    ['IP\uff1a[fe80::1%3]:443', 'ipport', '[fe80::1%3]:443'],
    ['Host:Port : *.Example.com:443', 'hostnameport', '*.Example.com:443'],
    ['Host:Port : localhost:443', 'hostnameport', 'localhost:443'],
    ['Host:Port:localhost:443', 'hostnameport', 'localhost:443'],
    ['H\xf4te\xa0: www.example.com:443', 'hostnameport', 'www.example.com:443'],
    ['H\xf4te:\xa0www.example.com:443', 'hostnameport', 'www.example.com:443'],
    ['Host:Port : www.example.com.:443', 'hostnameport', 'www.example.com.:443'],
    ['Host:Port : *:443', 'hostnameport', '*:443'],
    ['Host:Port:*:443', 'hostnameport', '*:443'],
    ['\xa5D\xbe\xf7\xa1Gwww.example.com:443', 'hostnameport', 'www.example.com:443'],
  ])('begins with "%s"', (line, kind, endpoint) => {
    expect(brief(text(...header, ...record(line)))).toEqual([[kind, endpoint, HASH, 'MY']]);
  });

  it.each([
    ['Zentraler Speicher : 443', 'ccs', '443'],
    ['Zentraler Speicher:443', 'ccs', '443'],
    ['Zentraler:Speicher :443', 'ccs', '443'],
    ['\x83|\x81[\x83g:443', 'ccs', '443'],
    ['\x83|\x81[\x83g\x81F443', 'ccs', '443'],
    ['Name:Port : www.example.com:443', 'scopedccs', 'www.example.com:443'],
    ['Name : WEB:443', 'scopedccs', 'WEB:443'],
  ])('without a hash begins with "%s"', (line, kind, endpoint) => {
    expect(brief(text(...header, ...record(line, '(null)')))).toEqual([[kind, endpoint, null, 'MY']]);
  });

  it('is understood without colons', () => {
    const lines = [
      'Hostname  WEB:443',
      `Hash  ${hash}`,
      `Anwendung\t${appId}`,
      'Speicher  MY',
      'Ende  Not Set',
    ];
    expect(brief(text(...header, ...lines))).toEqual([['hostnameport', 'WEB:443', HASH, 'MY']]);
  });

  it.each([
    ['Nom du magasin de certificats :       : MY', 'MY'],
    ['Speicher:WebHosting', 'WebHosting'],
    ['Speicher : Remote Desktop', 'Remote Desktop'],
    ['\x93X\xa3\xbaMY', 'MY'],
    ['Magasin\xa0:\xa0MY', 'MY'],
    ['Speicher   MY', 'MY'],
    ['Speicher MY', 'MY'],
    ['Speicher : (null)', null],
  ])('has the store of "%s"', (line, store) => {
    const lines = record('IP:Port : 0.0.0.0:443').map((each) => (each.includes('Speicher') ? line : each));
    expect(brief(text(...header, ...lines))).toEqual([['ipport', '0.0.0.0:443', HASH, store]]);
  });

  it('may hold new fields, blank lines and values like endpoints', () => {
    const lines = record('IP:Port : 0.0.0.0:443').flatMap((each) =>
      each.includes('Zeit') ? ['', each] : [each],
    );
    lines.splice(2, 0, '    Neu : 7');
    lines.splice(
      -2,
      0,
      '    CTL-Speicher : x:443',
      '    Gegenstelle : 10.0.0.1:443',
      '    Extended Properties:',
      '    PropertyId : 4',
    );
    const { bindings, unreadable } = parseShow(text(...header, ...lines, ...record('Host : a.b:443', other)));
    expect(unreadable).toEqual([]);
    expect(bindings.map((each) => each.thumbprint)).toEqual([HASH, other.toUpperCase()]);
    expect(bindings[0]?.block).toContain('CTL-Speicher : x:443');
    expect(bindings[0]?.block).toContain('Gegenstelle : 10.0.0.1:443');
  });

  it('of the central store may lack the lines for hash and store', () => {
    const [name, , guid, , ...rest] = record('Zentraler Speicher : 443', '(null)');
    const table = text(
      ...header,
      ...record('IP : 0.0.0.0:443'),
      name ?? '',
      guid ?? '',
      ...rest,
      ...record('Host : a.b:443'),
    );
    expect(brief(table)).toEqual([
      ['ipport', '0.0.0.0:443', HASH, 'MY'],
      ['ccs', '443', null, null],
      ['hostnameport', 'a.b:443', HASH, 'MY'],
    ]);
    expect(parseShow(table).bindings[1]?.block).toEqual([
      'Anwendung : <appid>',
      ...settings.map((line) => line.trim()),
    ]);
  });

  it('may have further certificates', () => {
    const property = (digits: string) => [
      ' Weitere Eigenschaften:',
      '    Kennung : 6',
      `    Hash : ${digits}`,
      '    Speicher : MY',
    ];
    const lines = record('Host : a.b:443');
    lines.splice(-1, 0, ...property(other), ...property(hash));
    const { bindings, unreadable } = parseShow(text(...header, ...lines, ...record('Host : c.d:443')));
    expect(unreadable).toEqual([]);
    expect(bindings.map((each) => each.furtherCertificates)).toEqual([
      [other.toUpperCase(), HASH],
      undefined,
    ]);
    expect(bindings[0]?.thumbprint).toBe(HASH);
  });

  it('has a block without its endpoint, hash, appid and store', () => {
    const [binding] = parseShow(text(...header, ...record('IP:Port : 0.0.0.0:443'))).bindings;
    expect(binding?.block).toEqual([
      'Hash : <hash>',
      'Anwendung : <appid>',
      'Speicher : <store>',
      ...settings.map((line) => line.trim()),
    ]);
  });

  it('may stand between prompts', () => {
    const prompt = 'PS C:\\> netsh http show sslcert ipport=0.0.0.0:443';
    const { bindings, unreadable } = parseShow(
      `${text(prompt, ...header, ...record('IP : 0.0.0.0:1'))}netsh http>`,
    );
    expect([bindings.length, unreadable]).toEqual([1, []]);
    expect(bindings[0]?.block.at(-1)).toBe('Ende : Not Set');
  });
});

describe('an empty table', () => {
  it.each([
    ['a header with a rule', text(...header)],
    ['an English sentence', text(...header, 'The system cannot find the file specified.', '')],
    ['a French sentence', text(...header, 'Le fichier sp\xe9cifi\xe9 est introuvable.', '')],
    [
      'a Japanese sentence',
      text(...header, '\x8ew\x92\xe8\x82\xb3\x82\xea\x82\xbd\x83t\x83@\x83C\x83\x8b', ''),
    ],
    ['a sentence without a line end', text(...header, '').concat('Not found.')],
    ['prompts', `C:\\> netsh http show sslcert\r\n${text(...header)}C:\\>`],
  ])('with %s holds nothing', (_, table) => {
    expect(parseShow(table)).toEqual({ bindings: [], unreadable: [] });
  });
});

describe('what is not understood leaves a trace', () => {
  const good = record('Host:Port : good.example:443', other);
  const damaged = (change: (lines: string[]) => string[], endpoint = 'IP:Port : 0.0.0.0:443') =>
    text(...header, ...good, ...change(record(endpoint)), ...record('Host:Port : last.example:443', other));
  const replace = (from: string, to: string) => (lines: string[]) =>
    lines.map((line) => line.replace(from, to));
  const drop = (what: string) => (lines: string[]) => lines.filter((line) => !line.includes(what));

  it.each([
    ['a hash of 39 digits', damaged(replace(hash, hash.slice(1)))],
    ['a hash of 41 digits', damaged(replace(hash, `${hash}0`))],
    ['39 digits behind a full-width colon', damaged(replace(` : ${hash}`, `\x81F${hash.slice(1)}`))],
    ['a redacted hash', damaged(replace(hash, '<redacted>'))],
    ['a redacted hash of a host', damaged(replace(hash, '<redacted>'), 'Host:Port : a.b:443')],
    ['a hash with a letter too far', damaged(replace('a1b2', 'g1b2'))],
    ['no hash', damaged(drop('Hash'))],
    ['no hash of a host', damaged(drop('Hash'), 'Host:Port : a.b:443')],
    ['no hash for an address', damaged(replace(hash, '(null)'))],
    ['two hashes', damaged((lines) => lines.toSpliced(2, 0, `    Hash : ${other}`))],
    ['a malformed appid', damaged(replace('-e14b-', '-e14-'))],
    ['a redacted appid of a host', damaged(replace(appId, '{XXXX-XX}'), 'Host : a.b:443')],
    ['no appid', damaged(drop('Anwendung'))],
    ['no store and nothing after it', damaged((lines) => [...lines.slice(0, 3), ''])],
    ['an empty store', damaged(replace(' : MY', ' :'))],
    ['no endpoint', damaged((lines) => lines.slice(1))],
    ['a damaged endpoint', damaged((lines) => lines, 'IP:Port : 0.0.0:443')],
    ['a redacted endpoint, hash and appid', damaged((lines) => ['    Host:Port : x', ...lines.slice(4)])],
    ['a host in another alphabet', damaged((lines) => lines, 'Host:Port : m\xfcnchen.example:443')],
    ['a host in another alphabet without a hash', damaged(replace(hash, '(null)'), 'Host:Port : m\xfc:443')],
    ['a number with a hash', damaged((lines) => lines, 'Speicher : 443')],
    [
      'a number without an appid',
      damaged((l) => drop('Anwendung')(replace(hash, '(null)')(l)), 'Zentral : 443'),
    ],
    ['a label with a colon before a number', damaged(replace(hash, '(null)'), 'CCS:Port:443')],
    ['a line end in the hash', damaged(replace('c3d4', '\r\nc3d4'))],
    ['a host that ends with a number', damaged((lines) => lines, 'Host:Port : a.5:443')],
    [
      'no lines of a host for hash and store',
      damaged((lines) => [lines[0] ?? '', ...lines.slice(2, 3), ...lines.slice(4)], 'Host:Port : a.b:443'),
    ],
    ['a NUL', damaged(replace('c3d4', '\0c3d4'))],
  ])('%s', (_, table) => {
    const { bindings, unreadable } = parseShow(table);
    expect(bindings.map((each) => each.endpoint.text)).toEqual(['good.example:443', 'last.example:443']);
    expect(bindings.map((each) => each.thumbprint)).toEqual([other.toUpperCase(), other.toUpperCase()]);
    expect(bindings[0]?.block).toEqual(bindings[1]?.block);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.length).toBeGreaterThan(2);
  });

  it('the first record of all, which is not one with the header', () => {
    const odd = record('Host:Port : m\xfcnchen.example:443');
    const { bindings, unreadable } = parseShow(text(...header, ...odd, ...good));
    expect(bindings.map((each) => each.endpoint.text)).toEqual(['good.example:443']);
    expect(unreadable).toEqual([odd.slice(0, -1).map((line) => line.trim())]);
  });

  it('the same endpoint twice', () => {
    const table = text(...header, ...record('Host : a.b:443'), ...good, ...record('Host : A.B:443', other));
    const { bindings, unreadable } = parseShow(table);
    expect(bindings.map((each) => each.endpoint.text)).toEqual(['good.example:443']);
    expect(unreadable.map((lines) => lines[0])).toEqual(['Host : a.b:443', 'Host : A.B:443']);
  });

  it('a damaged record that no blank line parts from the one before it', () => {
    const lines = [...good.slice(0, -1), ...replace(hash, 'x')(record('IP:Port : 0.0.0.0:443'))];
    const { bindings, unreadable } = parseShow(text(...header, ...lines));
    expect(bindings).toEqual([]);
    expect(unreadable.flat()).toHaveLength(16);
  });

  it.each([
    ['no output', ''],
    ['blank lines', '\r\n\r\n'],
    ['a message', text('', 'The following command was not found: http show sslcert.', '')],
    ['a sentence without a header', text('', 'The system cannot find the file specified.', '')],
    ['garbage', '\x00\xff\x13\x80garbage\x07'],
    ['fields without a record', text(...header, ...settings)],
    ['a header that is cut', 'Bindungen:\r\n'],
    ['a first label that is cut', `${text(...header)}    IP`],
    ['a first field that is cut', `${text(...header)}    IP:Port    :`],
    ['an endpoint alone', text(...header, '    IP:Port : 0.0.0.0:443')],
    ['a record that is cut after two fields', text(...header, ...record('Host : a.b:443').slice(0, 2))],
    [
      'a record that is cut in its store',
      `${text(...header, ...record('Host : a.b:443').slice(0, 3))}    Speicher : WebHo`,
    ],
    ['UTF-16 that was not decoded', Buffer.from(text(...header, ...good), 'utf16le').toString('latin1')],
  ])('%s', (_, table) => {
    const { bindings, unreadable } = parseShow(table);
    expect(bindings).toEqual([]);
    expect(unreadable).not.toEqual([]);
  });
});

describe('a large table', () => {
  const many = (count: number) => {
    const fields = Array.from({ length: 25 }, (_, field) => `    Einstellung ${field} : Not Set`);
    const records = Array.from({ length: count }, (_, index) =>
      text(...record(`Host:Port : site-${index}.example.com:443`).slice(0, -1), ...fields, ''),
    );
    return text(...header) + records.join('');
  };
  // Computing time: what else runs on the machine does not count.
  const seconds = (table: string, count: number) => {
    const start = process.cpuUsage();
    expect(parseShow(table).bindings).toHaveLength(count);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };

  it('is read in time that grows with its length', () => {
    const [small, large] = [many(10_000), many(50_000)];
    seconds(small, 10_000);
    const [one, five] = [seconds(small, 10_000), seconds(large, 50_000)];
    expect(five).toBeLessThan(10 * one + 1);
  });

  it.each([
    ['one line of blanks', ' '.repeat(2_000_000).concat('x')],
    ['one line of digits', '1'.repeat(2_000_000)],
    ['one line of colons', ':'.repeat(2_000_000)],
    ['one line of dots', 'a.'.repeat(1_000_000).concat(':443')],
    ['endpoints without end', 'x : 0.0.0.0:443\n\n'.repeat(100_000)],
    ['hashes without end', `x : ${hash}\n`.repeat(50_000)],
    ['numbers without end', 'x : 443\n\n'.repeat(100_000)],
    [
      'labels without end',
      Array.from({ length: 50_000 }, (_, i) => text(...record(`L${i} : h${i}.x:1`))).join(''),
    ],
  ])('of %s does not hang', (_, table) => {
    const start = performance.now();
    parseShow(table);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
