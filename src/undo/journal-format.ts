import * as z from 'zod/mini';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import type { NetshAbilities } from '../http-sys/command.js';
import { type Endpoint, type EndpointKind, shownEndpoint } from '../http-sys/endpoint.js';
import { isSettingName, stillUnknown } from '../http-sys/learnt-settings.js';
import type { Settings } from '../http-sys/settings.js';
import type { LearntSetting } from '../http-sys/settings-table.js';
import type { Imported, KeyGrant } from '../import/imported.js';
import { intermediateStore } from '../import/plan-chain.js';
import { carriedOver } from '../plan/carried-settings.js';
import type { BoundTo, Method } from '../plan/change.js';
import { isUniqueName } from '../windows/key-files.js';
import { isSid } from '../windows/sids.js';
import { parseStoreName } from '../windows/store-name.js';
import type { JobIdentity, Origin } from './origin.js';
import type { Undoable } from './undoable.js';

/** When the post step restores the previous bindings although the run succeeded. */
export type RestoreAfterJob = 'never' | 'failure' | 'always';

/** The first line of a journal. */
export interface Header {
  readonly version: 2;
  /** ISO 8601. */
  readonly created: string;
  readonly origin: Origin;
  /** This run's folder for temporary files. */
  readonly temp: string;
  readonly restoreAfterJob: RestoreAfterJob;
  /** The arguments that this host's netsh knows; `update` is null where it has no such command. */
  readonly abilities: Abilities;
  /** Each once; thousands of changes share a few. */
  readonly settings: readonly Settings[];
  readonly changes: readonly JournalChange[];
  /** When the certificates of the changes expire, ISO 8601, as far as it was known. */
  readonly expiries: readonly Expiry[];
  /** Replaced certificates to delete once the job has succeeded (`remove-replaced`). */
  readonly removeReplaced: readonly Imported[];
}

/** What stands in a journal. */
interface JournalText {
  readonly header: Header;
  readonly notes: readonly Note[];
}

/** The arguments that netsh knows on a host, by command. */
export interface Abilities {
  readonly add: readonly string[];
  readonly update: readonly string[] | null;
}

/** An {@link Undoable} as it stands in a journal. */
interface JournalChange {
  readonly endpoint: Endpoint;
  readonly appId: string;
  readonly before: BoundTo | null;
  readonly after: BoundTo;
  /** An index into {@link Header.settings}. */
  readonly settings: number;
}

export interface Expiry {
  readonly thumbprint: Thumbprint;
  readonly notAfter: string;
}

/** A later line: what is about to happen, or what came of it all. */
export type Note =
  | { readonly phase: 'importing'; readonly certificates: readonly Imported[] }
  | { readonly phase: 'granting'; readonly grant: KeyGrant }
  | { readonly phase: 'rehearsing'; readonly endpoints: readonly Endpoint[] }
  | Applying
  /** Another run has begun to finish this one; its post step goes on if it is killed. */
  | { readonly phase: 'recovering'; readonly by: JobIdentity }
  /** These bindings were dead and are bound again, by {@link Endpoint.key}. Whoever deletes them now means it. */
  | { readonly phase: 'revived'; readonly keys: readonly string[] }
  /** The change is complete and proven. Unless the job is to restore what was, nothing is left but to tidy up. */
  | { readonly phase: 'verified' }
  /** The change stays. */
  | { readonly phase: 'kept' }
  /** Everything is as it was, but for what somebody else has changed. */
  | { readonly phase: 'restored' };

/** The changes begin, all but those that are left out. */
interface Applying {
  readonly phase: 'applying';
  readonly methods: readonly (readonly [key: string, method: Method])[];
  /** Arguments of netsh that are not known here, and what a rehearsal has shown that they set. */
  readonly learnt?: readonly LearntSetting[] | undefined;
  /** By {@link Endpoint.key}. */
  readonly skipped?: readonly string[] | undefined;
}

