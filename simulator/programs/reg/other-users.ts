import type { Host } from '../host.js';
import { binary, key, number, type RegistryKey, text } from './keys.js';
import { certificateKey, foreignCertificateKey } from './system-certificates.js';

/*
 * What other programs keep of the certificate that they use, beside a few values that stand there, too. A key that a
 * product makes is not there without it.
 */

/** Remote Desktop, which is part of every Windows. */
export function remoteDesktop(name: string, { options }: Host): RegistryKey {
  const { remoteDesktop: hash } = options.otherUsers;
  return key(name, [
    number('PortNumber', 3389),
    number('SecurityLayer', 2),
    ...(hash == null ? [] : [binary('SSLCertificateSHA1Hash', hash)]),
    text('WdName', 'Microsoft RDP 8.0'),
  ]);
}

/** WinRM's listeners. That for HTTP is on every server. */
export function winRmListeners(name: string, { options }: Host): RegistryKey {
  const secure = Object.entries(options.otherUsers.winRm ?? {}).map(([listener, thumbprint]) =>
    key(listener, [
      number('Port', 5986),
      number('enabled', 1),
      text('uriprefix', 'wsman'),
      text('hostname', ''),
      text('certThumbprint', thumbprint),
    ]),
  );
  const plain = key('*+HTTP', [number('Port', 5985), number('enabled', 1), text('uriprefix', 'wsman')]);
  return key(name, [], [plain, ...secure]);
}

/** Microsoft SQL Server: a key for each instance, among others. */
export function sqlServer(name: string, { options }: Host): RegistryKey | undefined {
  const { sqlServer: instances } = options.otherUsers;
  if (instances === undefined) return undefined;
  const names = Object.keys(instances).map((id) => text(id.replace(/^.*\./, ''), id));
  return key(
    name,
    [],
    [
      key('Instance Names', [], [key('SQL', names)]),
      key('150', [text('VerSpecificRootDir', 'C:\\Program Files\\Microsoft SQL Server\\150\\')]),
      ...Object.entries(instances).map(([id, thumbprint]) => sqlInstance(id, thumbprint)),
    ],
  );
}

function sqlInstance(id: string, thumbprint: string): RegistryKey {
  const network = key('SuperSocketNetLib', [
    text('', 'Microsoft SQL Server network library'),
    text('Certificate', thumbprint),
    number('ForceEncryption', 0),
  ]);
  return key(id, [], [key('MSSQLServer', [text('DefaultLogin', 'guest')], [network]), key('Setup', [])]);
}

/** Web Management Service, which Web Deploy uses. */
export function webManagement(name: string, { options }: Host): RegistryKey | undefined {
  const { webManagement: given } = options.otherUsers;
  if (given === undefined) return undefined;
  const { hash, type } = given;
  const value = type === 'REG_SZ' ? text('SslCertificateHash', hash) : binary('SslCertificateHash', hash);
  return key(name, [number('EnableRemoteManagement', 1), number('Port', 8172), value]);
}

/** Secure Socket Tunneling Protocol, of the Routing and Remote Access Service. */
export function sstp(name: string, { options }: Host): RegistryKey | undefined {
  const { sstp: hash } = options.otherUsers;
  if (hash === undefined) return undefined;
  return key(name, [number('ListenerPort', 0), binary('SHA1CertificateHash', hash), number('UseHttps', 1)]);
}

/** The store of a domain controller's directory service. */
export function directoryServices(name: string, host: Host): RegistryKey | undefined {
  const { directoryServices: thumbprints } = host.options.otherUsers;
  if (thumbprints === undefined) return undefined;
  return key(
    name,
    [],
    thumbprints.map((thumbprint) => {
      const stored = host.stores.read('MY', thumbprint);
      return stored === undefined ? foreignCertificateKey(thumbprint) : certificateKey(stored, host);
    }),
  );
}
