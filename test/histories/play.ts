import { fileURLToPath } from 'node:url';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import { afterNext, giving, next, old } from '../faults/ground.js';
import { type Job, journalsIn, newJob, type RunOptions, type StepEnd } from '../scenarios/action.js';
import type { CertificateName, Cut, Files, HandEvent, History, HistoryEvent, JobEvent } from './history.js';
import { type MainEnd, Oracle, type Table } from './oracle.js';

const names = ['*.shop.example', 'shop.example', 'www.other.example'];
/** Every certificate that can be bound; `own` is what the administrator binds. */
const certificates = {
  old,
  next,
  later: afterNext,
  own: issue({ names, validTo: 50 }),
} satisfies Record<CertificateName, unknown>;

const hashOf = (name: CertificateName) => certificates[name].thumbprint.toLowerCase();

const endpoints = ['0.0.0.0:20443', 'a.shop.example:20443', 'www.other.example:20443'] as const;

/** So far the first two certificates of a history may expire, and no other. */
const daysAtMost = 60;

/** Preloaded into the action. */
const preloaded = ['./clock.cjs', '../faults/busy-files.cjs'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

const busyFiles: Readonly<Record<Files, Record<string, string>>> = {
  good: {},
  busy: {
    BUSY_FILES: ['lstat', 'readFile', 'open', 'rm', 'rename'].map((each) => `${each} EBUSY 700`).join('\n'),
  },
  'full-for-journals': { BUSY_FILES: 'open ENOSPC 600000' },
  'full-for-temp': { BUSY_FILES: 'writeFile ENOSPC 600000', BUSY_NAMES: '\\.(netsh|pfx|cer)$' },
};

/** The failures with which a run may end that is cancelled, or has no place on the disk. */
const expected: Readonly<Record<Exclude<Files, 'good' | 'busy'> | 'cancel', RegExp>> = {
  cancel: /\(cancelled\)/,
  'full-for-journals': /\(journal-failed\)/,
  'full-for-temp': /\((import-failed|program-failed|change-failed|rehearsal-failed)\)/,
};

/** A machine, what has happened to it so far, and what is to be said of that. */
class Play {
  readonly problems: string[] = [];
  readonly #machine: Machine;
  readonly #oracle: Oracle;
  #hasCleaned = false;
  #jobs = 0;
  #daysLater = 0;
  #computer = 1;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#oracle = new Oracle(machine.table());
  }

  async happen(event: HistoryEvent): Promise<void> {
    switch (event.is) {
      case 'job':
        return this.#job(event);
      case 'time':
        this.#daysLater = Math.min(daysAtMost, this.#daysLater + event.days);
        return;
      case 'clone':
        this.#computer += 1;
        this.#oracle.clone(this.#own());
        return;
      case 'console':
        this.#machine.set({ language: event.language, codePage: event.codePage });
        return;
      default:
        this.#byHand(event);
    }
  }

  /** A good job on each runner meets no obstacle, makes everything new, and leaves nothing behind. */
  async end(): Promise<void> {
    const good = {
      is: 'job',
      isForAll: true,
      restore: 'never',
      cut: null,
      files: 'good',
      status: 'success',
      hasPost: true,
    } as const;
    await this.#job({ ...good, runner: 0, certificate: 'later' });
    await this.#job({ ...good, runner: 1, certificate: 'next' });
    for (const key of this.#machine.table().keys())
      if (!this.#own().has(key)) this.problems.push(`${key} is left`);
    for (const name of journalsIn(this.#machine.systemRoot))
      if (!name.endsWith('.set-aside')) this.problems.push(`${name} is left`);
  }

  async #job(event: JobEvent): Promise<void> {
    const before = this.#own();
    if (before.size === 0) return;
    this.#jobs += 1;
    const job = newJob(this.#machine.systemRoot);
    try {
      const inputs = {
        ...giving(certificates[event.certificate]),
        bindings: [...named(event, before).keys()].join(),
        handshake: 'off',
        'allow-older': 'true',
        'restore-after-job': event.restore,
      };
      const end = await this.#main(job, event, inputs);
      if (!event.hasPost) return;
      const step = end === 'well' ? event.status : 'failure';
      const was = this.#own();
      const isValid = this.#valid();
      const post = await job.run(
        'post',
        { ...inputs, 'job-status': step },
        this.#options(event, event.files === 'full-for-temp' ? 'good' : event.files),
      );
      this.#expectGood('post', post);
      this.#oracle.post(event, isValid);
      this.#look(`after post of job ${this.#jobs}`, was);
    } finally {
      job.remove();
    }
  }

  async #main(job: Job, event: JobEvent, inputs: Record<string, string>): Promise<MainEnd> {
    const before = this.#own();
    const { cut } = event;
    const first = this.#machine.calls().length;
    const isKill = cut !== null && cut.by !== 'cancel';
    this.#machine.faults(isKill ? [{ fault: cut.by, at: first + cut.call } as const] : []);
    const main = await job.run('main', inputs, {
      ...this.#options(event, event.files),
      onStart: (child) => {
        if (cut?.by === 'cancel') void this.#cancel(cut, first, () => child.kill('SIGINT'));
      },
    });
    this.#machine.faults([]);
    const end = main.code === null ? 'killed' : main.code === 0 ? 'well' : 'failed';
    this.#expectMain(event, main);
    const hash = hashOf(event.certificate);
    this.#oracle.main(event, end, { hash, before: named(event, before) });
    this.#look(`after main of job ${this.#jobs}`, before);
    if (end !== 'killed') this.#expectTrue(main, before);
    return end;
  }

  #options(event: JobEvent, files: Files): RunOptions {
    return {
      environment: {
        RUNNER_NAME: `web-01-${event.runner}`,
        GITHUB_RUN_ID: `${this.#jobs}`,
        COMPUTERNAME: `WEB-0${this.#computer}`,
        DAYS_LATER: `${this.#daysLater}`,
        NODE_OPTIONS: preloaded.map((file) => `--require=${file}`).join(' '),
        ...busyFiles[files],
      },
    };
  }

  async #cancel({ call }: Cut, first: number, kill: () => boolean): Promise<void> {
    for (let waited = 0; waited < 15_000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (this.#machine.calls().length < first + call) continue;
      kill();
      return;
    }
  }

  #expectMain({ cut, files }: JobEvent, main: StepEnd): void {
    const ways = [
      ...(cut?.by === 'cancel' ? [expected.cancel] : []),
      ...(files === 'full-for-journals' || files === 'full-for-temp' ? [expected[files]] : []),
    ];
    const isExpected = main.code === 1 && ways.some((each) => each.test(main.errors.join()));
    if (!isExpected) this.#expectGood('main', main);
  }

  #expectGood(step: string, { code, errors, stderr }: StepEnd): void {
    // What cannot be restored because its certificate was deleted by hand fails a post step.
    const isExpected = step === 'post' && this.#hasCleaned && errors.join().includes('rollback-incomplete');
    if ((code === 1 && !isExpected) || stderr !== '')
      this.problems.push(`${step} of job ${this.#jobs}: ${errors.join()} ${stderr}`);
  }

  /** The report says what the machine says. */
  #expectTrue({ report, outputs }: StepEnd, before: Table): void {
    const now = this.#machine.table();
    const when = `the report of job ${this.#jobs}`;
    for (const { endpoint, thumbprint } of report?.bindings ?? []) {
      const is = now.get(endpoint)?.hash?.toUpperCase() ?? null;
      if (thumbprint !== is) this.problems.push(`${when} has ${endpoint} on ${thumbprint}, it is ${is}`);
    }
    const hashes = (table: Table) => JSON.stringify([...table].map(([key, { hash }]) => [key, hash]).sort());
    if (hashes(this.#own()) !== hashes(before) && outputs.changed !== 'true')
      this.problems.push(`${when} says that nothing was changed`);
  }

  #byHand(event: HandEvent): void {
    if (event.is === 'clean') {
      this.#clean();
      return;
    }
    const endpoint = endpoints[event.binding] ?? endpoints[0];
    const record = this.#machine.table().get(endpoint);
    if (!record) return;
    if (event.is === 'delete') this.#machine.unbind(endpoint);
    const { hash, kind, ...rest } = record;
    const certificate =
      Object.values(certificates).find((each) => each.thumbprint.toLowerCase() === hash) ?? old;
    if (event.is === 'bind') this.#machine.bind({ ...rest, certificate: certificates.own });
    if (event.is === 'set') this.#machine.bind({ ...rest, certificate, flags: record.flags ^ 0x2 });
    this.#oracle.byHand(endpoint, this.#machine.table().get(endpoint));
  }

  #clean(): void {
    this.#hasCleaned = true;
    const bound = new Set([...this.#machine.table().values()].map(({ hash }) => hash));
    for (const { thumbprint } of this.#machine.store('MY'))
      if (!bound.has(thumbprint.toLowerCase()) && thumbprint !== certificates.own.thumbprint)
        this.#machine.uninstall('MY', thumbprint);
  }

  /** The bindings of the history; a rehearsal that was killed leaves others. */
  #own(): Table {
    return new Map([...this.#machine.table()].filter(([key]) => endpoints.some((each) => each === key)));
  }

  /** Which certificates are in the store now, and valid on this day. */
  #valid(): (hash: string) => boolean {
    const today = Date.now() + this.#daysLater * 24 * 60 * 60_000;
    const stored = new Set(this.#machine.store('MY').map(({ thumbprint }) => thumbprint));
    const valid = Object.values(certificates).filter(
      ({ thumbprint, x509 }) => stored.has(thumbprint) && Date.parse(x509.validTo) > today,
    );
    const hashes = new Set(valid.map(({ thumbprint }) => thumbprint.toLowerCase()));
    return (hash) => hashes.has(hash);
  }

  #look(when: string, was: Table): void {
    const own = this.#own();
    for (const problem of this.#oracle.problems(own, was, this.#valid()))
      this.problems.push(`${when}: ${problem}`);
    const stored = new Set(this.#machine.store('MY').map(({ thumbprint }) => thumbprint.toLowerCase()));
    for (const [key, { hash }] of own)
      if (hash !== null && !stored.has(hash)) this.problems.push(`${when}: ${key} is dead`);
  }
}

/** The bindings that a job is told to change. */
function named({ isForAll }: JobEvent, table: Table): Table {
  return new Map([...table].slice(0, isForAll ? undefined : 1));
}

/** Lets a history happen to a new machine. @returns what is wrong, as sentences */
export async function play({ update, events }: History): Promise<string[]> {
  const machine = await createMachine({ update });
  try {
    machine.install(certificates.old);
    machine.install(certificates.own);
    machine.bind(
      { endpoint: endpoints[0], certificate: certificates.old, flags: 0x10 },
      { endpoint: endpoints[1], certificate: certificates.old, checkMode: 0x1, urlTimeout: 5_000 },
      { endpoint: endpoints[2], certificate: certificates.old },
    );
    const played = new Play(machine);
    for (const event of events) await played.happen(event);
    await played.end();
    return played.problems;
  } finally {
    await machine.close();
  }
}
