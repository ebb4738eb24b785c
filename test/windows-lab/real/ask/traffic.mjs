// What clients notice of a change: lost handshakes, open connections, HTTP/3.
import { spawn } from 'node:child_process';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { add, iisAppId, importPfx, netsh, runAt, shownBy, spare, thumbprintOf } from '../machine.mjs';
import { brief } from './words.mjs';

const key = `ipport=0.0.0.0:${spare}`;
const arguments_ = (certificate) => [
  `certhash=${thumbprintOf(certificate)}`,
  `appid=${iisAppId}`,
  'certstorename=MY',
];

export async function askAboutTraffic(ask) {
  importPfx('old');
  importPfx('new');
  netsh('delete', key);
  add(key, 'old');
  await ask('Handshakes during 10 `update`s', () =>
    handshakesDuring((each) => netsh('update', key, ...arguments_(each))),
  );
  await ask('Handshakes during 10 times delete + add', () =>
    handshakesDuring((each) => {
      netsh('delete', key);
      netsh('add', key, ...arguments_(each));
    }),
  );
  await ask('An open connection over an `update`', () =>
    openConnection((each) => netsh('update', key, ...arguments_(each))),
  );
  await ask('… and over delete + add', () =>
    openConnection((each) => {
      netsh('delete', key);
      netsh('add', key, ...arguments_(each));
    }),
  );
  await ask('HTTP/3 over an `update`', () => http3());
  netsh('delete', key);
}

/** Clients are in processes of their own: while netsh runs, this one does nothing else. */
async function handshakesDuring(change) {
  const clients = [startClient(), startClient()];
  await sleep(1_500);
  for (let i = 0; i < 10; i += 1) change(i % 2 ? 'old' : 'new');
  const counted = await Promise.all(clients.map((end) => end()));
  const sum = (name) => counted.reduce((total, each) => total + each[name], 0);
  const [why] = counted.flatMap((each) => each.why);
  return `${sum('done')} done, ${sum('lost')} lost${why ? ` (${why})` : ''}`;
}

/** @returns what ends the client and gives its counts */
function startClient() {
  const script = fileURLToPath(new URL('../handshakes.mjs', import.meta.url));
  const client = spawn(process.execPath, [script, '127.0.0.1', String(spare)], { windowsHide: true });
  const printed = text(client.stdout);
  return async () => {
    client.stdin.end();
    return JSON.parse(await printed);
  };
}

async function openConnection(change) {
  netsh('update', key, ...arguments_('old'));
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const first = await get(agent);
  change('new');
  const second = await get(agent);
  agent.destroy();
  const after = await shownBy('127.0.0.1', spare);
  return `${first}, then ${second}; a new one shows ${after}`;
}

/** One request: its status, and whether it came over the connection of the one before. */
function get(agent) {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port: spare,
      agent,
      timeout: 10_000,
      headers: { host: 'localhost' },
    };
    const sent = httpsRequest(options, (response) => {
      response
        .resume()
        .once('end', () =>
          resolve(`${response.statusCode} ${sent.reusedSocket ? 'on the same' : 'on a new'} connection`),
        );
    });
    sent.once('timeout', () => sent.destroy(new Error('timeout')));
    sent.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    sent.end();
  });
}

/** PowerShell 7 is the only client for HTTP/3 that a hosted runner has. */
function http3() {
  const pwsh = join(process.env.ProgramFiles ?? '', 'PowerShell/7/pwsh.exe');
  const netshUpdate = `& "$env:SystemRoot\\System32\\netsh.exe" http update sslcert ${key} ${arguments_('new').join(' ')} | Out-Null`;
  const script = [
    '$handler = [Net.Http.SocketsHttpHandler]::new()',
    '$handler.SslOptions.RemoteCertificateValidationCallback = { $true }',
    '$client = [Net.Http.HttpClient]::new($handler)',
    'function ask { $message = [Net.Http.HttpRequestMessage]::new("Get", $args[0]); $message.Version = [version]"3.0"; $message.VersionPolicy = "RequestVersionExact"; $answer = $client.Send($message); "$($answer.Version) $([int] $answer.StatusCode)" }',
    `try { $first = ask "https://localhost:${spare}/"; ${netshUpdate}; $second = ask "https://localhost:${spare}/"; "$first, then $second" } catch { "not here: $($_.Exception.InnerException.Message)" }`,
  ].join('; ');
  netsh('update', key, ...arguments_('old'));
  const ended = runAt(pwsh, '-NoProfile', '-Command', script);
  return ended.exitCode === 0 ? ended.text.trim() : `not tried: ${brief(ended)}`;
}
