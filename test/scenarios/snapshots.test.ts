import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Job, type StepEnd } from '../../demo/bundle.js';
import {
  addHosts,
  type FixedServer,
  type FixedServerOptions,
  pfxOf,
  startFixedServer,
} from '../../demo/fixed-server.js';
import { annotationLines, asRunnerShows } from '../../demo/runner-view.js';
import { troubleOf } from '../../demo/trouble.js';

/*
 * What people read of a run: the log as the runner shows it, the job summary and the annotations. Read them aloud when
 * they change. The server is the one of `npm run try`, and everything on it is fixed; docs/summary.png and
 * docs/failure.png are made from the summaries here.
 */

interface Stage {
  readonly server: FixedServer;
  readonly job: Job;
  readonly given: Readonly<Record<string, string>>;
}

async function open(options: FixedServerOptions = {}): Promise<Stage> {
  const server = await startFixedServer(options);
  onTestFinished(() => server.machine.close());
  return { server, job: jobOn(server), given: givenBy(server) };
}

function jobOn(server: FixedServer, name = 'runner'): Job {
  return new Job(join(server.machine.folder, name), server.machine, server);
}

function givenBy({ pfx, password }: FixedServer): Record<string, string> {
  return { pfx: pfx.toString('base64'), 'pfx-password': password };
}

const volatile: readonly [RegExp, string][] = [
  [/: (\d+ ms|\d+\.\d s)$/gm, ': 12 ms'],
  [/\b2030-03-02T03:[\d:.]+Z/g, '2030-03-02T03:00:00.000Z'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b(?!})/g, '00000000-0000-0000-0000-000000000000'],
  [/\u200b/g, ''],
];

async function expectToRead(name: string, job: Job, { log, summary }: StepEnd): Promise<void> {
  const stable = (text: string) =>
    volatile.reduce((all, [found, put]) => all.replace(found, put), job.withPlacesOfWindows(text));
  const view = asRunnerShows(log);
  const texts = {
    log: view.log.join('\n'),
    annotations: annotationLines(view.annotations).join('\n'),
    summary: summary.trimEnd(),
  };
  for (const [kind, text] of Object.entries(texts))
    await expect(`${stable(text)}\n`).toMatchFileSnapshot(`snapshots/${name}.${kind}.txt`);
}

it('a good run', async () => {
  const { job, given } = await open();
  await expectToRead('good', job, await job.run('main', given));
});

it('a plan', async () => {
  const { job, given } = await open();
  await expectToRead('plan', job, await job.run('main', { ...given, 'dry-run': 'true' }));
});

it('a run that finds everything done', async () => {
  const { job, given } = await open();
  await job.run('main', given);
  await expectToRead('unchanged', job, await job.run('main', given));
});

it('an inventory of 3 bindings', async () => {
  const { server, job } = await open();
  server.machine.unbind('0.0.0.0:8443', 'intranet.my-domain.com:443');
  await expectToRead('inventory-3', job, await job.run('main', { 'dry-run': 'true' }));
});

it('an inventory of 122 bindings', async () => {
  const { server, job } = await open();
  addHosts(server, 117);
  await expectToRead('inventory-122', job, await job.run('main', { 'dry-run': 'true' }));
});

it.each(['password', 'handshake', 'rollback', 'names'] as const)('a failure: %s', async (trouble) => {
  const { server, job, given } = await open();
  const inputs = troubleOf(trouble).prepare(server, given);
  await expectToRead(`failed-${trouble}`, job, await job.run('main', inputs));
});

it('a run after one that was cut off', async () => {
  const { server, job, given } = await open();
  troubleOf('cut-off').prepare(server, given);
  expect((await job.run('main', given)).exitCode).toBe(null);
  server.machine.faults([]);
  const next = jobOn(server, 'next');
  await expectToRead('recovery', next, await next.run('main', given));
});

it('a post step that restores what a main step that was cut off has left', async () => {
  const { server, job, given } = await open();
  troubleOf('cut-off').prepare(server, given);
  await job.run('main', given);
  server.machine.faults([]);
  await expectToRead('post', job, await job.run('post', { ...given, 'job-status': 'failure' }));
});

it('a password wrong in a file without any, and other certificates: what is refused leaves the server alone', async () => {
  const { server, job } = await open();
  const before = JSON.stringify([...server.machine.table()]);
  const other = pfxOf(server.issueNext(['other.example'], 60)).toString('base64');
  const end = await job.run('main', { pfx: other, 'pfx-password': server.password });
  expect(end.exitCode).toBe(1);
  expect(JSON.stringify([...server.machine.table()])).toBe(before);
  await expectToRead('failed-nothing', job, end);
});
