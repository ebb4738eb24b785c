import { writeFile } from 'node:fs/promises';
import { setOutput, summary } from '@actions/core';
import type { BindingReport, Report } from '../run/report.js';
import { firstOf } from '../wording.js';
import { isChanged, replacedCertificates } from './columns.js';
import { renderSummary, type SummaryFacts } from './summary.js';

/** GitHub keeps at most 1 MB of outputs for a job; a step that exceeds it fails. */
const maximumOutputBytes = 900 * 1024;

/** How the ending of a run becomes visible to the workflow. */
export interface Publication extends Omit<SummaryFacts, 'reportFile'> {
  /** The application id that IIS uses on this machine; null where it is not known. */
  readonly appId: string | null;
  readonly wantsSummary: boolean;
  /** Where to write the report as a file; it lives as long as the job. */
  readonly reportFile: string;
  /** Texts that the log hides. */
  readonly secrets: readonly string[];
}

/**
 * Sets the outputs, as far as they are known, and writes the report's file and the job summary.
 * @returns warnings, as sentences
 */
export async function publish(publication: Publication): Promise<string[]> {
  const { report, reportFile, wantsSummary, secrets } = publication;
  const json = JSON.stringify(report);
  const isLarge = Buffer.byteLength(json) > maximumOutputBytes / 2;
  const facts = outputsOf(publication);
  setOutputs(facts);
  // After the others, which are known even where the disk is full.
  await writeFile(reportFile, json);
  const inFull = {
    'report-path': reportFile,
    report: isLarge ? JSON.stringify(cut(report, maximumOutputBytes / 2, reportFile)) : json,
  };
  setOutputs(inFull);
  if (wantsSummary) {
    await summary.addRaw(renderSummary({ ...publication, reportFile: isLarge ? reportFile : null })).write();
  }
  return warnOfHidden({ ...facts, ...inFull }, secrets);
}

function setOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** Every output but the report itself, by name. */
function outputsOf({ report, appId, expiring }: Publication): Record<string, string> {
  const { certificate } = report;
  const endpoints = (...results: BindingReport['result'][]) =>
    fitList(report.bindings.filter((row) => results.includes(row.result)).map((row) => row.endpoint));
  return {
    ...(certificate && {
      thumbprint: certificate.thumbprint,
      subject: certificate.subject,
      'dns-names': fitList(certificate.dnsNames),
      'not-before': certificate.notBefore,
      'not-after': certificate.notAfter,
      'days-remaining': String(certificate.daysRemaining),
    }),
    ...(appId !== null && { 'app-id': appId }),
    changed: String(report.bindings.some(hasChanged)),
    rebound: endpoints('rebound', 'created'),
    unchanged: endpoints('unchanged'),
    expiring: fitList(expiring),
    'previous-thumbprints': fitList(replacedCertificates(report).map(({ thumbprint }) => thumbprint)),
  };
}

/** Whether the run has left a binding other than it found it. */
function hasChanged(row: BindingReport): boolean {
  if (row.result === 'failed') return isChanged(row);
  return row.result === 'rebound' || row.result === 'created' || row.result === 'restored';
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
  const sorted = report.bindings.toSorted(
    (one, other) => Number(one.result === 'untouched') - Number(other.result === 'untouched'),
  );
  const warnings = [warning, ...report.warnings.slice(0, 50)];
  const otherUsers = report.otherUsers.slice(0, 100);
  const rest = { ...report, otherUsers, warnings, bindings: [] };
  let used = Buffer.byteLength(JSON.stringify(rest));
  const bindings: BindingReport[] = [];
  for (const { certificate: _, previous: __, ...row } of sorted) {
    used += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (used > bytes) break;
    bindings.push(row);
  }
  return { ...rest, bindings };
}

/** A password such as `web` stands in half of the outputs, and GitHub does not hand on what holds a secret. */
function warnOfHidden(outputs: Readonly<Record<string, string>>, secrets: readonly string[]): string[] {
  const hidden = Object.entries(outputs)
    .filter(([, value]) => secrets.some((secret) => secret !== '' && value.includes(secret)))
    .map(([name]) => `"${name}"`);
  if (hidden.length === 0) return [];
  return [
    `The text of a secret occurs in ${hidden.length > 1 ? 'the outputs' : 'the output'} ${firstOf(20, hidden)}. GitHub shows *** there, and hands none of it on to other jobs. A password that is no part of a name avoids that.`,
  ];
}
