// node clients.mjs start: clients that shake hands with every socket of the test without pause, in a process of their own.
// node clients.mjs stop: ends them, and fails if one handshake was lost: each has to show one of our certificates.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { folder, keep, seen, shownBy, sockets } from './machine.mjs';

const stop = join(folder, 'clients.stop');
const result = join(folder, 'clients.json');
const [what] = process.argv.slice(2);

if (what === 'start') await start();
else if (what === 'work') await work();
else await end();

async function start() {
  for (const file of [stop, result]) rmSync(file, { force: true });
  const options = { detached: true, stdio: /** @type {const} */ ('ignore'), windowsHide: true };
  spawn(process.execPath, [fileURLToPath(import.meta.url), 'work'], options).unref();
  await sleep(2_000);
}

async function work() {
  const lost = [];
  const counts = { old: 0, new: 0, newest: 0 };
  // Ends by itself, too, should nobody stop it.
  const end = Date.now() + 10 * 60_000;
  while (!existsSync(stop) && Date.now() < end) {
    const shown = await Promise.all(sockets.map(({ address, port }) => shownBy(address, port)));
    shown.forEach((certificate, i) => {
      if (certificate in counts) counts[certificate] += 1;
      else lost.push(`${sockets[i]?.key}: ${certificate}`);
    });
  }
  writeFileSync(result, JSON.stringify({ counts, lost }));
}

async function end() {
  writeFileSync(stop, '');
  for (let attempt = 0; attempt < 60 && !existsSync(result); attempt += 1) await sleep(500);
  const text = readFileSync(result, 'utf8');
  keep('clients.json', [text]);
  const { counts, lost } = JSON.parse(text);
  console.log(`Handshakes: ${JSON.stringify(counts)}, lost: ${lost.length}`);
  assert.ok(counts.old > 0 && counts.new > 0, 'The clients saw nothing of the change.');
  assert.deepEqual(lost, []);
  seen('no-gap');
}
