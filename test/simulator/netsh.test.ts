import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, iisAppId, type Machine } from '../../simulator/machine.js';
import type { MachineOptions, WindowsVersion } from '../../simulator/machine-options.js';
import { netsh, run } from './run.js';

const old = issue({ names: ['*.example.com'] });
const renewed = issue({ names: ['*.example.com'] });
const foreign = issue({ names: ['keyless.example.com'] });
const appId = `appid=${iisAppId}`;
const hash = `certhash=${renewed.thumbprint}`;
const plain = [hash, appId, 'certstorename=MY'];

let machine: Machine;

async function make(options: Partial<MachineOptions> = {}): Promise<void> {
  machine = await createMachine({ windows: 2025, ...options });
  machine.install(old);
  machine.install(renewed);
  machine.install(foreign, { withKey: false });
}

afterEach(() => machine.close());

/** The machine's table as one text, to see that nothing changed. */
const state = () => JSON.stringify([...machine.table()]);

describe('add sslcert', () => {
  const refused: [why: string, args: string[]][] = [
    ['no key', plain],
    ['two keys', ['ipport=0.0.0.0:443', 'ccs=443', appId]],
    ['a tag twice', ['ipport=0.0.0.0:443', 'ipport=0.0.0.0:444', ...plain]],
    ['a positional value', ['0.0.0.0:443', ...plain]],
    ['an empty value', ['ipport=0.0.0.0:443', 'certhash=', appId]],
    ['an IPv4 address out of range', ['ipport=0.0.0.256:443', ...plain]],
    ['an IPv4 address with a leading zero', ['ipport=10.0.0.01:443', ...plain]],
    ['a star for the address', ['ipport=*:443', ...plain]],
    ['no port', ['ipport=0.0.0.0', ...plain]],
    ['port 0', ['ipport=0.0.0.0:0', ...plain]],
    ['port 65536', ['ipport=0.0.0.0:65536', ...plain]],
    ['a port with a leading zero', ['ipport=0.0.0.0:0443', ...plain]],
    ['IPv6 without brackets', ['ipport=::1:443', ...plain]],
    ['IPv6 with a zone', ['ipport=[fe80::1%eth0]:443', ...plain]],
    ['a broken IPv6 address', ['ipport=[::1::2]:443', ...plain]],
    ['a name as an address', ['ipport=www.example.com:443', ...plain]],
    ['an address as a name', ['hostnameport=10.0.0.1:443', ...plain]],
    ['a name with a blank', ['hostnameport=www example.com:443', ...plain]],
    ['a star inside a name', ['hostnameport=www.*.com:443', ...plain]],
    ['a name that is not ASCII', ['hostnameport=münchen.example.com:443', ...plain]],
    ['a name without a store', ['hostnameport=www.example.com:443', hash, appId]],
    ['a short hash', ['ipport=0.0.0.0:443', 'certhash=ab12', appId]],
    [
      'a hash with blanks',
      ['ipport=0.0.0.0:443', `certhash=${renewed.thumbprint.replace(/(..)/g, '$1 ').trim()}`, appId],
    ],
    ['a SHA-256 hash', ['ipport=0.0.0.0:443', `certhash=${'ab'.repeat(32)}`, appId]],
    ['no hash', ['ipport=0.0.0.0:443', appId]],
    ['no appid', ['ipport=0.0.0.0:443', hash]],
    ['an appid without braces', ['ipport=0.0.0.0:443', hash, `appid=${iisAppId.slice(1, -1)}`]],
    ['an appid with a wrong digit', ['ipport=0.0.0.0:443', hash, `appid=${iisAppId.replace('4', 'g')}`]],
    ['another word for enable', ['ipport=0.0.0.0:443', ...plain, 'usagecheck=yes']],
    ['Enable', ['ipport=0.0.0.0:443', ...plain, 'usagecheck=Enable']],
    ['a tag in upper case', ['IPPORT=0.0.0.0:443', ...plain]],
    ['a negative time', ['ipport=0.0.0.0:443', ...plain, 'revocationfreshnesstime=-1']],
    ['a time in hex', ['ipport=0.0.0.0:443', ...plain, 'urlretrievaltimeout=0x10']],
    ['a time over 32 bits', ['ipport=0.0.0.0:443', ...plain, 'urlretrievaltimeout=4294967296']],
    ['a zero freshness time', ['ipport=0.0.0.0:443', ...plain, 'revocationfreshnesstime=0']],
    ['a zero timeout', ['ipport=0.0.0.0:443', ...plain, 'urlretrievaltimeout=0']],
    ['a central store with a hash', ['ccs=443', ...plain]],
    ['a central store with an address', ['ccs=0.0.0.0:443', appId]],
    ['a certificate that is not there', ['ipport=0.0.0.0:443', `certhash=${'ab'.repeat(20)}`, appId]],
    ['a certificate in another store', ['ipport=0.0.0.0:443', hash, appId, 'certstorename=WebHosting']],
    ['a certificate without its key', ['ipport=0.0.0.0:443', `certhash=${foreign.thumbprint}`, appId]],
    ['an argument that is not known', ['ipport=0.0.0.0:443', ...plain, 'enablecachingclienthello=enable']],
  ];

  test.each(refused)('refuses %s', async (_why, args) => {
    await make();
    const { code } = await netsh(machine, 'add sslcert', ...args);
    expect(code).toBe(1);
    expect(machine.table().size).toBe(0);
  });

  test('keeps the name as given, and finds it in any case', async () => {
    await make();
    const added = await netsh(machine, 'add sslcert', 'hostnameport=*.Example.com:443', ...plain);
    expect(added.out).toBe('\nSSL Certificate successfully added\n\n');
    const again = await netsh(machine, 'add sslcert', 'hostnameport=*.example.COM:443', ...plain);
    expect(again).toMatchObject({
      code: 1,
      out: expect.stringContaining('add failed, Error: 183\nCannot create a file'),
    });
    expect([...machine.table().keys()]).toEqual(['*.Example.com:443']);
  });

  test('writes an IPv6 address in its short form', async () => {
    await make();
    await netsh(machine, 'add sslcert', 'ipport=[2001:DB8:0:0:0:0:0:1]:443', ...plain);
    expect([...machine.table().keys()]).toEqual(['[2001:db8::1]:443']);
  });

  test('takes every argument of its Windows, and shows it', async () => {
    await make();
    const switches = [
      'verifyclientcertrevocation=disable',
      'verifyrevocationwithcachedclientcertonly=enable',
      'usagecheck=disable',
      'dsmapperusage=enable',
      'clientcertnegotiation=enable',
      'reject=enable',
      'disablehttp2=enable',
      'disablequic=enable',
      'disablelegacytls=enable',
      'disabletls12=enable',
      'disabletls13=enable',
      'disableocspstapling=enable',
      'enabletokenbinding=enable',
      'logextendedevents=enable',
      'enablesessionticket=enable',
      'disablesessionid=enable',
    ];
    const times = ['revocationfreshnesstime=3600', 'urlretrievaltimeout=20000'];
    const lists = ['sslctlstorename=AdfsTrustedDevices', 'sslctlidentifier=list'];
    await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, ...switches, ...times, ...lists);
    expect(machine.table().get('0.0.0.0:443')).toMatchObject({
      checkMode: 0x10007,
      flags: 0x5ffb,
      freshnessTime: 3600,
      urlTimeout: 20000,
      ctlStore: 'AdfsTrustedDevices',
      ctlIdentifier: 'list',
    });
    const { out } = await netsh(machine, 'show sslcert', 'ipport=0.0.0.0:443');
    expect(out.match(/: (Not Set|Set)$/gm)).toEqual([...Array<string>(10).fill(': Set'), ': Not Set']);
    expect(out).toContain('    Use Revocation Freshness Time : Enabled\n');
  });

  test('without rights it fails with error 5, and show works', async () => {
    await make({ account: 'network-service' });
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
    const before = state();
    for (const [words, ...args] of [
      ['add sslcert', 'ipport=0.0.0.0:444', ...plain],
      ['update sslcert', 'ipport=0.0.0.0:443', ...plain],
      ['delete sslcert', 'ipport=0.0.0.0:443'],
    ] as [string, ...string[]][]) {
      expect(await netsh(machine, words, ...args)).toMatchObject({
        code: 1,
        out: expect.stringMatching(/failed, Error: 5\nAccess is denied\.\n\n$/),
      });
    }
    expect(await netsh(machine, 'show sslcert')).toMatchObject({
      code: 0,
      out: expect.stringContaining('0.0.0.0:443'),
    });
    expect(state()).toBe(before);
  });

  test('a key that has just been imported needs its time', async () => {
    await make({ keySettleMs: 60_000 });
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
    expect((await netsh(machine, 'update sslcert', 'ipport=0.0.0.0:443', ...plain)).code).toBe(0);
    const { importedAt: _, ...stored } = machine
      .store('MY')
      .find((one) => one.thumbprint === renewed.thumbprint)!;
    writeFileSync(
      join(machine.folder, 'stores', 'MY', `${renewed.thumbprint}.json`),
      JSON.stringify({ ...stored, importedAt: Date.now() }),
    );
    expect(await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:444', ...plain)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Error: 87\nThe parameter is incorrect.'),
    });
  });
});

