import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { askAll, askUntilShown, judge, routeTo, type Socket } from '../../src/handshake/handshakes.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { HandshakeResult, HandshakeTarget } from '../../src/windows/handshake.js';
import { entry, inspection } from './given.js';

const addresses = ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::7'];

describe('the way to a socket', () => {
  /** Where to shake hands, as `address (server name)`, or why nowhere. */
  function route(endpoint: string, bound: readonly string[] = [], flags = 0): string[] | string {
    const { table } = inspection(...[endpoint, ...bound].map((each) => entry(each)));
    const found = routeTo(parseEndpoint(endpoint), { ...defaultSettings, flags }, table, addresses);
    if ('skip' in found) return found.skip;
    return found.targets.map(({ address, serverName }) =>
      serverName ? `${address} (${serverName})` : address,
    );
  }

  it.each<[endpoint: string, bound: string[], expected: string[] | string]>([
    ['0.0.0.0:443', [], ['127.0.0.1', '192.0.2.7']],
    ['[::]:443', [], ['::1', '2001:db8::7']],
    ['192.0.2.7:443', [], ['192.0.2.7']],
    ['127.0.0.9:443', [], ['127.0.0.9']],
    ['[2001:db8::7]:443', ['443'], ['2001:db8::7']],
    // An address that has moved to another machine, where something else may answer.
    ['192.0.2.9:443', [], 'this machine does not have the address 192.0.2.9 now'],
    ['[2001:db8::9]:443', ['443'], 'this machine does not have the address 2001:db8::9 now'],
    ['www.example.com:443', [], addresses.map((each) => `${each} (www.example.com)`)],
    ['WWW.Example.com:443', ['443'], addresses.map((each) => `${each} (www.example.com)`)],
    ['*.example.com:443', [], addresses.map((each) => `${each} (rebind-check.example.com)`)],
    // An exact address comes before everything else, on its own port.
    ['0.0.0.0:443', ['127.0.0.1:443', '192.0.2.7:444'], ['192.0.2.7']],
    [
      'www.example.com:443',
      ['127.0.0.1:443', '[::1]:443', '192.0.2.7:443'],
      ['2001:db8::7 (www.example.com)'],
    ],
    [
      '[::]:443',
      ['[::1]:443', '[2001:db8::7]:443'],
      'every address of this machine has an exact binding on port 443',
    ],
    // A host name comes before the central store, which comes before the wildcard addresses.
    ['0.0.0.0:443', ['443'], 'the central certificate store of port 443 comes first'],
    ['[::]:8443', ['443'], ['::1', '2001:db8::7']],
  ])('%s beside %j', (endpoint, bound, expected) => {
    const found = route(endpoint, bound);
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });

  it('is none where the binding rejects connections', () => {
    expect(route('0.0.0.0:443', [], 0x8)).toBe('the binding rejects connections');
  });
});

const shown = 'A'.repeat(40) as Thumbprint;
const served = (thumbprint: string): HandshakeResult => ({
  outcome: 'served',
  thumbprint: thumbprint as Thumbprint,
});
const refused: HandshakeResult = { outcome: 'refused', message: 'nobody' };
const failed: HandshakeResult = { outcome: 'failed', message: 'reset' };
const socket = (text: string): Socket => ({
  endpoint: parseEndpoint(text),
  route: { targets: [{ address: '127.0.0.1', port: 443, serverName: undefined }] },
});

describe('the verdict', () => {
  it.each<[before: HandshakeResult | undefined, after: HandshakeResult | undefined, verdict: string]>([
    [undefined, served(shown), 'verified'],
    [refused, served(shown), 'verified'],
    [served('B'), served('B'), 'mismatch'],
    [refused, refused, 'not-listening'],
    [undefined, refused, 'not-listening'],
    [failed, refused, 'not-listening'],
    // What answered before the change must answer after it.
    [served('B'), refused, 'mismatch'],
    [failed, failed, 'mismatch'],
    [undefined, failed, 'mismatch'],
    [served('B'), undefined, 'skipped'],
  ])('on %j and then %j is %s', (before, after, verdict) => {
    expect(judge(socket('0.0.0.0:443'), shown, before, after).verdict).toBe(verdict);
  });

  it('is why a socket without a way is skipped', () => {
    const hidden = { ...socket('0.0.0.0:443'), route: { skip: 'hidden' } };
    expect(judge(hidden, shown, served('B'), undefined)).toEqual({ verdict: 'skipped', message: 'hidden' });
  });
});

describe('asking', () => {
  it('tries the next address where nobody listens, and each such place once', async () => {
    const asked: string[] = [];
    const handshake = async ({ address, serverName }: HandshakeTarget) => {
      asked.push(`${address} ${serverName}`);
      return address === '127.0.0.1' ? refused : served(shown);
    };
    const sockets = ['a.example:443', 'b.example:443'].map((text) => {
      const endpoint = parseEndpoint(text);
      const targets = ['127.0.0.1', '192.0.2.7'].map((address) => ({
        address,
        port: 443,
        serverName: endpoint.host,
      }));
      return { endpoint, route: { targets } };
    });
    const one = await askAll(sockets.slice(0, 1), handshake, 1);
    expect([...one.values()]).toEqual([served(shown)]);
    expect(asked).toEqual(['127.0.0.1 a.example', '192.0.2.7 a.example']);
    expect((await askAll(sockets, handshake, 1)).size).toBe(2);
  });

  it('repeats the question only for sockets that do not show the certificate yet', async () => {
    const counts = new Map<string, number>();
    const late = {
      ...socket('0.0.0.0:444'),
      route: { targets: [{ address: '::1', port: 444, serverName: undefined }] },
    };
    const handshake = async ({ address }: HandshakeTarget) => {
      const count = (counts.get(address) ?? 0) + 1;
      counts.set(address, count);
      return served(address === '::1' && count < 3 ? 'B' : shown);
    };
    const answers = await askUntilShown([socket('0.0.0.0:443'), late], shown, new Map(), handshake, 1);
    expect([...answers.values()]).toEqual([served(shown), served(shown)]);
    expect(Object.fromEntries(counts)).toEqual({ '127.0.0.1': 1, '::1': 3 });
  });
});
