import { describe, expect, it } from 'vitest';
import { shownEndpoint } from '../../src/http-sys/endpoint.js';
import { hostForm, spareHostLike } from '../../src/rehearse/host-form.js';

const sni = (host: string) => shownEndpoint('hostnameport', `${host}:443`)!;

describe('the form of a host', () => {
  it.each([
    'www.example.com',
    'a-b.example',
    'xn--mnchen-3ya.example',
    'localhost',
    `${'a'.repeat(63)}.example`,
  ])('is ordinary: %s', (host) => {
    expect([hostForm(sni(host)), spareHostLike(sni(host))]).toEqual(['', undefined]);
  });

  it.each([
    ['*.example.com', 'wildcard'],
    ['*', 'asterisk'],
    ['www.*.com', 'asterisk'],
    ['www.example.com.', 'final dot'],
    ['a..b', 'empty label'],
    ['1.2.3', 'final number'],
    ['my_site.example', 'underscore'],
    ['-a.example', 'hyphen at an edge'],
    [`${'a'.repeat(64)}.example`, 'long label'],
    ['Österreich-münchen.example', 'öü'],
    ['*.my_münchen.example.', 'wildcard, final dot, underscore, ü'],
  ])('%s: %s; only the host itself is alike', (host, form) => {
    expect([hostForm(sni(host)), spareHostLike(sni(host))]).toEqual([form, host]);
  });

  it.each([
    ['10.0.0.5', '192.0.2.1'],
    ['[fe80::1]', '[2001:db8::1]'],
  ])('an address as a host is tried with one that nobody has: %s, %s', (host, other) => {
    expect(hostForm(sni(host))).toContain('address');
    expect(spareHostLike(sni(host))).toBe(other);
  });

  it('is none of a binding without a host', () => {
    expect(hostForm(shownEndpoint('ipport', '10.0.0.5:443')!)).toBe('');
  });
});