describe('the arguments of a version', () => {
  const counts: [WindowsVersion, number, string, string][] = [
    [2016, 16, 'disablehttp2', 'disablequic'],
    [2019, 21, 'disablelegacytls', 'enabletokenbinding'],
    [2022, 24, 'enablesessionticket', 'disablesessionid'],
    [2025, 25, 'disablesessionid', 'enablecachingclienthello'],
  ];

  test.each(counts)('%i: help lists what is taken', async (windows, count, newest, next) => {
    await make({ windows, unknownArgument: 'error' });
    const { out, code } = await netsh(machine, 'add sslcert', 'help');
    expect(code).toBe(0);
    expect(out.match(/^\t.*$/gm)).toHaveLength(count - 2);
    expect(out).toContain(`\t[${newest}=enable|disable]\n`);
    expect(out).not.toContain(next);
    expect((await netsh(machine, 'update sslcert', '?')).out).toBe(
      out.replace('add sslcert', 'update sslcert'),
    );
    const refusal = await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, `${next}=enable`);
    expect(refusal).toMatchObject({
      code: 1,
      out: expect.stringContaining(`${next}=enable is not a valid argument`),
    });
    expect(
      (await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, `${newest}=enable`)).code,
    ).toBe(0);
  });

  test('an unknown argument may exit 0, and still creates nothing', async () => {
    await make({ unknownArgument: 'exit0' });
    expect((await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, 'foo=enable')).code).toBe(0);
    expect(machine.table().size).toBe(0);
  });

  test('a command that does not exist says so, without naming an argument', async () => {
    await make({ update: 'absent' });
    const { code, out } = await netsh(machine, 'update sslcert', 'help');
    expect({ code, out }).toEqual({
      code: 1,
      out: 'The following command was not found: http update sslcert help.\n\n',
    });
    for (const words of [
      ['http'],
      ['http', 'show'],
      ['interface', 'show', 'sslcert'],
      ['http', 'show', 'sslcerts'],
      [],
    ]) {
      expect((await run(machine, 'netsh.exe', ...words)).code).toBe(1);
    }
  });
});

