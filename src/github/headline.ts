import { type Span, spanInWords } from '../certificate/lifetime.js';
import type { Failure } from '../failure.js';
import type { BindingReport, Report } from '../run/report.js';
import { count, firstOf } from '../wording.js';
import { hasNewCertificate, isChanged, isNotSelected } from './columns.js';
import { needsRepair, serverState } from './server-state.js';

/** How a run ended, as it is told to the workflow. */
export interface Told {
  readonly report: Report;
  readonly failure: Failure | null;
  /** Endpoints whose certificate expires within the span, soonest first. */
  readonly expiring: readonly string[];
  readonly within: Span;
  /** Whether a handshake was to prove the change; without, that none has is no news. */
  readonly wantsProof: boolean;
}

/** The outcome in one line, with counts; after a failure the state of the server. */
export function headline({ report, failure, expiring, within, wantsProof }: Told): string {
  const { outcome, bindings } = report;
  switch (outcome) {
    case 'rebound':
      return `${!wantsProof || isProven(bindings) ? '✅' : '⚠️'} ${outOf(withResult(bindings, 'rebound', 'created'), bindings)} changed${others(bindings)}. ${proof(bindings, wantsProof)}`;
    case 'unchanged':
      return `✅ Nothing to change: ${outOf(withResult(bindings, 'unchanged'), bindings)} on this certificate already${others(bindings)}. ${proof(bindings, wantsProof)}`;
    case 'planned':
      return `📝 ${outOf(withResult(bindings, 'planned'), bindings)} would be changed${others(bindings)}. This is a dry run: nothing was changed.`;
    case 'inventory': {
      const certificates = new Set(bindings.flatMap((row) => row.thumbprint ?? [])).size;
      const soon =
        expiring.length > 0
          ? `⏳ ${expiring.length} expiring ${withinInWords(within)}`
          : 'none expiring soon';
      return `📋 ${count(bindings.length, 'binding')} with ${count(certificates, 'certificate')}, ${soon}. Nothing was changed.`;
    }
    case 'rolled-back':
      return `↩️ Failed. ${serverState(report, failure)}`;
    case 'failed':
      return needsRepair(report, failure)
        ? `🔥 Act now. ${serverState(report, failure)}`
        : `❌ Failed. ${serverState(report, failure)}`;
  }
}

function outOf(number: number, bindings: readonly BindingReport[]): string {
  return `${number} of ${count(bindings.length, 'binding')}`;
}

function withResult(
  bindings: readonly BindingReport[],
  ...results: readonly BindingReport['result'][]
): number {
  return bindings.filter(({ result }) => results.includes(result)).length;
}

/** What became of the other bindings, as the middle of a sentence. */
function others(bindings: readonly BindingReport[]): string {
  const alone = bindings.filter(isNotSelected).length;
  const isOfUse = withResult(bindings, 'rebound', 'created', 'planned') > 0;
  const parts: [number: number, what: string][] = [
    [isOfUse ? withResult(bindings, 'unchanged') : 0, 'on the new certificate already'],
    [withResult(bindings, 'untouched') - alone, 'skipped'],
    [alone, 'not selected'],
    [withResult(bindings, 'restored'), 'set right for an earlier run'],
  ];
  return parts.flatMap(([number, what]) => (number > 0 ? [`, ${number} ${what}`] : [])).join('');
}

function isProven(bindings: readonly BindingReport[]): boolean {
  return bindings.some((row) => hasNewCertificate(row) && row.handshake === 'verified');
}

/** How much of it a handshake has shown. */
function proof(bindings: readonly BindingReport[], isWanted: boolean): string {
  if (!isWanted) return 'No handshake was asked for (handshake: off).';
  const selected = bindings.filter(hasNewCertificate);
  const verified = selected.filter(({ handshake }) => handshake === 'verified').length;
  if (verified === 0) return 'No handshake has shown the new certificate.';
  const shows = 'A handshake shows the new certificate';
  if (verified < selected.length) return `${shows} on ${verified} of ${selected.length}.`;
  return verified === 1 ? `${shows}.` : `${shows} on all of them.`;
}

/** What is unusual, a line each, in plain text. Warnings are not among it, nor what the headline names. */
export function unusual({ report, expiring, within, wantsProof }: Told): string[] {
  const { bindings, deletedCertificates, outcome } = report;
  const named = (what: string, wanted: (row: BindingReport) => boolean): string[] => {
    const endpoints = bindings.filter(wanted).map(({ endpoint }) => endpoint);
    return endpoints.length > 0 ? [`${what}: ${firstOf(10, endpoints)}`] : [];
  };
  const unproven = (row: BindingReport) =>
    isChanged(row) && hasNewCertificate(row) && row.handshake !== 'verified';
  return [
    ...(wantsProof ? named('⚠️ Not proven by a handshake', unproven) : []),
    ...named('↩️ Set right for an earlier run', ({ result }) => result === 'restored'),
    ...(outcome === 'rebound' || outcome === 'unchanged'
      ? named('🔥 Left dead by an earlier run', ({ result }) => result === 'failed')
      : []),
    ...(deletedCertificates.length > 0
      ? [`🗑️ Deleted from the store: ${deletedCertificates.join(', ')}`]
      : []),
    ...(expiring.length > 0
      ? [`⏳ Expiring ${withinInWords(within)}: ${firstOf(outcome === 'inventory' ? 50 : 20, expiring)}`]
      : []),
  ];
}

function withinInWords(within: Span): string {
  return 'days' in within ? `within ${spanInWords(within)}` : `with less than ${spanInWords(within)} left`;
}

/** What the methods of a plan mean, for whoever reads one. */
export const planNote =
  '"update" replaces the certificate in place, "delete-add" deletes the binding and adds it again at once. ' +
  'The real run rehearses on a spare binding which of the two this server needs.';
