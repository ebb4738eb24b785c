import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { Language, MachineOptions } from '../../simulator/machine-options.js';
import { run } from './run.js';

const http = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
const stores = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const full = (key: string) => key.replace('HKLM', 'HKEY_LOCAL_MACHINE');
const certificate = issue({ names: ['www.example.com'] });
const other = issue({ names: ['other.example.com'] });

let machine: Machine;

async function make(options: Partial<MachineOptions> = {}): Promise<void> {
  machine = await createMachine({ codePage: 65001, registryZeros: 'absent', ...options });
}

afterEach(() => machine.close());

const reg = (...args: string[]) => run(machine, 'reg.exe', ...args);
const query = (key: string, ...options: string[]) => reg('query', key, ...options);

/** The keys that an answer shows, each with its lines. */
function keysOf(text: string): Map<string, string[]> {
  const blocks = text.split('\n\n').map((block) => block.trim().split('\n'));
  return new Map(blocks.filter(([name = '']) => name !== '').map(([name = '', ...lines]) => [name, lines]));
}

async function exported(key: string): Promise<{ code: number | null; text: string; bytes: Buffer }> {
  const file = join(machine.folder, 'exported.reg');
  const { code } = await reg('export', key, file, '/y');
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  return { code, bytes, text: bytes.subarray(2).toString('utf16le') };
}

describe('HTTP Parameters', () => {
  test('with everything below it: other values, every table, other keys', async () => {
    await make({
      ipListen: ['10.0.0.5', '[2001:db8::1]'],
      httpParameters: [
        { name: 'MaxConnections', type: 'REG_DWORD', data: '0x1f4' },
        { name: 'Odd  name    here', type: 'REG_SZ', data: 'REG_SZ    x' },
      ],
    });
    machine.bind(
      { endpoint: '[::]:443', certificate },
      { endpoint: '0.0.0.0:443', certificate },
      { endpoint: 'www.example.com:443', certificate },
      { endpoint: '443', kind: 'ccs' },
      { endpoint: 'shop.example.com:443', kind: 'scopedccs' },
    );
    const { out, code } = await query(http, '/s');
    const keys = keysOf(out);
    expect(code).toBe(0);
    expect(keys.get(full(http))).toEqual([
      '    MaxConnections    REG_DWORD    0x1f4',
      '    Odd  name    here    REG_SZ    REG_SZ    x',
      '    ListenOnlyList    REG_MULTI_SZ    10.0.0.5\\0[2001:db8::1]',
    ]);
    const below = [...keys.keys()].map((key) => key.slice(full(http).length));
    expect(below).toEqual([
      '',
      '\\SslBindingInfo\\0.0.0.0:443',
      '\\SslBindingInfo\\[::]:443',
      '\\SslCcsBindingInfo\\443',
      expect.stringMatching(/^\\SslScopedCcsBindingInfo\\\{[0-9A-F-]{36}\}$/),
      expect.stringMatching(/^\\SslSniBindingInfo\\\{[0-9A-F-]{36}\}$/),
      '\\UrlAclInfo',
    ]);
    const table = keysOf((await query(`${http}\\SslBindingInfo`, '/s')).out);
    expect([...table.keys()]).toEqual([...keys.keys()].filter((key) => key.includes('\\SslBindingInfo\\')));
    for (const [key, lines] of table) expect(lines).toEqual(keys.get(key));
  });

  test('its own level: values, a blank line, the names below', async () => {
    await make();
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    expect((await query(http)).out).toBe(
      `\n${full(http)}\n    MaxRequestBytes    REG_DWORD    0x8000\n\n${full(http)}\\SslBindingInfo\n${full(http)}\\UrlAclInfo\n`,
    );
    expect((await query(`${http}\\SslBindingInfo`)).out).toBe(
      `\n${full(http)}\\SslBindingInfo\\0.0.0.0:443\n`,
    );
  });

  test('may show keys without a value, and name the keys of host names by them', async () => {
    await make({ emptyKeys: 'shown', sniKeys: 'name' });
    machine.bind({ endpoint: 'www.example.com:443', certificate });
    const keys = keysOf((await query(http, '/s')).out);
    expect(keys.get(`${full(http)}\\SslSniBindingInfo`)).toEqual([]);
    expect(keys.get(`${full(http)}\\SslSniBindingInfo\\www.example.com:443`)).toContain(
      '    HostnamePort    REG_SZ    www.example.com:443',
    );
  });

  test('keys compare without case, and are shown as they were given', async () => {
    await make();
    const given = 'hklm\\system\\CURRENTCONTROLSET\\services\\http\\parameters';
    expect((await query(given)).out).toContain(`\n${given.replace('hklm', 'HKEY_LOCAL_MACHINE')}\n`);
  });
});

