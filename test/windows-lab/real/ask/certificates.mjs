// What certutil does with stores, keys and files, and what icacls does with a key's file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  add,
  folder,
  importPfx,
  netsh,
  pfxOf,
  run,
  runAt,
  shownBy,
  spare,
  thumbprintOf,
} from '../machine.mjs';
import { brief, yes } from './words.mjs';

const MADE_UP = 'Rebind Made Up';
const STORES = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const CSP = 'Microsoft RSA SChannel Cryptographic Provider';
const keyFolders = ['Crypto\\Keys', 'Crypto\\RSA\\MachineKeys'].map((path) =>
  join(process.env.ProgramData ?? '', 'Microsoft', path),
);
const certutil = (...args) => run('certutil.exe', ...args);

export async function askAboutCertificates(ask) {
  await askAboutLookups(ask);
  await askAboutFiles(ask);
  await askAboutStores(ask);
  await askAboutKeys(ask);
  await askAboutCsp(ask);
}

async function askAboutLookups(ask) {
  await ask('`certutil -store MY -v`', () => `exit code ${certutil('-store', 'MY', '-v').exitCode}`);
  await ask('`certutil -v -store MY`', () => `exit code ${certutil('-v', '-store', 'MY').exitCode}`);
  await ask('`certutil -store` of a thumbprint that is not there', () =>
    brief(certutil('-store', 'MY', '0'.repeat(40))),
  );
  await ask('`certutil -delstore` of a thumbprint that is not there', () =>
    brief(certutil('-delstore', 'MY', '0'.repeat(40))),
  );
}

async function askAboutFiles(ask) {
  await ask('`certutil -importPFX` with a wrong password', () =>
    brief(certutil('-f', '-p', 'wrong', '-importPFX', 'MY', pfxOf('newest'))),
  );
  await ask('`certutil -importPFX` of a PFX with PBMAC1', () => importPbmac1());
  await ask('Seconds until `add` takes a certificate that was imported this moment', () => secondsToBind());
}

/** OpenSSL 3.4 and later writes such a file; Git for Windows brings one. */
function importPbmac1() {
  const openssl = join(process.env.ProgramFiles ?? '', 'Git/usr/bin/openssl.exe');
  const [pem, pfx] = ['pbmac1.pem', 'pbmac1.pfx'].map((name) => join(folder, name));
  const password = ['-passin', 'pass:throw-away'];
  const opened = runAt(openssl, 'pkcs12', '-in', pfxOf('new'), ...password, '-nodes', '-legacy', '-out', pem);
  if (opened.exitCode !== 0) return `not tried: ${brief(opened)}`;
  const made = runAt(
    openssl,
    'pkcs12',
    '-export',
    '-in',
    pem,
    '-out',
    pfx,
    '-pbmac1_pbkdf2',
    '-passout',
    'pass:throw-away',
  );
  writeFileSync(pem, '');
  if (made.exitCode !== 0) return `not tried: ${brief(made)}`;
  return brief(certutil('-f', '-p', 'throw-away', '-importPFX', 'MY', pfx));
}

function secondsToBind() {
  const key = `ipport=127.0.0.1:${spare}`;
  certutil('-delstore', 'MY', thumbprintOf('new'));
  const imported = importPfx('new');
  if (imported.exitCode !== 0) return `not tried: ${brief(imported)}`;
  const began = Date.now();
  while (Date.now() - began < 30_000) {
    if (add(key, 'new').exitCode !== 0) continue;
    netsh('delete', key);
    return ((Date.now() - began) / 1000).toFixed(1);
  }
  return 'more than 30';
}

async function askAboutStores(ask) {
  const inStore = () => run('reg.exe', 'query', `${STORES}\\${MADE_UP}\\Certificates`);
  await ask('`certutil -importPFX` into a store that does not exist', () =>
    brief(certutil('-f', '-p', 'throw-away', '-importPFX', MADE_UP, pfxOf('newest'), 'NoRoot')),
  );
  await ask('… and is there such a store then?', () => yes(inStore().exitCode === 0));
  await ask('`certutil -addstore` into a store that does not exist', () =>
    brief(certutil('-f', '-addstore', `${MADE_UP} Too`, join(folder, 'newest.cer'))),
  );
  for (const store of [MADE_UP, `${MADE_UP} Too`]) {
    certutil('-delstore', store, thumbprintOf('newest'));
    run('reg.exe', 'delete', `${STORES}\\${store}`, '/f');
  }
  await ask('`certutil -store Personal` (the name that the console shows for MY)', () =>
    brief(certutil('-store', 'Personal')),
  );
}

