import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { startStep } from './lab/action.js';
import { folders, onLinux, windows } from './lab/folders.js';
import { startJob } from './lab/job.js';
import { listen } from './lab/listeners.js';
import { makeFolder, readTable, resetMachine, stored, temp, writeSites } from './lab/machine.js';

// The workflow for real Windows cannot run here, but its steps can: the same inputs and the same scripts, in the same
// order. Only its set-up, which is PowerShell, is done by this file instead.

interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Record<string, string | boolean>;
  readonly env?: Record<string, string>;
  readonly 'continue-on-error'?: boolean;
}

const workflow = parse(readFileSync(join(folders.project, '.github/workflows/windows.yml'), 'utf8')) as {
  env: { FIRST_PORT: number };
  jobs: Record<string, { steps: WorkflowStep[] }>;
};
const port = workflow.env.FIRST_PORT;
const scripts = `${windows.workspace}\\test\\windows-lab\\real`;
let stop: () => Promise<void>;

/** What set-up.ps1 does. */
beforeAll(async () => {
  await resetMachine();
  const folder = `${temp}\\real windows`;
  makeFolder(folder);
  const names = ['www.rebind.test', '*.rebind.test'];
  const write = (name: string, certificate: Issued, encryption: 'modern' | 'legacy') => {
    const pfx = writePfx(certificate, { password: 'throw-away', encryption });
    writeFileSync(onLinux(`${folder}\\${name}.pfx`), pfx);
    writeFileSync(onLinux(`${folder}\\${name}.cer`), certificate.der);
  };
  write('old', issue({ names, key: 'rsa2048', validTo: 20 }), 'legacy');
  write('new', issue({ names, key: 'rsa2048', validTo: 60 }), 'legacy');
  write('newest', issue({ names, key: 'p256', validTo: 90 }), 'modern');
  const binding = (information: string, flags: number) =>
    `<binding protocol="https" bindingInformation="${information}" sslFlags="${flags}" />`;
  const bindings = [
    binding(`*:${port}:`, 0),
    binding(`127.0.0.1:${port + 1}:`, 0),
    binding(`*:${port + 2}:www.rebind.test`, 1),
  ];
  writeSites(`<site name="Rebind Übung" id="2"><bindings>${bindings.join('')}</bindings></site>`);
  cpSync(join(folders.project, 'test/windows-lab/real'), onLinux(scripts), { recursive: true });
  // Nobody listens on the port of the binding that cannot be proven.
  const everywhere = [port, port + 2, port + 3].map((each) => ({ address: '0.0.0.0', port: each }));
  stop = await listen(...everywhere, { address: '::', port }, { address: '127.0.0.1', port: port + 1 });
});

afterAll(() => stop?.());

interface Played {
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly scripts: ReadonlyMap<string, string>;
}

/** Carries a job out: its steps in order, then the post steps from the last to the first. */
async function play(job: string): Promise<Played> {
  const { steps } = workflow.jobs[job] ?? { steps: [] };
  const outputs = new Map<string, Readonly<Record<string, string>>>();
  const scripts = new Map<string, string>();
  const posts: (() => Promise<void>)[] = [];
  const value = (text: string | boolean) =>
    String(text)
      .replaceAll(/\$\{\{ runner\.temp \}\}/g, () => temp)
      .replaceAll(
        /\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}/g,
        (_, id, name) => outputs.get(id)?.[name] ?? '',
      );
  const values = (record: Record<string, string | boolean> = {}) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, value(text)]));
  for (const step of steps) {
    const [, file = '', rest = ''] = /^node test\/windows-lab\/real\/(\S+)(.*)$/.exec(step.run ?? '') ?? [];
    if (step.uses === './') {
      const started = startStep(values(step.with));
      const ended = await started.ended;
      expect(ended.exitCode, `${step.name}: ${ended.log}`).toBe(step['continue-on-error'] ? 1 : 0);
      outputs.set(step.id ?? '', ended.outputs);
      posts.unshift(async () => {
        const post = await started.post('success');
        expect(post.exitCode, `${step.name}, at the end of the job: ${post.log}`).toBe(0);
      });
    } else if (step.uses?.endsWith('/after')) {
      const claims = String(step.with?.claims);
      posts.unshift(() =>
        runScript(`${step.name}`, ['after\\post.mjs'], { INPUT_CLAIMS: claims }).then(() => {}),
      );
    } else if (file) {
      const args = [file, ...rest.split(' ').filter(Boolean)];
      scripts.set(step.name ?? '', await runScript(`${step.name}`, args, values(step.env)));
    }
  }
  for (const post of posts) await post();
  return { outputs, scripts };
}

async function runScript(name: string, args: string[], env: Record<string, string>): Promise<string> {
  const [file = '', ...rest] = args;
  const environment = {
    SystemRoot: windows.systemRoot,
    RUNNER_TEMP: temp,
    FIRST_PORT: String(port),
    ImageOS: 'wine',
    ...env,
  };
  const ended = await startJob(windows.node, [`${scripts}\\${file}`, ...rest], environment).ended;
  expect(ended.exitCode, `${name}: ${ended.stdout}${ended.stderr}`).toBe(0);
  return ended.stdout;
}

function evidence(): { seen: string[] } {
  return JSON.parse(readFileSync(onLinux(`${temp}\\real windows\\raw\\evidence.json`), 'utf8'));
}

test('the steps of the workflow for real Windows pass here', { timeout: 600_000 }, async () => {
  const { outputs, scripts: printed } = await play('windows');
  const uses = workflow.jobs.windows?.steps.filter((step) => step.uses === './') ?? [];
  expect(outputs.size).toBe(uses.length);
  const answers = printed.get('Ask this Windows') ?? '';
  expect(answers).toContain('| Does `update` keep the options that are omitted? | no: ');
  expect(answers).not.toContain('| none: ');
  expect(evidence().seen).toEqual(
    expect.arrayContaining([
      'inventory',
      'plan',
      'refusal',
      'roll-back',
      'no-gap',
      'settings',
      'repeat',
      'sites',
      'replace',
    ]),
  );
  expect(await readTable()).toEqual(new Map());
  expect(await stored('MY')).toEqual(new Map());
});

test('its post step undoes a swap, and that is seen', { timeout: 300_000 }, async () => {
  await play('undo');
  expect(evidence().seen).toContain('restore');
});
