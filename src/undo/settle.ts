import type { Binding } from '../http-sys/binding.js';
import type { Table } from '../http-sys/table.js';
import { readSettings } from '../inspect/read-settings.js';
import { type BoundTo, boundToKey, type Method } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { bring, type Direction, elsewhereInWords } from './bring.js';
import { type NotRestored, notRestored } from './by-hand.js';
import { hasBegun, type JournalRecord, mayHaveDeleted } from './journal-folder.js';
import { changesOf } from './journal-format.js';
import { tryCertificates } from './try-certificates.js';
import { type Place, placeOf, type Undoable } from './undoable.js';

/** A binding that was brought somewhere for a run that was cut off. */
interface Moved {
  readonly change: Undoable;
  readonly to: BoundTo | null;
  /** What it was bound to until now; null if it was dead. */
  readonly from: BoundTo | null;
}

/**
 * How a run that was cut off came to its end: `back` on the old certificates, `on` the new one, or `stuck`: neither can
 * be bound, and what works is left as it is.
 */
export interface Settled {
  readonly end: Direction | 'stuck';
  readonly moved: readonly Moved[];
  /** Bindings that somebody else has changed; they were left alone. */
  readonly foreign: readonly NotRestored[];
  /** Bindings that are not where they should be. */
  readonly left: readonly NotRestored[];
  /** Bindings that were to go back and stay on the new certificate, because their old one cannot be bound. */
  readonly notBack: readonly NotRestored[];
  /** Why not all is where it was to go, as sentences. */
  readonly reasons: readonly string[];
  readonly table: Table;
}

interface SettleOptions {
  readonly table: Table;
  /** `finish`: a complete change stays. `roll-back`: it goes back, too. */
  readonly wish: 'finish' | 'roll-back';
  /** A binding that a run has created goes back to nothing: only its own job deletes it. */
  readonly isOfThisJob: boolean;
  readonly isExpired: (of: BoundTo) => boolean;
  /** Called before each step; may throw to leave the rest to a later one. */
  readonly beforeStep: () => void;
  /** Called before the first change: a kill during it must find its way to whoever goes on. */
  readonly announce: () => Promise<void>;
}

/** A binding of the change, and where it is. */
interface Placed {
  readonly change: Undoable;
  readonly place: Place;
  readonly now: Binding | undefined;
}

/**
 * Brings the bindings of a run that was cut off to one of its ends. What is there now decides, not what the journal
 * hoped for:
 *
 * | the bindings are | `finish` | `roll-back` |
 * | --- | --- | --- |
 * | all on the new certificate | stay | go back, if the old one is valid and can be bound |
 * | all on the old one | stay | stay |
 * | some here, some there | go back, if the old one is valid and can be bound; else on to the new one, if that can be bound | the same |
 * | somewhere else | are somebody else's | are somebody else's |
 */
export async function settle(
  machine: Machine,
  record: JournalRecord,
  options: SettleOptions,
): Promise<Settled> {
  const placed = await placesOf(machine, record, options.table);
  const foreign = placed.flatMap(({ change, place, now }) =>
    place === 'elsewhere'
      ? notRestored(change, elsewhereOf(change, now), { isBound: now !== undefined, foreign: true })
      : [],
  );
  const ours = placed.filter(({ place }) => place !== 'elsewhere');
  const places = new Set(ours.map(({ place }) => place));
  const stay = (end: Direction): Settled => {
    return { end, moved: [], foreign, left: [], notBack: [], reasons: [], table: options.table };
  };
  if (places.size === 0 || isAll(places, 'old')) return stay('back');
  if (isAll(places, 'new') && options.wish === 'finish') return stay('on');
  const way = await chooseWay(machine, ours, options);
  const { reasons, table } = way;
  const notBack = way.isBackRefused ? notBackOf(ours) : [];
  if (way.end !== 'back' && isAll(places, 'new')) return { ...stay('on'), notBack, reasons, table };
  if (way.end === 'stuck') return { ...stay('back'), end: 'stuck', left: leftOf(ours), reasons, table };
  return { ...(await go(machine, ours, way, { record, options })), foreign, notBack };
}

function isAll(places: ReadonlySet<Place>, place: Place): boolean {
  return places.size === 1 && places.has(place);
}

async function placesOf(machine: Machine, record: JournalRecord, { bindings }: Table): Promise<Placed[]> {
  const changes = hasBegun(record) ? changesOf(record) : [];
  if (changes.length === 0) return [];
  const canBeMissing = mayHaveDeleted(record);
  const registry = await readSettings(
    machine,
    changes.map(({ endpoint }) => endpoint),
  );
  return changes.map((change) => {
    const { key } = change.endpoint;
    const now = bindings.get(key);
    const place = placeOf(change, now, registry.bindings.get(key)?.settings);
    return { change, now, place: place === 'missing' && !canBeMissing ? 'elsewhere' : place };
  });
}

/** Which end can be reached, after a trial on spare endpoints. */
interface Way {
  readonly end: Direction | 'stuck';
  /** Whether HTTP.sys refuses an old certificate; one that has only expired is another matter. */
  readonly isBackRefused: boolean;
  readonly reasons: readonly string[];
  readonly table: Table;
}

