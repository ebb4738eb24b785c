import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { iisAppId } from '../simulator/machine.js';
import type { Scene } from './scene.js';

/**
 * Changes bindings as scripts do it today, one after the other: a process of netsh that deletes the binding, and one
 * that adds it again. The certificate must be in the store. @returns milliseconds
 */
export async function changeByHand(scene: Scene, endpoints: readonly string[]): Promise<number> {
  const began = performance.now();
  for (const endpoint of endpoints) {
    await netsh(scene, ['delete', 'sslcert', `hostnameport=${endpoint}`]);
    const to = [`certhash=${scene.renewed.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];
    await netsh(scene, ['add', 'sslcert', `hostnameport=${endpoint}`, ...to]);
  }
  return performance.now() - began;
}

async function netsh({ machine }: Scene, args: readonly string[]): Promise<void> {
  const child = spawn(join(machine.systemRoot, 'System32', 'netsh.exe'), ['http', ...args], {
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`netsh http ${args.join(' ')} ended with ${code}`);
}
