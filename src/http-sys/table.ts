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
export interface Central {
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

/**
 * Whether a record that could not be understood may use a certificate: unless it names another one, or none.
 */
export function unreadableMayUse({ unreadable }: Table, thumbprint: string): boolean {
  return unreadable.some((lines) => {
    if (lines.join('\n').toLowerCase().includes(thumbprint.toLowerCase())) return true;
    return !hasNoCertificate(lines) && !/(?<![0-9a-f])[0-9a-f]{40}$/i.test(hashLine(lines));
  });
}

/** Whether a record that could not be understood surely is one without a certificate, as of a central store. */
export function hasNoCertificate(record: readonly string[]): boolean {
  return hashLine(record).endsWith('(null)');
}

/** In all known outputs the hash stands in the line before the application id. */
function hashLine(record: readonly string[]): string {
  const appId = record.findIndex((line) => /\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(line));
  return record[appId - 1] ?? '';
}
