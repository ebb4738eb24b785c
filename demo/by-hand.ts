import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { iisAppId } from '../simulator/machine.js';
import type { Server } from './server.js';

const start = promisify(execFile);

/** The swap as a script does it today: import, then delete the binding, then add it again. */
export async function swapByHand({ machine, endpoint, renewed, pfx, password }: Server): Promise<string[]> {
  const system32 = join(machine.systemRoot, 'System32');
  const file = join(machine.folder, 'renewed.pfx');
  writeFileSync(file, pfx);
  await start(join(system32, 'certutil.exe'), ['-f', '-p', password, '-importPFX', 'MY', file, 'NoRoot']);
  const removal = ['http', 'delete', 'sslcert', `ipport=${endpoint}`];
  const addition = [
    ...['http', 'add', 'sslcert', `ipport=${endpoint}`],
    ...[`certhash=${renewed.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'],
  ];
  const netsh = join(system32, 'netsh.exe');
  await start(netsh, removal);
  await start(netsh, addition);
  return [removal, addition].map((args) => `netsh ${args.join(' ')}`);
}
