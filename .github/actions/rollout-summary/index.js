import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  failureOf,
  mergeReports,
  OUTPUTS_KEPT_BACK,
  renderRollout,
} from '../../../scripts/rollout-summary.js';
import { addSummary, fail, input, setOutput } from '../../../scripts/runner.js';

const planned = input('hosts');
if (planned === '') fail('The rollout has not started', OUTPUTS_KEPT_BACK);
else sumUp(JSON.parse(planned), readReports(input('reports')));

/**
 * @param {string[]} hosts
 * @param {Map<string, string>} reports
 */
function sumUp(hosts, reports) {
  const rollout = mergeReports(hosts, reports);
  addSummary(renderRollout(rollout));
  setOutput('report', JSON.stringify(rollout));
  setOutput('report-path', writeWhole(rollout, reports));
  const failure = failureOf(rollout);
  if (failure) fail('The rollout is not done everywhere', failure);
  else console.log(`All ${hosts.length} hosts are done.`);
}

function writeWhole(rollout, reports) {
  const path = join(process.env.RUNNER_TEMP ?? '', 'rebind-rollout.json');
  const whole = {
    ...rollout,
    reports: Object.fromEntries([...reports].map(([host, text]) => [host, parsed(text)])),
  };
  writeFileSync(path, JSON.stringify(whole, null, 2));
  return path;
}

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
