import type { Failure } from '../failure.js';
import type { RestoreReason } from '../undo/finish-job.js';
import { count, firstOf } from '../wording.js';
import { code, type MarkdownColumn, table, text } from './markdown.js';
import { failureCard, heading } from './summary.js';

/** What a post step did. */
export interface PostReport {
  /** Bindings that are on their previous certificate again; the thumbprint is null where there was none. */
  readonly restored: readonly { readonly endpoint: string; readonly thumbprint: string | null }[];
  /** Endpoints that somebody else had changed in the meantime; they were left alone. */
  readonly leftAlone: readonly string[];
  /** Each once; empty where nothing had to be restored. */
  readonly reasons: readonly RestoreReason[];
  /** Production could not be restored. */
  readonly failure: Failure | null;
}

const reasonsInWords: Readonly<Record<RestoreReason, string>> = {
  'cut-off': 'the main step was cut off before it had proven the change',
  'job-failed': 'the job did not succeed (restore-after-job: failure)',
  always: 'the step asked for it (restore-after-job: always)',
};

/** In what state a post step has left the server, as sentences; empty if it did nothing. */
export function postState({ restored, leftAlone, reasons, failure }: PostReport): string {
  const because =
    reasons.length > 0 ? `, because ${reasons.map((each) => reasonsInWords[each]).join(', and ')}` : '';
  return [
    ...(failure ? ['Not every binding could be restored.'] : []),
    ...(restored.length > 0
      ? [`The post step restored ${count(restored.length, 'binding')}${because}.`]
      : []),
    ...(leftAlone.length > 0
      ? [`Changed by someone else in the meantime, and left alone: ${firstOf(20, leftAlone)}.`]
      : []),
  ].join(' ');
}

const columns: readonly MarkdownColumn<PostReport['restored'][number]>[] = [
  { title: 'Binding', cell: ({ endpoint }) => code(endpoint) },
  { title: 'Restored to', cell: ({ thumbprint }) => (thumbprint === null ? 'not bound' : code(thumbprint)) },
];

/** The job summary of a post step, as GitHub-flavoured markdown; empty if it did nothing worth telling. Pure. */
export function renderPostSummary(report: PostReport): string {
  const { restored, leftAlone, failure } = report;
  if (restored.length === 0 && leftAlone.length === 0 && !failure) return '';
  const icon = failure ? '🔥 Act now.' : '↩️';
  const { lines, count: shown } = table(columns, restored, 500 * 1024);
  const parts = [
    heading,
    `**${icon} ${text(postState(report))}**`,
    ...(failure ? failureCard(failure) : []),
    ...(restored.length > 0 ? [lines.join('\n')] : []),
    ...(shown < restored.length ? [`… and ${restored.length - shown} more bindings.`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
