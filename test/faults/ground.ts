import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { chainOf, type Issued, issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { BindingRecord } from '../../simulator/state/record.js';
import { type Job, newJob } from '../scenarios/action.js';

/** Names that all certificates of a target have. */
const names = ['*.shop.example', 'shop.example', 'www.other.example'];
const password = 'a password of the tests';

const root = issue({ isAuthority: true, commonName: 'Root' });
const intermediate = issue({ isAuthority: true, commonName: 'Intermediate', issuer: root });

/** In MY; bound to every target at first. */
export const old = issue({ names, issuer: intermediate, validTo: 9 });
/** In no store at first; what a run is to bind. */
export const next = issue({ names, issuer: intermediate, validTo: 90 });
/** In MY; bound by other programs. */
export const foreign = issue({ names: ['winrm.example'], issuer: intermediate, validTo: 50 });

/** A further certificate for the targets; expires after {@link next}. */
export const afterNext = issue({ names, issuer: intermediate, validTo: 91 });

/** Inputs that give a certificate with its chain. */
export function giving(certificate: Issued): Record<string, string> {
  const pfx = writePfx(certificate, { password, iterations: 100, chain: chainOf(certificate) });
  return { pfx: pfx.toString('base64'), 'pfx-password': password };
}

/** Inputs that give the new certificate. */
export const given = giving(next);

const winRmAppId = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
const spareAppId = '{6d1c9d0e-55a7-4b5e-8d0b-3a6f2f1b7c94}';

/** A socket on which somebody listens, and how to reach exactly its binding. */
interface Reachable {
  readonly endpoint: string;
  readonly address: string;
  readonly serverName: string | undefined;
}

/** A machine to try faults on: bindings of every kind of key that listen, neighbours that must stay as they are. */
export interface Ground {
  readonly machine: Machine;
  readonly job: Job;
  /** A further job on the same runner. */
  newJob(): Job;
  /** The endpoints that a run is to change, as the machine was made. */
  readonly targets: readonly string[];
  /** The table as the machine was made. */
  readonly before: ReadonlyMap<string, BindingRecord>;
  close(): Promise<void>;
}

/** Makes a machine with four targets (`0.0.0.0`, `[::]`, an exact address, a host name) and two neighbours. */
export async function openGround(options: Partial<MachineOptions> = {}): Promise<Ground> {
  const machine = await createMachine(options);
  machine.install(old);
  machine.install(foreign);
  const [ip4, ip6, exact] = await machine.listen('0.0.0.0:0', '[::]:0', '127.0.0.1:0');
  const port = ip4!.slice(ip4!.lastIndexOf(':') + 1);
  const targets = [ip4!, ip6!, exact!, `www.other.example:${port}`];
  machine.bind(
    { endpoint: targets[0]!, certificate: old, flags: 0x10 },
    { endpoint: targets[1]!, certificate: old, store: null },
    { endpoint: targets[2]!, certificate: old, checkMode: 0x1, urlTimeout: 5_000 },
    { endpoint: targets[3]!, certificate: old, flags: 0x2 },
    { endpoint: '0.0.0.0:5986', certificate: foreign, appId: winRmAppId },
    { endpoint: '8443', kind: 'ccs' },
  );
  const job = newJob(machine.systemRoot);
  const jobs = [job];
  return {
    machine,
    job,
    newJob() {
      const another = newJob(machine.systemRoot, { toolCache: job.toolCache });
      jobs.push(another);
      return another;
    },
    targets,
    before: machine.table(),
    async close() {
      for (const each of jobs) each.remove();
      await machine.close();
    },
  };
}

/** Where all targets stand: every one is as it was, or differs from that in its certificate only. */
export type Side = 'new' | 'old' | 'mixed';

/**
 * Which side the targets are on.
 * @param apart endpoints that somebody else has changed
 * @param problems gets a sentence for each target that is on neither side, and for the targets if they are mixed
 */
export function sideOf(ground: Ground, apart: ReadonlySet<string>, problems: string[]): Side {
  const now = ground.machine.table();
  const sides = new Set<Side>();
  for (const endpoint of ground.targets.filter((each) => !apart.has(each))) {
    const was = ground.before.get(endpoint)!;
    const is = now.get(endpoint);
    if (same(is, was)) sides.add('old');
    else if (same(is, { ...was, hash: next.thumbprint.toLowerCase() })) sides.add('new');
    else problems.push(`${endpoint} is neither as it was nor new: ${JSON.stringify(is)}`);
  }
  if (sides.size === 2) problems.push(`mixed: ${JSON.stringify(hashes(now))}`);
  return sides.size === 1 ? [...sides][0]! : 'mixed';
}

function hashes(table: ReadonlyMap<string, BindingRecord>): Record<string, string | undefined> {
  return Object.fromEntries([...table].map(([endpoint, { hash }]) => [endpoint, hash?.slice(0, 6)]));
}

function same(one: BindingRecord | undefined, other: BindingRecord | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(record: BindingRecord | undefined) {
  return Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What is wrong apart from the targets: neighbours, spare bindings, stores, files, processes, as sentences. */
export function traces(ground: Ground, side: Side, apart: ReadonlySet<string>): string[] {
  const { machine, job, targets, before } = ground;
  const problems: string[] = [];
  const now = machine.table();
  for (const [endpoint, { appId }] of now) {
    if (appId === spareAppId) problems.push(`the spare binding ${endpoint} is left`);
    else if (!before.has(endpoint)) problems.push(`${endpoint} is new`);
  }
  for (const [endpoint, was] of before) {
    if (!targets.includes(endpoint) && !apart.has(endpoint) && !same(now.get(endpoint), was))
      problems.push(`the neighbour ${endpoint} has changed`);
  }
  const stores = (name: string) => machine.store(name).map((each) => each.thumbprint);
  const inMy = new Set(stores('MY'));
  if (!inMy.has(old.thumbprint) || !inMy.has(foreign.thumbprint)) problems.push('an old certificate is gone');
  const isUsed = [...now.values()].some(({ hash }) => hash === next.thumbprint.toLowerCase());
  if (inMy.has(next.thumbprint) !== isUsed)
    problems.push(isUsed ? 'the new certificate is gone' : 'the imported certificate is left');
  const inCa = stores('CA').includes(intermediate.thumbprint);
  if (side === 'old' && inCa) problems.push('the imported intermediate is left');
  if (stores('Root').length > 0) problems.push('a root was imported');
  for (const file of job.leftovers()) problems.push(`a file is left: ${file}`);
  for (const process of programsOf(machine)) problems.push(`a program still runs: ${process}`);
  return problems;
}

/** The command lines of the machine's programs that still run. */
function programsOf({ systemRoot }: Machine): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(`${systemRoot}/System32/`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** What is wrong with the handshakes: each socket must show the certificate of its binding. */
export async function handshakeProblems({ machine, targets }: Ground): Promise<string[]> {
  const [ip4, ip6, exact, host] = targets;
  const table = machine.table();
  const reachable: Reachable[] = [
    { endpoint: ip4!, address: '127.0.0.1', serverName: undefined },
    { endpoint: ip6!, address: '::1', serverName: undefined },
    { endpoint: exact!, address: '127.0.0.1', serverName: undefined },
    { endpoint: host!, address: '127.0.0.1', serverName: 'www.other.example' },
  ];
  const problems: string[] = [];
  for (const each of reachable) {
    const shown = await shownBy(each);
    const bound = table.get(each.endpoint)?.hash?.toUpperCase();
    if (bound !== undefined && shown !== bound)
      problems.push(`${each.endpoint} shows ${shown}, is bound to ${bound}`);
  }
  return problems;
}

async function shownBy({ endpoint, address, serverName }: Reachable): Promise<string> {
  const port = Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));
  const name = serverName === undefined ? {} : { servername: serverName };
  const socket = connect({ host: address, port, ...name, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(10_000) });
    const { fingerprint = '' } = socket.getPeerX509Certificate() ?? {};
    return fingerprint.replaceAll(':', '');
  } catch (error) {
    return String(error);
  } finally {
    socket.destroy();
  }
}

/** A certificate as somebody else binds it. */
export function boundTo(certificate: Issued): Pick<BindingRecord, 'hash'> {
  return { hash: certificate.thumbprint.toLowerCase() };
}