// Everything that will stand in a command again goes through the same parsers as at its first reading. Only
// administrators can write where journals are, but a damaged disk can do so, too.
const thumbprint = z.pipe(
  z.string(),
  z.transform((text, context): Thumbprint => {
    const parsed = parseThumbprint(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not a thumbprint', input: text });
    return z.NEVER;
  }),
);
const endpoint = z.pipe(
  z.object({ kind: z.enum(['ipport', 'hostnameport', 'ccs', 'scopedccs']), text: z.string() }),
  z.transform(({ kind, text }: { kind: EndpointKind; text: string }, context): Endpoint => {
    const parsed = shownEndpoint(kind, text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not an endpoint', input: text });
    return z.NEVER;
  }),
);
/** Only these kinds of binding have a certificate to change. */
const changed = endpoint.check(z.refine(({ kind }) => kind === 'ipport' || kind === 'hostnameport'));
/** No program takes such a letter as part of an argument. Above ASCII it may be a letter of an unknown code page. */
const words = z.string().check(z.refine((text) => [...text].every((letter) => letter >= ' ')));
/** A store's name as netsh and certutil take it: never like an option, never a path. Bindings can name any. */
const store = words.check(z.regex(/^(?![-/])[^"\\]{1,260}$/u));
/** A store that certificates of servers are put into, and deleted from, by the rules of the input. */
const serverStore = store.check(z.refine((name) => 'name' in parseStoreName(name)));
/** The same, and where the intermediates go. */
const importStore = store.check(
  z.refine((name) => name === intermediateStore || 'name' in parseStoreName(name)),
);
const boundTo = z.object({ thumbprint, store: z.nullable(store) });
const argumentNames = z.array(z.string().check(z.regex(/^[a-z][a-z0-9]*$/)));
const wholeNumber = z.number().check(z.int(), z.gte(0), z.lte(0xffff_ffff));
const name = z.string().check(z.maxLength(1_000));
const job = z.object({ runId: name, runAttempt: name, job: name, tracking: name });

const header = z.object({
  version: z.literal(2),
  created: z.iso.datetime(),
  origin: z.object({ computer: name, runner: name, job }),
  temp: z.string(),
  restoreAfterJob: z.enum(['never', 'failure', 'always']),
  abilities: z.object({ add: argumentNames, update: z.nullable(argumentNames) }),
  settings: z.array(
    z.object({
      checkMode: wholeNumber,
      revocationFreshnessTime: wholeNumber,
      urlRetrievalTimeout: wholeNumber,
      ctlIdentifier: z.nullable(words),
      ctlStoreName: z.nullable(words),
      flags: wholeNumber,
      unknown: z.array(z.string()),
    }),
  ),
  changes: z.array(
    z.object({
      endpoint: changed,
      appId: z.string().check(z.regex(/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/)),
      before: z.nullable(boundTo),
      after: z.object({ thumbprint, store: z.nullable(serverStore) }),
      settings: wholeNumber,
    }),
  ),
  expiries: z.array(z.object({ thumbprint, notAfter: z.iso.datetime() })),
  removeReplaced: z.array(z.object({ store: serverStore, thumbprint })),
});

/** One bit of 32. */
const bit = wholeNumber.check(z.refine((value) => Number.isInteger(Math.log2(value))));
const learntSetting = z.object({
  argument: z.string().check(z.refine(isSettingName)),
  place: z.object({ field: z.enum(['checkMode', 'flags']), bit, enableMeans: z.enum(['set', 'clear']) }),
});

const note = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('importing'),
    certificates: z.array(z.object({ store: importStore, thumbprint })),
  }),
  z.object({
    phase: z.literal('granting'),
    grant: z.object({
      file: z.object({ kind: z.enum(['cng', 'csp']), name: z.string().check(z.refine(isUniqueName)) }),
      sids: z.array(z.string().check(z.refine(isSid))),
    }),
  }),
  z.object({ phase: z.literal('rehearsing'), endpoints: z.array(endpoint) }),
  z.object({
    phase: z.literal('applying'),
    methods: z.array(z.tuple([z.string(), z.enum(['update', 'delete-add'])])),
    learnt: z.optional(z.array(learntSetting)),
    skipped: z.optional(z.array(z.string())),
  }),
  z.object({ phase: z.literal('recovering'), by: job }),
  z.object({ phase: z.literal('revived'), keys: z.array(z.string()) }),
  z.object({ phase: z.literal('verified') }),
  z.object({ phase: z.literal('kept') }),
  z.object({ phase: z.literal('restored') }),
]);

/** The changes in the form of the journal. */
export function toJournalChanges(changes: readonly Undoable[]): Pick<Header, 'settings' | 'changes'> {
  // Equal settings are one object, see the reader of the registry.
  const indexes = new Map<Settings, number>();
  const journaled = changes.map(({ endpoint: { kind, text, host, port, key }, ...change }) => {
    const index = indexes.get(change.settings) ?? indexes.size;
    indexes.set(change.settings, index);
    const { appId, before, after } = change;
    return { endpoint: { kind, text, host, port, key }, appId, before, after, settings: index };
  });
  return { settings: [...indexes.keys()], changes: journaled };
}

/** The changes of a journal, as they are undone: without those that were left out. */
export function changesOf({
  header,
  notes,
}: {
  readonly header: Header;
  readonly notes: readonly Note[];
}): Undoable[] {
  const { abilities, settings, changes } = header;
  const applying = notes.find((each) => each.phase === 'applying');
  const skipped = new Set(applying?.skipped);
  const host: NetshAbilities = {
    add: new Set(abilities.add),
    update: new Set(abilities.update),
    switches: new Set(),
    learnt: stillUnknown(applying?.learnt ?? []),
  };
  const shared = settings.map((each) => carriedOver(each, host));
  return changes.flatMap(({ settings: index, ...change }) => {
    const own = shared[index];
    return own && !skipped.has(change.endpoint.key) ? { ...change, ...own, block: null } : [];
  });
}

/**
 * The lines of a journal that were written to their end. A last line that was cut off is not there: its phase had not
 * begun. A loss of power can also leave a line that has its end and lacks its middle.
 */
export function completeLines(text: string): string[] {
  const lines = text.split('\n');
  // What follows the last line feed.
  lines.pop();
  if (lines.length > 1 && !isJson(lines.at(-1) ?? '')) lines.pop();
  return lines;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Reads a journal. @returns the reason, as text, if it is not a journal of this version */
export function parseJournal(text: string): JournalText | string {
  try {
    const [first, ...rest] = completeLines(text).map((line): unknown => JSON.parse(line));
    const parsed = header.parse(first);
    if (parsed.changes.some(({ settings }) => parsed.settings[settings] === undefined))
      return 'It refers to settings that it does not hold.';
    return { header: parsed, notes: z.array(note).parse(rest) };
  } catch (error) {
    return error instanceof z.core.$ZodError ? z.prettifyError(error) : String(error);
  }
}
