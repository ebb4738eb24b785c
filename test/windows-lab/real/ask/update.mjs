// What `update` keeps, and what delete + add loses.
import { add, iisAppId, netsh, registryOf, run, silent, thumbprintOf } from '../machine.mjs';
import { brief, yes } from './words.mjs';

const fresh = `ipport=127.0.0.1:${silent + 1}`;
const hash = (certificate) => `certhash=${thumbprintOf(certificate)}`;
const appId = `appid=${iisAppId}`;

const values = () =>
  registryOf(fresh)
    .filter((line) => !/^SslCertHash /i.test(line))
    .join('; ');
const shown = () =>
  ['old', 'new'].reduce((text, each) => text.replaceAll(thumbprintOf(each), ''), netsh('show', fresh).text);

const property = (verb, ...args) => run('netsh.exe', 'http', verb, 'sslpropertyex', ...args);

export async function askAboutUpdate(ask) {
  netsh('delete', fresh);
  await ask('`update` of a key that is not there', () =>
    brief(netsh('update', fresh, hash('old'), appId, 'certstorename=MY')),
  );
  await askAboutOptions(ask);
  await askAboutProperties(ask);
}

async function askAboutOptions(ask) {
  add(
    fresh,
    'old',
    'disablehttp2=enable',
    'clientcertnegotiation=enable',
    'verifyclientcertrevocation=disable',
    'urlretrievaltimeout=900',
    'sslctlstorename=Root',
  );
  const [before, shownBefore] = [values(), shown()];
  await ask('The registry values of a binding with some settings', () => before);
  await ask('`update` with hash and appid only', () => brief(netsh('update', fresh, hash('new'), appId)));
  const after = values();
  await ask('Does `update` keep the options that are omitted?', () =>
    after === before ? 'yes, all' : `no: ${after}`,
  );
  await ask('… and is the text of `show` the same, extended properties included?', () =>
    yes(shown() === shownBefore),
  );
  await ask('`update` without `certhash`', () =>
    brief(netsh('update', fresh, appId, 'disablehttp2=disable')),
  );
  netsh('delete', fresh);
}

/** Extended properties: 0 to 4 are shown since Server 2022; 5 (session ticket keys) and 6 (certificates) are newer. */
async function askAboutProperties(ask) {
  await ask('`update sslpropertyex help` names the properties', () => {
    const help = property('update', 'help').text;
    return [...new Set([...help.matchAll(/\b([a-z]+)=/gi)].map(([, name]) => name))].join(', ') || 'none';
  });
  add(fresh, 'old');
  await ask(
    'The property ids in `show`',
    () =>
      [...netsh('show', fresh).text.matchAll(/^\s*PropertyId\s*: *(\d+)/gim)]
        .map(([, id]) => id)
        .join(', ') || 'none',
  );
  for (const id of [5, 6])
    await ask(`\`show sslpropertyex\` of ${id}`, () => brief(property('show', fresh, `propertyid=${id}`)));
  const plain = shown();
  await ask('`update sslpropertyex` of 0 with a receive window', () =>
    brief(property('update', fresh, 'propertyid=0', 'receivewindow=4096')),
  );
  const set = shown();
  await ask('… does `show` tell?', () => yes(set !== plain));
  netsh('update', fresh, hash('new'), appId, 'certstorename=MY');
  await ask('… is it kept by `update`?', () => yes(shown() === set));
  netsh('delete', fresh);
  add(fresh, 'old');
  await ask('… and by delete + add?', () => yes(shown() === set));
  netsh('delete', fresh);
}
