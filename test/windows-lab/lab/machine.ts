import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Issued } from '../../../simulator/certificates/issue.js';
import { writePfx } from '../../../simulator/certificates/pfx.js';
import { onLinux, windows } from './folders.js';
import { mustRun, wine } from './wine.js';

export const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
const lab = 'HKLM\\Software\\Windows Lab';
/** Apart from the rest: a list that allows administrators nothing cannot be deleted (see stand-ins/access_list.h). */
const accessLists = 'HKLM\\Software\\Windows Lab Access Lists';
const configuration = 'C:\\windows\\system32\\inetsrv\\config\\applicationHost.config';

/** One record of HTTP.sys's table, as the real reg.exe prints it: value name → data. */
export type RegistryRecord = Readonly<Record<string, string>>;

/** Makes the machine as it is at first: no bindings, no certificates, no sites, an elevated account, no faults. */
export async function resetMachine(): Promise<void> {
  const file = `${windows.tools}\\reset.reg`;
  const emptied = [
    ...['SslBindingInfo', 'SslSniBindingInfo', 'SslCcsBindingInfo', 'SslScopedCcsBindingInfo'].map(
      (table) => `${parameters}\\${table}`,
    ),
    ...['MY', 'CA', 'WebHosting'].map((store) => `HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\${store}`),
    lab,
    accessLists,
  ];
  const full = (key: string) => key.replace(/^HKLM/, 'HKEY_LOCAL_MACHINE');
  const lines = ['REGEDIT4', '', ...emptied.flatMap((key) => [`[-${full(key)}]`, `[${full(key)}]`, ''])];
  writeFileSync(onLinux(file), lines.join('\r\n'));
  await mustRun('reg', 'import', file);
  for (const folder of [temp, toolCache]) {
    rmSync(onLinux(folder), { recursive: true, force: true });
    mkdirSync(onLinux(folder), { recursive: true });
  }
  for (const folder of [journals, cryptoFolder]) rmSync(onLinux(folder), { recursive: true, force: true });
  writeSites('');
}

/** RUNNER_TEMP, with what people have in it. */
export const temp = 'C:\\actions-runner\\_work\\temp of Übung ñ 試験';
export const toolCache = 'C:\\actions-runner\\_work\\_tool';
/** Where the action keeps its journals. */
const journals = 'C:\\windows\\system32\\config\\systemprofile\\AppData\\Local\\rebind-iis-certificate';

/** Where Windows keeps the files of keys. */
export const cryptoFolder = `${windows.programData}\\Microsoft\\Crypto`;

/** Writes the sites of IIS: `<site name="…" id="…">…</site>` elements. */
export function writeSites(sites: string): void {
  writeFileSync(onLinux(configuration), `<configuration><sites>${sites}</sites></configuration>`);
}

/** Puts a certificate with its key into a store of LocalMachine. @param options of certutil, such as `-csp` */
export async function store(certificate: Issued, name = 'MY', ...options: string[]): Promise<void> {
  const file = `${windows.tools}\\store.pfx`;
  writeFileSync(onLinux(file), writePfx(certificate, { password: 'x', encryption: 'legacy', chain: [] }));
  await mustRun('certutil', '-f', '-p', 'x', ...options, '-importPFX', name, file);
}

/** Binds a stored certificate, as an administrator would. */
export async function bind(endpoint: string, { thumbprint }: Issued, ...more: string[]): Promise<void> {
  await mustRun(
    'netsh',
    'http',
    'add',
    'sslcert',
    endpoint,
    `certhash=${thumbprint}`,
    `appid=${iisAppId}`,
    'certstorename=MY',
    ...more,
  );
}

/** The table as the real reg.exe reads it: endpoint → values, without the name of the subkey of an SNI record. */
export async function readTable(): Promise<Map<string, RegistryRecord>> {
  const text = await mustRun('reg', 'query', parameters, '/s');
  const records = new Map<string, RegistryRecord>();
  for (const block of text.split(/\r\n\r\n/)) {
    const [key = '', ...lines] = block.trim().split('\r\n');
    const values = Object.fromEntries(
      lines.map((line) => /^ {4}(\S+) {4}REG_\w+ {4}(.*)$/.exec(line)?.slice(1, 3) ?? []),
    );
    if (values.AppId !== undefined)
      records.set(values.HostnamePort ?? key.slice(key.lastIndexOf('\\') + 1), values);
  }
  return records;
}

/** The text of `netsh http show sslcert`. */
export function show(): Promise<string> {
  return mustRun('netsh', 'http', 'show', 'sslcert');
}

/** The thumbprints in a store, with whether there is a key. */
export async function stored(name: string): Promise<Map<string, boolean>> {
  const blocks = (await mustRun('certutil', '-store', name)).split(/^=+ Certificate \d+ =+$/m).slice(1);
  return new Map(
    blocks.map((block) => [
      /\(sha1\): (\S+)/.exec(block)?.[1]?.toUpperCase() ?? '',
      block.includes('Provider = '),
    ]),
  );
}

/** Sets what goes wrong with a change of the table (see stand-ins/lab.h). */
export async function setFault(fault: string): Promise<void> {
  await mustRun('reg', 'add', lab, '/v', 'Fault', '/d', fault, '/f');
}

export async function clearFault(): Promise<void> {
  await wine('reg', 'delete', lab, '/v', 'Fault', '/f');
}

/** Whether a netsh waits for a kill because of a fault. */
export async function isHanging(): Promise<boolean> {
  return (await wine('reg', 'query', lab, '/v', 'Hanging')).exitCode === 0;
}

/** Ends the netsh that waits for a kill, if it has not been killed yet. */
export async function endHanging(): Promise<void> {
  const text = await mustRun('reg', 'query', lab, '/v', 'Hanging');
  await wine('taskkill', '/f', '/pid', String(Number(/0x[0-9a-f]+/.exec(text)?.[0])));
  await mustRun('reg', 'delete', lab, '/v', 'Hanging', '/f');
}

export async function setAccount(account: 'administrator' | 'network-service'): Promise<void> {
  await mustRun('reg', 'add', lab, '/v', 'Account', '/d', account, '/f');
}

/** Makes a folder, by its Windows path. */
export function makeFolder(windowsPath: string): void {
  mkdirSync(onLinux(windowsPath), { recursive: true });
}

/** The files that a run has left behind: all below the runner's folders that is not the runner's, and open journals. */
export function leftovers(): string[] {
  const files = (folder: string) =>
    existsSync(onLinux(folder)) ? readdirSync(onLinux(folder), { recursive: true, withFileTypes: true }) : [];
  return [temp, toolCache, journals]
    .flatMap(files)
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('_runner_file_commands'))
    .map((entry) => entry.name);
}
