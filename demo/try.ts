import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Job, readableLog } from './bundle.js';
import { startServer } from './server.js';
import { bold, headline, print } from './terminal.js';

/*
 * `npm run try -- name=value …`: runs the committed bundle once on an embedded machine, with the inputs given. A
 * renewed certificate lies ready as `pfx-path` and `pfx-password`; the run is a dry run unless told otherwise.
 */

const server = await startServer();
const { machine, pfx, password } = server;
try {
  const file = join(machine.folder, 'renewed.pfx');
  writeFileSync(file, pfx);
  machine.set({ processCostMs: 0 });
  const given = Object.fromEntries(process.argv.slice(2).map(readInput));
  const isGiven = ['pfx', 'certificate', 'thumbprint'].some((name) => name in given);
  const certificate = isGiven ? {} : { 'pfx-path': file, 'pfx-password': password };
  const inputs = { ...certificate, 'dry-run': 'true', ...given };

  headline('The machine: HTTP.sys has');
  for (const { endpoint, hash } of machine.table().values()) print(`  ${endpoint}  ${hash?.toUpperCase()}`);
  headline('The step');
  const { 'pfx-password': _, ...shown } = inputs;
  for (const [name, value] of Object.entries(shown)) print(`  ${name}: ${value}`);
  headline('The log');
  const end = await new Job(join(machine.folder, 'runner'), machine.systemRoot).run('main', inputs);
  print(...readableLog(end.log), '', bold(`Exit code ${end.exitCode}`));
  headline('The outputs');
  for (const [name, value] of Object.entries(end.outputs)) print(`  ${name}: ${value}`);
  headline('The job summary');
  print(end.summary.trimEnd());
  headline('The machine afterwards: HTTP.sys has');
  for (const { endpoint, hash } of machine.table().values()) print(`  ${endpoint}  ${hash?.toUpperCase()}`);
  process.exitCode = end.exitCode ?? 1;
} finally {
  await machine.close();
}

function readInput(text: string): [name: string, value: string] {
  const [, name, value] = /^([a-z-]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`Write inputs as name=value, not "${text}"`);
  return [name, value];
}
