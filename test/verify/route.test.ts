import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import { routeTo } from '../../src/verify/route.js';
import { entry, inspection } from '../plan/given.js';

const addresses = ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::7'];

describe('the way to a socket', () => {
  /** Where to shake hands, as `address (server name)`, or why nowhere. */
  function route(endpoint: string, bound: readonly string[] = [], flags = 0): string[] | string {
    const { table } = inspection(...[endpoint, ...bound].map((each) => entry(each)));
    const found = routeTo(
      parseEndpoint(endpoint),
      { ...defaultSettings, flags },
      new Set(table.bindings.keys()),
      addresses,
    );
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
