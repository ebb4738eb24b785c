// node audit.mjs start: has Windows log every process with its command line (event 4688), from now on.
// node audit.mjs check: fails if the password of the PFX stands on one of them. The scripts of this folder pass it, too, so
// only the action may run between the two.
import assert from 'node:assert/strict';
import { run, seen } from './machine.mjs';

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Audit';
const PROCESS_CREATION = '{0CCE922B-69AE-11D9-BED3-505054503030}';

if (process.argv[2] === 'start') start();
else check();

function start() {
  run(
    'reg.exe',
    'add',
    KEY,
    '/v',
    'ProcessCreationIncludeCmdLine_Enabled',
    '/t',
    'REG_DWORD',
    '/d',
    '1',
    '/f',
  );
  run('auditpol.exe', '/set', `/subcategory:${PROCESS_CREATION}`, '/success:enable');
  run('wevtutil.exe', 'cl', 'Security');
}

function check() {
  run('auditpol.exe', '/set', `/subcategory:${PROCESS_CREATION}`, '/success:disable');
  const { text } = run('wevtutil.exe', 'qe', 'Security', '/q:*[System[(EventID=4688)]]', '/f:xml');
  const imports = text.match(/-importPFX/gi) ?? [];
  if (imports.length === 0) {
    console.log('::warning::Windows has logged no import of a certificate, so this proves nothing.');
    return;
  }
  assert.ok(!text.includes('throw-away'), 'The password of the PFX stands on a command line.');
  console.log(`${imports.length} imports were logged, none with the password of the PFX.`);
  seen('secrecy');
}
