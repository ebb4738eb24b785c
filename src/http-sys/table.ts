import type { Binding } from './binding.js';
import type { Settings } from './settings.js';

/** HTTP.sys's certificate table as netsh shows it, by {@link Endpoint.key}. */
export interface Table {
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Records that could not be understood, each as its lines. */
  readonly unreadable: readonly (readonly string[])[];
  /** What netsh printed, for the error if there is no record at all. */
  readonly said: string;
}

/** A binding with the exact settings that the registry has for it. */
export interface Entry {
  readonly binding: Binding;
  /** null for the kinds of central certificate store, and where there is a `problem`. */
  readonly settings: Settings | null;
  /** Why this binding cannot be changed safely, as a sentence; null if it can. */
  readonly problem: string | null;
}

/** The table with the settings of every binding. */
export interface Inspection {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly table: Table;
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
