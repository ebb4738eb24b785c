// The Windows machine that the tests on real Windows run on. Every program's output is kept, as bytes, below `raw`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { connect } from 'node:tls';

export const folder = join(process.env.RUNNER_TEMP ?? '', 'real windows');
/** What becomes the artifact. */
export const raw = join(folder, 'raw');
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

/** A binding on which nobody listens, for a handshake that has to fail. */
export const deaf = `ipport=127.0.0.1:${silent + 9}`;

/** Runs a program of System32. @returns {{ exitCode: number, text: string }} text has a character for each byte */
export function run(program, ...args) {
  return runAt(join(process.env.SystemRoot ?? '', 'System32', program), ...args);
}

/**
 * Runs a program at any place. One that is not there, or takes more than two minutes, ends with -1 and says so.
 * @returns {{ exitCode: number, text: string }} text has a character for each byte
 */
export function runAt(program, ...args) {
  const nothing = Buffer.alloc(0);
  const ended = spawnSync(program, args, { timeout: 120_000, windowsHide: true });
  const { status, error, stdout = nothing, stderr = nothing } = ended;
  const printed = Buffer.concat([stdout ?? nothing, stderr ?? nothing]);
  keep(`${basename(program)}.txt`, [
    `${basename(program)} ${args.join(' ')}\nexit code ${status}${error ? ` (${error.message})` : ''}\n--- printed\n`,
    printed,
  ]);
  return { exitCode: status ?? -1, text: error ? error.message : printed.toString('latin1') };
}

/** Keeps something in the artifact, under a number and a name. @param {(string | Buffer)[]} parts */
export function keep(name, parts) {
  mkdirSync(raw, { recursive: true });
  const number = String(readdirSync(raw).length + 1).padStart(3, '0');
  writeFileSync(join(raw, `${number}-${name}`), Buffer.concat(parts.map((part) => Buffer.from(part))));
}

/**
 * Notes which claims of docs/status.md this machine has just shown to be true. scripts/status.js reads the file from the
 * artifact.
 * @param {string[]} claims
 */
export function seen(...claims) {
  const path = join(raw, 'evidence.json');
  const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).seen : [];
  note(raw, process.env.ImageOS ?? '', [...new Set([...before, ...claims])]);
}

/**
 * @param {string} where a folder for evidence.json
 * @param {string} image of the hosted runner, as $ImageOS names it: `win22`, `win25`
 * @param {string[]} claims
 */
export function note(where, image, claims) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = process.env;
  const evidence = {
    image,
    date: new Date().toISOString().slice(0, 10),
    commit: process.env.GITHUB_SHA ?? '',
    run: `${server}/${repository}/actions/runs/${id}`,
    seen: claims,
  };
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`);
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
export function importPfx(certificate, ...options) {
  return run('certutil.exe', '-f', '-p', 'throw-away', ...options, '-importPFX', 'MY', pfxOf(certificate));
}

/** 40 lower-case hex digits. */
export function thumbprintOf(certificate) {
  return createHash('sha1')
    .update(readFileSync(join(folder, `${certificate}.cer`)))
    .digest('hex');
}

const certificates = ['old', 'new', 'newest'];

/**
 * Which certificate a socket shows: `old`, `new`, `newest`, a thumbprint, or an error code.
 * @param {object} [options] of the handshake, such as `servername` or `minVersion`
 */
export function shownBy(address, at, options = {}) {
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: address,
        port: at,
        servername: 'www.rebind.test',
        rejectUnauthorized: false,
        timeout: 10_000,
        ...options,
      },
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
