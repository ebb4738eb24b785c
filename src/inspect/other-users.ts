import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { unlessFailed } from '../failure.js';
import type { RegistryKey } from '../http-sys/registry-text.js';
import type { Machine } from '../windows/machine.js';
import { readKept } from '../windows/registry-store.js';
import { readable } from '../windows/stored-certificate.js';
import type { SitesReading } from './sites.js';

/** What uses a certificate by its thumbprint without a binding in HTTP.sys. */
export type UserKind =
  | 'ftp-site'
  | 'remote-desktop'
  | 'winrm'
  | 'sql-server'
  | 'web-management'
  | 'sstp'
  | 'directory-services';

/** One such use. */
export interface OtherUser {
  readonly kind: UserKind;
  /** Of the site, listener, instance or service. */
  readonly name: string;
  readonly thumbprint: Thumbprint;
  /** When that certificate expires; undefined where only the stores of the machine can tell. */
  readonly notAfter?: Date;
}

/** What is known of them. */
export interface OtherUsersReading {
  readonly users: readonly OtherUser[];
  /** Those of whom it could not be read whether they use a certificate, in words. */
  readonly unread: readonly string[];
}

/** Where a product keeps its thumbprints in the registry. An absent key means that it is not there. */
interface Place {
  readonly kind: UserKind;
  readonly path: string;
  /** @param key this one, or one below it @param below the parts of its path that come after this one's */
  read(key: RegistryKey, below: readonly string[]): OtherUser[];
}

const currentControlSet = 'HKLM\\SYSTEM\\CurrentControlSet';
const microsoft = 'HKLM\\SOFTWARE\\Microsoft';

const places: readonly Place[] = [
  {
    kind: 'remote-desktop',
    path: `${currentControlSet}\\Control\\Terminal Server\\WinStations\\RDP-Tcp`,
    read: (key, below) =>
      below.length === 0 ? usersIn(key, 'remote-desktop', 'RDP-Tcp', 'SSLCertificateSHA1Hash') : [],
  },
  {
    kind: 'web-management',
    path: `${microsoft}\\WebManagement\\Server`,
    read: (key, below) =>
      below.length === 0 ? usersIn(key, 'web-management', 'WMSVC', 'SslCertificateHash') : [],
  },
  {
    kind: 'sstp',
    path: `${currentControlSet}\\Services\\SstpSvc\\Parameters`,
    read: (key, below) => (below.length === 0 ? usersIn(key, 'sstp', 'SstpSvc', 'SHA1CertificateHash') : []),
  },
  {
    kind: 'winrm',
    path: `${microsoft}\\Windows\\CurrentVersion\\WSMAN\\Listener`,
    read: (key, [listener = '', ...more]) =>
      /\+HTTPS$/i.test(listener) && more.length === 0
        ? usersIn(key, 'winrm', listener, 'certThumbprint')
        : [],
  },
  {
    kind: 'sql-server',
    path: `${microsoft}\\Microsoft SQL Server`,
    read: (key, [instance = '', ...rest]) =>
      rest.join('\\').toLowerCase() === 'mssqlserver\\supersocketnetlib'
        ? usersIn(key, 'sql-server', instance, 'Certificate')
        : [],
  },
  {
    kind: 'directory-services',
    path: `${microsoft}\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates`,
    read: (key, [name = '', ...more]) => {
      const thumbprint = more.length === 0 ? toThumbprint(name) : undefined;
      return thumbprint === undefined
        ? []
        : [{ kind: 'directory-services', name: 'NTDS', thumbprint, ...expiryIn(key) }];
    },
  },
];

function usersIn({ values }: RegistryKey, kind: UserKind, name: string, value: string): OtherUser[] {
  return values
    .filter((each) => each.name.toLowerCase() === value.toLowerCase())
    .flatMap(({ data }) => toThumbprint(data) ?? [])
    .map((thumbprint) => ({ kind, name, thumbprint }));
}

/**
 * Hex in any case, with blanks or without, as bytes or as a text; the invisible characters that a dialog copies along
 * are a `?` or bytes outside ASCII here. All zeros stand for none.
 */
function toThumbprint(data: string): Thumbprint | undefined {
  const thumbprint = parseThumbprint(data.replace(/[?\x80-\uffff]/g, ''));
  return thumbprint !== undefined && /[^0]/.test(thumbprint) ? thumbprint : undefined;
}

/** When the certificate of a store of its own expires. */
function expiryIn(key: RegistryKey): Pick<OtherUser, 'notAfter'> {
  const [thumbprint, kept] = readKept(key) ?? [];
  const certificate = thumbprint && kept && readable(kept.der, thumbprint);
  return certificate ? { notAfter: certificate.notAfter } : {};
}