describe('one value', () => {
  test('of a key, in any case of its name', async () => {
    await make();
    expect(await query(http, '/v', 'maxrequestbytes')).toMatchObject({
      code: 0,
      out: `\n${full(http)}\n    MaxRequestBytes    REG_DWORD    0x8000\n\n`,
    });
    expect(await query(http, '/v', 'Other')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('ERROR'),
    });
  });

  const languages: [Language, string][] = [
    ['en', 'End of search: 2 match(es) found.'],
    ['de', 'Suche beendet: 2 Übereinstimmung(en) gefunden.'],
    ['fr', 'Fin de la recherche : 2 correspondance(s) trouvée(s).'],
    ['xx', '1 = 2 表:'],
  ];

  test.each(languages)('of every key below one, in %s', async (language, end) => {
    await make({ language });
    machine.bind({ endpoint: '0.0.0.0:443', certificate }, { endpoint: '[::]:443', certificate });
    const { out } = await query(`${http}\\SslBindingInfo`, '/s', '/v', 'SslCertHash');
    expect(out.match(/SslCertHash/g)).toHaveLength(2);
    expect(out.endsWith(`\n\n${end}\n`)).toBe(true);
    expect((await query(`${http}\\SslBindingInfo`, '/v', 'None', '/s')).code).toBe(1);
  });
});

