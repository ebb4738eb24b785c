import { chainOf, type Issued, issue } from '../simulator/certificates/issue.js';
import { writePfx } from '../simulator/certificates/pfx.js';
import { createMachine, iisAppId, type Machine } from '../simulator/machine.js';
import type { IisSite, MachineOptions } from '../simulator/machine-options.js';
import { bytesOf, fixedKey, fixedSigningKey } from './fixed-keys.js';

/**
 * A web server on which nothing depends on when and where it is made: three sites and an intranet that share a wildcard
 * certificate which is about to expire, a shop with a certificate of its own, WinRM, and FTP.
 */
export interface FixedServer {
  readonly machine: Machine;
  /** What time it is there. */
  readonly now: Date;
  /** The ports on which it really listens, by those that it serves: any user may open them. */
  readonly ports: Readonly<Record<string, number>>;
  /** On the three sites, the intranet and FTP. */
  readonly expiring: Issued;
  /** Not on the server yet. */
  readonly renewed: Issued;
  readonly pfx: Buffer;
  readonly password: string;
  /** A certificate of the authority that issued the renewed one. */
  issueNext(names: string[], days: number): Issued;
}

export interface FixedServerOptions extends Partial<MachineOptions> {
  /** In place of the fixed time: certificates are issued anew for it, with other thumbprints. */
  readonly now?: Date;
}

/** Three in the morning, a Saturday. */
export const fixedNow = new Date('2030-03-02T03:00:00Z');

export const password = 'correct horse battery staple';

const domain = 'my-domain.com';
const rootName = 'Example Root CA';
const winRmAppId = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
const dayMs = 24 * 60 * 60 * 1000;

/** Makes the server. */
export async function startFixedServer({
  now = fixedNow,
  ...options
}: FixedServerOptions = {}): Promise<FixedServer> {
  const office = new Office(now);
  const names = [`*.${domain}`, domain];
  const expiring = office.issue('Example TLS CA', { names, from: -81, to: 9 });
  const renewed = office.issue('Example TLS CA', { names, from: -1, to: 89 });
  const shop = office.issue('Example Payment CA', { names: [`shop.${domain}`], from: -30, to: 335 });
  const computer = office.issue('Example TLS CA', { names: ['web-01.corp.example'], from: -200, to: 165 });
  const machine = await createMachine({
    windows: 2022,
    iis: sites(expiring.thumbprint),
    otherUsers: { winRm: { '*+HTTPS': computer.thumbprint } },
    machineGuid: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    ...options,
  });
  const intermediate = office.authority('Example TLS CA');
  machine.install(intermediate, { store: 'CA', withKey: false });
  machine.install(office.authority(rootName), { store: 'Root', withKey: false });
  // FTP runs as NETWORK SERVICE, which has to read the key.
  machine.install(expiring, { keyAccess: 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;NS)' });
  for (const each of [shop, computer]) machine.install(each);
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate: expiring },
    { endpoint: '0.0.0.0:8443', certificate: expiring },
    { endpoint: `intranet.${domain}:443`, certificate: expiring },
    { endpoint: `shop.${domain}:443`, certificate: shop },
    { endpoint: '0.0.0.0:5986', certificate: computer, appId: winRmAppId },
  );
  const ports = {
    443: await machine.listenFor('0.0.0.0:443'),
    8443: await machine.listenFor('0.0.0.0:8443'),
  };
  return {
    machine,
    now,
    ports,
    expiring,
    renewed,
    password,
    pfx: pfxOf(renewed),
    issueNext: (names, days) => office.issue('Example TLS CA', { names, from: -1, to: days }),
  };
}

/** A PFX as an authority hands it out: with its intermediate. */
export function pfxOf(certificate: Issued): Buffer {
  const chain = chainOf(certificate).filter(({ issuer }) => issuer !== null);
  return writePfx(certificate, { password, chain });
}

function sites(ftpCertificate: string): IisSite[] {
  const https = (bindingInformation: string, sslFlags = 0) => [
    { protocol: 'https', bindingInformation, sslFlags },
  ];
  return [
    { name: 'Website', id: 1, bindings: https(`*:443:www.${domain}`) },
    { name: 'Portal', id: 2, bindings: https(`*:443:portal.${domain}`) },
    { name: 'API', id: 3, bindings: https(`*:8443:api.${domain}`) },
    { name: 'Shop', id: 4, bindings: https(`*:443:shop.${domain}`, 1) },
    { name: 'Intranet', id: 5, bindings: https(`*:443:intranet.${domain}`, 1) },
    {
      name: 'Downloads',
      id: 6,
      bindings: [{ protocol: 'ftp', bindingInformation: '*:21:' }],
      ftp: { serverCertHash: ftpCertificate, serverCertStoreName: 'MY' },
    },
  ];
}

/** Puts further host names with certificates of their own on a server, some of which expire soon. */
export function addHosts({ machine, issueNext }: FixedServer, count: number): void {
  for (let number = 1; number <= count; number += 1) {
    const host = `customer-${String(number).padStart(3, '0')}.example`;
    const certificate = issueNext([host, `www.${host}`], 4 + ((number * 37) % 360));
    machine.install(certificate);
    machine.bind({ endpoint: `${host}:443`, certificate, appId: iisAppId });
  }
}

/** Who issues the certificates. */
class Office {
  readonly #now: Date;
  readonly #authorities = new Map<string, Issued>();

  constructor(now: Date) {
    this.#now = now;
  }

  /** The authority of a name; below a root, which has none above it. */
  authority(commonName: string): Issued {
    const known = this.#authorities.get(commonName);
    if (known !== undefined) return known;
    const made = issue({
      commonName,
      isAuthority: true,
      key: fixedSigningKey(commonName),
      serial: serialOf(commonName),
      ...this.#validity(-800, 2800),
      issuer: commonName === rootName ? null : this.authority(rootName),
    });
    this.#authorities.set(commonName, made);
    return made;
  }

  /** @param given days from now */
  issue(
    authority: string,
    given: { readonly names: string[]; readonly from: number; readonly to: number },
  ): Issued {
    const { names, from, to } = given;
    const word = `${names.join()} ${from} ${to}`;
    return issue({
      names,
      issuer: this.authority(authority),
      key: fixedKey(word),
      serial: serialOf(word),
      ...this.#validity(from, to),
    });
  }

  /** From noon to noon, so that it is certain how many days are left. */
  #validity(from: number, to: number): { notBefore: Date; notAfter: Date } {
    const noon = Math.floor(this.#now.getTime() / dayMs) * dayMs + dayMs / 2;
    return { notBefore: new Date(noon + from * dayMs), notAfter: new Date(noon + to * dayMs) };
  }
}

function serialOf(word: string): Buffer {
  return Buffer.concat([Buffer.from([0x5a]), bytesOf(`${word}, serial`, 15)]);
}
