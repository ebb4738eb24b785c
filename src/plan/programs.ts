import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Inspection } from '../inspect/inspection.js';
import { ownerName } from '../inspect/owner.js';
import { firstOf } from '../wording.js';
import type { Replacement } from './change.js';

type Need = (thumbprint: Thumbprint, store: string) => string;

/** What another program needs beside its binding, by application id: a sentence with the command. */
const alsoNeeded: ReadonlyMap<string, Need> = new Map<string, Need>([
  [
    '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
    (thumbprint) =>
      `Its listener names the certificate, too: winrm set winrm/config/Listener?Address=*+Transport=HTTPS @{CertificateThumbprint="${thumbprint}"}`,
  ],
  [
    '{5d89a20c-beab-4389-9447-324788eb944a}',
    (thumbprint) =>
      `Its configuration names the certificate, too: Set-AdfsSslCertificate -Thumbprint ${thumbprint} (on a Web Application Proxy: Set-WebApplicationProxySslCertificate -Thumbprint ${thumbprint})`,
  ],
  [
    '{f955c070-e044-456c-ac00-e9e4275b3f04}',
    (thumbprint) =>
      `Its configuration names the certificate, too: Set-WebApplicationProxySslCertificate -Thumbprint ${thumbprint}`,
  ],
  [
    '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
    (thumbprint, store) =>
      `Its configuration names the certificate, too: Set-RemoteAccess -SslCertificate (Get-Item Cert:\\LocalMachine\\${store}\\${thumbprint})`,
  ],
  [
    '{1d40ebc7-1983-4ac5-82aa-1e17a7ae9a0e}',
    () =>
      'Its configuration names the certificate, too: choose the new one in Report Server Configuration Manager',
  ],
  [
    '{d7d72267-fcf9-4424-9eec-7e1d8dcec9a9}',
    () =>
      'Its configuration names the certificate, too: choose the new one in IIS Manager under Management Service',
  ],
]);

const unknownNeed = () => 'See whether its own configuration names the certificate, too';

/**
 * A warning for each program whose bindings would be changed because somebody named them: what else that program
 * needs. The binding alone is half of the change, and some of these programs set it again from their configuration.
 */
export function programWarnings(changes: readonly Replacement[], inspection: Inspection): string[] {
  const byAppId = new Map<string, Replacement[]>();
  for (const change of changes) {
    if (programOf(change, inspection) === undefined) continue;
    const alike = byAppId.get(change.appId);
    if (alike) alike.push(change);
    else byAppId.set(change.appId, [change]);
  }
  return [...byAppId].flatMap(([appId, [first, ...others]]) => {
    if (first === undefined) return [];
    const endpoints = [first, ...others].map(({ endpoint }) => endpoint.text);
    const need = (alsoNeeded.get(appId) ?? unknownNeed)(first.after.thumbprint, first.after.store ?? 'MY');
    const program = programOf(first, inspection);
    return [`${firstOf(5, endpoints)} belongs to ${program} by its application id. ${need}`];
  });
}

/** The other program that a binding belongs to; undefined for one of IIS or of nobody known. */
function programOf({ endpoint }: Replacement, inspection: Inspection): string | undefined {
  const entry = inspection.entries.get(endpoint.key);
  if (entry === undefined) return undefined;
  const owner = inspection.owner(entry.binding);
  if (owner.is === 'iis') return owner.program;
  return owner.is === 'other' ? ownerName(owner) : undefined;
}