describe('certificate stores', () => {
  /** The properties of a `Blob`, by id, in their order. */
  function properties(blob: Buffer): Map<number, Buffer> {
    const found = new Map<number, Buffer>();
    for (let at = 0; at < blob.length; ) {
      const length = blob.readUInt32LE(at + 8);
      expect(blob.readUInt32LE(at + 4)).toBe(1);
      found.set(blob.readUInt32LE(at), blob.subarray(at + 12, at + 12 + length));
      at += 12 + length;
    }
    return found;
  }

  async function blobs(store: string): Promise<Map<string, Map<number, Buffer>>> {
    const { out } = await query(`${stores}\\${store}\\Certificates`, '/s');
    const lines = [...out.matchAll(/\\([0-9A-F]{40})\n {4}Blob {4}REG_BINARY {4}([0-9A-F]+)\n/g)];
    return new Map(lines.map(([, name = '', hex = '']) => [name, properties(Buffer.from(hex, 'hex'))]));
  }

  /** A name at an offset of CRYPT_KEY_PROV_INFO. */
  const nameAt = (info: Buffer, field: number) =>
    info.subarray(info.readUInt32LE(field)).toString('utf16le').split('\0')[0];

  const kinds: [provider: string, type: number, keySpec: number][] = [
    ['Microsoft Software Key Storage Provider', 0, 0],
    ['Microsoft RSA SChannel Cryptographic Provider', 12, 1],
    ['Microsoft Enhanced RSA and AES Cryptographic Provider', 24, 1],
    ['Microsoft Platform Crypto Provider', 0, 0],
  ];

  test.each(kinds)('tell a key in %s', async (provider, type, keySpec) => {
    await make();
    machine.install(certificate, { provider, container: 'Schlüssel', friendlyName: 'Été 2030' });
    const blob = (await blobs('MY')).get(certificate.thumbprint);
    const info = blob?.get(2) ?? Buffer.alloc(28);
    expect([0, 4].map((field) => nameAt(info, field))).toEqual(['Schlüssel', provider]);
    expect([8, 12, 16, 20, 24].map((field) => info.readUInt32LE(field))).toEqual([type, 0x20, 0, 0, keySpec]);
    expect(blob?.get(3)?.toString('hex').toUpperCase()).toBe(certificate.thumbprint);
    expect(blob?.get(11)?.toString('utf16le')).toBe('Été 2030\0');
    expect(blob?.get(32)).toEqual(certificate.der);
  });

  test('tell a key of a user from one of the machine', async () => {
    await make();
    machine.install(certificate, { keyUsable: false });
    expect((await blobs('MY')).get(certificate.thumbprint)?.get(2)?.readUInt32LE(12)).toBe(0);
  });

  test('tell no key and no name where there is none, and a link to a successor', async () => {
    await make({ containerNames: 'unique' });
    machine.install(certificate, { withKey: false, store: 'CA' });
    expect([...((await blobs('ca')).get(certificate.thumbprint)?.keys() ?? [])].sort()).toEqual([20, 3, 32]);
    machine.install(other, { renewedBy: certificate.thumbprint });
    const blob = (await blobs('MY')).get(other.thumbprint);
    expect(blob?.get(64)?.toString('hex').toUpperCase()).toBe(certificate.thumbprint);
    expect(nameAt(blob?.get(2) ?? Buffer.alloc(28), 0)).toBe(machine.store('MY')[0]?.uniqueName);
  });

  test('have their properties in an order that varies', async () => {
    await make();
    for (let count = 0; count < 12; count += 1)
      machine.install(issue({ names: ['a.example'] }), { friendlyName: 'a' });
    const orders = [...(await blobs('MY')).values()].map((blob) => [...blob.keys()].join());
    expect(new Set(orders).size).toBeGreaterThan(2);
  });

  test('are all below one key, but for those that are kept elsewhere', async () => {
    await make({ unregisteredStores: ['WebHosting'] });
    machine.install(certificate, { store: 'WebHosting' });
    machine.install(other, { store: 'Größe' });
    const { out } = await query(stores, '/s');
    expect(out).not.toContain(certificate.thumbprint);
    expect(out).toContain(`SystemCertificates\\GRÖSSE\\Certificates\\${other.thumbprint}\n`);
    expect((await query(`${stores}\\WebHosting\\Certificates`, '/s')).code).toBe(1);
    expect((await run(machine, 'certutil.exe', '-store', 'WebHosting')).out).toContain(
      certificate.thumbprint.toLowerCase(),
    );
  });
});

