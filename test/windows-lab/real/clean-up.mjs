// Takes away all that the tests on real Windows have made, however far they came.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folder, run, show, sites, spare, thumbprintOf } from './machine.mjs';

const first = Number(process.env.FIRST_PORT);
const endpoint = /: ((\[[0-9a-f:]+\]|[a-z0-9.*-]+):)?(\d+)[ \t]*\r?$/gim;
for (const [, , host = '', port] of show().matchAll(endpoint)) {
  if (Number(port) < first || Number(port) >= first + 50) continue;
  const kinds =
    host === '' ? ['ccs'] : /^\[|^[0-9.]+$/.test(host) ? ['ipport'] : ['hostnameport', 'scopedccs'];
  for (const kind of kinds)
    run('netsh.exe', 'http', 'delete', 'sslcert', `${kind}=${host && `${host}:`}${port}`);
}
for (const certificate of ['old', 'new', 'newest']) {
  if (!existsSync(join(folder, `${certificate}.cer`))) continue;
  for (const store of ['MY', 'CA']) run('certutil.exe', '-delstore', store, thumbprintOf(certificate));
}
for (const name of sites) run(join('inetsrv', 'appcmd.exe'), 'delete', 'site', name);
console.log(`Cleaned up ports ${first} to ${spare} and above.`);
