import type { BindingReport, Report } from '../run/report.js';

/** What something happened to comes first: it must not fall victim to a limit. */
const results: readonly BindingReport['result'][] = [
  'failed',
  'rolled-back',
  'rebound',
  'created',
  'planned',
  'unchanged',
  'untouched',
];

/**
 * The bindings in the order in which they are worth reading: in an inventory what expires soonest first, else by what
 * became of them. Within that they stay in netsh's order.
 */
export function inReadingOrder({ outcome, bindings }: Pick<Report, 'outcome' | 'bindings'>): BindingReport[] {
  return outcome === 'inventory'
    ? bindings.toSorted((one, other) => soonness(one).localeCompare(soonness(other)))
    : bindings.toSorted((one, other) => results.indexOf(one.result) - results.indexOf(other.result));
}

/** ISO 8601 dates sort as text; a certificate that is not known comes last. */
function soonness({ notAfter }: BindingReport): string {
  return notAfter ?? '9999';
}

/** Whether the binding has, or in a plan would have, another certificate than before. */
export function isChanged({ previousThumbprint, thumbprint }: BindingReport): boolean {
  return thumbprint !== previousThumbprint;
}

/** What the methods of a plan mean, for whoever reads one. */
export const planNote =
  '"update" replaces the certificate in place, "delete-add" deletes the binding and adds it again at once. ' +
  'The real run rehearses on a spare socket which of the two this server needs.';
