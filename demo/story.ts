import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { summaryPage } from '../scripts/summary-page.js';
import { Job, root, type StepEnd } from './bundle.js';
import { swapByHand } from './by-hand.js';
import { keepShakingHands, type Seen, shakeHands, type Tally } from './clients.js';
import { asRunnerShows } from './runner-view.js';
import { processCostMs, type Server, startServer } from './server.js';
import { bold, Claims, dim, headline, print, table } from './terminal.js';

/*
 * The story of the mission, on the embedded Windows machine: everything that is shown is measured or looked at from
 * outside, and checked. Ends with exit code 1 if anything of it is not true.
 */

const results = join(root, 'build', 'demo-results');
const calmMs = 500;
const day = 24 * 60 * 60 * 1000;
/** A command line, or a line of a script, that changes something; netsh is asked for its helps in a script, too. */
const writing = /^http (add|update|delete) sslcert (?!help)|-importPFX|-addstore|-delstore/m;

const secret = (name: string) => `\${{ secrets.${name} }}`;
const step = [
  '  - uses: rebind-iis-certificate/rebind-iis-certificate@v1',
  '    with:',
  `      pfx: ${secret('WILDCARD_PFX')}`,
  `      pfx-password: ${secret('WILDCARD_PFX_PASSWORD')}`,
];

const server = await startServer();
const claims = new Claims();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => server.machine.close().finally(() => process.exit(code)));
}
try {
  await tell(server);
} finally {
  await server.machine.close();
}
print(
  '',
  claims.broken === 0
    ? bold('Everything shown above was checked, and is true.')
    : bold('Not everything was true.'),
);
process.exitCode = claims.broken === 0 ? 0 : 1;

async function tell(server: Server): Promise<void> {
  const { machine, endpoint, expiring, renewed, pfx, password } = server;
  headline('A Windows server with three sites on one binding, and a wildcard certificate that ends soon');
  print(
    dim(`  Embedded Windows Server 2022; each program takes ${processCostMs} ms to start, as on a real one.`),
  );
  await lookFromOutside(server, expiring.thumbprint, 'Clients from outside see the old certificate');

  headline('1. The swap as it is done today: delete the binding, then add it again');
  const byHand = await whileClientsShakeHands(server, async () => {
    for (const command of await swapByHand(server)) print(`  > ${command}`);
  });
  report(byHand);
  claims.check(
    byHand.lost > 0,
    `${byHand.lost} handshakes were lost: for a moment nothing was bound, and clients were reset`,
  );
  await lookFromOutside(server, renewed.thumbprint, 'The new certificate is there, at that price');

  machine.bind({ endpoint, certificate: expiring });
  machine.uninstall('MY', renewed.thumbprint);
  print(dim('  (The old state is put back, for a fair second try.)'));

  headline('2. The same with one workflow step');
  print(...step, '');
  const before = JSON.stringify([...machine.table()]);
  const inputs = { pfx: pfx.toString('base64'), 'pfx-password': password };
  const job = new Job(join(machine.folder, 'runner'), machine);
  const { end, tally } = await runStep(server, job, inputs);
  report(tally);
  const after = JSON.stringify([...machine.table()]);
  claims.check(end.exitCode === 0 && end.outputs.changed === 'true', 'The step succeeded');
  claims.check(tally.lost === 0, 'No handshake was lost');
  claims.check(
    after === before.replaceAll(expiring.thumbprint.toLowerCase(), renewed.thumbprint.toLowerCase()) &&
      after !== before,
    'In the table of HTTP.sys nothing but the hash has changed',
  );
  await lookFromOutside(server, renewed.thumbprint, 'Clients from outside see the new certificate');
  checkSecrets(server, end);
  await runAgain(server, job, inputs);
  await finish(job, inputs);
  keepResults(end);
}

/** Lets clients shake hands before, during and after something. */
async function whileClientsShakeHands(server: Server, act: () => Promise<void>): Promise<Tally> {
  const stop = keepShakingHands(server.sites, server.client);
  await new Promise((resolve) => setTimeout(resolve, calmMs));
  await act();
  await new Promise((resolve) => setTimeout(resolve, calmMs));
  return stop();
}