describe('update sslcert', () => {
  const endpoint = '0.0.0.0:443';
  const customised = { 0: [['Receive Window', '65536'] as const] };

  async function updated(options: Partial<MachineOptions>) {
    await make(options);
    const settings = {
      flags: 0x8012,
      checkMode: 0x10001,
      freshnessTime: 60,
      store: 'my',
      properties: customised,
    };
    machine.bind({
      endpoint,
      certificate: old,
      ...settings,
      extraValues: [{ name: 'Foo', type: 'REG_DWORD', data: '0x1' }],
    });
    expect(
      (await netsh(machine, 'update sslcert', `ipport=${endpoint}`, hash, appId, 'reject=enable')).code,
    ).toBe(0);
    return machine.table().get(endpoint);
  }

  const wanted = renewed.thumbprint.toLowerCase();

  test('keeps what is not given', async () => {
    expect(await updated({ update: 'keep' })).toMatchObject({
      hash: wanted,
      flags: 0x801a,
      checkMode: 0x10001,
      freshnessTime: 60,
      store: 'my',
      properties: customised,
      extraValues: [{ name: 'Foo' }],
    });
  });

  test('or resets it', async () => {
    const reset = { hash: wanted, flags: 0x8, checkMode: 0, freshnessTime: 0, store: null, extraValues: [] };
    expect(await updated({ update: 'reset', updateProperties: 'reset' })).toMatchObject({
      ...reset,
      properties: {},
    });
    await machine.close();
    expect(await updated({ update: 'reset' })).toMatchObject({ ...reset, properties: customised });
  });

  test('may leave the endpoint unbound for a while', async () => {
    await make({ updateGapMs: 300 });
    machine.bind({ endpoint, certificate: old });
    let gaps = 0;
    const watch = setInterval(() => {
      gaps += machine.table().size === 0 ? 1 : 0;
    }, 10);
    await netsh(machine, 'update sslcert', `ipport=${endpoint}`, ...plain);
    clearInterval(watch);
    expect(gaps).toBeGreaterThan(5);
    expect(machine.table().get(endpoint)?.hash).toBe(wanted);
  });

  test('of what is not bound fails with error 2', async () => {
    await make();
    const ended = await netsh(machine, 'update sslcert', 'ipport=0.0.0.0:443', ...plain);
    expect(ended).toMatchObject({
      code: 1,
      out: expect.stringContaining('update failed, Error: 2\nThe system cannot'),
    });
  });
});

