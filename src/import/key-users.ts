import { Failure } from '../failure.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';
import type { KeyRight } from '../windows/icacls.js';
import { type KeyFile, keepsFiles } from '../windows/key-files.js';
import type { Machine } from '../windows/machine.js';
import { type Access, accessOf, fileRights, parseDacl } from '../windows/sddl.js';
import { accountInWords, isAdministratorAlias, isNearlyEverybody, sidOf } from '../windows/sids.js';
import { firstOf } from '../wording.js';
import type { ImportUndo } from './imported.js';
import { keyFileOf } from './key-owners.js';
import type { ImportPlan } from './plan-import.js';

type KeyMachine = Pick<Machine, 'certutil' | 'icacls' | 'keyFiles'>;

/** Accounts that may use a key besides those that may use every key of the machine, by SID or alias. */
export type KeyUsers = ReadonlyMap<string, KeyRight>;

/** An account that may use the new key now. */
export interface GrantedAccess {
  readonly sid: string;
  /** `NETWORK SERVICE (S-1-5-20)` */
  readonly account: string;
  readonly right: KeyRight;
}

/** Who may use every key of the machine anyway, and the stand-ins for whoever made or owns one. */
const defaults = new Set(['SY', 'BA', 'CO', 'CG', 'OW'].map((alias) => sidOf(alias) ?? alias));
defaults.add('S-1-3-2').add('S-1-3-3');

/**
 * Who may use a key by the access list of its file, in the two degrees that Windows' own dialog knows. Rights that do
 * not suffice to read the file are of no use for a key.
 * @returns undefined if the list cannot be understood
 */
export function usersOf(sddl: string): KeyUsers | undefined {
  const entries = parseDacl(sddl);
  if (entries === undefined) return undefined;
  const users = new Map<string, KeyRight>();
  for (const [account, rights] of accessOf(entries)) {
    const right = rightOf(rights);
    if (right === undefined || defaults.has(account) || isAdministratorAlias(account)) continue;
    users.set(account, right);
  }
  return users;
}

function rightOf(rights: number): KeyRight | undefined {
  if ((rights & fileRights.all) === fileRights.all) return 'full';
  return (rights & fileRights.read) === fileRights.read ? 'read' : undefined;
}

