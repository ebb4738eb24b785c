import { describe, expect, it } from 'vitest';
import { siteSockets } from '../../src/inspect/site-sockets.js';
import { site } from '../plan/given.js';

describe('the HTTP.sys sockets of a site', () => {
  it.each<[information: string, sslFlags: number, socket: string | undefined]>([
    ['*:443:', 0, 'ipport 0.0.0.0:443'],
    [':443:', 0, 'ipport 0.0.0.0:443'],
    // Without SNI a host name in the binding is no part of the key.
    ['*:443:www.example.com', 0, 'ipport 0.0.0.0:443'],
    ['10.0.0.5:8443:www.example.com', 4, 'ipport 10.0.0.5:8443'],
    ['[::1]:443:', 0, 'ipport [::1]:443'],
    ['[2001:db8::5]:443:www.example.com', 0, 'ipport [2001:db8::5]:443'],
    ['*:443:www.example.com', 1, 'hostnameport www.example.com:443'],
    ['10.0.0.5:443:*.example.com', 1 + 4 + 8 + 32, 'hostnameport *.example.com:443'],
    ['*:443:www.example.com', 2, 'ccs 443'],
    ['*:8443:www.example.com', 3, 'ccs 8443'],
    ['*:443:', 1, undefined],
    ['*:99999:', 0, undefined],
    ['443', 0, undefined],
    ['', 0, undefined],
  ])('%s with sslFlags %d is %s', (information, sslFlags, socket) => {
    const found = siteSockets(site('Shop', [information, sslFlags]));
    expect(found.map(({ kind, text }) => `${kind} ${text}`)).toEqual(socket ? [socket] : []);
  });
});
