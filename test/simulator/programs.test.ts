import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { Account, CodePage, Language } from '../../simulator/machine-options.js';
import { run } from './run.js';

const certificate = issue({ names: ['www.example.com'] });
const parameters = 'SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

let machine: Machine;

afterEach(() => machine.close());

describe('reg query', () => {
  const query = (table: string, hive = 'HKLM') =>
    run(machine, 'reg.exe', 'query', `${hive}\\${parameters}\\${table}`, '/s');

  test('prints the records of a kind as the registry has them', async () => {
    machine = await createMachine({ registryZeros: 'absent' });
    machine.bind(
      {
        endpoint: '0.0.0.0:443',
        certificate,
        store: 'My',
        flags: 0x41,
        checkMode: 0x10005,
        freshnessTime: 60,
        urlTimeout: 16,
      },
      {
        endpoint: '[::]:443',
        certificate,
        store: null,
        extraValues: [{ name: 'Foo', type: 'REG_DWORD', data: '0x7' }],
      },
      { endpoint: 'www.Example.com:443', certificate, ctlStore: 'a list', ctlIdentifier: 'id' },
      { endpoint: '8443' },
    );
    const ip = await query('SslBindingInfo');
    expect(ip).toMatchObject({
      code: 0,
      out: `
HKEY_LOCAL_MACHINE\\${parameters}\\SslBindingInfo\\0.0.0.0:443
    AppId    REG_BINARY    81E1C34D4BE1214AB02259FC669B0914
    SslCertHash    REG_BINARY    ${certificate.thumbprint}
    SslCertStoreName    REG_SZ    My
    DefaultSslCertCheckMode    REG_DWORD    0x10005
    DefaultSslRevocationFreshnessTime    REG_DWORD    0x3c
    DefaultSslRevocationUrlRetrievalTimeout    REG_DWORD    0x10
    DefaultFlags    REG_DWORD    0x41

HKEY_LOCAL_MACHINE\\${parameters}\\SslBindingInfo\\[::]:443
    AppId    REG_BINARY    81E1C34D4BE1214AB02259FC669B0914
    SslCertHash    REG_BINARY    ${certificate.thumbprint}
    Foo    REG_DWORD    0x7

`,
    });
    const names = await query('SslSniBindingInfo', 'HKEY_LOCAL_MACHINE');
    expect(names.out).toMatch(/\\SslSniBindingInfo\\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}\n/);
    expect(names.out).toContain('    HostnamePort    REG_SZ    www.Example.com:443\n');
    expect(names.out).toContain('    DefaultSslCtlStoreName    REG_SZ    a list\n');
    const central = await query('SslCcsBindingInfo');
    expect(central.out).toContain('\\SslCcsBindingInfo\\8443\n');
    expect(central.out).not.toContain('SslCertHash');
  });

  test('can disagree with HTTP.sys', async () => {
    machine = await createMachine({ registryDisagrees: ['0.0.0.0:443'] });
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    const { out } = await query('SslBindingInfo');
    expect(out).toMatch(/SslCertHash {4}REG_BINARY {4}[0-9A-F]{40}\n/);
    expect(out).not.toContain(certificate.thumbprint);
  });

  test('a key that is not there is an error, in the language of the machine', async () => {
    machine = await createMachine({ language: 'de', codePage: 65001 });
    expect(await query('SslSniBindingInfo')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('FEHLER'),
    });
    expect(await query('SslBindingInfo')).toMatchObject({ code: 0, out: '\n' });
  });

  test.each([
    [['add', `HKLM\\${parameters}\\SslBindingInfo`, '/s']],
    [['query', `HKLM\\${parameters}\\SslBindingInfo`, '/s', '/v', 'AppId']],
    [['query', `HKLM\\${parameters}`, '/s', '/S']],
    [['query', `HKLM\\${parameters}`, '/v']],
    [['query', `HKLM\\${parameters}\\`, '/s']],
    [['query', `HKLM\\${parameters}`, '/f', 'x']],
    [['query', parameters, '/s']],
    [['query']],
    [['export', `HKLM\\${parameters}`]],
    [['export', `HKLM\\${parameters}`, '/nowhere/at/all.reg', '/y']],
    [['export', `HKLM\\${parameters}`, '/tmp/a.reg', '/n']],
    [['delete', `HKLM\\${parameters}`, '/f']],
    [['query', `HKCU\\${parameters}\\SslBindingInfo`, '/s']],
    [['query', 'HKLM\\SYSTEM', '/s']],
    [[]],
  ])('refuses %j', async (args) => {
    machine = await createMachine();
    expect(await run(machine, 'reg.exe', ...args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('ERROR'),
    });
  });
});