/**
 * All who use a certificate by its thumbprint without a binding in HTTP.sys, as far as it can be seen: a program for
 * each product that the registry can have, all at once, and IIS's configuration for FTP. What cannot be read is no
 * reason to fail: to tell of it is a courtesy. Whoever deletes a certificate has to know.
 * @param sites what is known of IIS's sites
 */
export async function readOtherUsers(
  { registry }: Pick<Machine, 'registry'>,
  sites: SitesReading,
): Promise<OtherUsersReading> {
  const found = await Promise.all(places.map((place) => usersAt(place, registry)));
  const failed = places.filter((_, index) => found[index] === undefined).map(({ kind }) => kinds[kind]);
  return {
    users: [...ftpUsers(sites), ...found.flatMap((users) => users ?? [])],
    unread: [...(sites.is === 'unreadable' ? ['the FTP sites of IIS'] : []), ...failed],
  };
}

/** @returns undefined where the registry could not be read */
async function usersAt(
  { path, read }: Place,
  registry: Machine['registry'],
): Promise<OtherUser[] | undefined> {
  const depth = path.split('\\').length;
  const keys = await unlessFailed(registry.keys(path));
  return keys?.flatMap((key) => read(key, key.path.split('\\').slice(depth)));
}

/** The FTP sites of IIS that have a certificate. */
function ftpUsers(sites: SitesReading): OtherUser[] {
  if (sites.is !== 'read') return [];
  return sites.sites.flatMap(({ name, ftpCertificate }) =>
    ftpCertificate === null ? [] : [{ kind: 'ftp-site' as const, name, thumbprint: ftpCertificate }],
  );
}

/** Where their certificates are, besides MY: FTP sites can name this store, and Remote Desktop has one of its own. */
export const storesOfOthers = ['WebHosting', 'Remote Desktop'] as const;

const kinds: Readonly<Record<UserKind, string>> = {
  'ftp-site': 'FTP site',
  'remote-desktop': 'Remote Desktop',
  winrm: 'WinRM listener',
  'sql-server': 'SQL Server',
  'web-management': 'Web Management Service',
  sstp: 'SSTP',
  'directory-services': 'Directory services (LDAPS)',
};

/** Who uses a certificate besides HTTP.sys, as text: `FTP site Downloads`. */
export function otherUserName({ kind, name }: Pick<OtherUser, 'kind' | 'name'>): string {
  return name === '' ? kinds[kind] : `${kinds[kind]} ${name}`;
}

/** The warning of a user that stays on a replaced certificate. @param command what moves it */
export function stillUses(user: Omit<OtherUser, 'notAfter'>, command: string): string {
  return `${otherUserName(user)} still uses the replaced certificate ${user.thumbprint}. To move it: ${command}`;
}

/** The command, or the few words on what to do, that moves a user to another certificate. */
export function moveCommand({ kind, name }: OtherUser, thumbprint: Thumbprint): string {
  switch (kind) {
    case 'ftp-site':
      return moveFtpSite(name, thumbprint);
    case 'remote-desktop':
      return `Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting | Set-CimInstance -Property @{SSLCertificateSHA1Hash='${thumbprint}'} (PowerShell; NETWORK SERVICE must be able to read the key)`;
    case 'winrm':
      return `winrm set winrm/config/Listener?Address=${name.replace(/\+HTTPS$/i, '')}+Transport=HTTPS @{CertificateThumbprint="${thumbprint}"}`;
    case 'sql-server':
      return `choose ${thumbprint} in SQL Server Configuration Manager (protocols of ${instanceName(name)}, Certificate), and restart the instance; its account must be able to read the key`;
    case 'web-management':
      return `stop the Web Management Service, choose ${thumbprint} under Management Service in IIS Manager, and start it again`;
    case 'sstp':
      return `Set-RemoteAccess -SslCertificate (Get-Item Cert:\\LocalMachine\\My\\${thumbprint}) (PowerShell)`;
    case 'directory-services':
      return `import ${thumbprint} with its key into the store NTDS\\Personal (mmc.exe, Certificates, Service account, Active Directory Domain Services)`;
  }
}

/** A name with quotation marks cannot stand in a command that is copied. */
function moveFtpSite(name: string, thumbprint: Thumbprint): string {
  if (/['"\p{C}]/u.test(name))
    return `choose ${thumbprint} under FTP SSL Settings of the site in IIS Manager`;
  return `%windir%\\System32\\inetsrv\\appcmd set config /section:system.applicationHost/sites "/[name='${name}'].ftpServer.security.ssl.serverCertHash:${thumbprint}" /commit:apphost`;
}

/** Of `MSSQL16.MSSQLSERVER` the part by which people know it. */
function instanceName(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}