describe('other users of a certificate', () => {
  const { thumbprint } = certificate;
  const sql = 'HKLM\\SOFTWARE\\Microsoft\\Microsoft SQL Server';
  const users: [key: string, options: MachineOptions['otherUsers'], line: string][] = [
    [
      'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp',
      { remoteDesktop: thumbprint },
      `SSLCertificateSHA1Hash    REG_BINARY    ${thumbprint}`,
    ],
    [
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WSMAN\\Listener\\*+HTTPS',
      { winRm: { '*+HTTPS': thumbprint.toLowerCase() } },
      `certThumbprint    REG_SZ    ${thumbprint.toLowerCase()}`,
    ],
    [
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WSMAN\\Listener',
      { winRm: { '*+HTTPS': '', '10.0.0.5+HTTPS': thumbprint } },
      `certThumbprint    REG_SZ    ${thumbprint}`,
    ],
    [
      `${sql}\\MSSQL15.SHOP\\MSSQLServer\\SuperSocketNetLib`,
      { sqlServer: { 'MSSQL16.MSSQLSERVER': '', 'MSSQL15.SHOP': thumbprint.toLowerCase() } },
      `Certificate    REG_SZ    ${thumbprint.toLowerCase()}`,
    ],
    [
      sql,
      { sqlServer: { 'MSSQL16.MSSQLSERVER': thumbprint } },
      `MSSQLSERVER    REG_SZ    MSSQL16.MSSQLSERVER`,
    ],
    [
      'HKLM\\SOFTWARE\\Microsoft\\WebManagement\\Server',
      { webManagement: { hash: thumbprint, type: 'REG_BINARY' } },
      `SslCertificateHash    REG_BINARY    ${thumbprint}`,
    ],
    [
      'HKLM\\SOFTWARE\\Microsoft\\WebManagement\\Server',
      { webManagement: { hash: thumbprint, type: 'REG_SZ' } },
      `SslCertificateHash    REG_SZ    ${thumbprint}`,
    ],
    [
      'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SstpSvc\\Parameters',
      { sstp: thumbprint },
      `SHA1CertificateHash    REG_BINARY    ${thumbprint}`,
    ],
    [
      'HKLM\\SOFTWARE\\Microsoft\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates',
      { directoryServices: [thumbprint] },
      'Blob    REG_BINARY    ',
    ],
  ];

  test.each(users)('%s with %j', async (key, otherUsers, line) => {
    await make({ otherUsers });
    machine.install(certificate);
    expect((await query(key, '/s')).out).toContain(`\n    ${line}`);
  });

  test('a product that is not there has no key; what Windows itself has, has one without a certificate', async () => {
    await make({ language: 'fr' });
    const found = [];
    for (const key of new Set(users.map(([name]) => name))) {
      const { code, out, err } = await query(key, '/s');
      expect(out).not.toMatch(/hash|thumbprint/i);
      if (code === 0) found.push(key.split('\\').at(-1));
      else expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringContaining('Erreur :') });
    }
    expect(found).toEqual(['RDP-Tcp', 'Listener']);
    machine.set({ otherUsers: { sstp: thumbprint } });
    expect((await query('HKLM\\SYSTEM\\CurrentControlSet\\Services\\SstpSvc\\Parameters')).code).toBe(0);
  });

  test('all stand below their common keys as well', async () => {
    await make({ otherUsers: Object.assign({}, ...users.map(([, given]) => given)) });
    const { out } = await query('HKLM\\SOFTWARE\\Microsoft', '/s');
    for (const part of ['WSMAN', 'MSSQLServer', 'WebManagement', 'NTDS']) {
      expect(out).toContain(`\\${part}\\`);
    }
    expect((await query('HKLM\\SOFTWARE\\Microsoft\\WebManagement')).out).toContain('\\Server\n');
  });

  test('what may not be read is an error, and what is beside it is shown', async () => {
    await make({
      otherUsers: { sqlServer: { 'MSSQL16.A': 'aa', 'MSSQL16.B': 'bb' } },
      registryDenied: [full(`${sql}\\MSSQL16.A\\MSSQLServer`)],
    });
    const { code, out, err } = await query(sql, '/s');
    expect({ code, err }).toEqual({ code: 1, err: '\nERROR: Access is denied.\n' });
    expect([out.includes('REG_SZ    aa'), out.includes('REG_SZ    bb')]).toEqual([false, true]);
    expect(await query(`${sql}\\MSSQL16.A\\MSSQLServer\\SuperSocketNetLib`)).toMatchObject({
      code: 1,
      out: '',
    });
    expect((await exported(sql)).code).toBe(1);
  });
});

