import { writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { onLinux, windows } from './lab/folders.js';
import { startJob, until } from './lab/job.js';
import { accessList, keyFile } from './lab/keys.js';
import { bind, iisAppId, readTable, resetMachine, store, stored } from './lab/machine.js';
import { mustRun, wine } from './lab/wine.js';

// What the other tests rest on: this is a Windows, and its programs are as strict as the real ones.

const certificate = issue({ names: ['www.example.com'], key: 'rsa2048' });
const environment = {
  SystemRoot: 'C:\\Windows',
  NODE_OPTIONS: '--require=C:/windows-lab/first_pipe_instance.node',
};

function startNode(script: string) {
  return startJob(windows.node, ['-e', script], environment);
}

beforeEach(resetMachine);

test('Node is a Node for Windows, and finds environment variables in any case', async () => {
  const { stdout } = await startNode('console.log(process.platform, process.env.SYSTEMROOT)').ended;
  expect(stdout.toLowerCase()).toBe('win32 c:\\windows\n');
});

test('arguments arrive as they were given', async () => {
  const args = ['a b', '"c"', '\\\\d\\', 'e\\"', '{f}', '%PATH%', '', 'ü ñ', '& ^ | <>'];
  const script = `process.stdout.write(require('child_process').spawnSync('C:\\\\Windows\\\\System32\\\\netsh.exe', ${JSON.stringify(args)}).stdout)`;
  const { stdout } = await startNode(script).ended;
  // netsh repeats a command that it does not know, in the OEM code page.
  expect(stdout.replace(/[^ -~\r\n]/g, '?')).toContain(
    `not found: ${args.join(' ').replace(/[^ -~]/g, '?')}.`,
  );
});

test('a named pipe has one server, and is free again when that is killed', async () => {
  const server = "require('net').createServer().listen('\\\\\\\\.\\\\pipe\\\\lab')";
  const holder = startNode(`${server}.once('listening', () => console.log('holds'))`);
  await until('the pipe is served', () => holder.printed() === 'holds\n');
  const attempt = `${server}.once('error', ({ code }) => console.log(code)).once('listening', () => process.exit(3))`;
  expect((await startNode(attempt).ended).stdout).toBe('EADDRINUSE\n');
  holder.kill();
  await holder.ended;
  expect((await startNode(attempt).ended).exitCode).toBe(3);
});

test('Ctrl-C is a SIGINT', async () => {
  const job = startNode(
    "process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('runs')",
  );
  await until('the program runs', () => job.printed() === 'runs\n');
  job.cancel();
  expect((await job.ended).exitCode).toBe(7);
});

test('netsh is strict', async () => {
  await store(certificate);
  const hash = `certhash=${certificate.thumbprint}`;
  const add = async (...args: string[]) => {
    const { exitCode, stdout } = await wine('netsh', 'http', 'add', 'sslcert', ...args);
    return exitCode === 0 ? 'done' : stdout;
  };
  const [endpoint, appId] = ['ipport=10.0.0.5:443', `appid=${iisAppId}`];
  expect(await add(endpoint, hash)).toContain('Verify the required parameters');
  expect(await add(endpoint, hash, appId, 'disablesessionid=enable')).toContain(
    'disablesessionid=enable is not a valid argument',
  );
  expect(await add('ipport=10.0.0.5', hash, appId)).toContain('The parameter is incorrect');
  expect(await add(endpoint, hash, appId, 'revocationfreshnesstime=0')).toContain(
    'The parameter is incorrect',
  );
  expect(await add('hostnameport=a.example.com:443', hash, appId)).toContain('The parameter is incorrect');
  expect(await add(endpoint, `certhash=${'0'.repeat(40)}`, appId)).toContain('Error: 1312');
  expect(await add(endpoint, hash, appId, 'certstorename=WebHosting')).toContain('Error: 1312');
  expect(await add(endpoint, hash, appId)).toBe('done');
  expect(await add(endpoint, hash, appId)).toContain('Error: 183');
  expect(await add('ccs=443', appId)).toBe('done');
  expect((await wine('netsh', 'http', 'delete', 'sslcert', 'ipport=10.0.0.6:443')).stdout).toContain(
    'Error: 2',
  );
  expect([...(await readTable()).keys()]).toEqual(['10.0.0.5:443', '443']);
});

test('reg.exe reads what netsh wrote', async () => {
  await store(certificate);
  await bind('hostnameport=WWW.example.com:443', certificate, 'disablehttp2=enable', 'usagecheck=disable');
  const text = await mustRun(
    'reg',
    'query',
    'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\SslSniBindingInfo',
    '/s',
  );
  expect(text).toContain('    HostnamePort    REG_SZ    WWW.example.com:443\r\n');
  expect(text).toContain(`    SslCertHash    REG_BINARY    ${certificate.thumbprint}\r\n`);
  expect(text).toContain('    AppId    REG_BINARY    81E1C34D4BE1214AB02259FC669B0914\r\n');
  expect(text).toContain('    DefaultFlags    REG_DWORD    0x10\r\n');
  expect(text).toContain('    DefaultSslCertCheckMode    REG_DWORD    0x10000\r\n');
});

test('certutil deletes from the store, and says so also of what is not there', async () => {
  await store(certificate, 'WebHosting');
  expect(await stored('webhosting')).toEqual(new Map([[certificate.thumbprint, true]]));
  const remove = () => mustRun('certutil', '-delstore', 'WebHosting', certificate.thumbprint);
  expect(await remove()).toContain('Deleting');
  expect(await remove()).not.toContain('Deleting');
  expect(await stored('WebHosting')).toEqual(new Map());
});

test('certutil asks Windows for the provider', async () => {
  await expect(store(certificate, 'MY', '-csp', 'No Such Provider')).rejects.toThrow('0x80090019');
  expect(await stored('MY')).toEqual(new Map());
});

test('icacls is strict', async () => {
  await store(certificate);
  const file = await keyFile(certificate);
  const icacls = async (...args: string[]) => (await wine('icacls', ...args)).exitCode;
  const list = `${windows.tools}\\list.acl`;
  const restored = (text: string) => {
    writeFileSync(onLinux(list), text, 'utf16le');
    return icacls(file.slice(0, file.lastIndexOf('\\')), '/restore', list);
  };
  const name = file.slice(file.lastIndexOf('\\') + 1);
  const before = await accessList(file);
  expect(await icacls(file, '/grant', 'NETWORK SERVICE:(R)')).not.toBe(0);
  expect(await icacls(file, '/grant', '*S-1-5-20:R')).not.toBe(0);
  expect(await icacls(file, '/grant', '*S-1-5-:(R)')).not.toBe(0);
  expect(await icacls(`${file}0`, '/grant', '*S-1-5-20:(R)')).toBe(2);
  expect(await icacls(windows.node, '/grant', '*S-1-5-20:(R)')).toBe(5);
  expect(await restored(`\ufeff${name}\r\nD:(A;;FA;;;SY)\r\n`)).not.toBe(0);
  expect(await restored(`${name}\nD:(A;;FA;;;SY)\n`)).not.toBe(0);
  expect(await restored(`${name}\r\nD:(A;;FA;;;)\r\n`)).not.toBe(0);
  expect(await accessList(file)).toBe(before);
  expect(await restored(`${name}\r\nD:(D;;FW;;;LS)(A;;FA;;;BA)(A;;0x120089;;;WD)\r\n`)).toBe(0);
  expect(await accessList(file)).toBe('D:(D;;FW;;;LS)(A;;FA;;;BA)(A;;FR;;;WD)');
});
