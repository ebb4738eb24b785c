import { describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import { moveCommand, type OtherUser, readOtherUsers, type UserKind } from '../../src/inspect/other-users.js';
import type { SitesReading } from '../../src/inspect/sites.js';
import { issue } from '../certificate/issue.js';
import { site } from '../plan/given.js';
import { blobOf } from '../windows/blob.js';
import { type Answer, fakeMachine } from './fake-machine.js';

const thumbprint = parseThumbprint('A1B2C3D4E5F60718293A4B5C6D7E8F9001122334')!;
const other = parseThumbprint('00112233445566778899AABBCCDDEEFF00112233')!;
const spaced = thumbprint.toLowerCase().replace(/..(?=.)/g, '$& ');
const none: SitesReading = { is: 'absent' };

const software = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft';
const system = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet';
const keys = {
  rdp: `${system}\\Control\\Terminal Server\\WinStations\\RDP-Tcp`,
  winrm: `${software}\\Windows\\CurrentVersion\\WSMAN\\Listener`,
  sql: `${software}\\Microsoft SQL Server`,
  web: `${software}\\WebManagement\\Server`,
  sstp: `${system}\\Services\\SstpSvc\\Parameters`,
  ldaps: `${software}\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates`,
};

/** What `reg query KEY /s` prints of a registry with these keys, each with its values. */
function registry(content: Readonly<Record<string, readonly string[]>>) {
  return (args: readonly string[]): Answer => {
    const path = args[1]?.replace(/^HKLM/, 'HKEY_LOCAL_MACHINE') ?? '';
    const found = Object.entries(content).filter(([key]) => key === path || key.startsWith(`${path}\\`));
    if (found.length === 0)
      return '\r\nERROR: The system was unable to find the specified registry key or value.\r\n';
    return found
      .map(([key, values]) => ['', key, ...values.map((each) => `    ${each}`), ''].join('\r\n'))
      .join('');
  };
}

async function usersOf(content: Readonly<Record<string, readonly string[]>>, sites = none) {
  const { machine, started } = fakeMachine({ 'reg.exe': registry(content) });
  return { ...(await readOtherUsers(machine, sites)), started };
}

const user = (kind: UserKind, name: string, of = thumbprint): OtherUser => ({ kind, name, thumbprint: of });

describe('other users of certificates', () => {
  it('are found where each product keeps its thumbprint, in any form', async () => {
    const { users } = await usersOf({
      [keys.rdp]: [
        'SecurityLayer    REG_DWORD    0x2',
        `SSLCertificateSHA1Hash    REG_BINARY    ${thumbprint}`,
      ],
      [`${keys.winrm}\\*+HTTP`]: ['Port    REG_DWORD    0x1761'],
      [`${keys.winrm}\\*+HTTPS`]: [`certThumbprint    REG_SZ    ${spaced}`, 'Port    REG_DWORD    0x1762'],
      [`${keys.winrm}\\IP:10.0.0.5+HTTPS`]: [`certThumbprint    REG_SZ    ?${other.toLowerCase()}`],
      [`${keys.sql}\\MSSQL16.MSSQLSERVER\\MSSQLServer\\SuperSocketNetLib`]: [
        `Certificate    REG_SZ    ${thumbprint.toLowerCase()}`,
      ],
      [`${keys.sql}\\MSSQL15.PAYROLL\\MSSQLServer\\SuperSocketNetLib`]: ['Certificate    REG_SZ    '],
      [`${keys.sql}\\MSSQL15.PAYROLL\\Setup`]: [`Certificate    REG_SZ    ${other}`],
      [keys.web]: [`SslCertificateHash    REG_SZ    \x94${spaced}`, 'Port    REG_DWORD    0x1fec'],
      [keys.sstp]: [`sha1certificatehash    REG_BINARY    ${thumbprint}`],
      [`${keys.sstp}\\ConfigStore`]: [`SHA1CertificateHash    REG_BINARY    ${other}`],
      [`${keys.ldaps}\\${thumbprint}`]: ['Blob    REG_BINARY    00'],
    });
    expect(users).toEqual(
      expect.arrayContaining([
        user('remote-desktop', 'RDP-Tcp'),
        user('winrm', '*+HTTPS'),
        user('winrm', 'IP:10.0.0.5+HTTPS', other),
        user('sql-server', 'MSSQL16.MSSQLSERVER'),
        user('web-management', 'WMSVC'),
        user('sstp', 'SstpSvc'),
        user('directory-services', 'NTDS'),
      ]),
    );
    expect(users).toHaveLength(7);
  });

  it('are none where no product is there, at the cost of one program each, all at once', async () => {
    const { users, started } = await usersOf({});
    expect(users).toEqual([]);
    expect([started.length, started.every(({ round }) => round === 1)]).toEqual([6, true]);
  });

  it('are none where the value is empty, damaged, or all zeros', async () => {
    for (const data of ['', '00', '0'.repeat(40), 'none', thumbprint.slice(1), `${thumbprint}00`]) {
      const value = [`SSLCertificateSHA1Hash    REG_BINARY    ${data}`];
      expect((await usersOf({ [keys.rdp]: value })).users, data).toEqual([]);
    }
  });

  it('are the FTP sites of IIS, too', async () => {
    const sites = [{ ...site('Files'), ftpCertificate: thumbprint }, site('Shop')];
    const { users } = await usersOf({}, { is: 'read', sites });
    expect(users).toEqual([user('ftp-site', 'Files')]);
  });

  it('expire when the certificate in the store of the directory service does', async () => {
    const { certificate } = issue({ commonName: 'dc.example.com' });
    const blob = blobOf(certificate, { provider: null, container: null }).toString('hex').toUpperCase();
    const path = `${keys.ldaps}\\${certificate.thumbprint}`;
    const { users } = await usersOf({ [path]: [`Blob    REG_BINARY    ${blob}`] });
    expect(users).toMatchObject([{ kind: 'directory-services', notAfter: certificate.notAfter }]);
  });

  it('are left out where a program fails, which is said, unless the run is to end', async () => {
    const failing = (code: 'program-failed' | 'cancelled') =>
      fakeMachine({ 'reg.exe': () => new Failure(code, { cause: 'x', next: 'y' }) }).machine;
    const { users, unread } = await readOtherUsers(failing('program-failed'), none);
    expect([users, unread]).toEqual([[], expect.arrayContaining(['Remote Desktop', 'SQL Server'])]);
    expect(unread).toHaveLength(6);
    await expect(readOtherUsers(failing('cancelled'), none)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('are not certain where the sites of IIS are not known', async () => {
  const failure = new Failure('iis-unreadable', { cause: 'x', next: 'y' });
  const { unread } = await usersOf({}, { is: 'unreadable', failure });
  expect(unread).toEqual(['the FTP sites of IIS']);
  expect((await usersOf({}, none)).unread).toEqual([]);
});

describe('what moves another user', () => {
  it.each<[UserKind, string, string]>([
    [
      'ftp-site',
      'Files',
      `appcmd set config /section:system.applicationHost/sites "/[name='Files'].ftpServer.security.ssl.serverCertHash:${other}" /commit:apphost`,
    ],
    ['ftp-site', "O'Neil", 'in IIS Manager'],
    ['remote-desktop', 'RDP-Tcp', `Set-CimInstance -Property @{SSLCertificateSHA1Hash='${other}'}`],
    [
      'winrm',
      'IP:10.0.0.5+HTTPS',
      `winrm set winrm/config/Listener?Address=IP:10.0.0.5+Transport=HTTPS @{CertificateThumbprint="${other}"}`,
    ],
    ['sql-server', 'MSSQL16.PAYROLL', 'PAYROLL'],
    ['web-management', 'WMSVC', 'IIS Manager'],
    ['sstp', 'SstpSvc', 'Set-RemoteAccess -SslCertificate'],
    ['directory-services', 'NTDS', 'NTDS\\Personal'],
  ])('%s %s', (kind, name, says) => {
    const command = moveCommand(user(kind, name), other);
    expect(command).toContain(says);
    expect(command).toContain(other);
    expect(command).not.toContain(thumbprint);
  });
});
