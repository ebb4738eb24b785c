import * as z from 'zod/mini';
import { parseThumbprint } from '../certificate/thumbprint.js';
import { type Endpoint, type EndpointKind, shownEndpoint } from '../http-sys/endpoint.js';
import type { Imported } from '../import/imported.js';
import type { Change, Method } from '../plan/change.js';

/** What identifies a job on a runner: two steps of one job share it, two jobs never do. */
export interface JobIdentity {
  readonly runId: string;
  readonly runAttempt: string;
  readonly job: string;
  /** Set by the runner, new for every job. */
  readonly tracking: string;
}

/** When the post step puts the previous bindings back although the run succeeded. */
export type RestoreAfterJob = 'never' | 'failure' | 'always';

/** The first line of a journal. */
export interface Header {
  readonly version: 1;
  /** ISO 8601. */
  readonly created: string;
  readonly job: JobIdentity;
  /** This run's folder for temporary files. */
  readonly temp: string;
  readonly restoreAfterJob: RestoreAfterJob;
  /** What bindings have in common; thousands share one. */
  readonly common: readonly Common[];
  readonly changes: readonly JournalChange[];
  /** Replaced certificates to delete once the job has succeeded (`remove-replaced`). */
  readonly removeReplaced: readonly Imported[];
}

/** The part of a {@link Change} that is the same for most bindings. */
export type Common = Pick<Change, 'appId' | 'settings' | 'settingsArguments' | 'block' | 'opaque'>;

/** A {@link Change} with an index into {@link Header.common}. */
export type JournalChange = Omit<Change, keyof Common> & { readonly common: number };

/** A later line: the phase that begins now. */
export type Note =
  | { readonly phase: 'importing'; readonly certificates: readonly Imported[] }
  | { readonly phase: 'rehearsing'; readonly endpoints: readonly Endpoint[] }
  | { readonly phase: 'applying'; readonly methods: readonly (readonly [key: string, method: Method])[] }
  | { readonly phase: 'verified' }
  /** The job has ended, and the change stays. */
  | { readonly phase: 'kept' }
  | { readonly phase: 'rolling-back' };

/** The changes in the form of the journal. */
export function toJournalChanges(changes: readonly Change[]): Pick<Header, 'common' | 'changes'> {
  // Equal settings, arguments and texts are one object each, see the readers of netsh and of the registry.
  const ids = new Map<unknown, number>();
  const id = (value: unknown) => ids.get(value) ?? ids.set(value, ids.size).size - 1;
  const indexes = new Map<string, number>();
  const common: Common[] = [];
  const journaled = changes.map(({ endpoint, before, after, ...shared }) => {
    const { appId, settings, settingsArguments, block, opaque } = shared;
    const key = [appId, id(settings), id(settingsArguments), id(block), id(opaque)].join(' ');
    const index = indexes.get(key) ?? common.push(shared) - 1;
    indexes.set(key, index);
    return { endpoint, before, after, common: index };
  });
  return { common, changes: journaled };
}

// Everything that will stand in a command again goes through the same parsers as at its first reading.
const thumbprint = z.pipe(
  z.string(),
  z.transform((text, { issues }) => {
    const parsed = parseThumbprint(text);
    if (parsed) return parsed;
    issues.push({ code: 'custom', input: text, message: 'not a thumbprint' });
    return z.NEVER;
  }),
);
const endpoint = z.pipe(
  z.object({ kind: z.enum(['ipport', 'hostnameport', 'ccs', 'scopedccs']), text: z.string() }),
  z.transform(({ kind, text }: { kind: EndpointKind; text: string }, { issues }): Endpoint => {
    const parsed = shownEndpoint(kind, text);
    if (parsed) return parsed;
    issues.push({ code: 'custom', input: text, message: 'not an endpoint' });
    return z.NEVER;
  }),
);
const matching = (pattern: RegExp) => z.string().check(z.regex(pattern));
const argument = matching(/^[a-z0-9]+=[^"\r\n\0]*$/);
const store = matching(/^[^"\r\n\0]+$/);
const boundTo = z.object({ thumbprint, store: z.nullable(store) });
const method = z.enum(['update', 'delete-add']);
const imported = z.object({ store, thumbprint });

const header = z.object({
  version: z.literal(1),
  created: z.iso.datetime(),
  job: z.object({ runId: z.string(), runAttempt: z.string(), job: z.string(), tracking: z.string() }),
  temp: z.string(),
  restoreAfterJob: z.enum(['never', 'failure', 'always']),
  common: z.array(
    z.object({
      appId: matching(/^\{[0-9a-f-]{36}\}$/),
      settings: z.object({
        checkMode: z.number(),
        revocationFreshnessTime: z.number(),
        urlRetrievalTimeout: z.number(),
        ctlIdentifier: z.nullable(z.string()),
        ctlStoreName: z.nullable(z.string()),
        flags: z.number(),
        unknown: z.array(z.string()),
      }),
      settingsArguments: z.object({ add: z.array(argument), update: z.nullable(z.array(argument)) }),
      block: z.nullable(z.array(z.string())),
      opaque: z.array(z.string()),
    }),
  ),
  changes: z.array(z.object({ endpoint, before: z.nullable(boundTo), after: boundTo, common: z.number() })),
  removeReplaced: z.array(imported),
});

const note = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('importing'), certificates: z.array(imported) }),
  z.object({ phase: z.literal('rehearsing'), endpoints: z.array(endpoint) }),
  z.object({ phase: z.literal('applying'), methods: z.array(z.tuple([z.string(), method])) }),
  z.object({ phase: z.literal('verified') }),
  z.object({ phase: z.literal('kept') }),
  z.object({ phase: z.literal('rolling-back') }),
]);

/**
 * The lines of a journal that were written to their end. A last line that was cut off is not there: its phase had not
 * begun. A loss of power can also leave a line that has its end and lacks its middle.
 */
export function completeLines(text: string): string[] {
  const lines = text.split('\n');
  // What follows the last line feed.
  lines.pop();
  if (lines.length > 1 && !isJson(lines.at(-1)!)) lines.pop();
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
export function parseJournal(text: string): { header: Header; notes: Note[] } | string {
  try {
    const [first, ...rest] = completeLines(text).map((line): unknown => JSON.parse(line));
    const parsed = header.parse(first);
    if (parsed.changes.some(({ common }) => parsed.common[common] === undefined)) {
      return 'It refers to settings that it does not hold.';
    }
    return { header: parsed, notes: z.array(note).parse(rest) };
  } catch (error) {
    return error instanceof z.core.$ZodError ? z.prettifyError(error) : String(error);
  }
}
