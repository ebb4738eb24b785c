import { writeFile } from 'node:fs/promises';
import { setOutput, summary } from '@actions/core';
import type { BindingReport, Report } from '../run/report.js';
import type { Ending } from '../run/run.js';
import { isChanged } from './rows.js';
import { renderSummary } from './summary.js';

/** GitHub keeps at most 1 MB of outputs for a job; a step that exceeds it fails. */
const maximumOutputBytes = 900 * 1024;

/** How the ending of a run becomes visible to the workflow. */
export interface Publication {
  readonly ending: Ending;
  /** Endpoints whose certificate expires within `days`. */
  readonly expiring: readonly string[];
  readonly days: number;
  readonly wantsSummary: boolean;
  /** Where to write the report as a file; it lives as long as the job. */
  readonly reportFile: string;
}

/** Sets the outputs, as far as they are known, and writes the job summary: the only place where outputs are set. */
export async function publish({
  ending,
  expiring,
  days,
  wantsSummary,
  reportFile,
}: Publication): Promise<void> {
  const { report, failure, appId } = ending;
  const { certificate } = report;
  if (certificate) {
    setOutput('thumbprint', certificate.thumbprint);
    setOutput('subject', certificate.subject);
    setOutput('dns-names', fitList(certificate.dnsNames));
    setOutput('not-before', certificate.notBefore);
    setOutput('not-after', certificate.notAfter);
    setOutput('days-remaining', certificate.daysRemaining);
  }
  if (appId !== null) setOutput('app-id', appId);
  const endpoints = (...results: BindingReport['result'][]) =>
    report.bindings.filter((row) => results.includes(row.result)).map((row) => row.endpoint);
  const rebound = endpoints('rebound', 'created');
  const leftChanged = report.bindings.some((row) => row.result === 'failed' && isChanged(row));
  setOutput('changed', String(rebound.length > 0 || leftChanged));
  setOutput('rebound', fitList(rebound));
  setOutput('unchanged', fitList(endpoints('unchanged')));
  setOutput('expiring', fitList(expiring));
  setOutput('previous-thumbprints', fitList(replacedCertificates(report)));
  const json = JSON.stringify(report);
  await writeFile(reportFile, json);
  setOutput('report-path', reportFile);
  const isLarge = Buffer.byteLength(json) > maximumOutputBytes / 2;
  setOutput('report', isLarge ? JSON.stringify(cut(report, maximumOutputBytes / 2, reportFile)) : json);
  if (!wantsSummary) return;
  await summary
    .addRaw(
      renderSummary({
        report,
        failure,
        expiring,
        days,
        reportFile: isLarge ? reportFile : null,
      }),
    )
    .write();
}

/** The certificates that bindings no longer have; in a plan, that they would no longer have. */
function replacedCertificates({ bindings }: Report): string[] {
  const replaced = bindings.flatMap((row) =>
    isChanged(row) && row.previousThumbprint !== null ? [row.previousThumbprint] : [],
  );
  return [...new Set(replaced)];
}

/** A list as JSON, cut to its share of what the outputs of a job may take. */
function fitList(list: readonly string[]): string {
  const share = maximumOutputBytes / 10;
  let bytes = 2;
  const kept = list.filter((each) => {
    bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
    return bytes <= share;
  });
  return JSON.stringify(kept);
}

/** The report without what does not fit: what nothing happened to goes first, and a warning says so. */
function cut(report: Report, bytes: number, file: string): Report {
  const warning = `This output is cut: the full report, with all ${report.bindings.length} bindings, is at ${file} on the runner.`;
  const sorted = [...report.bindings].sort(
    (one, other) => Number(one.result === 'untouched') - Number(other.result === 'untouched'),
  );
  const warnings = [warning, ...report.warnings.slice(0, 50)];
  let used = Buffer.byteLength(JSON.stringify({ ...report, bindings: [], warnings }));
  const bindings: BindingReport[] = [];
  for (const { certificate: _, ...row } of sorted) {
    used += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (used > bytes) break;
    bindings.push(row);
  }
  return { ...report, bindings, warnings };
}