async function runStep(
  server: Server,
  job: Job,
  inputs: Record<string, string>,
): Promise<{ end: StepEnd; tally: Tally }> {
  let end: StepEnd | undefined;
  const tally = await whileClientsShakeHands(server, async () => {
    end = await job.run('main', inputs);
  });
  if (end === undefined) throw new Error('The step did not run');
  print(...asRunnerShows(end.log).log.map((line) => dim(`  | ${line}`)), '');
  return { end, tally };
}

/** Before and after, site by site, as any client on the network sees it. */
async function lookFromOutside(server: Server, thumbprint: string, claim: string): Promise<void> {
  const seen: [string, Seen][] = [];
  for (const site of server.sites) seen.push([site, await shakeHands(site, server.client)]);
  const rows = seen.map(([site, { subject, expires, thumbprint }]) => {
    const days = Math.floor((expires.getTime() - Date.now()) / day);
    return [
      `https://${site}`,
      subject,
      `${expires.toISOString().slice(0, 10)} (${days} days)`,
      `${thumbprint.slice(0, 8)}…`,
    ];
  });
  table([['site', 'certificate', 'expires', 'thumbprint'], ...rows]);
  claims.check(
    seen.every(([, one]) => one.thumbprint === thumbprint),
    claim,
  );
}

function report({ handshakes, lost, longestGapMs }: Tally): void {
  const gap = lost === 0 ? 'no gap' : `longest gap ${Math.round(longestGapMs)} ms`;
  print(`  Clients shook hands ${handshakes} times: ${bold(`${lost} lost`)}, ${gap}`);
}

function checkSecrets({ machine, password, pfx }: Server, { log }: StepEnd): void {
  const visible = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const byAction = machine.calls().filter(({ args }) => !args.includes('NoRoot'));
  const all = [...visible, ...byAction.flatMap(({ args }) => args)].join('\n');
  const isHidden = !all.includes(password) && !all.includes(pfx.toString('base64').slice(0, 60));
  claims.check(isHidden, 'Neither password nor PFX stands in the log or in an argument of a program');
}

async function runAgain({ machine }: Server, job: Job, inputs: Record<string, string>): Promise<void> {
  const count = machine.calls().length;
  const { exitCode, outputs } = await job.run('main', inputs);
  const writes = machine
    .calls()
    .slice(count)
    .filter(({ args, script }) => writing.test(`${args.join(' ')}\n${script ?? ''}`));
  const isUnchanged = exitCode === 0 && outputs.changed === 'false';
  claims.check(
    isUnchanged && writes.length === 0,
    'A second run finds nothing to do, and starts no program that writes',
  );
}

async function finish(job: Job, inputs: Record<string, string>): Promise<void> {
  const { exitCode } = await job.run('post', inputs);
  const left = job.leftovers().filter((name) => !/report.*\.json$/.test(name));
  claims.check(exitCode === 0 && left.length === 0, 'After the job no file of the action is left');
}

/** The report and the summary stay, for whoever wants to read them. */
function keepResults({ outputs, summary, log }: StepEnd): void {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const files = {
    'report.json': `${JSON.stringify(JSON.parse(outputs.report ?? 'null'), null, 2)}\n`,
    'summary.md': summary,
    'summary.html': summaryPage({ title: 'renew summary', markdown: summary }),
    'log.txt': `${asRunnerShows(log).log.join('\n')}\n`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(results, name), content);
  headline('What the step left for its reader');
  const path = (name: keyof typeof files) => relative(process.cwd(), join(results, name));
  print(`  report          ${path('report.json')}`);
  print(`  job summary     ${path('summary.html')} ${dim(`(rendered; as written: ${path('summary.md')})`)}`);
  print(`  log             ${path('log.txt')}`);
  claims.check(
    summary.includes('1 of 1 binding changed') && outputs.report !== undefined,
    'Report and job summary were written',
  );
}