/** The lines that name a key's provider and container, and what follows from them. */
async function askAboutKeys(ask) {
  importPfx('new');
  const listed = certutil('-store', 'MY', thumbprintOf('new')).text;
  const provider = /^\s*\S[^=\r\n]*= (Microsoft [^\r\n]+?)\s*$/m.exec(listed)?.[1] ?? '';
  const [, label = '', container = ''] =
    /^\s*([^:=\r\n]+): ([0-9a-f]{32}_[0-9a-f-]{36})\s*$/im.exec(listed) ?? [];
  await ask('The provider of a key that certutil imported', () => provider || 'it is not named');
  await ask('The label and the form of its container', () =>
    container ? `${label.trim()}: ${container}` : 'not there',
  );
  const file =
    keyFolders.map((place) => join(place, container)).find((path) => container && existsSync(path)) ?? '';
  await ask('The file of that name', () => file || 'there is none');
  await ask('The property ids in the Blob of the registry', () => blobProperties(thumbprintOf('new')));
  if (file) await askAboutIcacls(ask, file);
  certutil('-delstore', 'MY', thumbprintOf('new'));
  await ask('Is the file of the key there after `-delstore`?', () => yes(file && existsSync(file)));
  await ask('… `certutil -delkey` of its container', () =>
    brief(certutil('-csp', provider, '-delkey', container)),
  );
  await ask('… and is the file there then?', () => yes(file && existsSync(file)));
}

/** A list of properties: id, 1, length, bytes; little endian. */
function blobProperties(thumbprint) {
  const key = `${STORES}\\MY\\Certificates\\${thumbprint.toUpperCase()}`;
  const bytes = Buffer.from(
    /REG_BINARY\s+([0-9A-F]+)/i.exec(run('reg.exe', 'query', key, '/v', 'Blob').text)?.[1] ?? '',
    'hex',
  );
  const ids = [];
  for (let at = 0; at + 12 <= bytes.length; at += 12 + bytes.readUInt32LE(at + 8))
    ids.push(bytes.readUInt32LE(at));
  return ids.join(', ') || 'there is none';
}

async function askAboutIcacls(ask, file) {
  const saved = join(folder, 'acl.txt');
  await ask('`icacls FILE /save`', () => brief(run('icacls.exe', file, '/save', saved)));
  await ask('… writes', () => {
    const bytes = readFileSync(saved);
    return `${bytes.subarray(0, 2).toString('hex')}, ${bytes.toString('utf16le').trim().replace(/\s+/g, ' ').slice(0, 160)}`;
  });
  await ask('`icacls FILE /grant *S-1-5-20:(R)`', () =>
    brief(run('icacls.exe', file, '/grant', '*S-1-5-20:(R)')),
  );
  await ask('`icacls FOLDER /restore`', () => brief(run('icacls.exe', join(file, '..'), '/restore', saved)));
  await ask('… takes the right back?', () => yes(!run('icacls.exe', file).text.includes('NETWORK SERVICE')));
}

/** A key in a legacy CSP, as Exchange needs it: does TLS 1.3 work with it? */
async function askAboutCsp(ask) {
  const key = `ipport=0.0.0.0:${spare}`;
  await ask('`certutil -csp` with the legacy provider', () =>
    brief(
      run(
        'certutil.exe',
        '-f',
        '-p',
        'throw-away',
        '-csp',
        CSP,
        '-importPFX',
        'MY',
        pfxOf('new'),
        'AT_KEYEXCHANGE',
      ),
    ),
  );
  await ask('… the provider is then', () =>
    certutil('-store', 'MY', thumbprintOf('new')).text.includes(CSP) ? CSP : 'another',
  );
  add(key, 'new');
  for (const version of /** @type {const} */ (['TLSv1.2', 'TLSv1.3'])) {
    await ask(`… a handshake with ${version} shows`, () =>
      shownBy('127.0.0.1', spare, { minVersion: version, maxVersion: version }),
    );
  }
  netsh('delete', key);
}
