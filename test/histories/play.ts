import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { Fault } from '../../simulator/state/faults.js';
import { afterNext, giving, next, old } from '../faults/ground.js';
import { journalsIn, newJob, type StepEnd } from '../scenarios/action.js';
import type { CertificateName, HandEvent, HistoryEvent, JobEvent, KilledAt } from './history.js';
import { Oracle, type Table } from './oracle.js';

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

/** The first script with `update` asks for help, the second rehearses, the third changes bindings. */
const kills: Readonly<Record<KilledAt, Fault>> = {
  rehearsed: { fault: 'kill-parent-after', match: { argsInclude: ['-f', 'update sslcert'], nth: 2 } },
  before: { fault: 'kill-parent-before', match: { argsInclude: ['-f', 'update sslcert'], nth: 3 } },
  midway: { fault: 'kill-parent-midway', match: { argsInclude: ['-f', 'update sslcert'], nth: 3 } },
  after: { fault: 'kill-parent-after', match: { argsInclude: ['-f', 'update sslcert'], nth: 3 } },
};

/** A machine, what has happened to it so far, and what is to be said of that. */
class Play {
  readonly problems: string[] = [];
  readonly #machine: Machine;
  readonly #oracle: Oracle;
  #hasCleaned = false;
  #jobs = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#oracle = new Oracle(machine.table());
  }

  async happen(event: HistoryEvent): Promise<void> {
    if (event.is === 'job') await this.#job(event);
    else this.#byHand(event);
  }

  /** A good job on each runner meets no obstacle, makes everything new, and leaves nothing behind. */
  async end(): Promise<void> {
    const good = { is: 'job', restore: 'never', killed: null, status: 'success', hasPost: true } as const;
    await this.#job({ ...good, runner: 0, certificate: 'later' });
    await this.#job({ ...good, runner: 1, certificate: 'next' });
    for (const key of this.#machine.table().keys())
      if (!this.#own().has(key)) this.problems.push(`${key} is left`);
    for (const name of journalsIn(this.#machine.systemRoot)) this.problems.push(`${name} is left`);
  }

  async #job(event: JobEvent): Promise<void> {
    const before = this.#own();
    if (before.size === 0) return;
    this.#jobs += 1;
    const job = newJob(this.#machine.systemRoot);
    try {
      const inputs = {
        ...giving(certificates[event.certificate]),
        bindings: [...before.keys()].join(),
        handshake: 'off',
        'allow-older': 'true',
        'restore-after-job': event.restore,
      };
      const environment = { RUNNER_NAME: `web-01-${event.runner}`, GITHUB_RUN_ID: `${this.#jobs}` };
      this.#machine.faults(event.killed ? [kills[event.killed]] : []);
      const main = await job.run('main', inputs, { environment });
      this.#machine.faults([]);
      this.#expectGood('main', main);
      const end = main.code === null ? 'killed' : 'well';
      this.#oracle.main(event, end, { hash: hashOf(event.certificate), before });
      this.#look(`after main of job ${this.#jobs}`);
      if (event.hasPost)
        await this.#post(event, () =>
          job.run(
            'post',
            { ...inputs, 'job-status': end === 'well' ? event.status : 'failure' },
            { environment },
          ),
        );
    } finally {
      job.remove();
    }
  }

  async #post(event: JobEvent, run: () => Promise<StepEnd>): Promise<void> {
    const stored = new Set(this.#machine.store('MY').map(({ thumbprint }) => thumbprint.toLowerCase()));
    this.#expectGood('post', await run());
    this.#oracle.post(event, (hash) => stored.has(hash));
    this.#look(`after post of job ${this.#jobs}`);
  }

  #expectGood(step: string, { code, errors, stderr }: StepEnd): void {
    // What cannot be restored because its certificate was deleted by hand fails a post step.
    const isExpected = step === 'post' && this.#hasCleaned && errors.join().includes('rollback-incomplete');
    if ((code === 1 && !isExpected) || stderr !== '')
      this.problems.push(`${step} of job ${this.#jobs}: ${errors.join()} ${stderr}`);
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

  #look(when: string): void {
    const own = this.#own();
    for (const problem of this.#oracle.problems(own)) this.problems.push(`${when}: ${problem}`);
    const stored = new Set(this.#machine.store('MY').map(({ thumbprint }) => thumbprint.toLowerCase()));
    for (const [key, { hash }] of own)
      if (hash !== null && !stored.has(hash)) this.problems.push(`${when}: ${key} is dead`);
  }
}

/** Lets a history happen to a new machine. @returns what is wrong, as sentences */
export async function play(events: readonly HistoryEvent[]): Promise<string[]> {
  const machine = await createMachine({});
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
