import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, iisAppId, type Machine } from '../../simulator/machine.js';
import { disableAia, type Language, type MachineOptions } from '../../simulator/machine-options.js';
import { furtherCertificates } from '../../simulator/state/record.js';
import { netsh, run } from './run.js';

const old = issue({ names: ['www.example.com'] });
const next = issue({ names: ['www.example.com'] });
const plain = [`certhash=${next.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];
const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

let machine: Machine;

async function make(options: Partial<MachineOptions> = {}): Promise<void> {
  machine = await createMachine({ codePage: 65001, windows: 2025, ...options });
  machine.install(old);
  machine.install(next);
}

afterEach(() => machine.close());

const oddHosts = ['10.0.0.5:443', '[::1]:443', 'www.example.com.:443', '*:443'];
const uLabels = ['münchen.example:443', '日本.example:443', '*.łódź.example:8443'];

describe('hosts of SNI records that DNS would not know', () => {
  test('stand in the table and in the registry, beside the address of the same text', async () => {
    await make();
    machine.bind({
      endpoint: '10.0.0.5:443',
      certificate: old,
      appId: `{${'1'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}`,
    });
    for (const endpoint of [...oddHosts, ...uLabels]) {
      machine.bind({ endpoint, kind: 'hostnameport', certificate: old });
    }
    expect([...machine.table().keys()].sort()).toEqual(
      ['10.0.0.5:443', 'hostnameport=10.0.0.5:443', ...oddHosts.slice(1), ...uLabels].sort(),
    );
    expect(machine.table().get('10.0.0.5:443')?.appId).toMatch(/^\{1111/);
    const { out } = await netsh(machine, 'show sslcert');
    for (const endpoint of [...oddHosts, ...uLabels]) {
      expect(out).toContain(`    Hostname:port                : ${endpoint}\n`);
    }
    expect(out).toContain('    IP:port                      : 10.0.0.5:443\n');
    const registry = await run(machine, 'reg.exe', 'query', parameters, '/s');
    expect(registry.out).toContain('    HostnamePort    REG_SZ    10.0.0.5:443\n');
    expect(registry.out).toContain('\\SslBindingInfo\\10.0.0.5:443\n');
    machine.unbind('hostnameport=10.0.0.5:443');
    expect([...machine.table().values()].map(({ kind }) => kind)).toContain('ipport');
    expect(machine.table().has('hostnameport=10.0.0.5:443')).toBe(false);
  });

  test.each([...oddHosts, ...uLabels])('netsh refuses %s', async (endpoint) => {
    await make();
    machine.bind({ endpoint, kind: 'hostnameport', certificate: old });
    for (const [words, ...more] of [['update', ...plain], ['add', ...plain], ['delete'], ['show']]) {
      expect((await netsh(machine, `${words} sslcert`, `hostnameport=${endpoint}`, ...more)).code).toBe(1);
    }
    expect(machine.table().get(endpoint)?.hash).toBe(old.thumbprint.toLowerCase());
  });

  test.each([...oddHosts, ...uLabels])('or takes %s', async (endpoint) => {
    await make({ oddHosts: 'accepted', uLabels: 'accepted' });
    machine.bind({ endpoint, kind: 'hostnameport', certificate: old });
    expect((await netsh(machine, 'update sslcert', `hostnameport=${endpoint}`, ...plain)).code).toBe(0);
    expect(machine.table().get(endpoint)?.hash).toBe(next.thumbprint.toLowerCase());
    expect((await netsh(machine, 'show sslcert', `hostnameport=${endpoint}`)).out).toContain(
      `: ${endpoint}\n`,
    );
    expect((await netsh(machine, 'delete sslcert', `hostnameport=${endpoint}`)).code).toBe(0);
    expect((await netsh(machine, 'add sslcert', `hostnameport=${endpoint}`, ...plain)).code).toBe(0);
  });

  test.each([...oddHosts, ...uLabels, 'my_site.example:443'])(
    'or shows %s, and does not change it',
    async (endpoint) => {
      await make({ oddHosts: 'accepted', uLabels: 'accepted', changes: 'plain-hosts' });
      machine.bind({ endpoint, kind: 'hostnameport', certificate: old });
      for (const [words, ...more] of [['update', ...plain], ['add', ...plain], ['delete']]) {
        const { code, out } = await netsh(machine, `${words} sslcert`, `hostnameport=${endpoint}`, ...more);
        expect([code, out.trim()]).toEqual([1, 'The parameter is incorrect.']);
      }
      expect((await netsh(machine, 'show sslcert', `hostnameport=${endpoint}`)).code).toBe(0);
      expect(machine.table().get(endpoint)?.hash).toBe(old.thumbprint.toLowerCase());
      expect((await netsh(machine, 'add sslcert', 'hostnameport=*.a-b.example:443', ...plain)).code).toBe(0);
    },
  );

  test.each(['..:443', '.:443', 'a..b:443', 'www example:443', 'a*.b:443', '10.0.0:443', ':443', 'a/b:443'])(
    'what is no host is never taken: %s',
    async (endpoint) => {
      await make({ oddHosts: 'accepted', uLabels: 'accepted' });
      expect((await netsh(machine, 'add sslcert', `hostnameport=${endpoint}`, ...plain)).code).toBe(1);
    },
  );

  test('a script takes no letter beyond ASCII', async () => {
    await make({ uLabels: 'accepted' });
    machine.bind({ endpoint: 'münchen.example:443', certificate: old });
    const file = join(machine.folder, 'script.txt');
    writeFileSync(file, `http update sslcert hostnameport=münchen.example:443 ${plain.join(' ')}\n`);
    expect((await run(machine, 'netsh.exe', '-f', file)).code).toBe(1);
    expect(machine.table().get('münchen.example:443')?.hash).toBe(old.thumbprint.toLowerCase());
  });
});

describe('records of the central certificate store', () => {
  test.each(['null', 'absent'] as const)('lines for hash and store: %s', async (centralLines) => {
    await make({ centralLines });
    machine.bind({ endpoint: '443', kind: 'ccs' }, { endpoint: 'shop.example:443', kind: 'scopedccs' });
    machine.bind({ endpoint: '0.0.0.0:443', certificate: old, store: null });
    const { out } = await netsh(machine, 'show sslcert');
    const count = centralLines === 'null' ? 2 : 0;
    expect(out.match(/Certificate Hash {13}: \(null\)/g) ?? []).toHaveLength(count);
    expect(out.match(/Certificate Store Name {7}: \(null\)/g)).toHaveLength(count + 1);
    expect(out).toContain('    Central Certificate Store    : 443\n');
    expect(out).toContain('    Scoped Central Certificate Store : shop.example:443\n');
  });
});

const labels: [Language, string, string][] = [
  ['en', 'Certificate Hash             : ', 'Certificate Store Name       : '],
  ['de', 'Zertifikathash              : ', 'Zertifikatspeichername       : '],
  ['fr', 'Hachage du certificat             : ', 'Nom du magasin de certificats :       : '],
];

test.each(labels)('further certificates are an extended property in %s', async (language, hash, store) => {
  await make({ language });
  const properties = furtherCertificates(
    { thumbprint: next.thumbprint },
    { thumbprint: 'AB'.repeat(20), store: 'WebHosting' },
  );
  machine.bind({ endpoint: '0.0.0.0:443', certificate: old, properties });
  const { out } = await netsh(machine, 'show sslcert');
  const [, block] = out.split(/PropertyId +: 6\n/);
  expect(block).toBe(
    [
      `    ${hash}${next.thumbprint.toLowerCase()}`,
      `    ${store}MY`,
      `    ${hash}${'ab'.repeat(20)}`,
      `    ${store}WebHosting`,
      '',
      '',
    ].join('\n'),
  );
  expect((await netsh(machine, 'update sslcert', 'ipport=0.0.0.0:443', ...plain)).code).toBe(0);
  expect(machine.table().get('0.0.0.0:443')?.properties).toEqual(properties);
  await netsh(machine, 'delete sslcert', 'ipport=0.0.0.0:443');
  await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain);
  expect((await netsh(machine, 'show sslcert')).out).not.toContain('PropertyId                   : 6');
});

describe('settings that came later', () => {
  const bits: [word: 'checkMode' | 'flags', mask: number, value: string][] = [
    ['checkMode', 0x10, 'DefaultSslCertCheckMode    REG_DWORD    0x10'],
    ['checkMode', 0x40000, 'DefaultSslCertCheckMode    REG_DWORD    0x40000'],
    ['flags', 0x10000, 'DefaultFlags    REG_DWORD    0x10000'],
  ];

  test.each(bits)('disableaia sets a bit of %s: %d', async (word, mask, value) => {
    await make({ moreSettings: [disableAia({ word, mask })] });
    expect((await netsh(machine, 'add sslcert', 'help')).out).toContain('\t[disableaia=enable|disable]\n');
    expect(
      (await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, 'disableaia=enable')).code,
    ).toBe(0);
    expect(machine.table().get('0.0.0.0:443')?.[word]).toBe(mask);
    expect((await run(machine, 'reg.exe', 'query', parameters, '/s')).out).toContain(`    ${value}\n`);
    const { out } = await netsh(machine, 'show sslcert');
    expect(out).toContain('    Disable Authority Info Access : Enabled\n');
    await netsh(machine, 'update sslcert', 'ipport=0.0.0.0:443', ...plain, 'disableaia=disable');
    expect(machine.table().get('0.0.0.0:443')?.[word]).toBe(0);
  });

  test('without it, the argument is unknown', async () => {
    await make();
    const ended = await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, 'disableaia=enable');
    expect(ended.out).toContain('disableaia=enable is not a valid argument');
    expect((await netsh(machine, 'add sslcert', 'help')).out).not.toContain('disableaia');
  });

  test('a Windows to come has three, each with a bit, a line and an argument in the help', async () => {
    await make({ windows: 2028 });
    const { moreSettings } = machine.options;
    expect(moreSettings.map(({ argument }) => argument)).toEqual([
      'disableaia',
      'disablecertcompression',
      'requirestapledresponse',
    ]);
    for (const verb of ['add', 'update']) {
      const { out } = await netsh(machine, `${verb} sslcert`, 'help');
      for (const { argument } of moreSettings) expect(out).toContain(`\t[${argument}=enable|disable]\n`);
    }
    for (const { argument, label, words, word, mask } of moreSettings) {
      await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, `${argument}=enable`);
      const record = machine.table().get('0.0.0.0:443');
      expect({ [argument]: record?.[word] }).toEqual({ [argument]: mask });
      const { out } = await netsh(machine, 'show sslcert');
      expect(out).toMatch(new RegExp(`^ {4}${label} +: ${words === 'set' ? 'Set' : 'Enabled'}$`, 'm'));
      expect(out.match(/^ {4}\S.*(Certificate Compression|Stapled Response|Authority Info)/gm)).toHaveLength(
        3,
      );
      await netsh(machine, 'delete sslcert', 'ipport=0.0.0.0:443');
    }
    const [first, second, third] = moreSettings;
    expect(new Set([first, second, third].map((one) => `${one?.word} ${one?.mask}`)).size).toBe(3);
    expect(
      (await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...plain, 'disablesessionid=enable')).code,
    ).toBe(0);
  });
});
