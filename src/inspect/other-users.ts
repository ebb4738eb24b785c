import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { unlessFailed } from '../failure.js';
import type { RegistryKey } from '../http-sys/registry-text.js';
import type { Machine } from '../windows/machine.js';
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
}

/** Where a product keeps its thumbprints in the registry. An absent key means that it is not there. */
interface Place {
  readonly path: string;
  /** @param key this one, or one below it @param below the parts of its path that come after this one's */
  read(key: RegistryKey, below: readonly string[]): OtherUser[];
}

const currentControlSet = 'HKLM\\SYSTEM\\CurrentControlSet';
const microsoft = 'HKLM\\SOFTWARE\\Microsoft';

const places: readonly Place[] = [
  {
    path: `${currentControlSet}\\Control\\Terminal Server\\WinStations\\RDP-Tcp`,
    read: (key, below) =>
      below.length === 0 ? usersIn(key, 'remote-desktop', 'RDP-Tcp', 'SSLCertificateSHA1Hash') : [],
  },
  {
    path: `${microsoft}\\WebManagement\\Server`,
    read: (key, below) =>
      below.length === 0 ? usersIn(key, 'web-management', 'WMSVC', 'SslCertificateHash') : [],
  },
  {
    path: `${currentControlSet}\\Services\\SstpSvc\\Parameters`,
    read: (key, below) => (below.length === 0 ? usersIn(key, 'sstp', 'SstpSvc', 'SHA1CertificateHash') : []),
  },
  {
    path: `${microsoft}\\Windows\\CurrentVersion\\WSMAN\\Listener`,
    read: (key, [listener = '', ...more]) =>
      /\+HTTPS$/i.test(listener) && more.length === 0
        ? usersIn(key, 'winrm', listener, 'certThumbprint')
        : [],
  },
  {
    path: `${microsoft}\\Microsoft SQL Server`,
    read: (key, [instance = '', ...rest]) =>
      rest.join('\\').toLowerCase() === 'mssqlserver\\supersocketnetlib'
        ? usersIn(key, 'sql-server', instance, 'Certificate')
        : [],
  },
  {
    path: `${microsoft}\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates`,
    read: (_, [name = '', ...more]) => {
      const thumbprint = more.length === 0 ? toThumbprint(name) : undefined;
      return thumbprint === undefined ? [] : [{ kind: 'directory-services', name: 'NTDS', thumbprint }];
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

/**
 * All who use a certificate by its thumbprint without a binding in HTTP.sys, as far as it can be seen: a program for
 * each product that the registry can have, all at once, and IIS's configuration for FTP. What cannot be read is left
 * out: to tell of it is a courtesy, and no reason to fail.
 * @param sites what is known of IIS's sites
 */
export async function readOtherUsers(
  { registry }: Pick<Machine, 'registry'>,
  sites: SitesReading,
): Promise<OtherUser[]> {
  const found = await Promise.all(places.map((place) => usersAt(place, registry)));
  return [...ftpUsers(sites), ...found.flat()];
}

async function usersAt({ path, read }: Place, registry: Machine['registry']): Promise<OtherUser[]> {
  const depth = path.split('\\').length;
  const keys = (await unlessFailed(registry.keys(path))) ?? [];
  return keys.flatMap((key) => read(key, key.path.split('\\').slice(depth)));
}

/** The FTP sites of IIS that have a certificate. */
function ftpUsers(sites: SitesReading): OtherUser[] {
  if (sites.is !== 'read') return [];
  return sites.sites.flatMap(({ name, ftpCertificate }) =>
    ftpCertificate === null ? [] : [{ kind: 'ftp-site' as const, name, thumbprint: ftpCertificate }],
  );
}

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
export function stillUses(user: OtherUser, command: string): string {
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
