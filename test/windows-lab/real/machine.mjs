// The Windows machine that the tests on real Windows run on. Every program's output is kept, as bytes, below `raw`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { connect } from 'node:tls';

export const folder = join(process.env.RUNNER_TEMP ?? '', 'real windows');
const raw = join(folder, 'raw');
const port = Number(process.env.FIRST_PORT);
const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

export const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
export const sites = ['Rebind Übung', 'Rebind spare'];

/** The sockets that the action rebinds, each with settings of its own. IIS listens on all of them. */
export const sockets = [
  {
    key: `ipport=0.0.0.0:${port}`,
    settings: ['disablehttp2=enable', 'verifyclientcertrevocation=disable'],
    address: '127.0.0.1',
    port,
  },
  {
    key: `ipport=[::]:${port}`,
    settings: ['revocationfreshnesstime=60', 'disabletls13=enable'],
    address: '::1',
    port,
  },
  {
    key: `ipport=127.0.0.1:${port + 1}`,
    settings: ['sslctlstorename=Root', 'urlretrievaltimeout=900'],
    address: '127.0.0.1',
    port: port + 1,
  },
  {
    key: `hostnameport=www.rebind.test:${port + 2}`,
    settings: ['disableocspstapling=enable'],
    address: '127.0.0.1',
    port: port + 2,
  },
];

/** A port on which IIS listens too, for questions. */
export const spare = port + 3;

/** Ports on which nobody listens. */
export const silent = port + 10;

/** Runs a program of System32. @returns {{ exitCode: number, text: string }} text has a character for each byte */
export function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(join(process.env.SystemRoot ?? '', 'System32', program), args);
  mkdirSync(raw, { recursive: true });
  const number = String(readdirSync(raw).length + 1).padStart(3, '0');
  const head = `${program} ${args.join(' ')}\nexit code ${status}\n--- stdout\n`;
  writeFileSync(
    join(raw, `${number}-${basename(program)}.txt`),
    Buffer.concat([Buffer.from(head), stdout, Buffer.from('\n--- stderr\n'), stderr]),
  );
  return { exitCode: status ?? -1, text: Buffer.concat([stdout, stderr]).toString('latin1') };
}

export function netsh(verb, key, ...args) {
  return run('netsh.exe', 'http', verb, 'sslcert', ...(key === undefined ? [] : [key]), ...args);
}

/** Binds a certificate, as an administrator would. */
export function add(key, certificate, ...settings) {
  return netsh(
    'add',
    key,
    `certhash=${thumbprintOf(certificate)}`,
    `appid=${iisAppId}`,
    'certstorename=MY',
    ...settings,
  );
}

/** The text of the whole table. */
export function show() {
  return netsh('show').text;
}

/** What the registry has for one endpoint: lines of names and values; empty if there is nothing. */
export function registryOf(key) {
  const endpoint = key.slice(key.indexOf('=') + 1).toLowerCase();
  const blocks = run('reg.exe', 'query', parameters, '/s').text.split(/\r?\n\r?\n/);
  const found = blocks.find((block) => {
    const [name = '', ...values] = block.trim().toLowerCase().split(/\r?\n/);
    return (
      name.endsWith(`\\${endpoint}`) ||
      values.some((value) => /^ *hostnameport /.test(value) && value.endsWith(` ${endpoint}`))
    );
  });
  return (found ?? '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.trim().replace(/ {2,}/g, ' '));
}

export function pfxOf(certificate) {
  return join(folder, `${certificate}.pfx`);
}

/** Imports a certificate with its key into LocalMachine\MY. */
export function importPfx(certificate) {
  return run('certutil.exe', '-f', '-p', 'throw-away', '-importPFX', 'MY', pfxOf(certificate));
}

/** 40 lower-case hex digits. */
export function thumbprintOf(certificate) {
  return createHash('sha1')
    .update(readFileSync(join(folder, `${certificate}.cer`)))
    .digest('hex');
}

const certificates = ['old', 'new', 'newest'];

/** Which certificate a socket shows: `old`, `new`, `newest`, a thumbprint, or an error code. */
export function shownBy(address, at, servername = 'www.rebind.test') {
  return new Promise((resolve) => {
    const socket = connect(
      { host: address, port: at, servername, rejectUnauthorized: false, timeout: 10_000 },
      () => {
        const { raw: der } = socket.getPeerX509Certificate() ?? {};
        const thumbprint = der ? createHash('sha1').update(der).digest('hex') : 'nothing';
        resolve(certificates.find((each) => thumbprintOf(each) === thumbprint) ?? thumbprint);
        socket.destroy();
      },
    );
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}
