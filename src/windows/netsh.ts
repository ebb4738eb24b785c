import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import type { NetshAbilities, NetshCommand } from '../http-sys/command.js';
import { parseHelp } from '../http-sys/settings.js';
import { parseShow, type ShownTable, ShowReader } from '../http-sys/show.js';
import type { KnownLine } from '../http-sys/show-line.js';
import { ShowTexts } from '../http-sys/show-texts.js';
import type { System32 } from './system32.js';
import { removeFile } from './temp-file.js';
import { decodeOutput, OutputDecoder } from './text.js';

/** Characters that no tokeniser of a script file can take for anything but part of a word. */
const plainWord = /^[A-Za-z0-9._*:[\]{}=-]+$/;

/** The arguments of one command, as an array for a process. */
export function netshArguments({ verb, endpoint, args }: NetshCommand): string[] {
  return ['http', verb, 'sslcert', `${endpoint.kind}=${endpoint.text}`, ...args];
}

/** The command as a person would type it at a prompt, for errors that say how to mend something by hand. */
export function netshCommandLine(command: NetshCommand): string {
  return [
    'netsh',
    ...netshArguments(command).map((arg) => (plainWord.test(arg) && !/[{}]/.test(arg) ? arg : quoted(arg))),
  ].join(' ');
}

/** cmd.exe and PowerShell both pass `"name=value"` on as one argument, braces included. */
function quoted(arg: string): string {
  return `"${arg.replaceAll('"', '')}"`;
}

/** Of what netsh says, as much as an error could ever show. */
const saidAtMost = 10_000;

/** `netsh http … sslcert`: one method per intent. */
export class Netsh {
  readonly #system32: System32;
  readonly #temp: string;
  /** Shared by all readings, so that a run holds equal texts once. */
  readonly #texts = new ShowTexts<KnownLine>();

  /** @param temp an existing folder for script files */
  constructor(system32: System32, temp: string) {
    this.#system32 = system32;
    this.#temp = temp;
  }

  /**
   * The whole table. Neither the exit code nor the messages count: what is not a record is not there.
   * @returns also the beginning of what netsh said
   */
  async show(): Promise<ShownTable & { said: string }> {
    const decoder = new OutputDecoder();
    const reader = new ShowReader(this.#texts);
    let said = '';
    const take = (piece: string) => {
      reader.add(piece);
      if (said.length < saidAtMost) said += piece.slice(0, saidAtMost);
    };
    const { stderr } = await this.#system32.run('netsh.exe', ['http', 'show', 'sslcert'], {
      onStdout: (data) => take(decoder.add(data)),
    });
    take(decoder.end());
    return { ...reader.end(), said: said.trim() === '' ? decodeOutput(stderr) : said };
  }

  async abilities(): Promise<NetshAbilities> {
    const [add, update] = await Promise.all([this.#help('add'), this.#help('update')]);
    return { add, update };
  }

  async #help(verb: 'add' | 'update'): Promise<Set<string>> {
    const ask = async () => {
      const { stdout, stderr } = await this.#system32.run('netsh.exe', ['http', verb, 'sslcert', 'help']);
      return parseHelp(decodeOutput(Buffer.concat([stdout, stderr])));
    };
    const known = await ask();
    // Every netsh has `add`, and that of every Windows since Server 2016 `update`: an answer without is asked again.
    return known.has('certhash') ? known : ask();
  }

  /** Runs one command and returns what netsh said. Whether it took effect only {@link show} can tell. */
  async execute(command: NetshCommand): Promise<string> {
    const { stdout, stderr } = await this.#system32.change('netsh.exe', netshArguments(command));
    return decodeOutput(Buffer.concat([stdout, stderr]));
  }

  /** Whether a command can stand in a script file: plain ASCII words only, since the file's code page is unknown. */
  static scriptable(command: NetshCommand): boolean {
    return netshArguments(command).every((arg) => plainWord.test(arg));
  }

  /**
   * Runs commands in one process, in order (`netsh -f`), with `show` as the last: a change and the reading after it
   * cost one program. After a failing line netsh may go on or stop.
   * @param commands all of them {@link scriptable}
   * @returns what netsh said, and the table that it showed after the last command; undefined if it did not come so far
   * @throws Failure `program-failed` if the script cannot be written; single commands need no file
   */
  async executeScript(
    commands: readonly NetshCommand[],
  ): Promise<{ said: string; shown: (ShownTable & { said: string }) | undefined }> {
    if (!commands.every(Netsh.scriptable))
      throw new Error('a command with unsafe words was put into a script');
    const file = join(this.#temp, `${randomUUID()}.netsh`);
    try {
      const lines = [...commands.map((each) => netshArguments(each).join(' ')), 'http show sslcert'];
      await writeScript(file, lines.map((line) => `${line}\r\n`).join(''));
      const timeoutMs = 30_000 + commands.length * 200;
      const { stdout, stderr } = await this.#system32.change('netsh.exe', ['-f', file], { timeoutMs });
      const [said, table] = splitAtTable(decodeOutput(stdout));
      return {
        said: said + decodeOutput(stderr),
        shown: table === undefined ? undefined : { ...parseShow(table, this.#texts), said: table },
      };
    } finally {
      await removeFile(file);
    }
  }
}

/**
 * Parts the output of a script from the table that ends it. The table begins with a header and a rule below it; no
 * message of a command and no record has a rule.
 * @returns undefined as the second if there is no rule
 */
export function splitAtTable(text: string): [said: string, table: string | undefined] {
  const rules = [...text.matchAll(/^[ \t]*[-=_]{3,}[ \t]*\r?$/gm)];
  const last = rules.at(-1);
  if (last === undefined) return [text, undefined];
  const before = text.slice(0, last.index).trimEnd();
  const start = Math.max(before.lastIndexOf('\n\n'), before.lastIndexOf('\n\r\n')) + 1;
  return [text.slice(0, start), text.slice(start)];
}

async function writeScript(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Failure('program-failed', {
      cause: 'No script can be written for netsh.',
      evidence: error instanceof Error ? error.message : String(error),
      next: 'Check free space and permissions of RUNNER_TEMP.',
    });
  }
}
