import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostReport } from '../../../scripts/rollout-report.js';
import { fail, input, setOutput } from '../../../scripts/runner.js';

try {
  const path = join(process.env.RUNNER_TEMP ?? '', `rebind-report-${input('host')}.json`);
  writeFileSync(path, hostReport(readFileSync(input('report-path'), 'utf8'), input('expiring')));
  setOutput('path', path);
} catch (error) {
  fail('The report of this host cannot be passed on', error.message);
}
