import {
  chainOf,
  type Issued,
  issue,
  issueIntermediate,
  issueRoot,
} from '../simulator/certificates/issue.js';
import { writePfx } from '../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../simulator/machine.js';
import type { Client } from './clients.js';

/** A web server as in the mission: three sites, one binding, one wildcard certificate that is about to expire. */
export interface Server {
  machine: Machine;
  /** The binding's endpoint. */
  endpoint: string;
  sites: readonly string[];
  expiring: Issued;
  renewed: Issued;
  pfx: Buffer;
  password: string;
  /** What an outside client needs to know of it. */
  client: Client;
}

const domain = 'my-domain.com';
const password = 'correct horse battery staple';

/** About what starting netsh, certutil or reg takes on a Windows server. */
export const processCostMs = 80;

/** Makes the server; it listens on a port that is free. */
export async function startServer(): Promise<Server> {
  const sites = ['aaa', 'bbb', 'ccc'].map((name) => `${name}.${domain}`);
  const root = issueRoot({ commonName: 'Demo Root' });
  const intermediate = issueIntermediate(root, { commonName: 'Demo Intermediate' });
  const names = [`*.${domain}`, domain];
  const expiring = issue({ names, issuer: intermediate, key: 'rsa2048', validFrom: -84, validTo: 6 });
  const renewed = issue({ names, issuer: intermediate, key: 'rsa2048', validTo: 90 });
  const machine = await createMachine({ windows: 2022, processCostMs, iis: [] });
  const [endpoint = ''] = await machine.listen('0.0.0.0:0');
  const port = Number(endpoint.replace(/^.*:/, ''));
  const iis = sites.map((name, index) => ({
    name,
    id: index + 1,
    bindings: [{ protocol: 'https', bindingInformation: `*:${port}:${name}`, sslFlags: 0 }],
  }));
  machine.set({ iis });
  machine.install(intermediate, { store: 'CA', withKey: false });
  machine.install(expiring, { friendlyName: 'last year' });
  machine.bind({ endpoint, certificate: expiring });
  const pfx = writePfx(renewed, { password, friendlyName: `*.${domain}`, chain: chainOf(renewed) });
  return { machine, endpoint, sites, expiring, renewed, pfx, password, client: { port, trusted: root.pem } };
}
