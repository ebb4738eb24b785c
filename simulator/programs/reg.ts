import { existsSync, writeFileSync } from 'node:fs';
import type { Host } from './host.js';
import { localMachine } from './reg/branches.js';
import { exportedFile } from './reg/export.js';
import { keyAt, type RegistryKey } from './reg/keys.js';
import { type Question, queryLines } from './reg/query.js';

const hive = 'HKEY_LOCAL_MACHINE';

/**
 * `reg query KEY [/s] [/v NAME]` and `reg export KEY FILE [/y]`, for the parts of HKEY_LOCAL_MACHINE that the machine
 * has; the whole of it, or of SOFTWARE or SYSTEM, is nobody's to ask for. reg has no other command here.
 */
export function program([verb, ...args]: readonly string[], host: Host): number {
  if (verb === 'query') return query(args, host);
  if (verb === 'export') return exportKey(args, host);
  return refuse(host);
}

function query([path = '', ...options]: readonly string[], host: Host): number {
  const question = readQuestion(options);
  if (question === undefined || path === '') return refuse(host);
  const found = find(path, host);
  if (typeof found === 'string') return fail(host.texts.reg[found], host);
  const lines = queryLines(found.key, found.path, question, host);
  if (lines === undefined) return fail(host.texts.reg.notFound, host);
  if (host.effective) host.print(...lines);
  // What may not be read is missed in the end, after all the rest.
  return found.isWhole ? 0 : fail(host.texts.reg.denied, host);
}

/** @returns undefined for what is no `/s` or `/v NAME`, or is there twice */
function readQuestion(options: readonly string[]): Question | undefined {
  let recursive = false;
  let valueName: string | undefined;
  for (const left = [...options]; left.length > 0; ) {
    const option = left.shift()?.toLowerCase();
    if (option === '/s' && !recursive) recursive = true;
    else if (option === '/v' && valueName === undefined && left.length > 0) valueName = left.shift();
    else return undefined;
  }
  return { recursive, valueName };
}

/** Stricter than reg, which asks whether to replace a file and waits: it is not replaced. */
function exportKey([path = '', file = '', ...rest]: readonly string[], host: Host): number {
  const [replace, ...more] = rest;
  if (file === '' || more.length > 0 || (replace !== undefined && replace.toLowerCase() !== '/y')) {
    return refuse(host);
  }
  const found = find(path, host);
  if (typeof found === 'string') return fail(host.texts.reg[found], host);
  if (!found.isWhole) return fail(host.texts.reg.denied, host);
  const target = host.path(file);
  if (existsSync(target) && replace === undefined) return fail(host.texts.reg.cannotWrite, host);
  try {
    if (host.effective) writeFileSync(target, exportedFile(found.key, found.path));
  } catch {
    return fail(host.texts.reg.cannotWrite, host);
  }
  host.print(host.texts.reg.done, '');
  return 0;
}

interface Found {
  key: RegistryKey;
  /** As given, but for the short name of the hive. */
  path: string;
  /** False where some of what is below may not be read. */
  isWhole: boolean;
}

/** @returns why there is no key */
function find(given: string, host: Host): Found | 'notFound' | 'denied' {
  const [, below = ''] = /^(?:HKLM|HKEY_LOCAL_MACHINE)\\(.+)$/i.exec(given) ?? [];
  const path = `${hive}\\${below}`;
  const names = below.split('\\');
  if (names.length < 2 || names.includes('')) return 'notFound';
  const denied = host.options.registryDenied.map((each) => each.toUpperCase());
  if (denied.some((each) => `${path}\\`.toUpperCase().startsWith(`${each}\\`))) return 'denied';
  const key = keyAt(localMachine(names, host), names);
  if (key === undefined) return 'notFound';
  const isWhole = !denied.some((each) => each.startsWith(`${path}\\`.toUpperCase()));
  return { key: isWhole ? key : without(key, path, denied), path, isWhole };
}

/** A key without what is denied below it. @param denied paths in upper case */
function without(key: RegistryKey, path: string, denied: readonly string[]): RegistryKey {
  const below = (name: string) => `${path}\\${name}`;
  const keys = key.keys
    .filter(({ name }) => !denied.includes(below(name).toUpperCase()))
    .map((each) => without(each, below(each.name), denied));
  return { ...key, keys };
}

function refuse(host: Host): number {
  host.printError(...host.texts.reg.invalidSyntax);
  return 1;
}

function fail(sentence: string, host: Host): number {
  host.printError('', sentence);
  return 1;
}
