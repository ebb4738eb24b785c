import type { MachineOptions } from '../machine-options.js';
import type { Host } from './host.js';
import { runCommand } from './netsh/command.js';
import { readScript } from './netsh/script.js';
import type { Outcome } from './netsh/sslcert.js';

/** `netsh http …`, or `netsh -f script` with one command a line. */
export async function program(args: readonly string[], host: Host): Promise<number> {
  const [option, file, ...rest] = args;
  const outcomes =
    option === '-f' && rest.length === 0 ? await runScript(file ?? '', host) : [await runCommand(args, host)];
  return exitCode(outcomes, option === '-f' ? host.options.scriptExitCode : 'last', host.options);
}

async function runScript(file: string, host: Host): Promise<Outcome[]> {
  const lines = readScript(host.path(file));
  if (lines === undefined) {
    host.print(host.texts.netsh.errors[2], '');
    return ['failed'];
  }
  const outcomes: Outcome[] = [];
  for (const [index, words] of lines.entries()) {
    await host.beforeLine(index, lines.length);
    if (words === null) host.print(host.texts.netsh.invalidSyntax, '');
    const outcome = words === null ? 'failed' : await runCommand(words, host);
    outcomes.push(outcome);
    if (outcome !== 'done' && host.options.script === 'stop') break;
  }
  return outcomes;
}

function exitCode(
  outcomes: readonly Outcome[],
  by: MachineOptions['scriptExitCode'],
  options: MachineOptions,
): number {
  if (options.exitCodes !== 'honest') return options.exitCodes === 'always0' ? 0 : 1;
  const isFailure = (outcome: Outcome | undefined) =>
    outcome === 'failed' || (outcome === 'unknown-argument' && options.unknownArgument === 'error');
  if (by === 'zero') return 0;
  return (by === 'last' ? isFailure(outcomes.at(-1)) : outcomes.some(isFailure)) ? 1 : 0;
}

export function scriptFile([option, file]: readonly string[]): string | undefined {
  return option === '-f' ? file : undefined;
}
