import { describe, expect, it } from 'vitest';
import type { OtherUsers } from '../../simulator/machine-options.js';
import { expectSuccess, warningsOf } from './expectations.js';
import { openScene, type Scene } from './scene.js';

/** The same certificate in every form in which a product keeps a thumbprint. */
const usersOf = (thumbprint: string): OtherUsers => ({
  remoteDesktop: thumbprint,
  winRm: { '*+HTTPS': thumbprint.toLowerCase(), 'IP:10.0.0.5+HTTPS': thumbprint },
  sqlServer: {
    'MSSQL16.MSSQLSERVER': thumbprint.toLowerCase(),
    'MSSQL15.PAYROLL': thumbprint.replace(/..(?=.)/g, '$& '),
    'MSSQL14.NONE': '',
  },
  webManagement: { hash: thumbprint, type: 'REG_BINARY' },
  sstp: thumbprint,
  directoryServices: [thumbprint],
});

const ftpSite = (thumbprint: string, store?: string) => ({
  name: 'Files',
  id: 7,
  bindings: [{ protocol: 'ftp', bindingInformation: '*:21:' }],
  ftp: { serverCertHash: thumbprint, ...(store === undefined ? {} : { serverCertStoreName: store }) },
});

const everybody = [
  'ftp-site Files',
  'remote-desktop RDP-Tcp',
  'web-management WMSVC',
  'sstp SstpSvc',
  'winrm *+HTTPS',
  'winrm IP:10.0.0.5+HTTPS',
  'sql-server MSSQL16.MSSQLSERVER',
  'sql-server MSSQL15.PAYROLL',
  'directory-services NTDS',
].sort();

/** A server whose only binding, and everybody else, uses the old certificate. */
async function server(): Promise<Scene> {
  const scene = await openScene();
  const { machine, old } = scene;
  machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
  machine.set({ iis: [ftpSite(old.thumbprint)], otherUsers: usersOf(old.thumbprint) });
  return scene;
}

const quiet = { handshake: 'off' };

describe('whoever else uses the replaced certificate', () => {
  it.each(['false', 'true'])(
    'is named with what moves it, and keeps it (remove-replaced: %s)',
    async (remove) => {
      const scene = await server();
      const { old, next } = scene;
      const end = await scene.run({ ...scene.given(), ...quiet, 'remove-replaced': remove });
      expectSuccess(end, 'rebound');
      const users = end.report?.otherUsers ?? [];
      expect(users.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(everybody);
      for (const { thumbprint, notAfter, command } of users) {
        expect({ thumbprint, notAfter }).toEqual({
          thumbprint: old.thumbprint,
          notAfter: new Date(old.x509.validTo).toISOString(),
        });
        expect(command).toContain(next.thumbprint);
      }
      // The log has no room for more than nine annotations; the report has.
      const warnings = end.report?.warnings ?? [];
      expect(warnings.filter((each) => each.includes('still uses the replaced'))).toHaveLength(
        everybody.length,
      );
      expect(warnings).toHaveLength(everybody.length + (remove === 'true' ? 1 : 0));
      if (remove === 'true') expect(warnings.at(-1)).toMatch(/stays in MY: FTP site Files, Remote Desktop/);
      expect(scene.machine.store('MY').map(({ thumbprint }) => thumbprint)).toContain(old.thumbprint);
      expect(end.report?.deletedCertificates).toEqual([]);
    },
  );

  it('keeps nothing once it has moved', async () => {
    const scene = await server();
    const { machine, old, next } = scene;
    machine.set({ iis: [ftpSite(next.thumbprint)], otherUsers: usersOf(next.thumbprint) });
    const end = await scene.run({ ...scene.given(), ...quiet, 'remove-replaced': 'true' });
    expectSuccess(end, 'rebound');
    expect([end.report?.otherUsers, warningsOf(end)]).toEqual([[], []]);
    expect(end.report?.deletedCertificates).toEqual([old.thumbprint]);
  });

  it('may be an FTP site where the configuration of IIS cannot be read, so the certificate stays', async () => {
    const scene = await server();
    scene.machine.set({ iisRedirection: 'absent', missingPrograms: ['appcmd.exe'] });
    const end = await scene.run({ ...scene.given(), ...quiet, 'remove-replaced': 'true' });
    expectSuccess(end, 'rebound');
    expect(end.report?.deletedCertificates).toEqual([]);
  });
});

it('an inventory says when the certificate of each expires, whichever store it is in', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const inStore = (store: string, validTo: number) => {
    const issued = scene.issue({ names: ['other.example'], validTo });
    machine.install(issued, { store });
    return issued;
  };
  const [ftp, rdp] = [inStore('WebHosting', 20), inStore('Remote Desktop', 30)];
  const unknown = 'AB'.repeat(20);
  machine.set({
    iis: [ftpSite(ftp.thumbprint, 'WebHosting')],
    otherUsers: { remoteDesktop: rdp.thumbprint, sstp: old.thumbprint, winRm: { '*+HTTPS': unknown } },
  });
  const end = await scene.run({ 'dry-run': 'true' });
  expectSuccess(end, 'inventory');
  const expiry = (issued: { x509: { validTo: string } }) => new Date(issued.x509.validTo).toISOString();
  expect(new Map(end.report?.otherUsers.map(({ kind, notAfter }) => [kind, notAfter]))).toEqual(
    new Map([
      ['ftp-site', expiry(ftp)],
      ['remote-desktop', expiry(rdp)],
      ['sstp', expiry(old)],
      ['winrm', null],
    ]),
  );
});
