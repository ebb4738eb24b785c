import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import {
  type Endpoint,
  isWildcardAddress,
  parseEndpoint,
  shownEndpoint,
} from '../../src/http-sys/endpoint.js';

const brief = ({ kind, text, host, port }: Endpoint) => [kind, text, host, port];

describe('an endpoint as a user writes it', () => {
  it.each([
    ['0.0.0.0:443', 'ipport', '0.0.0.0:443', '0.0.0.0', 443],
    ['  10.0.0.5:8443\t', 'ipport', '10.0.0.5:8443', '10.0.0.5', 8443],
    ['*:443', 'ipport', '0.0.0.0:443', '0.0.0.0', 443],
    ['[::]:443', 'ipport', '[::]:443', '::', 443],
    ['[0:0:0:0:0:0:0:0]:443', 'ipport', '[::]:443', '::', 443],
    ['[2001:DB8:0::A]:1', 'ipport', '[2001:db8::a]:1', '2001:db8::a', 1],
    ['[fe80::1%12]:443', 'ipport', '[fe80::1%12]:443', 'fe80::1%12', 443],
    ['www.Example.com:443', 'hostnameport', 'www.Example.com:443', 'www.Example.com', 443],
    ['*.example.com:65535', 'hostnameport', '*.example.com:65535', '*.example.com', 65535],
    ['my_server:443', 'hostnameport', 'my_server:443', 'my_server', 443],
    ['3com.example:443', 'hostnameport', '3com.example:443', '3com.example', 443],
    ['443', 'ccs', '443', '', 443],
  ])('%s', (text, kind, shown, host, port) => {
    expect(brief(parseEndpoint(text))).toEqual([kind, shown, host, port]);
  });

  it.each([
    ['', 'empty', '0.0.0.0:443'],
    ['https://www.example.com', 'URL', 'Write www.example.com:443 instead.'],
    ['https://www.example.com:8443/path', 'URL', 'Write www.example.com:8443 instead.'],
    ['www.example.com:443/path', 'path', 'Write www.example.com:443 instead.'],
    ['ipport=0.0.0.0:443', 'argument of netsh', 'Write 0.0.0.0:443 instead.'],
    ['*:443:', 'IIS', 'Write *:443 instead.'],
    ['*:443:www.example.com', 'IIS', 'Write www.example.com:443 instead.'],
    ['0.0.0.0:443 [::]:443', 'more than one word', '0.0.0.0:443'],
    ['::443', 'brackets', 'Write [::]:443 instead.'],
    ['- 0.0.0.0:443', 'list of YAML', 'Write 0.0.0.0:443 instead.'],
    ['"0.0.0.0:443"', 'quotation marks', 'Write 0.0.0.0:443 instead.'],
    ['["0.0.0.0:443"', 'JSON', '0.0.0.0:443'],
    ['0.0.0.0:443 # the shop', 'comment', 'Write 0.0.0.0:443 instead.'],
    ['# the shop', 'comment', '0.0.0.0:443'],
    ['all', 'no address', 'Leave "bindings" out'],
    ['::1:443', 'brackets', 'Write [::1]:443 instead.'],
    [':::443', 'brackets', 'Write [::]:443 instead.'],
    ['2001:db8::a', 'brackets', 'Write [2001:db8::a]:443 instead.'],
    ['[::]', 'no port', 'Write [::]:443 instead.'],
    ['[::1%eth0]:443', 'not an IPv6 address', '[::]:443'],
    ['[1.2.3.4]:443', 'not an IPv6 address', '[::]:443'],
    ['[::]:0', 'a whole number from 1 to 65535', '[::]:443'],
    ['www.example.com', 'no port', 'Write www.example.com:443 instead.'],
    ['www.example.com:', 'no port', 'Write www.example.com:443 instead.'],
    ['10.0.0.5', 'no port', 'Write 10.0.0.5:443 instead.'],
    ['www.example.com:https', 'a whole number from 1 to 65535', '0.0.0.0:443'],
    ['0.0.0.0:0443', 'without leading zeros', '0.0.0.0:443'],
    ['0.0.0.0:65536', 'a whole number from 1 to 65535', '0.0.0.0:443'],
    ['0.0.0.0:+443', 'a whole number from 1 to 65535', '0.0.0.0:443'],
    ['0443', 'without leading zeros', '0.0.0.0:443'],
    ['0', 'a whole number from 1 to 65535', '0.0.0.0:443'],
    [':443', 'no address', 'Write 0.0.0.0:443'],
    ['+:443', 'no address', 'Write 0.0.0.0:443'],
    ['010.0.0.1:443', 'without leading zeros', '0.0.0.0:443'],
    ['10.0.0:443', 'four decimal numbers', '0.0.0.0:443'],
    ['256.0.0.1:443', 'from 0 to 255', '0.0.0.0:443'],
    ['0x7f.0.0.1:443', 'four decimal numbers', '0.0.0.0:443'],
    ['münchen.example:443', 'A-label', 'Write xn--mnchen-3ya.example:443 instead.'],
    ['*.bücher.example:443', 'A-label', 'Write *.xn--bcher-kva.example:443 instead.'],
    ['w*.example.com:443', 'left-most label', '*.example.com'],
    ['*.*.example.com:443', 'left-most label', '*.example.com'],
    ['*example.com:443', 'left-most label', '*.example.com'],
    ['www.example.com.:443', 'end with a dot', 'Write www.example.com:443 instead.'],
    ['www..example.com:443', '1 to 63', '0.0.0.0:443'],
    [`${'a'.repeat(64)}.example:443`, '1 to 63', '0.0.0.0:443'],
    [`${'a.'.repeat(127)}example:443`, 'at most 253', '0.0.0.0:443'],
  ])('refuses %j and says what to write', (text, rule, next) => {
    const failure = failureOf(() => parseEndpoint(text));
    expect(failure.code).toBe('input-invalid');
    expect(failure.parts.cause).toContain('"bindings"');
    expect(failure.parts.cause).toContain(rule);
    expect(failure.parts.evidence).toContain(JSON.stringify(text).slice(0, 100));
    expect(failure.parts.next).toContain(next);
  });

  it('is read, or refused with a recommendation that is itself accepted', () => {
    const piece = fc.constantFrom(
      '0.0.0.0',
      '[::]',
      '::1',
      'www',
      '.',
      ':',
      '443',
      '*',
      'ü',
      '/',
      'https://',
      ' ',
      '%',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 8 }).map((all) => all.join('')),
          fc.string(),
        ),
        (text) => {
          try {
            const endpoint = parseEndpoint(text);
            expect(shownEndpoint(endpoint.kind, endpoint.text)).toEqual(endpoint);
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            const advised = /^Write (\S+) instead\.$/.exec(error.parts.next)?.[1];
            if (advised !== undefined) parseEndpoint(advised);
            expect(error.message).not.toMatch(/[\r\n]/);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('an endpoint as Windows shows it', () => {
  it('keeps its text and has the key of its canonical spelling', () => {
    const shown = shownEndpoint('ipport', '[2001:DB8::A]:443');
    expect(shown?.text).toBe('[2001:DB8::A]:443');
    expect(shown?.key).toBe(parseEndpoint('[2001:db8:0:0::a]:443').key);
    expect(shownEndpoint('hostnameport', 'WWW.Example.com:443')?.key).toBe(
      parseEndpoint('www.example.COM:443').key,
    );
  });

  it('has another key for another kind, port or host', () => {
    const endpoints = [
      shownEndpoint('hostnameport', 'a.b:443'),
      shownEndpoint('scopedccs', 'a.b:443'),
      shownEndpoint('hostnameport', 'a.b:444'),
      shownEndpoint('hostnameport', '*.b:443'),
      shownEndpoint('ipport', '0.0.0.0:443'),
      shownEndpoint('ipport', '[::]:443'),
      shownEndpoint('ccs', '443'),
    ];
    expect(new Set(endpoints.map((each) => each?.key)).size).toBe(endpoints.length);
  });

  it.each([
    ['ipport', 'www.example.com:443'],
    ['ipport', '::1:443'],
    ['ipport', '0.0.0.0'],
    ['hostnameport', ':443'],
    ['hostnameport', 'a b:443'],
    ['hostnameport', 'a"b:443'],
    ['hostnameport', 'a\u200eb:443'],
    ['hostnameport', '[::x]:443'],
    ['hostnameport', `${'a'.repeat(254)}:443`],
    ['scopedccs', '443'],
    ['ccs', 'www.example.com:443'],
    ['ccs', '0443'],
  ] as const)('does not have the kind %s for %s', (kind, text) => {
    expect(shownEndpoint(kind, text)).toBeUndefined();
  });
});

describe('an address', () => {
  it('may be the one for all addresses of its family', () => {
    const isWildcard = (text: string) => isWildcardAddress(parseEndpoint(text));
    expect(['0.0.0.0:443', '[::0]:443'].map(isWildcard)).toEqual([true, true]);
    const others = ['127.0.0.1:443', '[::1]:443', '*.example.com:443', '443'];
    expect(others.filter(isWildcard)).toEqual([]);
  });
});

function failureOf(call: () => unknown): Failure {
  try {
    call();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
