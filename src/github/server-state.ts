import type { Failure } from '../failure.js';
import { type BindingReport, notReadBack, type Report } from '../run/report.js';
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

function ownState(report: Report, failure: Failure | null): string {
  const { outcome, bindings } = report;
  if (outcome === 'rolled-back') return rolledBack;
  const left = bindings.filter((row) => row.result === 'failed');
  if (left.length > 0) return leftState(left, report);
  const changed = bindings.filter(({ result }) => result === 'rebound' || result === 'created');
  if (changed.length > 0) return `${count(changed.length, 'binding')} on the new certificate.`;
  return failure?.code === 'rollback-incomplete'
    ? 'Bindings of an earlier run are not as they were before it; this run has changed none.'
    : untouchedByThis;
}

/** The bindings that are not as before, by where they are now: whether clients are served is the first question. */
function leftState(left: readonly BindingReport[], { bindings, certificate }: Report): string {
  const where = (row: BindingReport) => placeOf(row, certificate);
  const parts = [...new Set(left.map(where))].map((place) => {
    const endpoints = left.filter((row) => where(row) === place).map(({ endpoint }) => endpoint);
    return `${firstOf(10, endpoints)} ${endpoints.length === 1 ? 'is' : 'are'} ${place}`;
  });
  const back = bindings.filter(({ result }) => result === 'rolled-back').length;
  const others = back > 0 ? ` ${count(back, 'binding')} rolled back.` : '';
  return `${count(left.length, 'binding')} not as before: ${parts.join('; ')}.${others}`;
}

function placeOf(
  { message, thumbprint, previousThumbprint }: BindingReport,
  certificate: Report['certificate'],
): string {
  if (message.startsWith(notReadBack)) return 'on the previous certificate or on the new one';
  if (thumbprint === null) return 'not bound';
  if (thumbprint === previousThumbprint) return 'on the previous certificate, but not with all that it had';
  return thumbprint === certificate?.thumbprint ? 'on the new certificate' : `on ${thumbprint}`;
}

function restoredState({ bindings }: Report): string {
  const restored = bindings.filter(({ result }) => result === 'restored').length;
  return restored === 0 ? '' : `${count(restored, 'binding')} set right for an earlier run that was cut off.`;
}
