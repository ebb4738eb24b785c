// Binds the old certificate to every socket of the test, and notes how the machine is before the action comes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  add,
  deaf,
  folder,
  iisAppId,
  importPfx,
  netsh,
  run,
  show,
  shownBy,
  silent,
  sockets,
} from './machine.mjs';

run('whoami.exe', '/groups', '/fo', 'csv', '/nh');
run(join('inetsrv', 'appcmd.exe'), 'list', 'site', '/config', '/xml');
run('certutil.exe', '-store', 'MY');
for (const verb of ['add', 'update', 'delete', 'show']) netsh(verb, undefined, 'help');

const imported = importPfx('old');
if (imported.exitCode !== 0) throw new Error(imported.text);
for (const { key, settings } of sockets) {
  const { exitCode, text } = add(key, 'old', ...settings);
  if (exitCode !== 0) throw new Error(`${key}: ${text}`);
}
if (add(deaf, 'old').exitCode !== 0) throw new Error(deaf);
// A neighbour that nobody names: it has to be the same afterwards.
netsh('add', `ccs=${silent}`, `appid=${iisAppId}`);

for (const { key, address, port } of sockets) {
  let shown = '';
  for (let attempt = 0; attempt < 30 && shown !== 'old'; attempt += 1) {
    if (attempt > 0) await sleep(1_000);
    shown = await shownBy(address, port);
  }
  if (shown !== 'old') throw new Error(`${key} shows ${shown}`);
}
writeFileSync(join(folder, 'before.txt'), show(), 'latin1');