describe('whoami', () => {
  const accounts: [Account, boolean][] = [
    ['administrator', true],
    ['system', true],
    ['network-service', false],
    ['service-account', false],
    ['filtered-administrator', false],
  ];

  test.each(accounts)('%s', async (account, elevated) => {
    machine = await createMachine({ account });
    const { out, code } = await run(machine, 'whoami.exe', '/groups', '/fo', 'csv', '/nh');
    expect(code).toBe(0);
    for (const line of out.trim().split('\n'))
      expect(line).toMatch(/^"[^"]*","[^"]*","S-1-[0-9-]+","[^"]*"$/);
    const isHigh = /S-1-16-(12288|16384)/.test(out);
    expect(isHigh && out.includes('S-1-5-32-544')).toBe(elevated);
  });

  test('has no other form', async () => {
    machine = await createMachine();
    expect((await run(machine, 'whoami.exe')).code).toBe(1);
    expect((await run(machine, 'whoami.exe', '/all')).code).toBe(1);
  });
});

describe('appcmd', () => {
  const sites = [
    {
      name: 'Shop & "Café" <1>',
      id: 7,
      bindings: [
        { protocol: 'http', bindingInformation: '*:80:' },
        { protocol: 'https', bindingInformation: '10.0.0.5:443:www.example.com', sslFlags: 1 },
      ],
    },
  ];

  test('lists the sites with their bindings', async () => {
    machine = await createMachine({ iis: sites, codePage: 65001 });
    const { out, code } = await run(machine, 'inetsrv/appcmd.exe', 'list', 'site', '/config', '/xml');
    expect(code).toBe(0);
    expect(out).toContain(
      '<SITE SITE.NAME="Shop &amp; &quot;Café&quot; &lt;1&gt;" SITE.ID="7" bindings="http/*:80:,https/10.0.0.5:443:www.example.com" state="Started">',
    );
    expect(out).toContain(
      '<binding protocol="https" bindingInformation="10.0.0.5:443:www.example.com" sslFlags="1" />',
    );
  });

  test('is not there without IIS, and says nothing without rights', async () => {
    machine = await createMachine();
    expect(existsSync(join(machine.systemRoot, 'System32', 'inetsrv', 'appcmd.exe'))).toBe(false);
    await machine.close();
    machine = await createMachine({ iis: sites, account: 'network-service' });
    const { out, code } = await run(machine, 'inetsrv/appcmd.exe', 'list', 'site', '/config', '/xml');
    expect({ code, sites: out.includes('SITE') }).toEqual({ code: 5, sites: false });
  });
});

describe('code pages', () => {
  const cases: [Language, CodePage, text: string, bytes: number[]][] = [
    ['fr', 437, 'Vér', [0x56, 0x82, 0x72]],
    ['fr', 850, 'Vér', [0x56, 0x82, 0x72]],
    ['fr', 1252, 'Vér', [0x56, 0xe9, 0x72]],
    ['fr', 65001, 'Vér', [0x56, 0xc3, 0xa9, 0x72]],
    ['de', 850, 'für', [0x66, 0x81, 0x72]],
    ['de', 1252, 'Zwischenspeichern', [...Buffer.from('Zwischenspeichern')]],
    ['xx', 932, 'ソ', [0x83, 0x5c]],
  ];

  test.each(cases)('%s in %i: %s', async (language, codePage, _text, expected) => {
    machine = await createMachine({ language, codePage, windows: 2025 });
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    const { bytes } = await run(machine, 'netsh.exe', 'http', 'show', 'sslcert');
    expect(bytes.includes(Buffer.from(expected))).toBe(true);
    expect(bytes.includes(0x3f)).toBe(false);
    expect(bytes.toString('latin1')).toContain(certificate.thumbprint.toLowerCase());
  });
});

test('a machine may lack a program', async () => {
  machine = await createMachine({ missingPrograms: ['netsh.exe'] });
  expect(readdirSync(join(machine.systemRoot, 'System32')).sort()).toEqual([
    'certutil.exe',
    'icacls.exe',
    'reg.exe',
    'whoami.exe',
  ]);
});
