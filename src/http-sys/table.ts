import type { Binding, BoundBinding } from './binding.js';
import type { Settings } from './settings.js';

/** HTTP.sys's certificate table as netsh shows it, by {@link Endpoint.key}. */
export interface Table {
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Records that could not be understood, each as its lines. */
  readonly unreadable: readonly (readonly string[])[];
  /** What netsh printed, for the error if there is no record at all. */
  readonly said: string;
}

/** A binding of the table, with what the registry says of it. */
export type Entry = Changeable | Central | Doubtful;

/** A binding with the exact settings that the registry has for it. */
export interface Changeable {
  readonly is: 'changeable';
  readonly binding: BoundBinding;
  readonly settings: Settings;
}

/** A binding to the central certificate store, which has no hash. */
interface Central {
  readonly is: 'central';
  readonly binding: Binding;
}

/** A binding that cannot be changed safely. */
export interface Doubtful {
  readonly is: 'doubtful';
  readonly binding: Binding;
  /** Why, as a sentence: netsh and the registry do not agree, or the like. */
  readonly problem: string;
}

/** Whether a binding has a certificate of its own, and is none of a central store. */
export function isBound(binding: Binding): binding is BoundBinding {
  return binding.thumbprint !== null;
}

/** The bindings that use a certificate, be it as one of several. */
export function bindingsUsing({ bindings }: Pick<Table, 'bindings'>, thumbprint: string): Binding[] {
  return [...bindings.values()].filter(
    (each) =>
      each.thumbprint === thumbprint || each.furtherCertificates?.some((further) => further === thumbprint),
  );
}

/**
 * Whether a record that could not be understood may use a certificate: unless it names another one, or none.
 */
export function unreadableMayUse({ unreadable }: Table, thumbprint: string): boolean {
  return unreadable.some((lines) => {
    if (lines.join('\n').toLowerCase().includes(thumbprint.toLowerCase())) return true;
    return !hasNoCertificate(lines) && hashIn(lines) === undefined;
  });
}

/** Whether a record that could not be understood surely is one without a certificate, as of a central store. */
export function hasNoCertificate(record: readonly string[]): boolean {
  return hashLine(record).endsWith('(null)');
}

/** The hash of a record, in lower case, where it stands in its place. */
export function hashIn(record: readonly string[]): string | undefined {
  return /(?<![0-9a-f])[0-9a-f]{40}$/i.exec(hashLine(record))?.[0].toLowerCase();
}

/** The application id of a record, in lower case. */
export function appIdIn(record: readonly string[]): string | undefined {
  return record.flatMap((line) => appIdAtEnd.exec(line)?.[0].toLowerCase() ?? [])[0];
}

const appIdAtEnd = /\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;

/** In all known outputs the hash stands in the line before the application id. */
function hashLine(record: readonly string[]): string {
  const appId = record.findIndex((line) => appIdAtEnd.test(line));
  return record[appId - 1] ?? '';
}
