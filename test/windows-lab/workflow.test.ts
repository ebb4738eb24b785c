import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { runStep } from './lab/action.js';
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
  jobs: { windows: { env: { FIRST_PORT: number }; steps: WorkflowStep[] } };
};
const { env, steps } = workflow.jobs.windows;
const port = env.FIRST_PORT;
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
  const everywhere = [port, port + 2, port + 3].map((each) => ({ address: '0.0.0.0', port: each }));
  stop = await listen(...everywhere, { address: '::', port }, { address: '127.0.0.1', port: port + 1 });
});

afterAll(() => stop?.());

test('the steps of the workflow for real Windows pass here', { timeout: 300_000 }, async () => {
  const outputs = new Map<string, Readonly<Record<string, string>>>();
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
    const script = /^node test\/windows-lab\/real\/(\S+)(.*)$/.exec(step.run ?? '');
    if (step.uses === './') {
      const ended = await runStep(values(step.with));
      expect(ended.exitCode, `${step.name}: ${ended.log}`).toBe(step['continue-on-error'] ? 1 : 0);
      outputs.set(step.id ?? '', ended.outputs);
    } else if (script) {
      const [, file = '', rest = ''] = script;
      const environment = {
        SystemRoot: windows.systemRoot,
        RUNNER_TEMP: temp,
        FIRST_PORT: String(port),
        ...values(step.env),
      };
      const args = [`${scripts}\\${file}`, ...rest.split(' ').filter(Boolean)];
      const ended = await startJob(windows.node, args, environment).ended;
      expect(ended.exitCode, `${step.name}: ${ended.stdout}${ended.stderr}`).toBe(0);
      if (file === 'questions.mjs')
        expect(ended.stdout).toContain('| Does `update` keep the options that are omitted? | no: ');
    }
  }
  expect(outputs.size).toBe(steps.filter(({ uses }) => uses === './').length);
  expect(await readTable()).toEqual(new Map());
  expect(await stored('MY')).toEqual(new Map());
});
