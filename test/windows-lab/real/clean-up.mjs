// Takes away all that the tests on real Windows have made, however far they came.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folder, run, show, sites, spare, thumbprintOf } from './machine.mjs';

/** The kinds of record that a host of `show` can belong to. */
function kindsOf(host) {
  if (host === '') return ['ccs'];
  if (host.startsWith('[')) return ['ipport'];
  return /^[0-9.]+$/.test(host) ? ['ipport', 'hostnameport'] : ['hostnameport', 'scopedccs'];
}

const first = Number(process.env.FIRST_PORT);
const endpoint = /: ((\[[0-9a-f:]+\]|[^\s:]+):)?(\d+)[ \t]*\r?$/gim;
for (const [, , host = '', port] of show().matchAll(endpoint)) {
  if (Number(port) < first || Number(port) >= first + 50) continue;
  for (const kind of kindsOf(host))
    run('netsh.exe', 'http', 'delete', 'sslcert', `${kind}=${host && `${host}:`}${port}`);
}
run('auditpol.exe', '/set', '/subcategory:{0CCE922B-69AE-11D9-BED3-505054503030}', '/success:disable');
for (const certificate of ['old', 'new', 'newest']) {
  if (!existsSync(join(folder, `${certificate}.cer`))) continue;
  for (const store of ['MY', 'CA']) run('certutil.exe', '-delstore', store, thumbprintOf(certificate));
}
for (const name of sites) run(join('inetsrv', 'appcmd.exe'), 'delete', 'site', name);
console.log(`Cleaned up ports ${first} to ${spare} and above.`);
