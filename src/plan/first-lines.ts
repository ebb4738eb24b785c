import type { Certificate } from '../certificate/certificate.js';
import { dayOf } from '../certificate/lifetime.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Inspection } from '../inspect/inspection.js';
import { count, firstOf } from '../wording.js';
import type { BoundTo, Change } from './change.js';

/** The numbers that a plan begins with. */
interface PlanCounts {
  readonly changes: readonly Change[];
  readonly unchanged: readonly unknown[];
  readonly skipped: readonly unknown[];
}

/**
 * What a plan says before anything else: how many bindings, and which certificates go where that is more than one.
 * Whoever has mistaken a neighbour's binding for his own sees it there.
 */
export function firstLines(counts: PlanCounts, inspection: Inspection): string[] {
  return [countsInWords(counts, inspection.entries.size), ...replacedInWords(counts.changes, inspection)];
}

function countsInWords({ changes, unchanged, skipped }: PlanCounts, total: number): string {
  const created = changes.filter(({ is }) => is === 'creation').length;
  const parts = [
    `${changes.length - created} of ${count(total, 'binding')} would be changed`,
    ...(created > 0 ? [`${created} would be created`] : []),
    ...(unchanged.length > 0
      ? [`${unchanged.length} ${unchanged.length === 1 ? 'has' : 'have'} the new certificate already`]
      : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  return parts.join(', ');
}

/** A certificate that would be replaced, and on how many bindings. */
interface Replaced {
  readonly thumbprint: Thumbprint;
  readonly certificate: Certificate | undefined;
  bindings: number;
}

function replacedInWords(changes: readonly Change[], inspection: Inspection): string[] {
  const replaced = new Map<Thumbprint, Replaced>();
  for (const change of changes) {
    if (change.is === 'creation') continue;
    const known = replaced.get(change.before.thumbprint) ?? firstUse(change.before, inspection);
    known.bindings += 1;
    replaced.set(change.before.thumbprint, known);
  }
  if (replaced.size < 2) return [];
  const each = [...replaced.values()].sort((one, other) => other.bindings - one.bindings).map(inWords);
  return [`${replaced.size} different certificates would be replaced: ${firstOf(10, each, '; ')}`];
}

function firstUse(before: BoundTo, inspection: Inspection): Replaced {
  const certificate = inspection.stored(before)?.certificate;
  return { thumbprint: before.thumbprint, certificate, bindings: 0 };
}

function inWords({ thumbprint, certificate, bindings }: Replaced): string {
  const on = `on ${count(bindings, 'binding')}`;
  if (certificate === undefined) return `${thumbprint}, which is gone from its store (${on})`;
  const { dnsNames, ipAddresses, subject, issuer, notAfter } = certificate;
  const names = firstOf(5, [...dnsNames, ...ipAddresses]) || subject || thumbprint;
  return `${names} (issued by ${issuer}, expires ${dayOf(notAfter)}, ${on})`;
}
