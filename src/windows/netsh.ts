import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { unlessFailed } from '../failure.js';
import type { NetshAbilities, NetshCommand } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { learnNames } from '../http-sys/learn-names.js';
import type { RegistryTables } from '../http-sys/registry-bindings.js';
import { SeenBefore } from '../http-sys/seen-before.js';
import { parseHelp, parseHelps, parseSwitches } from '../http-sys/settings.js';
import { readLines, type ShownTable } from '../http-sys/show.js';
import { type Line, LineReader, type Recognised } from '../http-sys/show-line.js';
import { noNames, type ShownNames } from '../http-sys/shown-names.js';
import { type ScriptOutput, saysNoSuchCommand, splitAtTable, textOf } from './netsh-script.js';
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
const linesSaidAtMost = 200;

/** One reading of the table. */
export interface Shown extends ShownTable {
  /** The lines of the text, to be understood anew once more is known of their names. */
  readonly lines: readonly Line[];
  /** The beginning of what netsh said. */
  readonly said: string;
}

/** What is to be known of netsh before anything is planned. */
export interface Survey {
  readonly shown: Shown;
  readonly abilities: NetshAbilities;
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
   * The whole table, and what this host's netsh can do by the helps of its commands, all from one process. What the
   * answer lacks, as where the host ends a script at a line that fails, is asked for by itself.
   */
  async survey(): Promise<Survey> {
    const { said, table } = await this.#surveyed();
    const helps = parseHelps(said);
    const lacksUpdate = saysNoSuchCommand(said, `http ${helpOf('update').join(' ')}`);
    const [shown, add, update] = await Promise.all([
      table === undefined ? this.show() : this.#tableIn(table),
      helps.add.size > 0 ? null : this.#help('add'),
      helps.update.size > 0 || lacksUpdate ? null : this.#help('update'),
    ]);
    return { shown, abilities: abilitiesIn(helps, { add, update }) };
  }

  /** What this host's netsh can do, asked for by itself. */
  async abilities(): Promise<NetshAbilities> {
    const [add, update] = await Promise.all([this.#help('add'), this.#help('update')]);
    return abilitiesIn(parseHelps(''), { add, update });
  }

  /** The table comes last: what stands behind its last record could be taken for a part of it. */
  async #surveyed(): Promise<ScriptOutput> {
    const lines = [helpOf('add'), helpOf('update'), ['show', 'sslcert']].map(
      (words) => `http ${words.join(' ')}`,
    );
    const output = this.#script(lines, (file, onStdout) =>
      this.#system32.run('netsh.exe', ['-f', file], { onStdout }),
    );
    // Where that fails, the commands are asked by themselves, which needs no file.
    return (await unlessFailed(output)) ?? { said: '', table: undefined };
  }

  #tableIn(lines: readonly Line[]): Shown {
    const table = readLines(lines, this.#names, this.#seen);
    return { ...table, lines, said: textOf(lines.slice(0, linesSaidAtMost)).slice(0, saidAtMost) };
  }

  async #help(verb: 'add' | 'update'): Promise<string> {
    const { stdout, stderr } = await this.#system32.run('netsh.exe', ['http', ...helpOf(verb)]);
    return decodeOutput(Buffer.concat([stdout, stderr]));
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
    const { said, table } = await this.#script(lines, (file, onStdout) =>
      this.#system32.change('netsh.exe', ['-f', file], { timeoutMs, onStdout }),
    );
    return { said, shown: table === undefined ? undefined : this.#tableIn(table) };
  }

  /** Has netsh read a script, which is there only meanwhile. */
  async #script(lines: readonly string[], run: RunScript): Promise<ScriptOutput> {
    const file = join(this.#temp, `${randomUUID()}.netsh`);
    const decoder = new OutputDecoder();
    const reader = new LineReader(this.#seen);
    try {
      await writeForProgram('netsh', file, lines.map((line) => `${line}\r\n`).join(''));
      const { stderr } = await run(file, (data) => reader.add(decoder.add(data)));
      reader.add(decoder.end());
      const { said, table } = splitAtTable(reader.end());
      return { said: [said, decodeOutput(stderr)].filter(Boolean).join('\n'), table };
    } finally {
      await removeFile(file);
    }
  }
}

/** Runs netsh on the file of a script. */
type RunScript = (file: string, onStdout: (data: Buffer) => void) => Promise<Ended>;

/** @param alone the helps that were asked for by themselves */
function abilitiesIn(
  helps: NetshAbilities,
  alone: Readonly<Record<'add' | 'update', string | null>>,
): NetshAbilities {
  return {
    add: alone.add === null ? helps.add : parseHelp(alone.add),
    update: alone.update === null ? helps.update : parseHelp(alone.update),
    switches: alone.add === null ? helps.switches : parseSwitches(alone.add),
  };
}

/** The words that ask for the help of a command. */
function helpOf(verb: 'add' | 'update'): readonly string[] {
  return [verb, 'sslcert', 'help'];
}
