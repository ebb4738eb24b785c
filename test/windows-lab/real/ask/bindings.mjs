// What netsh does with bindings: exit codes, scripts, odd hosts, CCS, JSON, arguments that are new.
import { readFileSync, writeFileSync } from 'node:fs';
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
  silent,
  sockets,
  thumbprintOf,
} from '../machine.mjs';
import { brief, hex, yes } from './words.mjs';

const fresh = `ipport=127.0.0.1:${silent + 1}`;
const hash = (certificate) => `certhash=${thumbprintOf(certificate)}`;
const appId = `appid=${iisAppId}`;
const script = join(folder, 'script.txt');
const SNI = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\SslSniBindingInfo';

/** Everything that the action knows to pass; anything else in the help is new. */
const KNOWN =
  /^(hostnameport|ipport|ccs|scopedccs|appid|certhash|certstorename|verifyclientcertrevocation|verifyrevocationwithcachedclientcertonly|usagecheck|revocationfreshnesstime|urlretrievaltimeout|sslctlidentifier|sslctlstorename|dsmapperusage|clientcertnegotiation|reject|disablehttp2|disablequic|disabletls12|disabletls13|disableocspstapling|enabletokenbinding|logextendedevents|disablelegacytls|enablesessionticket|disablesessionid)$/;

export async function askAboutBindings(ask) {
  importPfx('old');
  importPfx('new');
  await askAboutExitCodes(ask);
  await askAboutScripts(ask);
  await askAboutNewArguments(ask);
  await askAboutOtherKinds(ask);
  await askAboutHosts(ask);
  await ask('`show sslcert json=enable`', () => brief(netsh('show', undefined, 'json=enable')));
  await ask('… the keys of its first object', () => jsonKeys(netsh('show', undefined, 'json=enable').text));
}

async function askAboutExitCodes(ask) {
  const [{ key: present = '' } = {}] = sockets;
  await ask('`add`', () => brief(add(fresh, 'old')));
  await ask('`add` of a key that is there', () => brief(add(present, 'old')));
  await ask('`show` of one key', () => `exit code ${netsh('show', fresh).exitCode}`);
  await ask('`delete`', () => brief(netsh('delete', fresh)));
  await ask('`delete` of a key that is not there', () => brief(netsh('delete', fresh)));
  await ask('`show` of a key that is not there', () => brief(netsh('show', fresh)));
  await ask('`add` with a hash that no store has', () =>
    brief(netsh('add', fresh, `certhash=${'0'.repeat(40)}`, appId, 'certstorename=MY')),
  );
  await ask('`add` without an appid', () => brief(netsh('add', fresh, hash('old'), 'certstorename=MY')));
  await ask('`add` with an unknown argument', () => brief(add(fresh, 'old', 'nosuchargument=enable')));
  await ask('… and is the binding there then?', () => yes(registryOf(fresh).length > 0));
  netsh('delete', fresh);
  for (const zero of ['revocationfreshnesstime=0', 'urlretrievaltimeout=0']) {
    await ask(`\`add\` with \`${zero}\``, () => brief(add(fresh, 'old', zero)));
    netsh('delete', fresh);
  }
}

async function askAboutScripts(ask) {
  const lines = (...commands) => writeFileSync(script, `${commands.join('\r\n')}\r\n`);
  const remove = `http delete sslcert ${fresh}`;
  const create = `http add sslcert ${fresh} ${hash('old')} ${appId} certstorename=MY`;
  const runScript = () => run('netsh.exe', '-f', script);
  lines(create, remove);
  await ask('`netsh -f` when all is well', () => brief(runScript()));
  lines(remove, create);
  await ask('`netsh -f`, its first line failing, its second not', () => brief(runScript()));
  await ask('… and was the second line carried out?', () => yes(registryOf(fresh).length > 0));
  lines(remove, remove);
  await ask('`netsh -f`, its last line failing', () => brief(runScript()));
  lines('http show nosuchthing');
  await ask('`netsh -f` with a command that does not exist', () => brief(runScript()));
  await ask('`netsh -f` with a script that is not there', () =>
    brief(run('netsh.exe', '-f', `${script}.none`)),
  );
}

