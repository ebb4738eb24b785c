import type { Inspection } from '../inspect/inspection.js';
import { alsoNeeded } from '../inspect/programs.js';
import { firstOf } from '../wording.js';
import type { Replacement } from './change.js';

/**
 * A warning for each program whose bindings would be changed because somebody named them: what else that program
 * needs. The binding alone is half of the change, and some of these programs set it again from their configuration.
 */
export function programWarnings(changes: readonly Replacement[], inspection: Inspection): string[] {
  const byProgram = new Map<string, Replacement[]>();
  for (const change of changes) {
    const program = programOf(change, inspection);
    if (program === undefined) continue;
    const alike = byProgram.get(program);
    if (alike) alike.push(change);
    else byProgram.set(program, [change]);
  }
  return [...byProgram].map(([program, alike]) => warning(program, alike));
}

function warning(program: string, changes: readonly Replacement[]): string {
  const endpoints = changes.map(({ endpoint }) => endpoint.text);
  const [first] = changes;
  const needs = first && alsoNeeded(program, first.after.thumbprint);
  const more = needs ?? 'see whether its own configuration names the certificate, too';
  return `${firstOf(5, endpoints)}: the application id is that of ${program}. If ${program} uses it, ${more}`;
}

/** The other program that a binding belongs to; undefined for one of IIS or of nobody known. */
function programOf({ endpoint }: Replacement, { entries, owner }: Inspection): string | undefined {
  const entry = entries.get(endpoint.key);
  const of = entry && owner(entry.binding);
  return of === undefined || of.is === 'unknown' ? undefined : of.program;
}