describe('export', () => {
  test('writes UTF-16 with every letter, whatever the code page', async () => {
    await make({ codePage: 437 });
    machine.bind({ endpoint: 'łódź.example:443', certificate, store: 'Größe' });
    const { code, text, bytes } = await exported(`${http}\\SslSniBindingInfo`);
    expect(code).toBe(0);
    expect(bytes.subarray(0, 2).toString('hex')).toBe('fffe');
    expect(text).toContain('\r\n"SslCertStoreName"="Größe"\r\n');
    expect(text).toContain('\r\n"HostnamePort"="łódź.example:443"\r\n');
    expect((await query(`${http}\\SslSniBindingInfo`, '/s')).bytes.toString('latin1')).toContain(
      '?\xa2d?.example:443',
    );
  });

  test('writes every type of value, and breaks long lines as Windows does', async () => {
    await make({
      ipListen: ['10.0.0.5', '::1'],
      httpParameters: [
        { name: 'A "quoted\\name"', type: 'REG_SZ', data: 'C:\\a "b"' },
        { name: 'Expand', type: 'REG_EXPAND_SZ', data: '%a%' },
      ],
    });
    machine.bind({ endpoint: '0.0.0.0:443', certificate, flags: 0x10 });
    machine.install(certificate);
    const { text } = await exported(http);
    expect(text.startsWith(`Windows Registry Editor Version 5.00\r\n\r\n[${full(http)}]\r\n`)).toBe(true);
    expect(text).toContain('"A \\"quoted\\\\name\\""="C:\\\\a \\"b\\""\r\n');
    expect(text).toContain('"Expand"=hex(2):25,00,61,00,25,00,00,00\r\n');
    expect(text).toContain('"DefaultFlags"=dword:00000010\r\n');
    const list = /"ListenOnlyList"=hex\(7\):([0-9a-f,\\\r\n ]+)\r\n/.exec(text)?.[1] ?? '';
    const bytes = Buffer.from(list.replace(/[^0-9a-f]/g, ''), 'hex');
    expect(bytes.toString('utf16le')).toBe('10.0.0.5\0::1\0\0');
    expect(text.endsWith('\r\n\r\n')).toBe(true);

    const lines = (await exported(`${stores}\\MY\\Certificates`)).text.split('\r\n');
    const first = lines.findIndex((line) => line.startsWith('"Blob"='));
    const blob = lines.slice(first, lines.findIndex((line, at) => at > first && !line.endsWith('\\')) + 1);
    expect(blob[0]).toMatch(/^"Blob"=hex:([0-9a-f]{2},){22}\\$/);
    for (const line of blob.slice(1, -1)) expect(line).toMatch(/^ {2}([0-9a-f]{2},){25}\\$/);
    expect(blob.at(-1)).toMatch(/^ {2}([0-9a-f]{2},)*[0-9a-f]{2}$/);
    const hex = blob
      .join('')
      .replace('"Blob"=hex:', '')
      .replace(/[^0-9a-f]/g, '');
    const { out } = await query(`${stores}\\MY\\Certificates`, '/s');
    expect(out).toContain(`    Blob    REG_BINARY    ${hex.toUpperCase()}\n`);
  });

  test('a value without a name', async () => {
    await make({ otherUsers: { sqlServer: { 'MSSQL16.A': 'aa' } } });
    const key = 'HKLM\\SOFTWARE\\Microsoft\\Microsoft SQL Server\\MSSQL16.A\\MSSQLServer\\SuperSocketNetLib';
    expect((await exported(key)).text).toContain('\r\n@="Microsoft SQL Server network library"\r\n');
    expect((await query(key)).out).toContain(
      '    (Default)    REG_SZ    Microsoft SQL Server network library\n',
    );
    expect((await query(key, '/v', '')).code).toBe(0);
  });

  test('replaces a file only where told so, and needs the key', async () => {
    await make({ language: 'de' });
    const file = join(machine.folder, 'there.reg');
    expect(await reg('export', http, file)).toMatchObject({
      code: 0,
      out: 'Der Vorgang wurde erfolgreich beendet.\n\n',
    });
    writeFileSync(file, 'old');
    expect((await reg('export', http, file)).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect((await reg('export', `${http}\\None`, file, '/y')).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect((await reg('export', http, file, '/Y')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toBe('old');
  });
});
