import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folders, onLinux, windows } from './folders.js';
import { type Job, startJob } from './job.js';
import { temp, toolCache } from './machine.js';

/** What a step ended with. */
export interface StepEnded {
  readonly exitCode: number;
  /** Without the lines that hide secrets: they are long. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly report: Report;
  readonly summary: string;
}

/** The parts of the report that the tests look at. */
export interface Report {
  readonly outcome: string;
  readonly bindings: readonly {
    endpoint: string;
    result: string;
    method: string;
    handshake?: string;
    message?: string;
  }[];
  readonly warnings: readonly unknown[];
}

/** A step in a job: its main part, and its post part with the state that the main part saved. */
export interface Step {
  readonly job: Job;
  readonly ended: Promise<StepEnded>;
  /** Runs the post part, as the runner does at the end of the job. */
  post(jobStatus: string): Promise<StepEnded>;
}

const manifest = parse(readFileSync(join(folders.project, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { default?: string }>;
};

let count = 0;

/**
 * Starts the committed action on Windows with the environment that a runner gives it.
 * @param inputs as in a workflow's `with`
 * @param environment more variables; undefined takes one away
 */
export function startStep(
  inputs: Record<string, string>,
  environment: Record<string, string | undefined> = {},
): Step {
  const unknown = Object.keys(inputs).filter((name) => !(name in manifest.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  count += 1;
  const folder = `${temp}\\_runner_file_commands ${count}`;
  mkdirSync(onLinux(folder), { recursive: true });
  const part = (which: 'main' | 'post', jobStatus: string, state: Record<string, string>) => {
    const variables = {
      ...environmentOf(`${folder}\\${which}`, inputs, jobStatus),
      ...state,
      ...environment,
    };
    const given = Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return startJob(windows.node, [`${windows.action}\\dist\\${which}\\index.js`], Object.fromEntries(given));
  };
  const end = async (job: Job, which: string): Promise<StepEnded> => {
    const { exitCode, stdout, stderr } = await job.ended;
    const outputs = readCommands(`${folder}\\${which} output`);
    return {
      exitCode,
      log: (stdout + stderr).replace(/^::add-mask::.*\r?\n/gm, ''),
      outputs,
      report: JSON.parse(outputs.report ?? '{"outcome":"none","bindings":[],"warnings":[]}') as Report,
      summary: readFileSync(onLinux(`${folder}\\${which} summary`), 'utf8'),
    };
  };
  const job = part('main', 'success', {});
  return {
    job,
    ended: end(job, 'main'),
    post: (jobStatus) => {
      const saved = Object.entries(readCommands(`${folder}\\main state`));
      return end(
        part('post', jobStatus, Object.fromEntries(saved.map(([name, value]) => [`STATE_${name}`, value]))),
        'post',
      );
    },
  };
}

/** Runs the main part of the action to its end. */
export function runStep(
  inputs: Record<string, string>,
  environment: Record<string, string | undefined> = {},
): Promise<StepEnded> {
  return startStep(inputs, environment).ended;
}

function environmentOf(
  files: string,
  inputs: Record<string, string>,
  jobStatus: string,
): Record<string, string> {
  const commandFiles = {
    GITHUB_OUTPUT: `${files} output`,
    GITHUB_STATE: `${files} state`,
    GITHUB_STEP_SUMMARY: `${files} summary`,
  };
  for (const file of Object.values(commandFiles)) writeFileSync(onLinux(file), '');
  const given = Object.entries(manifest.inputs).map(([name, { default: standard = '' }]) => {
    const value = inputs[name] ?? String(standard).replace(/\$\{\{ job\.status \}\}/, jobStatus);
    return [`INPUT_${name.toUpperCase()}`, value] as const;
  });
  return {
    SystemRoot: windows.systemRoot,
    SystemDrive: 'C:',
    ProgramData: windows.programData,
    ComSpec: `${windows.systemRoot}\\System32\\cmd.exe`,
    PATH: `${windows.systemRoot}\\System32;${windows.systemRoot}`,
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    TEMP: 'C:\\Windows\\Temp',
    TMP: 'C:\\Windows\\Temp',
    COMPUTERNAME: 'WEB01',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: windows.workspace,
    GITHUB_REPOSITORY: 'acme/site',
    GITHUB_RUN_ID: '17',
    GITHUB_JOB: 'renew',
    RUNNER_OS: 'Windows',
    RUNNER_NAME: 'web01',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
    // Mends a fault of Wine, see stand-ins/first_pipe_instance.c.
    NODE_OPTIONS: '--require=C:/windows-lab/first_pipe_instance.node',
    ...commandFiles,
    ...Object.fromEntries(given),
  };
}

/** Reads a file of outputs or state: `name=value`, or `name<<delimiter`, lines, delimiter. */
function readCommands(windowsPath: string): Record<string, string> {
  const file = onLinux(windowsPath);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const found: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(
    /^([^\s=<]+)<<(\S+)\r?\n(?:([\s\S]*?)\r?\n)?\2\r?$/gm,
  ))
    found[name] = value;
  return found;
}