async function askAboutNewArguments(ask) {
  const help = netsh('add', undefined, 'help').text;
  const unknown = [
    ...new Set([...help.matchAll(/\[?\b([a-z0-9]+)=/gi)].map(([, name = '']) => name.toLowerCase())),
  ].filter((name) => !KNOWN.test(name));
  await ask('Arguments of `add` that the action does not know', () => unknown.join(', ') || 'none');
  add(fresh, 'old');
  const plain = settingsOf(fresh);
  netsh('delete', fresh);
  for (const name of new Set([...unknown, 'disableaia'])) {
    await ask(`\`add\` with \`${name}=enable\` sets, in the registry`, () => {
      const ended = add(fresh, 'old', `${name}=enable`);
      const changed = settingsOf(fresh).filter((line) => !plain.includes(line));
      netsh('delete', fresh);
      return ended.exitCode === 0 ? changed.join('; ') || 'nothing' : brief(ended);
    });
  }
}

async function askAboutOtherKinds(ask) {
  for (const key of [`ccs=${silent + 4}`, `scopedccs=ccs.rebind.test:${silent + 4}`]) {
    await ask(`\`add ${key}\``, () => brief(netsh('add', key, appId)));
    await ask('… the lines of `show` with `(null)`', () => {
      const lines = netsh('show', key).text.split(/\r?\n/);
      return (
        lines
          .filter((line) => line.includes('(null)'))
          .map((line) => line.trim())
          .join('; ') || 'none'
      );
    });
    netsh('delete', key);
  }
  const keys = run('reg.exe', 'query', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters').text;
  await ask('The registry keys with bindings', () =>
    [...keys.matchAll(/\\(Ssl\w+)\s*$/gm)].map(([, name]) => name).join(', '),
  );
}

async function askAboutHosts(ask) {
  const named = (host) => `hostnameport=${host}:${silent + 3}`;
  const capitals = named('Case.Rebind.Test');
  await ask('`add` of a host name with capitals', () => brief(add(capitals, 'old')));
  await ask('… does `show` keep them?', () => yes(show().includes(`Case.Rebind.Test:${silent + 3}`)));
  await ask('… is the same name in lower case another record?', () =>
    yes(add(capitals.toLowerCase(), 'old').exitCode === 0),
  );
  netsh('delete', capitals);
  for (const host of ['10.0.0.5', '*', 'dot.rebind.test.', 'münchen.rebind.test']) {
    const key = named(host);
    await ask(`\`add\` of the host \`${host}\``, () => brief(add(key, 'old')));
    await ask('… the bytes of its host in `show`', () => hex(hostShown(silent + 3)) || 'it is not there');
    await ask('… and the text of its host in a `reg export`', () => hostExported(silent + 3));
    await ask('… and `delete` by the same name', () => brief(netsh('delete', key)));
  }
}

/** The host of the record on a port, as `show` prints it. */
function hostShown(port) {
  return new RegExp(`: ([^\\s:]+):${port}\\s*$`, 'm').exec(show())?.[1] ?? '';
}

/** The same, as reg.exe writes it into a file: UTF-16, every letter exact. */
function hostExported(port) {
  const file = join(folder, 'sni.reg');
  const ended = run('reg.exe', 'export', SNI, file, '/y');
  if (ended.exitCode !== 0) return brief(ended);
  const text = readFileSync(file, 'utf16le');
  const host = new RegExp(`"HostnamePort"="([^"]+):${port}"`, 'i').exec(text)?.[1] ?? 'it is not there';
  return `${host} (${Buffer.from(host).toString('hex')})`;
}

/** What the registry has for a key, its hash aside. */
function settingsOf(key) {
  return registryOf(key).filter((line) => !/^SslCertHash /i.test(line));
}

function jsonKeys(text) {
  try {
    const parsed = JSON.parse(text);
    const [first = parsed] = Object.values(parsed).flat();
    return Object.keys(first).join(', ');
  } catch {
    return 'it is no JSON';
  }
}
