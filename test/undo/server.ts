import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine as Embedded, type NewMachine } from '../../simulator/machine.js';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { type Endpoint, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { readTable } from '../../src/inspect/read-table.js';
import type { Log } from '../../src/log.js';
import type { BoundTo } from '../../src/plan/change.js';
import { Journal } from '../../src/undo/journal.js';
import { type JournalRecord, readJournals } from '../../src/undo/journal-folder.js';
import { type Header, type Note, toJournalChanges } from '../../src/undo/journal-format.js';
import type { Ground } from '../../src/undo/recovery.js';
import type { Undoable } from '../../src/undo/undoable.js';
import { Certutil } from '../../src/windows/certutil.js';
import { Icacls } from '../../src/windows/icacls.js';
import { KeyFiles } from '../../src/windows/key-files.js';
import type { Machine } from '../../src/windows/machine.js';
import { Netsh } from '../../src/windows/netsh.js';
import { startProgram } from '../../src/windows/process.js';
import { Registry } from '../../src/windows/registry.js';
import { System32 } from '../../src/windows/system32.js';
import { change, header, later } from './given.js';

/** Names that every certificate here has. */
const names = ['*.example.com'];
const settingsOfAll = ['certhash', 'usagecheck'];

/** A server with two certificates in MY, bindings on either, and a folder for journals. */
export class Server {
  readonly embedded: Embedded;
  readonly temp = mkdtempSync(join(tmpdir(), 'undo-'));
  readonly journals = join(this.temp, 'journals');
  readonly machine: Machine;
  readonly warnings: string[] = [];
  readonly one = issue({ names });
  readonly two = issue({ names });

  private constructor(embedded: Embedded) {
    this.embedded = embedded;
    const system32 = new System32(embedded.systemRoot, startProgram, () => undefined);
    this.machine = {
      netsh: new Netsh(system32, this.temp),
      certutil: new Certutil(system32, this.temp),
      registry: new Registry(system32, this.temp),
      icacls: new Icacls(system32, this.temp),
      keyFiles: new KeyFiles(embedded.programData),
      waitForProgramsOf: async () => undefined,
    } satisfies Partial<Machine> as unknown as Machine;
    for (const each of [this.one, this.two]) embedded.install(each);
  }

  static async open(options: NewMachine = {}): Promise<Server> {
    return new Server(await createMachine(options));
  }

  async close(): Promise<void> {
    await this.embedded.close();
    rmSync(this.temp, { recursive: true, force: true });
  }

  readonly log: Log = {
    group: (_, work) => work(),
    info: () => undefined,
    debug: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    hide: () => undefined,
    warning: (_, text) => {
      this.warnings.push(text);
    },
  };

  /** What a later job of the same runner recovers with. */
  get ground(): Ground {
    return {
      machine: this.machine,
      log: this.log,
      origin: later,
      now: new Date('2031-01-01T00:00:00Z'),
      runnerTemp: this.temp,
      beforeStep: () => undefined,
    };
  }

  /** Binds a host to a certificate. */
  bind(host: string, certificate: Issued): void {
    this.embedded.bind({ endpoint: `${host}:443`, certificate });
  }

  /** The thumbprint that a host is bound to; undefined if it is not bound. */
  bound(host: string): string | undefined {
    return this.embedded.table().get(`${host}:443`)?.hash?.toUpperCase();
  }

  /** How often netsh was told to do something with a host. */
  commandsFor(host: string, verb: string): number {
    const texts = this.embedded.calls().map(({ args, script }) => `${args.join(' ')}\n${script ?? ''}`);
    return texts.join('\n').split(`${verb} sslcert hostnameport=${host}:443`).length - 1;
  }

  isInMy({ thumbprint }: Issued): boolean {
    return this.embedded.store('MY').some((each) => each.thumbprint === thumbprint);
  }

  table() {
    return readTable(this.machine);
  }

  /** Writes the journal of a run that was cut off. */
  async journal(changes: readonly Undoable[], more: Partial<Header>, ...notes: Note[]): Promise<string> {
    const abilities = { add: settingsOfAll, update: settingsOfAll };
    const journal = await Journal.create(
      await Journal.newFile(this.journals),
      header({ abilities, ...toJournalChanges(changes), temp: join(this.temp, 'none'), ...more }),
    );
    for (const each of notes) await journal.note(each);
    await journal.leave();
    return journal.file;
  }

  /** The journals as they are on disk now. */
  async records(): Promise<readonly JournalRecord[]> {
    return (await readJournals(this.journals)).records;
  }
}

/** A certificate in MY as a journal names it. */
export function inMy({ thumbprint }: Issued): BoundTo {
  const parsed = parseThumbprint(thumbprint);
  if (!parsed) throw new Error(`${thumbprint} is no thumbprint`);
  return { thumbprint: parsed, store: 'MY' };
}

/** A change of a host's binding; it is created where there was none before. */
export function changeOf(
  host: string,
  from: Issued | null,
  to: Issued,
  more: Partial<Undoable> = {},
): Undoable {
  const settingsArguments = { add: [], update: [] };
  return change(host, { before: from && inMy(from), after: inMy(to), settingsArguments, ...more });
}

/** The endpoint of a spare binding. */
export function spareEndpoint(text: string): Endpoint {
  const endpoint = shownEndpoint('ipport', text);
  if (!endpoint) throw new Error(`${text} is no endpoint`);
  return endpoint;
}
