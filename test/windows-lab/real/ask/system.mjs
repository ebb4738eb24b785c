// The machine around the bindings: code pages, environment, the lock's pipe, IIS's configuration.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { release } from 'node:os';
import { join } from 'node:path';
import { add, folder, netsh, run, runAt, silent } from '../machine.mjs';
import { brief, hex } from './words.mjs';

const PIPE = '\\\\.\\pipe\\ProtectedPrefix\\Administrators\\rebind-test';
const appcmd = join('inetsrv', 'appcmd.exe');

export async function askAboutSystem(ask) {
  await ask(
    'Windows',
    () => `${release()}, ${process.env.ImageOS ?? 'no image'} ${process.env.ImageVersion ?? ''}`,
  );
  await ask('Node.js', () => process.version);
  await ask('The groups of this process that say how high it is', () =>
    [...run('whoami.exe', '/groups', '/fo', 'csv', '/nh').text.matchAll(/S-1-16-\d+|S-1-5-32-544/g)].join(
      ', ',
    ),
  );
  await ask('A variable of 33,000 characters reaches node.exe with', () => longVariable());
  await askAboutPipe(ask);
  await askAboutAppcmd(ask);
}

/** What the console's code page does to text, in this step or after one that was cancelled. */
export async function askAboutCodePages(ask) {
  const key = `hostnameport=übung.rebind.test:${silent + 5}`;
  await ask('`chcp`', () => run('chcp.com').text.trim());
  add(key, 'old');
  await ask('The bytes of `übung` from netsh', () =>
    bytesBefore(netsh('show').text, `.rebind.test:${silent + 5}`),
  );
  netsh('delete', key);
  await ask('The bytes of `Übung` from appcmd', () => bytesBefore(run(appcmd, 'list', 'site').text, '" (id'));
  await ask('The bytes of `Übung` from reg', () => {
    const own = 'HKCU\\Software\\Rebind Test';
    run('reg.exe', 'add', own, '/v', 'Übung', '/d', 'x', '/f');
    const { text } = run('reg.exe', 'query', own);
    run('reg.exe', 'delete', own, '/f');
    return bytesBefore(text, '    REG_SZ');
  });
}

/** The bytes of the word that stands before a text. */
function bytesBefore(text, mark) {
  const word = /[^\s"=:]*$/.exec(text.slice(0, Math.max(0, text.indexOf(mark))))?.[0] ?? '';
  return hex(word) || 'it is not there';
}

/** A child of a child: the variable is set in between, since this process must not have it. */
function longVariable() {
  const inner = 'console.log((process.env.LONG || "").length + " of them")';
  const outer = `process.env.LONG = 'x'.repeat(33000);
    const { stdout, error } = require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(inner)}]);
    process.stdout.write(error ? error.message : stdout);`;
  return brief(runAt(process.execPath, '-e', outer));
}

async function askAboutPipe(ask) {
  const servers = [createServer(), createServer()];
  const states = [];
  for (const server of servers) states.push(await listen(server));
  await ask('A pipe below ProtectedPrefix\\Administrators, as this administrator', () => states[0]);
  await ask('… a second server of the same name', () => states[1]);
  await ask('… and as an ordinary user', () => asOrdinaryUser());
  for (const server of servers) server.close();
}

function listen(server) {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(PIPE, () => resolve('listens'));
  });
}

/** A user without rights, made for the purpose and removed again, tries to take a name like that of the lock. */
function asOrdinaryUser() {
  const open = process.env.PUBLIC ?? folder;
  const [attempt, result] = ['attempt.cjs', 'result.txt'].map((name) => join(open, `rebind-${name}`));
  writeFileSync(attempt, ATTEMPT);
  const script = join(folder, 'as-user.ps1');
  writeFileSync(script, asUser(open, `"${attempt}" "${PIPE}-2" "${result}"`));
  const ended = run(join('WindowsPowerShell', 'v1.0', 'powershell.exe'), '-NoProfile', '-File', script);
  const answer = existsSync(result) ? readFileSync(result, 'utf8') : `not tried: ${brief(ended)}`;
  for (const file of [attempt, result]) rmSync(file, { force: true });
  return answer;
}

/** node attempt.cjs PIPE RESULT: writes what comes of listening on a pipe. */
const ATTEMPT = `const [, , pipe, result] = process.argv;
const say = (what) => { require('fs').writeFileSync(result, what); process.exit(); };
require('net').createServer().once('error', ({ code }) => say(code)).listen(pipe, () => say('listens'));
`;

/** A PowerShell script that runs Node.js as a new user. */
function asUser(workingFolder, args) {
  return [
    "$ErrorActionPreference = 'Stop'",
    '$secret = ConvertTo-SecureString "Rebind-$([Guid]::NewGuid())" -AsPlainText -Force',
    "New-LocalUser -Name 'rebind-user' -Password $secret | Out-Null",
    'try {',
    "  $who = New-Object Management.Automation.PSCredential('rebind-user', $secret)",
    `  Start-Process -Wait -Credential $who -WorkingDirectory '${workingFolder}' -FilePath '${process.execPath}' -ArgumentList '${args}'`,
    "} finally { Remove-LocalUser -Name 'rebind-user' }",
    '',
  ].join('\r\n');
}

async function askAboutAppcmd(ask) {
  await ask('`appcmd list site /config /xml` begins with', () =>
    run(appcmd, 'list', 'site', '/config', '/xml').text.trim().replace(/\s+/g, ' ').slice(0, 160),
  );
  await ask('… its sites have these attributes', () =>
    attributes(run(appcmd, 'list', 'site', '/config', '/xml').text).join(', '),
  );
  await ask('`appcmd list site` of one that is not there', () =>
    brief(run(appcmd, 'list', 'site', '/name:nobody')),
  );
  await ask('`appcmd` with a command that does not exist', () => brief(run(appcmd, 'list', 'nothing')));
  await ask('… and with /xml', () => brief(run(appcmd, 'list', 'nothing', '/xml')));
}

function attributes(xml) {
  const names = [...xml.matchAll(/<(?:site|binding)\b([^>]*)>/gi)].flatMap(([, text = '']) =>
    [...text.matchAll(/([\w.:]+)=/g)].map(([, name]) => name),
  );
  return [...new Set(names)];
}