describe('show sslcert', () => {
  const shown = async () => (await netsh(machine, 'show sslcert')).out;

  test.each([0, 1, 2, 3] as const)('with %i blank lines after the rule', async (blankLines) => {
    await make({ blankLines });
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
    expect(await shown()).toMatch(new RegExp(`^\\nSSL .*\\n-+\\n\\n{${blankLines}} {4}IP:port`));
  });

  test('of an empty table is the header alone', async () => {
    await make();
    expect((await shown()).trim().split('\n')).toHaveLength(2);
  });

  test('has fields that nobody knows, and the prompt, where told so', async () => {
    await make({ prompt: true, extraFields: [['Quantum Safe Mode            : ', 'Set']] });
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
    const out = await shown();
    expect(out).toMatch(/^\nnetsh http>show sslcert\n/);
    expect(out).toContain('    Quantum Safe Mode            : Set\n Extended Properties:\n');
  });

  test('tells customised extended properties, which delete and add lose', async () => {
    await make();
    const properties = { 0: [['Receive Window', '65536'] as const], 3: [['Something', 'else'] as const] };
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old, properties });
    const before = await shown();
    expect(before).toContain(
      '    PropertyId                   : 0\n    Receive Window               : 65536\n',
    );
    expect(before).toContain(
      '    PropertyId                   : 3\n    Something                    : else\n',
    );
    await netsh(machine, 'delete sslcert', 'ipport=0.0.0.0:443');
    await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain);
    expect(await shown()).toContain('    Receive Window               : 1048576\n');
  });

  test('sorts by kind and name, whatever the order of creation', async () => {
    await make();
    const endpoints = ['443', 'b.example.com:443', '[::]:443', 'A.example.com:443', '0.0.0.0:443'];
    machine.bind(
      ...endpoints.map((endpoint) => ({ endpoint, certificate: endpoint === '443' ? null : old })),
    );
    machine.bind({ kind: 'scopedccs', endpoint: 'c.example.com:443' });
    const order = (await shown()).match(/^ {4}(IP:port|Hostname:port|.*Certificate Store) +: .*$/gm);
    expect(order?.map((line) => line.replace(/^.* : /, ''))).toEqual([
      '0.0.0.0:443',
      '[::]:443',
      'A.example.com:443',
      'b.example.com:443',
      '443',
      'c.example.com:443',
    ]);
  });

  test.each(['fr', 'de', 'xx'] as const)('in %s has the same values as in English', async (language) => {
    await make({ codePage: 65001 });
    machine.bind({
      endpoint: 'www.example.com:443',
      certificate: old,
      flags: 0x50,
      freshnessTime: 9,
      checkMode: 4,
    });
    const values = (text: string) => text.match(/[0-9a-f]{40}|\{[0-9a-f-]{36}\}|\(null\)|www\S+|\b\d{5,}\b/g);
    const english = await shown();
    machine.set({ language });
    const translated = await shown();
    expect(values(translated)).toEqual(values(english));
    expect(translated.split('\n')).toHaveLength(english.split('\n').length);
    expect(translated).not.toMatch(/Certificate|Revocation/);
  });
});

describe('exit codes', () => {
  test.each([
    ['always0', 0, 0],
    ['always1', 1, 1],
  ] as const)('%s', async (exitCodes, good, bad) => {
    await make({ exitCodes });
    expect((await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain)).code).toBe(good);
    expect((await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain)).code).toBe(bad);
    expect(machine.table().size).toBe(1);
  });
});

