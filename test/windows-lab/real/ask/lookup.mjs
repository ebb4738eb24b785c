// Which record HTTP.sys takes for a handshake.
import { add, netsh, shownBy, spare } from '../machine.mjs';

export async function askAboutLookup(ask) {
  const get = (servername) => shownBy('127.0.0.1', spare, servername ? { servername } : {});
  add(`ipport=0.0.0.0:${spare}`, 'old');
  add(`hostnameport=*.rebind.test:${spare}`, 'new');
  await ask('With `*.rebind.test` (new) and `0.0.0.0` (old) on one port, www.rebind.test gets', () => get());
  await ask('… and a name without a binding of its own gets', () => get('www.other.test'));
  add(`hostnameport=www.rebind.test:${spare}`, 'old');
  await ask('… and with `www.rebind.test` (old) too, that name gets', () => get());
  add(`ipport=127.0.0.1:${spare}`, 'new');
  await ask('… and with `127.0.0.1` (new) too, that name gets', () => get());
  netsh('delete', `ipport=127.0.0.1:${spare}`);
  const named = `hostnameport=münchen.rebind.test:${spare}`;
  add(named, 'newest');
  await ask('With `münchen.rebind.test` (newest), xn--mnchen-3ya.rebind.test gets', () =>
    get('xn--mnchen-3ya.rebind.test'),
  );
  const hosts = ['www.rebind.test', '*.rebind.test'].map((host) => `hostnameport=${host}:${spare}`);
  for (const key of [named, ...hosts, `ipport=0.0.0.0:${spare}`]) netsh('delete', key);
  await ask('Without any binding, a handshake gets', () => get());
}
