import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshCommand } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import { count } from '../wording.js';

/** What a binding points to. */
export interface BoundTo {
  readonly thumbprint: Thumbprint;
  /** null: bound without a store name, which means MY; it stays without one. */
  readonly store: string | null;
}

/** One planned change of one binding, with all that is needed to make it and to undo it. */
export type Change = Creation | Replacement;

/** A binding that does not exist yet. */
export interface Creation extends Bound {
  readonly is: 'creation';
}

/** Another certificate for a binding that exists. */
export interface Replacement extends Bound {
  readonly is: 'replacement';
  readonly before: BoundTo;
  /** The binding's text as netsh shows it, see {@link Binding.block}. */
  readonly block: readonly string[];
}

/** The settings of a binding, as far as this host can set them again. */
export interface ChangeSettings {
  readonly settings: Settings;
  /** The settings as arguments that this host knows; null where it has no such command. */
  readonly settingsArguments: { readonly add: readonly string[]; readonly update: readonly string[] | null };
  /** Settings that no argument of this host can set again, by name: they can only survive an update in place. */
  readonly opaque: readonly string[];
}

interface Bound extends ChangeSettings {
  readonly endpoint: Endpoint;
  readonly appId: string;
  readonly after: BoundTo;
}

/** What a change replaces; null for a creation. */
export function replacedBy(change: Change): BoundTo | null {
  return change.is === 'creation' ? null : change.before;
}

/** How an existing binding gets its new certificate. */
export type Method = 'update' | 'delete-add';

/** How a change is carried out: a binding that does not exist yet is added. */
export function methodOf(change: Change, methods: ReadonlyMap<string, Method>): Method | 'add' {
  return change.is === 'creation' ? 'add' : (methods.get(change.endpoint.key) ?? 'delete-add');
}

/** The methods of changes with their numbers, e.g. `update for 3 bindings`. */
export function methodsInWords(changes: readonly Change[], methods: ReadonlyMap<string, Method>): string {
  const counts = new Map<string, number>();
  for (const change of changes) {
    const method = methodOf(change, methods);
    counts.set(method, (counts.get(method) ?? 0) + 1);
  }
  return [...counts].map(([method, number]) => `${method} for ${count(number, 'binding')}`).join(', ');
}

/** What the commands of a binding are made from. */
export type Bindable = Pick<Change, 'endpoint' | 'appId' | 'settingsArguments'>;

function boundArguments(to: BoundTo, appId: string, settings: readonly string[]): string[] {
  return [
    `certhash=${to.thumbprint.toLowerCase()}`,
    `appid=${appId}`,
    ...(to.store === null ? [] : [`certstorename=${to.store}`]),
    ...settings,
  ];
}

/** The command that creates the binding with all its settings. */
export function addCommand({ endpoint, appId, settingsArguments }: Bindable, to: BoundTo): NetshCommand {
  return { verb: 'add', endpoint, args: boundArguments(to, appId, settingsArguments.add) };
}

/**
 * The command that replaces the certificate in place. Every setting is passed again, because it is not known for
 * every Windows whether `update` keeps or resets what is left out.
 */
export function updateCommand({ endpoint, appId, settingsArguments }: Bindable, to: BoundTo): NetshCommand {
  return { verb: 'update', endpoint, args: boundArguments(to, appId, settingsArguments.update ?? []) };
}

/** The command that removes the binding. */
export function deleteCommand({ endpoint }: Pick<Change, 'endpoint'>): NetshCommand {
  return { verb: 'delete', endpoint, args: [] };
}

/** Whether a binding points to this certificate in this store (store names compare without case). */
export function pointsTo(binding: Binding, to: BoundTo): boolean {
  return binding.thumbprint === to.thumbprint && sameStore(binding.store, to.store);
}

/** Store names compare without case; bound without a name is not the same text as bound with `MY`. */
export function sameStore(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

/** Where a bound certificate is: without the name of a store, it is in MY. */
export function storedAt({ thumbprint, store }: BoundTo): {
  readonly store: string;
  readonly thumbprint: Thumbprint;
} {
  return { store: store ?? 'MY', thumbprint };
}

/** Equal for two if and only if they are the same certificate in the same store, as {@link sameStore} has it. */
export function boundToKey({ thumbprint, store }: BoundTo): string {
  return `${store?.toLowerCase() ?? ''}\\${thumbprint}`;
}

/** Whether two texts of a binding show the same settings. */
export function sameBlock(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((line, index) => line === other[index]));
}

/** The lines in which the texts of a binding differ, for an error message. */
export function blockDifference(before: readonly string[], after: readonly string[]): string {
  const had = new Set(before);
  const has = new Set(after);
  const lost = before.filter((line) => !has.has(line)).map((line) => `was "${line}"`);
  const gained = after.filter((line) => !had.has(line)).map((line) => `is "${line}"`);
  return [...lost, ...gained].slice(0, 8).join(', ') || 'the order of its lines';
}

/** Whether the binding is, in every respect, as it was before the change. */
export function isBefore(change: Change, now: Binding | undefined): boolean {
  if (change.is === 'creation') return now === undefined;
  return now !== undefined && pointsTo(now, change.before) && sameOtherwise(change, now);
}

/** Whether the binding is, in every respect, as it should be after the change. */
export function isAfter(change: Change, now: Binding | undefined): boolean {
  return now !== undefined && pointsTo(now, change.after) && sameOtherwise(change, now);
}

function sameOtherwise(change: Change, now: Binding): boolean {
  return now.appId === change.appId && (change.is === 'creation' || sameBlock(change.block, now.block));
}
