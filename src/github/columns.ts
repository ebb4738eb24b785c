import { type BindingReport, type CertificateReport, certificateOf, type Report } from '../run/report.js';
import { withoutByHand } from '../undo/by-hand.js';

/** A column of the table of bindings. The log and the summary are both drawn from it. */
export interface Column {
  readonly title: string;
  /** What stands in it for a binding; several values are listed, the first few of them. */
  readonly cell: (row: BindingReport) => readonly string[];
  /** How the summary sets it. */
  readonly as: 'text' | 'code' | 'number';
}

/** Values of one cell that are shown. */
export const valuesInCell = 3;

/** What a table of bindings is drawn from. */
export type Tabled = Pick<Report, 'outcome' | 'bindings' | 'certificate'>;

/**
 * The columns that fit a report, the empty ones included.
 * @param wantsProof whether a handshake was to prove the change
 */
export function columnsFor(report: Tabled, wantsProof: boolean): readonly Column[] {
  const { outcome } = report;
  if (outcome === 'inventory') return inventoryColumns;
  const certificates = report.bindings.some(isChanged) ? oldAndNew : [one];
  return [
    endpoint,
    owner,
    ...certificates,
    expiryOf(report),
    issuerOf(report),
    text('result', (row) => resultInWords(row, outcome)),
    text('method', (row) => (row.method === 'none' ? '' : row.method)),
    text('handshake', (row) => (wantsProof ? handshakeInWords(row) : '')),
    // That it was skipped, the result says; the commands stand in the failure, to be copied.
    text('note', (row) => withoutByHand(row.message.replace(/^Skipped: /, ''))),
  ];
}

function text(title: string, cell: (row: BindingReport) => string): Column {
  return { title, cell: (row) => [cell(row)].filter(Boolean), as: 'text' };
}

function code(title: string, cell: (row: BindingReport) => readonly (string | null)[]): Column {
  return { title, cell: (row) => cell(row).filter((each) => each !== null), as: 'code' };
}

const endpoint = code('binding', (row) => [row.endpoint]);
const owner = text('owner', (row) => [row.owner, row.sites.join(', ')].filter(Boolean).join(' · '));
const oldAndNew = [
  code('old', (row) => [short(row.previousThumbprint)]),
  code('new', (row) => (isChanged(row) ? [short(row.thumbprint)] : [])),
];
const one = code('certificate', (row) => [short(row.thumbprint)]);

// Thumbprints in full: from here they are copied into "replace" and "thumbprint".
const inventoryColumns: readonly Column[] = [
  endpoint,
  text('kind', (row) => row.kind),
  owner,
  text('expires', (row) => day(row.notAfter)),
  {
    title: 'days',
    cell: (row) => (row.certificate ? [String(row.certificate.daysRemaining)] : []),
    as: 'number',
  },
  code('names', (row) => row.certificate?.dnsNames ?? []),
  text('issuer', (row) => row.certificate?.issuer ?? ''),
  code('certificate', (row) => [row.thumbprint]),
  text('note', (row) => row.message),
];

function expiryOf(report: Pick<Report, 'certificate'>): Column {
  return text('expires', (row) =>
    fromTo(
      row,
      day(row.previous?.notAfter ?? null),
      day(certificateOf(report, row)?.notAfter ?? row.notAfter),
    ),
  );
}

/** Only where it is another one: a change of the authority is worth a look. */
function issuerOf(report: Pick<Report, 'certificate'>): Column {
  return text('issuer', (row) => {
    const [from, to] = [row.previous?.issuer ?? '', certificateOf(report, row)?.issuer ?? ''];
    return isChanged(row) && from !== '' && from !== to ? fromTo(row, from, to) : '';
  });
}

function fromTo(row: BindingReport, from: string, to: string): string {
  return isChanged(row) && from !== '' && from !== to ? `${from} → ${to}` : to;
}

function resultInWords({ result, message }: BindingReport, outcome: Report['outcome']): string {
  if (result !== 'untouched') return result;
  // A run can fail before it has selected any, or after.
  if (outcome === 'failed' && message === '') return 'not changed';
  return message === '' ? 'not selected' : 'skipped';
}

const selected: readonly BindingReport['result'][] = ['rebound', 'created', 'unchanged'];

/** Whether a binding was to have the new certificate, and has it. */
export function hasNewCertificate({ result }: BindingReport): boolean {
  return selected.includes(result);
}

function handshakeInWords({ handshake, result }: BindingReport): string {
  if (handshake === 'verified') return handshake;
  // What a binding showed before it was rolled back is evidence of the failure, not its state.
  if (result === 'rolled-back') return '';
  if (handshake === 'mismatch') return `❌ ${handshake}`;
  if (handshake !== 'skipped') return `⚠️ ${handshake}`;
  return result === 'rebound' || result === 'created' ? '⚠️ not proven' : '';
}

/** What something happened to comes first: it must not fall victim to a limit. */
const results: readonly BindingReport['result'][] = [
  'failed',
  'rolled-back',
  'restored',
  'rebound',
  'created',
  'planned',
  'unchanged',
  'untouched',
];

/**
 * The bindings in the order in which they are worth reading: in an inventory what expires soonest first, else by what
 * became of them, the skipped ones before those that nobody asked for. Within that they stay in netsh's order.
 */
export function inReadingOrder({ outcome, bindings }: Pick<Report, 'outcome' | 'bindings'>): BindingReport[] {
  return outcome === 'inventory'
    ? bindings.toSorted((one, other) => soonness(one).localeCompare(soonness(other)))
    : bindings.toSorted((one, other) => rank(one) - rank(other));
}

function rank(row: BindingReport): number {
  return results.indexOf(row.result) + (isNotSelected(row) ? 1 : 0);
}

/** Whether nobody asked for a binding; one that was asked for and left alone has a message that says why. */
export function isNotSelected({ result, message }: BindingReport): boolean {
  return result === 'untouched' && message === '';
}

/** ISO 8601 dates sort as text; a certificate that is not known comes last. */
function soonness({ notAfter }: BindingReport): string {
  return notAfter ?? '9999';
}

/** Whether the binding has, or in a plan would have, another certificate than before. */
export function isChanged({ previousThumbprint, thumbprint }: BindingReport): boolean {
  return thumbprint !== previousThumbprint;
}

/** Enough of a thumbprint to tell two apart. */
function short(thumbprint: string | null): string | null {
  return thumbprint && `${thumbprint.slice(0, 8)}…`;
}

/** The day of an ISO 8601 date. */
export function day(date: string | null): string {
  return date?.slice(0, 10) ?? '';
}

/** A certificate that bindings no longer have, and how many had it. */
export interface Replaced {
  readonly thumbprint: string;
  /** undefined where it was not read. */
  readonly certificate: CertificateReport | undefined;
  readonly bindings: number;
}

/** The certificates that bindings no longer have; in a plan, that they would no longer have. */
export function replacedCertificates({ bindings }: Pick<Report, 'bindings'>): Replaced[] {
  const replaced = new Map<string, Replaced>();
  for (const row of bindings) {
    const { previousThumbprint: thumbprint, previous } = row;
    if (!isChanged(row) || thumbprint === null) continue;
    const known = replaced.get(thumbprint);
    const certificate = known?.certificate ?? previous;
    replaced.set(thumbprint, { thumbprint, certificate, bindings: (known?.bindings ?? 0) + 1 });
  }
  return [...replaced.values()];
}
