import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AccessList, isAllowed, parseSddl, printSddl } from '../access/sddl.js';
import { tokenSids } from '../access/sids.js';
import { KeyFiles } from '../state/key-files.js';
import { type Host, mayWrite } from './host.js';
import { type Command, readCommand } from './icacls/command.js';
import { grant, removeGrants } from './icacls/grants.js';
import { readSaved, writeSaved } from './icacls/saved-lists.js';

type WindowsError = 2 | 5 | 87 | 1332 | 1336 | 1337;

const readControl = 0x20000;

/**
 * `icacls FILE /save OUT`, `/grant SID:rights`, `/remove:g SID`, and `icacls FOLDER /restore IN`, with `/c` and `/q`.
 * Stricter than icacls: it changes no other file than a machine's key, and takes accounts by their SIDs only.
 */
export function program(args: readonly string[], host: Host): number {
  const { print, texts } = host;
  const command = readCommand(args);
  if ('invalid' in command) {
    const [before, after] = texts.icacls.invalidParameter;
    print(
      command.error === 87
        ? `${before}${command.invalid}${after}`
        : `${command.invalid}: ${sentence(command.error, host)}`,
    );
    return exitCode(command.error);
  }
  return command.verb === 'restore' ? restore(command, host) : handle(command, host);
}

function handle(command: Command, host: Host): number {
  const error = errorOf(command.file, command.verb, host) ?? perform(command, host);
  return report([{ file: command.file, error }], command, host);
}

/** Why a file's access list cannot be read or changed; undefined if it can. */
function errorOf(name: string, verb: Command['verb'], host: Host): WindowsError | undefined {
  const keys = new KeyFiles(host.machine);
  const file = host.path(name);
  if (!keys.isKeyFile(file)) return isThere(file) ? 5 : 2;
  if (mayWrite(host)) return undefined;
  const mayRead = isAllowed(keys.access(file), tokenSids[host.options.account], readControl);
  return verb === 'save' && mayRead ? undefined : 5;
}

function isThere(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

function perform(command: Command, host: Host): WindowsError | undefined {
  const { machine, options, effective } = host;
  const keys = new KeyFiles(machine);
  const file = host.path(command.file);
  const list = keys.access(file);
  if (!effective) return undefined;
  if (command.verb === 'save') {
    try {
      writeFileSync(
        host.path(command.list),
        writeSaved(basename(file), printSddl(list), options.aclFileMark),
      );
    } catch {
      return 5;
    }
  } else if (command.verb === 'grant') {
    keys.setAccess(file, command.grants.reduce(grant, list));
  } else if (command.verb === 'remove') {
    keys.setAccess(file, command.sids.reduce(removeGrants, list));
  }
  return undefined;
}

/** Puts saved lists on the files of their names in a folder, up to the first that fails. */
function restore(command: Command & { verb: 'restore' }, host: Host): number {
  let saved: ReturnType<typeof readSaved>;
  try {
    saved = readSaved(readFileSync(host.path(command.list)), host.options.aclFileMark);
  } catch {
    return report([{ file: command.list, error: 2 }], command, host);
  }
  if (saved === undefined) return report([{ file: command.list, error: 87 }], command, host);
  const outcomes: Outcome[] = [];
  for (const { name, sddl } of saved) {
    const file = join(command.file, name);
    const list = parseSddl(sddl);
    const error = errorOf(file, 'restore', host) ?? (dirname(name) === '.' ? undefined : 2);
    outcomes.push({ file, error: error ?? put(file, list, host) });
    if (outcomes.at(-1)?.error !== undefined && !command.goesOn) break;
  }
  return report(outcomes, command, host);
}

function put(
  file: string,
  list: AccessList | undefined,
  { machine, effective, path }: Host,
): WindowsError | undefined {
  if (list === undefined) return 1336;
  if (effective) new KeyFiles(machine).setAccess(path(file), list);
  return undefined;
}

interface Outcome {
  file: string;
  error: WindowsError | undefined;
}

/** What icacls says of each file, and in the end of all. @returns the exit code: the last error */
function report(outcomes: readonly Outcome[], { isQuiet }: Command, host: Host): number {
  const { print, printError, texts } = host;
  for (const { file, error } of outcomes) {
    if (error !== undefined) printError(`${file}: ${sentence(error, host)}`);
    else if (!isQuiet) print(`${texts.icacls.processed}${file}`);
  }
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const [before, between, after] = texts.icacls.summary;
  print(`${before}${outcomes.length - failed.length}${between}${failed.length}${after}`);
  return exitCode(failed.at(-1)?.error ?? 0);
}

function sentence(error: WindowsError, { texts }: Host): string {
  return error === 2 || error === 5 || error === 87 ? texts.netsh.errors[error] : texts.icacls.errors[error];
}

/** As much of an error as a POSIX system keeps. */
function exitCode(error: WindowsError | 0): number {
  return error & 0xff;
}