describe('a script', () => {
  const line = (port: number, more = '') =>
    `http add sslcert ipport=0.0.0.0:${port} ${plain.join(' ')}${more}`;

  async function play(lines: string[], options: Partial<MachineOptions> = {}) {
    await make(options);
    const file = join(machine.folder, 'a script.txt');
    writeFileSync(file, lines.join('\r\n'));
    const ended = await run(machine, 'netsh.exe', '-f', file);
    return { ...ended, ports: [...machine.table().keys()].map((endpoint) => endpoint.replace(/^.*:/, '')) };
  }

  test('runs one command a line, comments and empty lines apart', async () => {
    const { code, ports, out } = await play([
      '# a comment',
      line(1),
      '',
      `  ${line(2)}  `,
      'http delete sslcert ipport=0.0.0.0:1',
    ]);
    expect({ code, ports }).toEqual({ code: 0, ports: ['2'] });
    expect(out).toBe(
      '\nSSL Certificate successfully added\n\n\nSSL Certificate successfully added\n\n\nSSL Certificate successfully deleted\n\n',
    );
  });

  test('goes on after an error, or stops', async () => {
    const lines = [line(1), line(1), line(2)];
    expect(await play(lines)).toMatchObject({ code: 0, ports: ['1', '2'] });
    await machine.close();
    expect(await play(lines, { scriptExitCode: 'any' })).toMatchObject({ code: 1, ports: ['1', '2'] });
    await machine.close();
    expect(await play(lines, { script: 'stop' })).toMatchObject({ code: 1, ports: ['1'] });
    await machine.close();
    expect(await play([...lines, 'nonsense'], { scriptExitCode: 'zero' })).toMatchObject({
      code: 0,
      ports: ['1', '2'],
    });
  });

  test('takes quotes away, and nothing else', async () => {
    const quoted = await play([line(1, ' sslctlstorename="a b\'s"'), line(2, ' "reject=enable"')]);
    expect(quoted.ports).toEqual(['1', '2']);
    expect(machine.table().get('0.0.0.0:1')?.ctlStore).toBe("a b's");
    expect(machine.table().get('0.0.0.0:2')?.flags).toBe(0x8);
  });

  test.each([
    ['an open quote', line(1, ' sslctlstorename="a')],
    ['letters beyond ASCII', line(1, ' sslctlstorename=ä')],
    ['a line longer than a command line', line(1, ` sslctlstorename=${'x'.repeat(8200)}`)],
    ['two commands', `${line(1)} & ${line(2)}`],
    ['another context first', 'http'],
  ])('refuses %s', async (_why, text) => {
    expect(await play([text])).toMatchObject({ code: 1, ports: [] });
  });

  test('that is not there fails', async () => {
    await make();
    const ended = await run(machine, 'netsh.exe', '-f', '/nowhere/script.txt');
    expect(ended).toMatchObject({ code: 1, out: 'The system cannot find the file specified.\n\n' });
  });
});

describe('two at once', () => {
  beforeEach(() => make());

  test('of two adds of one endpoint exactly one succeeds', async () => {
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain)),
    );
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1, 1, 1]);
    expect(machine.table().size).toBe(1);
  });

  test('none of many changes is lost', async () => {
    const ports = Array.from({ length: 20 }, (_, index) => 1000 + index);
    await Promise.all(ports.map((port) => netsh(machine, 'add sslcert', `ipport=0.0.0.0:${port}`, ...plain)));
    expect(machine.table().size).toBe(ports.length);
  });
});

describe('thousands of bindings', () => {
  const count = 5000;

  test('are added by one script and shown within seconds', async () => {
    await make();
    const file = join(machine.folder, 'script.txt');
    const lines = Array.from(
      { length: count },
      (_, index) => `http add sslcert hostnameport=site-${index}.example.com:443 ${plain.join(' ')}`,
    );
    writeFileSync(file, lines.join('\n'));
    const started = performance.now();
    expect((await run(machine, 'netsh.exe', '-f', file)).code).toBe(0);
    const added = performance.now();
    const { out } = await netsh(machine, 'show sslcert');
    const shown = performance.now();
    expect(out.match(/Certificate Hash/g)).toHaveLength(count);
    expect(added - started).toBeLessThan(10_000);
    expect(shown - added).toBeLessThan(3_000);
  });
});
