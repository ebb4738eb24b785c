// Asks this Windows what nobody has written down, and puts the answers into the job summary. No answer is wrong: the
// action is right either way, and the answers tell which of its precautions are needed where.
import { appendFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import {
  add,
  folder,
  iisAppId,
  importPfx,
  netsh,
  registryOf,
  run,
  show,
  shownBy,
  silent,
  sockets,
  spare,
  thumbprintOf,
} from './machine.mjs';

const answers = [];
const ask = (question, answer) => answers.push([question, String(answer)]);
const yes = (is) => (is ? 'yes' : 'no');
const brief = ({ exitCode, text }) =>
  `exit code ${exitCode}: ${text
    .trim()
    .split(/\s*\r?\n\s*/)
    .slice(0, 2)
    .join(' / ')
    .slice(0, 160)}`;

importPfx('old');
importPfx('new');
const [{ key: present = '' } = {}] = sockets;
const fresh = `ipport=127.0.0.1:${silent + 1}`;
const hash = (certificate) => `certhash=${thumbprintOf(certificate)}`;
const appId = `appid=${iisAppId}`;

ask('Windows', release());
ask('`add` of a key that is there', brief(add(present, 'old')));
ask('`delete` of a key that is not there', brief(netsh('delete', fresh)));
ask(
  '`update` of a key that is not there',
  brief(netsh('update', fresh, hash('old'), appId, 'certstorename=MY')),
);
ask('`show` of a key that is not there', brief(netsh('show', fresh)));
ask(
  '`add` with a hash that no store has',
  brief(netsh('add', fresh, `certhash=${'0'.repeat(40)}`, appId, 'certstorename=MY')),
);
ask('`add` without an appid', brief(netsh('add', fresh, hash('old'), 'certstorename=MY')));

ask('`add` with an unknown argument', brief(add(fresh, 'old', 'nosuchargument=enable')));
ask('… and is the binding there then?', yes(registryOf(fresh).length > 0));
netsh('delete', fresh);
ask('`add` with `revocationfreshnesstime=0`', brief(add(fresh, 'old', 'revocationfreshnesstime=0')));
netsh('delete', fresh);
ask('`add` with `urlretrievaltimeout=0`', brief(add(fresh, 'old', 'urlretrievaltimeout=0')));
netsh('delete', fresh);

add(
  fresh,
  'old',
  'disablehttp2=enable',
  'clientcertnegotiation=enable',
  'verifyclientcertrevocation=disable',
  'urlretrievaltimeout=900',
  'sslctlstorename=Root',
);
const values = () =>
  registryOf(fresh)
    .filter((line) => !/^SslCertHash /.test(line))
    .join('; ');
const before = values();
const shownBefore = netsh('show', fresh).text;
ask('The registry values of a binding with some settings', before);
ask('`update` with hash and appid only', brief(netsh('update', fresh, hash('new'), appId)));
const after = values();
ask('Does `update` keep the options that are omitted?', after === before ? 'yes, all' : `no: ${after}`);
const masked = (text) => text.replaceAll(thumbprintOf('old'), '').replaceAll(thumbprintOf('new'), '');
ask(
  '… and is the text of `show` the same, extended properties included?',
  yes(masked(netsh('show', fresh).text) === masked(shownBefore)),
);
ask('Does `update` without `certhash` work?', brief(netsh('update', fresh, appId, 'disablehttp2=disable')));
netsh('delete', fresh);

const script = join(folder, 'script.txt');
writeFileSync(
  script,
  `http delete sslcert ipport=127.0.0.1:${silent + 2}\r\nhttp add sslcert ${fresh} ${hash('old')} ${appId} certstorename=MY\r\n`,
);
ask('`netsh -f`, its first line failing, its second not', brief(run('netsh.exe', '-f', script)));
ask('… and was the second line carried out?', yes(registryOf(fresh).length > 0));
writeFileSync(script, `http delete sslcert ${fresh}\r\nhttp delete sslcert ${fresh}\r\n`);
ask('`netsh -f`, its last line failing', brief(run('netsh.exe', '-f', script)));
writeFileSync(script, 'http show nosuchthing\r\n');
ask('`netsh -f` with a command that does not exist', brief(run('netsh.exe', '-f', script)));

const json = netsh('show', undefined, 'json=enable');
ask('`show sslcert json=enable`', brief(json));
ask('… is it JSON?', yes(/^\s*[[{]/.test(json.text)));

const named = `hostnameport=Case.Rebind.Test:${silent + 3}`;
ask('`add` of a host name with capitals', brief(add(named, 'old')));
ask('… does `show` keep them?', yes(show().includes(`Case.Rebind.Test:${silent + 3}`)));
ask('… is the same name in lower case another record?', yes(add(named.toLowerCase(), 'old').exitCode === 0));
netsh('delete', named);
ask('`add` of a scoped CCS binding', brief(netsh('add', `scopedccs=ccs.rebind.test:${silent + 4}`, appId)));
const keys = run('reg.exe', 'query', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters').text;
ask(
  'The registry keys with bindings',
  [...keys.matchAll(/\\(Ssl\w+)\s*$/gm)].map(([, name]) => name).join(', '),
);
netsh('delete', `scopedccs=ccs.rebind.test:${silent + 4}`);

add(`ipport=0.0.0.0:${spare}`, 'old');
add(`hostnameport=*.rebind.test:${spare}`, 'new');
ask(
  'With `*.rebind.test` (new) and `0.0.0.0` (old) on one port, www.rebind.test gets',
  await shownBy('127.0.0.1', spare),
);
ask('… and a name without a binding of its own gets', await shownBy('127.0.0.1', spare, 'www.other.test'));
add(`hostnameport=www.rebind.test:${spare}`, 'old');
ask('… and with `www.rebind.test` (old) too, that name gets', await shownBy('127.0.0.1', spare));
add(`ipport=127.0.0.1:${spare}`, 'new');
ask('… and with `127.0.0.1` (new) too, that name gets', await shownBy('127.0.0.1', spare));
for (const key of [
  'ipport=0.0.0.0',
  'ipport=127.0.0.1',
  'hostnameport=www.rebind.test',
  'hostnameport=*.rebind.test',
])
  netsh('delete', `${key}:${spare}`);
ask('… and without any binding', await shownBy('127.0.0.1', spare));

ask('`certutil -store MY -v`', `exit code ${run('certutil.exe', '-store', 'MY', '-v').exitCode}`);
ask('`certutil -v -store MY`', `exit code ${run('certutil.exe', '-v', '-store', 'MY').exitCode}`);
ask(
  '`certutil -store` of a thumbprint that is not there',
  brief(run('certutil.exe', '-store', 'MY', '0'.repeat(40))),
);
ask(
  '`certutil -delstore` of a thumbprint that is not there',
  brief(run('certutil.exe', '-delstore', 'MY', '0'.repeat(40))),
);
ask(
  '`certutil -importPFX` with a wrong password',
  brief(run('certutil.exe', '-f', '-p', 'wrong', '-importPFX', 'MY', join(folder, 'newest.pfx'))),
);
ask('The code page of a console', run('chcp.com').text.trim());

const rows = answers.map(
  (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/[^ -~…]/g, '?')).join(' | ')} |`,
);
const table = ['| Question | Answer |', '| --- | --- |', ...rows, ''].join('\n');
console.log(table);
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, table);
