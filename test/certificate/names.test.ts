import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, keepsAllNames, printable, uncovered } from '../../src/certificate/names.js';

const names = (dnsNames: string[], ipAddresses: string[] = []) => ({ dnsNames, ipAddresses });

describe('covers', () => {
  it.each([
    ['www.example.com', 'www.example.com'],
    ['www.example.com', 'WWW.Example.COM'],
    ['www.example.com', 'www.example.com.'],
    ['*.example.com', 'www.example.com'],
    ['*.example.com', '*.example.com'],
    ['*.example.com', '*.EXAMPLE.com'],
    ['*.example.com', 'xn--bcher-kva.example.com'],
    ['xn--bcher-kva.example.com', 'bücher.example.com'],
    ['bücher.example.com', 'xn--bcher-kva.example.com'],
    ['*.xn--bcher-kva.example', 'www.bücher.example'],
    ['my_host.example.com', 'my_host.example.com'],
    ['localhost', 'localhost'],
    ['*.a.b', 'x.a.b'],
  ])('%s covers %s', (own, name) => {
    expect(covers(names([own]), name)).toBe(true);
  });

  it.each([
    ['*.example.com', 'example.com'],
    ['*.example.com', 'a.b.example.com'],
    ['*.example.com', '*.b.example.com'],
    ['www.example.com', '*.example.com'],
    ['*', 'com'],
    ['*.com', 'example.com'],
    ['w*.example.com', 'www.example.com'],
    ['*w.example.com', 'www.example.com'],
    ['www.*.com', 'www.example.com'],
    ['*.*.com', 'www.example.com'],
    ['www.example.com', 'www.example.com.evil.org'],
    ['www.example.com', ''],
    ['www.example.com', 'www example.com'],
    ['*.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['example.com', 'xexample.com'],
  ])('%s does not cover %s', (own, name) => {
    expect(covers(names([own]), name)).toBe(false);
  });

  it('compares IP addresses by value, and only with IP addresses', () => {
    const certificate = names(['www.example.com'], ['10.0.0.5', '2001:db8::1']);
    expect(covers(certificate, '10.0.0.5')).toBe(true);
    expect(covers(certificate, '10.0.0.6')).toBe(false);
    expect(covers(certificate, '2001:DB8:0:0:0:0:0:1')).toBe(true);
    expect(covers(certificate, '[2001:db8::0001]')).toBe(true);
    expect(covers(certificate, '2001:db8::2')).toBe(false);
  });

  it('lets a wildcard stand for any one label', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
    fc.assert(
      fc.property(label, fc.array(label, { minLength: 2, maxLength: 4 }), (first, rest) => {
        const parent = `a${rest.join('.')}.test`;
        expect(covers(names([`*.${parent}`]), `${first}.${parent}`)).toBe(true);
        expect(covers(names([`*.${parent}`]), parent)).toBe(false);
        expect(covers(names([`*.${parent}`]), `${first}.${first}.${parent}`)).toBe(false);
        expect(covers(names([`${first}.${parent}`]), `${first.toUpperCase()}.${parent}.`)).toBe(true);
      }),
    );
  });

  it('takes any text for a name without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (own, name) => {
        expect(typeof covers(names([own], [own]), name)).toBe('boolean');
      }),
    );
  });
});

describe('uncovered', () => {
  it('names what would be lost, in the order of the present certificate', () => {
    const present = names(['b.example.com', 'a.example.com', '*.example.org'], ['10.0.0.5']);
    expect(uncovered(present, names(['*.example.com']))).toEqual(['*.example.org', '10.0.0.5']);
    expect(uncovered(present, present)).toEqual([]);
  });

  it('sees a wildcard replaced by single names as lost', () => {
    expect(uncovered(names(['*.example.com']), names(['a.example.com', 'b.example.com']))).toEqual([
      '*.example.com',
    ]);
  });
});

describe('keepsAllNames', () => {
  it('asks for every name, letter for letter', () => {
    const [one, two] = [names(['a.example'], ['10.0.0.5']), names(['A.example', 'b.example'], ['10.0.0.5'])];
    expect([keepsAllNames(one, two), keepsAllNames(two, one)]).toEqual([true, false]);
    expect(keepsAllNames(names(['a.b.example']), names(['*.b.example']))).toBe(false);
    expect(keepsAllNames(names([]), two)).toBe(false);
  });
});

describe('printable', () => {
  it('leaves no character that could do harm in a log, and is never long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(printable(text).length).toBeLessThan(510);
      }),
    );
  });
});
