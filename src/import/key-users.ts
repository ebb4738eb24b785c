import type { StoredCertificate } from '../inspect/stored-certificates.js';
import type { KeyRight } from '../windows/icacls.js';
import { type KeyFile, keepsFiles } from '../windows/key-files.js';
import type { Machine } from '../windows/machine.js';
import { type Access, accessOf, fileRights, parseDacl } from '../windows/sddl.js';
import { accountInWords, isAdministratorAlias, isNearlyEverybody, sidOf } from '../windows/sids.js';
import { firstOf } from '../wording.js';
import type { ImportUndo } from './imported.js';
import { type KeyOwner, keyFileOf } from './key-owners.js';

type KeyMachine = Pick<Machine, 'certutil' | 'icacls' | 'keyFiles'>;

/** Accounts that may use a key besides those that may use every key of the machine, by SID or alias. */
type KeyUsers = ReadonlyMap<string, KeyRight>;

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

/** Each key costs a program or two. Where so many have no users of their own, nothing would be carried over anyway. */
const fewKeys = 8;

/**
 * Reads who may use the keys of the replaced certificates. Never throws: what keeps them from being carried over is a
 * warning.
 */
export async function readUsers(
  machine: KeyMachine,
  replaced: readonly StoredCertificate[],
): Promise<UsersReading> {
  let first: { id: string; users: KeyUsers } | undefined;
  for (const [index, each] of replaced.filter(({ hasKey }) => hasKey).entries()) {
    if (index >= fewKeys && first?.users.size === 0) return { users: nobody, notes: [sample], warnings: [] };
    const id = each.certificate.thumbprint;
    const users = await readUsersOf(machine, each).catch(wordsOf);
    if (typeof users === 'string') return nothing(`those of ${id} could not be read: ${users}`);
    first ??= { id, users };
    if (inOneLine(users) === inOneLine(first.users)) continue;
    return nothing(`they differ: ${listed(first.users)} (${first.id}), ${listed(users)} (${id}).`);
  }
  return { users: first?.users ?? nobody, notes: [], warnings: [] };
}

const sample = `Of the replaced keys, the first ${fewKeys} have no permissions besides the defaults; the others were not read, and none are carried over.`;

function nothing(why: string): UsersReading {
  const warning = `The permissions of the replaced keys are not carried over to the new one: ${why} Allow the services that have to read the key with "Manage private keys" in certlm.msc.`;
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
interface GrantQuestion {
  /** The new certificate; a container that is null is asked of certutil. */
  readonly owner: KeyOwner;
  readonly users: KeyUsers;
  /** A roll-back deletes the certificate with its key, so that nothing has to be taken back. */
  readonly isOwn: boolean;
}

/** What came of it. */
interface Granted {
  readonly granted: readonly GrantedAccess[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Allows the users of the replaced key to use the new one, as far as they may not yet. What goes wrong is a warning. */
export async function grantUsers(
  machine: KeyMachine,
  { owner, users, isOwn }: GrantQuestion,
  undo: ImportUndo,
): Promise<Granted> {
  if (users.size === 0) return { granted: [], notes: [], warnings: [] };
  try {
    const file = await keyFileOf(machine, owner);
    if (file === undefined) return failed(users, 'the file of the new key was not found.');
    const before = await accessTo(machine, file);
    if (typeof before === 'string') return failed(users, before);
    const missing = [...users].filter(([account]) => !before.has(account));
    const known = missing.filter(([account]) => sidOf(account) !== undefined);
    const unknown = missing.filter(([account]) => sidOf(account) === undefined);
    if (known.length > 0 && !isOwn) await undo.willGrant({ file, sids: known.map(([sid]) => sid) });
    const done = known.length > 0 ? await grantAll(machine, file, known) : failed(new Map(), '');
    const left = failed(new Map(unknown), 'only this machine or its domain can tell which account that is.');
    return { ...done, warnings: [...done.warnings, ...left.warnings] };
  } catch (error) {
    return failed(users, wordsOf(error));
  }
}

async function grantAll(
  machine: KeyMachine,
  file: KeyFile,
  missing: readonly (readonly [sid: string, right: KeyRight])[],
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
        `${account} may use the new key (${inDegree(right)}), as it could the replaced one.`,
    ),
    warnings: [
      ...failed(new Map(refused), because).warnings,
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

/** Users who are not allowed to use the new key, and why; nothing to be told where there are none. */
function failed(users: KeyUsers, why: string): Granted {
  const warning = `Not allowed to use the new key, though they could use the replaced one: ${listed(users)}. The reason: ${why} Allow them with "Manage private keys" in certlm.msc.`;
  return { granted: [], notes: [], warnings: users.size > 0 ? [warning] : [] };
}

function listed(users: KeyUsers): string {
  const words = [...users].map(([account, right]) => `${accountInWords(account)} ${inDegree(right)}`);
  return firstOf(10, words) || 'nobody besides the defaults';
}

function inDegree(right: KeyRight): string {
  return right === 'full' ? 'full control' : 'read';
}

function inOneLine(users: KeyUsers): string {
  return [...users]
    .map((each) => each.join(' '))
    .sort()
    .join();
}

/** Whatever goes wrong here is only a warning. That a job was cancelled, the next step sees. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