/** The users of the replaced keys, where those agree; else none, and why. */
export interface UsersReading {
  readonly users: KeyUsers;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

const nobody: KeyUsers = new Map();

/** Reads who may use the keys of the replaced certificates. What goes wrong is not worth a failed run. */
export async function readUsers(
  machine: KeyMachine,
  replaced: readonly StoredCertificate[],
): Promise<UsersReading> {
  const found: { of: StoredCertificate; users: KeyUsers | string }[] = [];
  for (const of of replaced.filter(({ hasKey }) => hasKey)) {
    found.push({ of, users: await readUsersOf(machine, of).catch(unlessCancelled) });
  }
  const unread = found.flatMap(({ of, users }) => (typeof users === 'string' ? `${idOf(of)}: ${users}` : []));
  const lists = found.flatMap(({ users }) => (typeof users === 'string' ? [] : users));
  if (unread.length > 0) return nothing(`not all could be read. ${firstOf(3, unread, ' ')}`);
  const [first = nobody, ...others] = lists;
  if (others.some((each) => inOneLine(each) !== inOneLine(first))) {
    const differing = found.map(
      ({ of, users }) => `${idOf(of)}: ${typeof users === 'string' ? '' : listed(users)}`,
    );
    return nothing(`they differ (${firstOf(3, differing, '; ')}).`);
  }
  return { users: first, notes: [], warnings: [] };
}

function nothing(why: string): UsersReading {
  const warning = `Who may use the keys of the replaced certificates is not carried over to the new key, because ${why} Services that have to read the key are allowed with "Manage private keys" in certlm.msc.`;
  return { users: nobody, notes: [], warnings: [warning] };
}

/** @returns the users, or why they are not known */
async function readUsersOf(machine: KeyMachine, stored: StoredCertificate): Promise<KeyUsers | string> {
  const { provider, certificate } = stored;
  if (provider !== null && !keepsFiles(provider)) return `its key is kept by ${provider}, not in a file.`;
  const file = await keyFileOf(machine, { ...stored, thumbprint: certificate.thumbprint });
  if (file === undefined) return 'the file of its key was not found.';
  const saved = await machine.icacls.save(machine.keyFiles.path(file));
  if (saved.is === 'problem') return `icacls could not read it: ${saved.text}`;
  return usersOf(saved.sddl) ?? `its access list is not understood: ${saved.sddl.slice(0, 200)}`;
}

/** The new key, and who is to be allowed to use it. */
export interface GrantQuestion {
  readonly plan: Pick<ImportPlan, 'store' | 'certificate'>;
  readonly users: KeyUsers;
  /** This run has imported the key: a roll-back deletes its file, so that nothing has to be taken back. */
  readonly isFresh: boolean;
}

/** What came of it. */
export interface Granted {
  readonly granted: readonly GrantedAccess[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Allows the users of the replaced key to use the new one, as far as they may not yet. What goes wrong is a warning. */
export async function grantUsers(
  machine: KeyMachine,
  { plan, users, isFresh }: GrantQuestion,
  undo: ImportUndo,
): Promise<Granted> {
  if (users.size === 0) return { granted: [], notes: [], warnings: [] };
  const unknown = [...users.keys()].filter((account) => sidOf(account) === undefined);
  const warnings = unknown.map(
    (account) =>
      `${accountInWords(account)} could use the replaced key, but which account that is only this machine or its domain can tell; allow it on the new key by hand.`,
  );
  try {
    const file = await keyFileOf(machine, {
      store: plan.store,
      thumbprint: plan.certificate.thumbprint,
      provider: null,
      container: null,
    });
    if (file === undefined) return failed(users, 'the file of the new key was not found.', warnings);
    const before = await accessTo(machine, file);
    if (typeof before === 'string') return failed(users, before, warnings);
    const missing = [...users].filter(([sid]) => sidOf(sid) !== undefined && !before.has(sid));
    if (missing.length === 0) return { granted: [], notes: [], warnings };
    if (!isFresh) await undo.willGrant({ file, sids: missing.map(([sid]) => sid) });
    return await grantAll(machine, file, missing, warnings);
  } catch (error) {
    return failed(users, unlessCancelled(error), warnings);
  }
}

async function grantAll(
  machine: KeyMachine,
  file: KeyFile,
  missing: readonly (readonly [sid: string, right: KeyRight])[],
  warnings: readonly string[],
): Promise<Granted> {
  const { icacls, keyFiles } = machine;
  const said: string[] = [];
  for (const [sid, right] of missing) said.push((await icacls.grant(keyFiles.path(file), sid, right)).text);
  const after = await accessTo(machine, file);
  const isThere = (sid: string) => typeof after !== 'string' && rightOf(after.get(sid) ?? 0) !== undefined;
  const granted = missing
    .filter(([sid]) => isThere(sid))
    .map(([sid, right]) => ({ sid, right, account: accountInWords(sid) }));
  const refused = missing.filter(([sid]) => !isThere(sid));
  const because = firstOf(2, [...said, ...(typeof after === 'string' ? [after] : [])], ' ');
  return {
    granted,
    notes: granted.map(
      ({ account, right }) =>
        `${account} ${right === 'full' ? 'has full control of' : 'may read'} the new key, as of the replaced one.`,
    ),
    warnings: [
      ...warnings,
      ...(refused.length > 0 ? failed(new Map(refused), because, []).warnings : []),
      ...granted
        .filter(({ sid }) => isNearlyEverybody(sid))
        .map(
          ({ account }) =>
            `${account} could use the replaced key, and can use the new one. Check whether that is meant.`,
        ),
    ],
  };
}

/** @returns why it is not known, as text */
async function accessTo({ icacls, keyFiles }: KeyMachine, file: KeyFile): Promise<Access | string> {
  const saved = await icacls.save(keyFiles.path(file));
  if (saved.is === 'problem') return `icacls could not read the list of the new key: ${saved.text}`;
  const entries = parseDacl(saved.sddl);
  return entries
    ? accessOf(entries)
    : `The list of the new key is not understood: ${saved.sddl.slice(0, 200)}`;
}

function failed(users: KeyUsers, why: string, warnings: readonly string[]): Granted {
  const warning = `Not allowed to use the new key, though they could use the replaced one: ${listed(users)}. The reason: ${why} Allow them with "Manage private keys" in certlm.msc.`;
  return { granted: [], notes: [], warnings: [...warnings, warning] };
}

function listed(users: KeyUsers): string {
  const words = [...users].map(
    ([account, right]) => `${accountInWords(account)} ${right === 'full' ? 'full control' : 'read'}`,
  );
  return firstOf(10, words) || 'nobody besides the defaults';
}

function inOneLine(users: KeyUsers): string {
  return [...users]
    .map((each) => each.join(' '))
    .sort()
    .join();
}

function idOf({ certificate }: StoredCertificate): string {
  return certificate.thumbprint;
}

/** Whatever goes wrong here is only a warning, but for a job that was cancelled. */
function unlessCancelled(error: unknown): string {
  if (error instanceof Failure && error.code === 'cancelled') throw error;
  return error instanceof Error ? error.message : String(error);
}
