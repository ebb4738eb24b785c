import {
  chainOf,
  type Issued,
  issue,
  issueIntermediate,
  issueRoot,
} from '../simulator/certificates/issue.js';
import { writePfx } from '../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../simulator/machine.js';
import type { MachineOptions } from '../simulator/machine-options.js';

/** A server whose host names all use one expiring wildcard certificate, and its renewal. */
export interface Scene {
  readonly machine: Machine;
  /** As netsh shows them. */
  readonly endpoints: readonly string[];
  readonly hosts: readonly string[];
  readonly port: number;
  readonly expiring: Issued;
  readonly renewed: Issued;
  /** The inputs of the action that renew it. */
  readonly inputs: Readonly<Record<string, string>>;
}

const password = 'correct horse battery staple';

/**
 * Makes a server with so many SNI bindings and a socket that serves them. The intermediate is in no store
 * yet, and of the two certificates only the one that is bound.
 */
export async function makeScene(
  bindings: number,
  options: Partial<MachineOptions>,
  bound: 'expiring' | 'renewed' = 'expiring',
): Promise<Scene> {
  const root = issueRoot({ commonName: 'Bench Root' });
  const intermediate = issueIntermediate(root, { commonName: 'Bench Intermediate' });
  const names = ['*.hosting.example', 'hosting.example'];
  const expiring = issue({ names, issuer: intermediate, validTo: 9 });
  const renewed = issue({ names, issuer: intermediate, validTo: 90 });
  const machine = await createMachine({ windows: 2022, ...options });
  const certificate = bound === 'expiring' ? expiring : renewed;
  machine.install(certificate);
  const [socket = ''] = await machine.listen('0.0.0.0:0');
  const port = Number(socket.split(':').at(-1));
  const hosts = Array.from({ length: bindings }, (_, index) => `site-${index + 1}.hosting.example`);
  const endpoints = hosts.map((host) => `${host}:${port}`);
  machine.bind(...endpoints.map((endpoint) => ({ endpoint, certificate })));
  const bindingOf = (host: string) => {
    return { protocol: 'https', bindingInformation: `*:${port}:${host}`, sslFlags: 1 };
  };
  machine.set({ iis: [{ name: 'Hosting', id: 1, bindings: hosts.map(bindingOf) }] });
  // With its root, as Windows exports it.
  const pfx = writePfx(renewed, { password, chain: chainOf(renewed) }).toString('base64');
  return { machine, endpoints, hosts, port, expiring, renewed, inputs: { pfx, 'pfx-password': password } };
}
