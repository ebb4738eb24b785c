/**
 * The TLS sockets of the lab, run by the Windows Node: `node listener.ts <control port> <address> <port> ...`.
 *
 * For every connection it reads HTTP.sys's table from the registry with reg.exe, takes the record that HTTP.sys would
 * take (exact IP address, then host name, then wildcard address), and serves the certificate that the record names:
 * from its LocalMachine store, with the key that the lab's certutil kept. Where there is none it resets the
 * connection, as HTTP.sys does. It lives as long as its connection to the control port.
 *
 * It stands alone and has only types that Node can strip, since Node runs it as it is.
 */
import { execFile } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
const stores = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const keys = 'HKLM\\Software\\Windows Lab\\Keys';

type Values = Record<string, string>;

/** Every key below a registry key, with its values: their text as reg.exe prints it. */
function query(key: string): Promise<Map<string, Values>> {
  return new Promise((resolve) => {
    execFile(
      'C:\\Windows\\System32\\reg.exe',
      ['query', key, '/s'],
      { maxBuffer: 1 << 26 },
      (_error, stdout) => {
        const found = new Map<string, Values>();
        for (const block of stdout.split(/\r\n\r\n/)) {
          const [name = '', ...lines] = block.trim().split('\r\n');
          const values = lines.map(
            (line) => /^ {4}(\S+) {4}REG_\w+ {4}(.*)$/.exec(line)?.slice(1, 3) ?? ['', ''],
          );
          found.set(
            name.slice(name.lastIndexOf('\\') + 1).toLowerCase(),
            Object.fromEntries(values) as Values,
          );
        }
        resolve(found);
      },
    );
  });
}

/** The record for a handshake, in HTTP.sys's order. */
async function findRecord(
  address: string,
  port: number,
  serverName: string | undefined,
): Promise<Values | undefined> {
  const tables = ['SslBindingInfo', 'SslSniBindingInfo'].map((table) => query(`${parameters}\\${table}`));
  const [byAddress = new Map<string, Values>(), bySubkey = new Map<string, Values>()] =
    await Promise.all(tables);
  const isIPv6 = address.includes(':');
  const exact = byAddress.get(`${isIPv6 ? `[${address}]` : address}:${port}`);
  if (exact) return exact;
  const byName = [...bySubkey.values()];
  const wildcard = serverName?.replace(/^[^.]*/, '*');
  for (const name of serverName === undefined ? [] : [serverName, wildcard]) {
    const named = byName.find(
      ({ HostnamePort }) => HostnamePort?.toLowerCase() === `${name}:${port}`.toLowerCase(),
    );
    if (named) return named;
  }
  return (isIPv6 ? byAddress.get(`[::]:${port}`) : undefined) ?? byAddress.get(`0.0.0.0:${port}`);
}

/** The certificate of a record with its key; undefined where Schannel would find none. */
async function openCertificate({
  SslCertHash = '',
  SslCertStoreName = 'MY',
}: Values): Promise<SecureContext | undefined> {
  const places = [`${stores}\\${SslCertStoreName}\\Certificates`, keys];
  const [stored, key] = await Promise.all(
    places.map(async (place) => (await query(`${place}\\${SslCertHash}`)).get(SslCertHash.toLowerCase())),
  );
  if (!stored?.Blob || !key?.Pfx) return undefined;
  return createSecureContext({ pfx: Buffer.from(key.Pfx, 'hex'), passphrase: key.Password ?? '' });
}

/** The server name in a TLS ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3). */
function serverNameOf(hello: Buffer): string | undefined {
  let at = 5 + 4 + 2 + 32; // record header, handshake header, version, random
  at += 1 + hello.readUInt8(at); // session id
  at += 2 + hello.readUInt16BE(at); // cipher suites
  at += 1 + hello.readUInt8(at); // compression methods
  const end = at + 2 + hello.readUInt16BE(at);
  for (at += 2; at < end; at += 4 + hello.readUInt16BE(at + 2)) {
    if (hello.readUInt16BE(at) === 0)
      return hello.toString('latin1', at + 9, at + 9 + hello.readUInt16BE(at + 7));
  }
  return undefined;
}

async function serve(socket: Socket, hello: Buffer): Promise<void> {
  const address = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  const record = await findRecord(address, socket.localPort ?? 0, serverNameOf(hello));
  const secureContext = record && (await openCertificate(record));
  if (!secureContext) {
    socket.resetAndDestroy();
    return;
  }
  socket.unshift(hello);
  const secure = new TLSSocket(socket, { isServer: true, secureContext });
  secure.on('error', () => secure.destroy());
  secure.once('secure', () => secure.end());
}

const [controlPort, ...sockets] = process.argv.slice(2);
const listening: Promise<unknown>[] = [];
for (let index = 0; index < sockets.length; index += 2) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (hello) => {
      socket.pause();
      void serve(socket, hello);
    });
  });
  const [host, port] = [sockets[index], Number(sockets[index + 1])];
  listening.push(
    new Promise<void>((resolve) => void server.listen({ host, port, ipv6Only: host === '::' }, resolve)),
  );
}
await Promise.all(listening);
const control = connect(Number(controlPort), '127.0.0.1', () => control.write('listening'));
control.once('close', () => process.exit());
control.on('error', () => process.exit());
control.resume();
