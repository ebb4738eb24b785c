import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { unlessFailed } from '../failure.js';
import type { NetshAbilities, NetshCommand } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { learnNames } from '../http-sys/learn-names.js';
import type { RegistryTables } from '../http-sys/registry-bindings.js';
import { SeenBefore } from '../http-sys/seen-before.js';
import { parseHelp, parseHelps } from '../http-sys/settings.js';
import { readLines, type ShownTable } from '../http-sys/show.js';
import { type Line, LineReader, type Recognised } from '../http-sys/show-line.js';
import { noNames, type ShownNames } from '../http-sys/shown-names.js';
import type { Ended } from './process.js';
import type { System32 } from './system32.js';
import { removeFile, writeForProgram } from './temp-file.js';
import { decodeOutput, OutputDecoder } from './text.js';

/** Characters that no tokeniser of a script file can take for anything but part of a word. */
const plainWord = /^[A-Za-z0-9._*:[\]{}=-]+$/;

/** The arguments of one command, as an array for a process. */
export function netshArguments({ verb, endpoint, args }: NetshCommand): string[] {
  return ['http', verb, 'sslcert', `${endpoint.kind}=${endpoint.text}`, ...args];
}

/** The command as a person would type it at a prompt, for errors that say how to repair something by hand. */
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

/** One reading of the table. */
export interface Shown extends ShownTable {
  /** The lines of the text, to be understood anew once more is known of their names. */
  readonly lines: readonly Line[];
  /** The beginning of what netsh said. */
  readonly said: string;
}

/** What netsh said to the commands of a script, and the table after them. */
export interface ScriptAnswer {
  readonly said: string;
  /** undefined where netsh did not come so far. */
  readonly shown: Shown | undefined;
}

/** `netsh http … sslcert`: one method per intent. */
export class Netsh {
  readonly #system32: System32;
  readonly #temp: string;
  /** Shared by all readings, so that a run holds equal texts once. */
  readonly #seen = new SeenBefore<Recognised>();
  #names: ShownNames = noNames;

  /** @param temp an existing folder for script files */
  constructor(system32: System32, temp: string) {
    this.#system32 = system32;
    this.#temp = temp;
  }

  /** The whole table. Neither the exit code nor the messages count: what is not a record is not there. */
  show(): Promise<Shown> {
    return this.#show([]);
  }

  /** One record, by its name: nothing is shown where netsh does not take that name, or knows it by other letters. */
  showOne({ kind, text }: Endpoint): Promise<Shown> {
    return this.#show([`${kind}=${text}`]);
  }

  async #show(which: readonly string[]): Promise<Shown> {
    const decoder = new OutputDecoder();
    const reader = new LineReader(this.#seen);
    let said = '';
    const take = (piece: string) => {
      reader.add(piece);
      if (said.length < saidAtMost) said += piece.slice(0, saidAtMost);
    };
    const { stderr } = await this.#system32.run('netsh.exe', ['http', 'show', 'sslcert', ...which], {
      onStdout: (data) => take(decoder.add(data)),
    });
    take(decoder.end());
    const lines = reader.end();
    const table = readLines(lines, this.#names, this.#seen);
    return { ...table, lines, said: said.trim() === '' ? decodeOutput(stderr) : said };
  }

  /**
   * Understands a reading anew, and from now on every other one, with what the registry tells of names whose letters or
   * kind the text does not tell.
   */
  understand(shown: Shown, registry: RegistryTables): Shown {
    const { lines, said } = shown;
    const first = { lines, table: shown, names: this.#names };
    const { table, names } = learnNames(first, registry, (more) => readLines(lines, more, this.#seen));
    this.#names = names;
    return { bindings: table.bindings, unreadable: table.unreadable, lines, said };
  }

  /**
   * What this host's netsh can do, by the helps of its commands. Both come from one process; where the answer lacks
   * one, as where the host ends a script at a line that fails, that command is asked by itself.
   */
  async abilities(): Promise<NetshAbilities> {
    const { add, update } = parseHelps(await this.#helps());
    const [addAlone, updateAlone] = await Promise.all([
      add.size > 0 ? add : this.#help('add'),
      update.size > 0 ? update : this.#help('update'),
    ]);
    return { add: addAlone, update: updateAlone };
  }

  async #helps(): Promise<string> {
    const script = (['add', 'update'] as const).map((verb) => `http ${verb} sslcert help\r\n`).join('');
    const said = this.#script(script, (file) => this.#system32.run('netsh.exe', ['-f', file]));
    // Where that fails, the commands are asked by themselves, which needs no file.
    return (await unlessFailed(said)) ?? '';
  }

  async #help(verb: 'add' | 'update'): Promise<ReadonlySet<string>> {
    const { stdout, stderr } = await this.#system32.run('netsh.exe', ['http', verb, 'sslcert', 'help']);
    return parseHelp(decodeOutput(Buffer.concat([stdout, stderr])));
  }

  /** Runs one command and returns what netsh said. Whether it took effect only {@link show} can tell. */
  async execute(command: NetshCommand): Promise<string> {
    const { stdout, stderr } = await this.#system32.change('netsh.exe', netshArguments(command));
    return decodeOutput(Buffer.concat([stdout, stderr]));
  }

  /**
   * Whether a command can stand in a script file: plain ASCII words only, since the file's code page is unknown. An
   * international host is exact as an argument of a process, which Windows takes as UTF-16.
   */
  static scriptable(command: NetshCommand): boolean {
    return netshArguments(command).every((arg) => plainWord.test(arg));
  }

  /**
   * Runs commands in one process, in order (`netsh -f`), with `show` as the last: a change and the reading after it
   * cost one program. After a failing line netsh may go on or stop.
   * @param commands all of them {@link scriptable}
   * @throws Failure `program-failed` if the script cannot be written; single commands need no file
   */
  async executeScript(commands: readonly NetshCommand[]): Promise<ScriptAnswer> {
    if (!commands.every(Netsh.scriptable))
      throw new Error('a command with unsafe words was put into a script');
    const lines = [...commands.map((each) => netshArguments(each).join(' ')), 'http show sslcert'];
    const timeoutMs = 30_000 + commands.length * 200;
    const text = await this.#script(lines.map((line) => `${line}\r\n`).join(''), (file) =>
      this.#system32.change('netsh.exe', ['-f', file], { timeoutMs }),
    );
    const [said, table] = splitAtTable(text);
    if (table === undefined) return { said, shown: undefined };
    const reader = new LineReader(this.#seen);
    reader.add(table);
    const read = reader.end();
    const shown = readLines(read, this.#names, this.#seen);
    return { said, shown: { ...shown, lines: read, said: table.slice(0, saidAtMost) } };
  }

  /** Has netsh read a script, which is there only meanwhile. @returns what netsh said */
  async #script(text: string, run: (file: string) => Promise<Ended>): Promise<string> {
    const file = join(this.#temp, `${randomUUID()}.netsh`);
    try {
      await writeForProgram('netsh', file, text);
      const { stdout, stderr } = await run(file);
      return decodeOutput(Buffer.concat([stdout, stderr]));
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
function splitAtTable(text: string): [said: string, table: string | undefined] {
  const last = [...text.matchAll(/^[ \t]*[-=_]{3,}[ \t]*\r?$/gm)].at(-1);
  if (last === undefined) return [text, undefined];
  const header = /[^\n]*\n[ \t\r]*$/.exec(text.slice(0, last.index));
  const start = header?.index ?? last.index;
  return [text.slice(0, start), text.slice(start)];
}
