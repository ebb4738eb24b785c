import type { Thumbprint } from '../certificate/thumbprint.js';

/** A program other than IIS that binds certificates in HTTP.sys. */
interface Program {
  /** What a sentence calls it. */
  readonly name: string;
  /**
   * What this program needs besides a changed binding, as the end of a sentence with the commands; null where the
   * binding is all that it has, or nothing is known.
   */
  readonly alsoNeeds: ((thumbprint: Thumbprint) => string) | null;
}

const nothingElse = null;

/** Well-known programs by the application id of their bindings, in lower case. */
const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  [
    '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
    {
      name: 'WinRM',
      alsoNeeds: (thumbprint) =>
        `its listener keeps a thumbprint of its own: winrm set winrm/config/Listener?Address=*+Transport=HTTPS @{CertificateThumbprint="${thumbprint}"}`,
    },
  ],
  [
    '{5d89a20c-beab-4389-9447-324788eb944a}',
    {
      name: 'AD FS',
      alsoNeeds: (thumbprint) =>
        `its configuration keeps the certificate, too: Set-AdfsSslCertificate -Thumbprint ${thumbprint} in PowerShell, on every node of the farm`,
    },
  ],
  [
    '{f955c070-e044-456c-ac00-e9e4275b3f04}',
    {
      name: 'Web Application Proxy',
      alsoNeeds: (thumbprint) =>
        `its configuration keeps the certificate, too: Set-WebApplicationProxySslCertificate -Thumbprint ${thumbprint} in PowerShell`,
    },
  ],
  [
    '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
    {
      name: 'SSTP (Routing and Remote Access)',
      alsoNeeds: (thumbprint) =>
        `it keeps a hash of its own, with which it checks its clients: Set-RemoteAccess -SslCertificate (Get-Item Cert:\\LocalMachine\\My\\${thumbprint}) in PowerShell`,
    },
  ],
  ['{214124cd-d05b-4309-9af9-9caa44b2b74a}', { name: 'IIS Express', alsoNeeds: nothingElse }],
  [
    '{1d40ebc7-1983-4ac5-82aa-1e17a7ae9a0e}',
    {
      name: 'SQL Server Reporting Services',
      alsoNeeds: () =>
        'its configuration keeps the certificate, too: choose it for both URLs in Report Server Configuration Manager',
    },
  ],
  [
    '{d7d72267-fcf9-4424-9eec-7e1d8dcec9a9}',
    {
      name: 'Web Management Service',
      alsoNeeds: () =>
        'it keeps a hash of its own: stop the service, choose the certificate under Management Service in IIS Manager, and start it again',
    },
  ],
  ['{ce66697b-3aa0-49d1-bdbd-a25c8359fd5d}', { name: 'Work Folders', alsoNeeds: nothingElse }],
  [
    '{fed10a98-8cb9-41e2-8608-264b923c2623}',
    {
      name: 'Hyper-V Replica',
      alsoNeeds: (thumbprint) =>
        `its configuration keeps the certificate, too: Set-VMReplicationServer -CertificateThumbprint ${thumbprint} in PowerShell`,
    },
  ],
]);

/** The well-known program that has this application id; undefined for IIS and for one that nobody knows. */
export function programOf(appId: string): Program | undefined {
  return programs.get(appId.toLowerCase());
}

/**
 * What a program needs besides a changed binding, as the end of a sentence with the commands.
 * @param name of a {@link Program}
 * @returns null where the binding is all that it has, or nothing is known
 */
export function alsoNeeded(name: string, thumbprint: Thumbprint): string | null {
  const program = [...programs.values()].find((each) => each.name === name);
  return program?.alsoNeeds?.(thumbprint) ?? null;
}