async function chooseWay(machine: Machine, ours: readonly Placed[], options: SettleOptions): Promise<Way> {
  const { isExpired, beforeStep } = options;
  const befores = distinct(ours.flatMap(({ change }) => change.before ?? []));
  const afters = distinct(ours.map(({ change }) => change.after));
  const expired = befores.filter(isExpired);
  const old = await tryCertificates(machine, befores, options.table, { enough: 'one-refused', beforeStep });
  const refused = refusals(befores, old.refused);
  const notBack = [
    ...expired.map(({ thumbprint }) => `The previous certificate ${thumbprint} has expired.`),
    ...refused.map((reason) => `The previous certificate ${reason}`),
  ];
  if (notBack.length === 0) return { end: 'back', isBackRefused: false, reasons: [], table: old.table };
  const { table, ...next } = await tryCertificates(machine, afters, old.table, {
    enough: 'one-refused',
    beforeStep,
  });
  const notOn = refusals(afters, next.refused).map((reason) => `The new certificate ${reason}`);
  return {
    end: notOn.length === 0 ? 'on' : 'stuck',
    isBackRefused: refused.length > 0,
    reasons: firstFew([...notBack, ...notOn]),
    table,
  };
}

function refusals(of: readonly BoundTo[], refused: ReadonlyMap<string, string>): string[] {
  return of.flatMap((each) => {
    const why = refused.get(boundToKey(each));
    return why === undefined ? [] : [`${each.thumbprint} cannot be bound (${why}).`];
  });
}

/** More reasons than this say nothing new. */
const reasonsShown = 5;

function firstFew(reasons: readonly string[]): string[] {
  const more = reasons.length - reasonsShown;
  return [...reasons.slice(0, reasonsShown), ...(more > 0 ? [`So it is with ${more} more.`] : [])];
}

function distinct(certificates: readonly BoundTo[]): BoundTo[] {
  return [...new Map(certificates.map((each) => [boundToKey(each), each])).values()];
}

async function go(
  machine: Machine,
  ours: readonly Placed[],
  { end, reasons, table }: Way,
  { record, options }: { readonly record: JournalRecord; readonly options: SettleOptions },
): Promise<Omit<Settled, 'foreign' | 'notBack'>> {
  const direction = end === 'back' ? 'back' : 'on';
  const methods = methodsOf(record);
  const moving = ours.filter(({ change, place }) => isToMove(change, place, direction, options));
  const created = ours.filter(({ change, place }) => !change.before && place === 'new');
  const staying = direction === 'back' ? created.filter((each) => !moving.includes(each)) : [];
  await options.announce();
  const brought = await bring(
    machine,
    moving.toReversed().map(({ change }) => {
      const method = methods.get(change.endpoint.key) ?? 'delete-add';
      return { change, direction, method, isProven: true };
    }),
    table,
    options.beforeStep,
  );
  const left = moving.flatMap(({ change }) => {
    const unreached = brought.left.get(change);
    const isBound = brought.table.bindings.has(change.endpoint.key);
    return unreached
      ? notRestored(change, unreached.why, { isBound, foreign: unreached.kind === 'foreign' })
      : [];
  });
  const moved = moving.flatMap(({ change, now }) => {
    if (brought.left.has(change)) return [];
    const to = direction === 'back' ? change.before : change.after;
    return { change, to, from: boundToOf(now) };
  });
  const stays = staying.map(({ change }) => `${change.endpoint.text} was created by it, and stays.`);
  return { end, moved, left, reasons: [...reasons, ...stays], table: brought.table };
}

/** What is created is never created again long after its run, and deleted by its own job only. */
function isToMove(
  { before }: Undoable,
  place: Place,
  direction: Direction,
  { wish, isOfThisJob }: SettleOptions,
): boolean {
  if (place === (direction === 'back' ? 'old' : 'new')) return false;
  return before !== null || (direction === 'back' && wish === 'roll-back' && isOfThisJob);
}

function boundToOf(now: Binding | undefined): BoundTo | null {
  return now?.thumbprint ? { thumbprint: now.thumbprint, store: now.store } : null;
}

function notBackOf(ours: readonly Placed[]): NotRestored[] {
  return ours.map(({ change, now }) =>
    notRestored(change, 'Its previous certificate cannot be bound now; it is bound to the new one.', {
      isBound: now !== undefined,
      foreign: false,
    }),
  );
}

function leftOf(ours: readonly Placed[]): NotRestored[] {
  return ours.flatMap(({ change, place, now }) => {
    if (place === 'old') return [];
    return notRestored(change, 'Neither its previous nor its new certificate can be bound now.', {
      isBound: now !== undefined,
      foreign: false,
    });
  });
}

function methodsOf({ notes }: JournalRecord): ReadonlyMap<string, Method> {
  const applying = notes.find((note) => note.phase === 'applying');
  return new Map(applying?.phase === 'applying' ? applying.methods : []);
}

function elsewhereOf(change: Undoable, now: Binding | undefined): string {
  const isSameCertificate = now?.thumbprint === change.after.thumbprint && now.appId === change.appId;
  return isSameCertificate
    ? `The settings of ${change.endpoint.text} are others now.`
    : elsewhereInWords(change, now);
}
