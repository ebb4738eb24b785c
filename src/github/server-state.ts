import type { Failure } from '../failure.js';
import type { Report } from '../run/report.js';
import { count, firstOf } from '../wording.js';

/** The state of the server after a run that failed before it could change anything. */
export const untouched = 'No binding was changed.';

/** In what state a run that failed has left the server, as sentences: what an administrator wants to know first. */
export function serverState(report: Report, failure: Failure | null): string {
  const restored = restoredState(report);
  const own = ownState(report, failure);
  if (restored === '') return own;
  // What this run has done for an earlier one is a change, too.
  if (own === untouchedByThis) return `${restored} This run has changed no other binding.`;
  if (own === rolledBack)
    return `All changes that this run had made for itself were rolled back. ${restored}`;
  return `${own} ${restored}`;
}

const untouchedByThis = 'This run has changed no binding.';
const rolledBack = 'Every binding is as it was before this run: all changes were rolled back.';

/** Whether something is left for a person to repair. */
export function needsRepair({ outcome, bindings }: Report, failure: Failure | null): boolean {
  if (outcome === 'rolled-back') return false;
  return bindings.some((row) => row.result === 'failed') || failure?.code === 'rollback-incomplete';
}

function ownState({ outcome, bindings }: Report, failure: Failure | null): string {
  if (outcome === 'rolled-back') return rolledBack;
  const left = bindings.filter((row) => row.result === 'failed').map((row) => row.endpoint);
  if (left.length > 0) return `${count(left.length, 'binding')} may not be as before: ${firstOf(10, left)}.`;
  const changed = bindings.filter(({ result }) => result === 'rebound' || result === 'created');
  if (changed.length > 0) return `${count(changed.length, 'binding')} on the new certificate.`;
  return failure?.code === 'rollback-incomplete'
    ? 'Bindings of an earlier run are not as they were before it; this run has changed none.'
    : untouchedByThis;
}

function restoredState({ bindings }: Report): string {
  const restored = bindings.filter(({ result }) => result === 'restored').length;
  return restored === 0 ? '' : `${count(restored, 'binding')} set right for an earlier run that was cut off.`;
}
