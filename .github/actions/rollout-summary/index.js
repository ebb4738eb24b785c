import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeReports, renderRollout } from '../../../scripts/rollout-summary.js';
import { addSummary, fail, input, setOutput } from '../../../scripts/runner.js';

const hosts = JSON.parse(input('hosts'));
const reports = readReports(input('reports'));
const rollout = mergeReports(hosts, reports);

addSummary(renderRollout(rollout));
setOutput('report', JSON.stringify(rollout));

const path = join(process.env.RUNNER_TEMP, 'rebind-rollout.json');
const whole = {
  ...rollout,
  reports: Object.fromEntries([...reports].map(([host, text]) => [host, parsed(text)])),
};
writeFileSync(path, JSON.stringify(whole, null, 2));
setOutput('report-path', path);

const done = Object.entries(rollout.counts).map(([outcome, count]) => `${count} ${outcome}`);
if (rollout.ok) console.log(`All hosts: ${done.join(', ')}.`);
else
  fail(
    'The rollout is not done everywhere',
    `${hosts.length} hosts: ${done.join(', ')}. The job summary lists them.`,
  );

function readReports(folder) {
  const texts = new Map();
  for (const name of filesOf(folder)) {
    const host = /^rebind-report-(.+)\.json$/.exec(name)?.[1];
    if (host) texts.set(host, readFileSync(join(folder, name), 'utf8'));
  }
  return texts;
}

// The folder does not exist when no host got as far as a report.
function filesOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
