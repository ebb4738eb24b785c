import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/certificate/certificate.js';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import {
  appIds,
  certificate,
  endpoints,
  entry,
  inspection,
  known,
  planned,
  refusal,
  request,
  site,
  without,
  withSites,
} from './given.js';

const wildcard = certificate(['*.shop.example', 'shop.example'], { validTo: 60 });
const blog = certificate(['blog.example']);
const next = certificate(['*.shop.example', 'shop.example', 'www.shop.example']);

const bound = inspection(
  entry('0.0.0.0:443', { uses: wildcard }),
  entry('[::]:443', { uses: next }),
  entry('0.0.0.0:5986', { uses: wildcard, appId: appIds.winrm }),
  entry('0.0.0.0:8172', { uses: wildcard, appId: appIds.random }),
  entry('blog.example:443', { uses: blog }),
  entry('WWW.shop.example:443', { uses: wildcard }),
  entry('443'),
  entry('scoped.example:444', { kind: 'scopedccs' }),
);
const table = withSites(
  bound,
  site('Shop', ['*:443:', 0], ['*:443:www.shop.example', 1], ['*:8172:', 0]),
  site('Central', ['*:443:central.example', 3]),
  site('Remote', ['*:5986:', 0]),
  site('Plain'),
  site('Ghost', ['10.0.0.9:443:', 0]),
  site('Füße', ['*:443:', 0]),
);

/** A certificate for CN=www.shop.example whose subject alternative name has a mail address only. */
const forMail =
  'MIIBrDCCAVKgAwIBAgIUGuj8+wJnNZX/ag5Xji64DH5elCcwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQd3d3LnNob3AuZXhhbXBsZTAgFw0y' +
  'NjExMjcxODA4NTNaGA8yMTI2MTEwMzE4MDg1M1owGzEZMBcGA1UEAwwQd3d3LnNob3AuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH' +
  'A0IABFULP7V3r8GJpo0z+fJrSNqFJDfu0kdD/oN9c+I27Ez6iLIagNSapTfWu0kzQCBOjb2PN0jzIiya2HOCwdSPlpSjcjBwMB0GA1UdDgQW' +
  'BBQ9GyiF8VHZLRdfzmr0UKkja31gQzAfBgNVHSMEGDAWgBQ9GyiF8VHZLRdfzmr0UKkja31gQzAPBgNVHRMBAf8EBTADAQH/MB0GA1UdEQQW' +
  'MBSBEmFkbWluQHNob3AuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEA9J6/BBgdkg0tdU9Rj45TgBmZ3sChFlS0+fEggAwZut0CIFJBcmXH' +
  '9Sch/Lr6uVaBFyue7Ic7mIGyMlKLnezAmSp3';

describe('without a selection', () => {
  it("takes IIS's bindings whose certificate is renewed, and says why it skips the others", () => {
    const { changed, unchanged, skipped, worthKnowing } = planned(table, next);
    expect(changed).toEqual(['0.0.0.0:443', '0.0.0.0:8172', 'WWW.shop.example:443']);
    expect(unchanged).toEqual(['[::]:443']);
    expect(skipped).toEqual({
      '0.0.0.0:5986': expect.stringContaining('its application id is that of WinRM'),
      'blog.example:443': 'the new certificate does not cover blog.example',
      '443': expect.stringContaining('central certificate store'),
      'scoped.example:444': expect.stringContaining('central certificate store'),
    });
    // A site of IIS uses that socket, and the certificate is one that the others leave.
    expect(worthKnowing).toEqual(['0.0.0.0:5986']);
  });

  it('leaves an unknown application alone where no site of IIS uses its socket', () => {
    const { changed, skipped, worthKnowing } = planned(bound, next);
    expect(changed).not.toContain('0.0.0.0:8172');
    expect(skipped['0.0.0.0:8172']).toContain('name it in "bindings" if it is yours');
    expect(skipped['0.0.0.0:5986']).toBe('it belongs to WinRM');
    expect(worthKnowing).toEqual([]);
  });

  it('fails where nothing is left, with the reasons and how to name what is meant', () => {
    const { code, message } = refusal(bound, certificate(['else.example']));
    expect(code).toBe('nothing-selected');
    expect(message).toContain('blog.example:443: the new certificate does not cover blog.example');
    expect(message).toContain('0.0.0.0:5986: it belongs to WinRM');
    expect(message).toContain('"bindings: 0.0.0.0:443"');
    expect(refusal(inspection(), next).message).toContain('netsh lists no binding at all');
  });

  it('takes what expires later only where that is allowed, and else blocks nobody', () => {
    const later = certificate(['*.shop.example'], { validTo: 400 });
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:444', { uses: later }),
    );
    const { changed, skipped, worthKnowing } = planned(machine, next);
    expect(changed).toEqual(['0.0.0.0:443']);
    expect(skipped['0.0.0.0:444']).toBe(
      `its present certificate expires later than the new one, on ${later.notAfter.toISOString().slice(0, 10)}`,
    );
    expect(worthKnowing).toEqual([]);
    const allowed = planned(machine, next, request({}, { allow: { nameMismatch: false, older: true } }));
    expect(allowed.changed).toEqual(['0.0.0.0:443', '0.0.0.0:444']);
    expect(allowed.plan.notes.join()).toContain('0.0.0.0:444: its present certificate expires');
    const only = refusal(inspection(entry('0.0.0.0:444', { uses: later })), next);
    expect(only).toMatchObject({ code: 'nothing-selected' });
    expect(only.message).toContain('expires later');
    expect(only.message).toContain('"allow-older: true"');
  });

  it('never lets a name go, allowed or not: whoever means that names the binding', () => {
    const wide = certificate(['*.shop.example', 'old.example']);
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:444', { uses: wide }),
    );
    const allow = { nameMismatch: true, older: false };
    const { changed, skipped } = planned(machine, next, request({}, { allow }));
    expect(changed).toEqual(['0.0.0.0:443']);
    expect(skipped['0.0.0.0:444']).toBe('the new certificate does not cover old.example');
  });

  it('warns of what stays on a certificate that expires soon or has expired', () => {
    const soon = certificate(['blog.example'], { validTo: 9 });
    const expired = certificate(['news.example'], { validFrom: -90, validTo: -1 });
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('blog.example:443', { uses: soon }),
      entry('news.example:443', { uses: expired }),
      entry('0.0.0.0:5986', { uses: soon, appId: appIds.winrm }),
    );
    const { skipped, worthKnowing } = planned(machine, next);
    expect(worthKnowing).toEqual(['blog.example:443', 'news.example:443']);
    expect(skipped['blog.example:443']).toMatch(
      /does not cover blog\.example; the present one expires on \d{4}-\d\d-\d\d$/,
    );
    expect(skipped['news.example:443']).toMatch(/; the present one expired on \d{4}-\d\d-\d\d$/);
    const calm = planned(machine, next, request({}, { expiringWithin: { days: 5 } }));
    expect(calm.worthKnowing).toEqual(['news.example:443']);
  });

  it('skips a certificate without a DNS name', () => {
    const nameless = certificate([], { commonName: 'My intranet' });
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:445', { uses: nameless }),
    );
    expect(planned(machine, next).skipped['0.0.0.0:445']).toContain('has no DNS name');
  });

  it('skips what it could not change without loss, and renews the others', () => {
    const odd = { uses: wildcard, store: 'Größe' };
    const opaque = { checkMode: 0, revocationFreshnessTime: 0, urlRetrievalTimeout: 0 };
    const settings = { ...opaque, ctlIdentifier: null, ctlStoreName: null, flags: 0x2000, unknown: [] };
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:444', odd),
      entry('0.0.0.0:445', { uses: wildcard, settings }),
      entry('0.0.0.0:446', { uses: wildcard, problem: 'netsh shows A, the registry has B.' }),
      entry('0.0.0.0:447', { uses: next, problem: 'The registry has no such binding.' }),
    );
    const withoutUpdate = {
      ...machine,
      abilities: { ...machine.abilities, update: new Set<string>() },
    };
    const { changed, skipped, worthKnowing } = planned(withoutUpdate, next);
    expect(changed).toEqual(['0.0.0.0:443']);
    expect(skipped).toEqual({
      '0.0.0.0:444': expect.stringContaining('the name of its store'),
      '0.0.0.0:445': expect.stringContaining('DefaultFlags 0x2000'),
      '0.0.0.0:446': 'netsh and the registry do not agree on it: netsh shows A, the registry has B',
      '0.0.0.0:447': expect.stringContaining('It shows the new certificate already'),
    });
    expect(worthKnowing).toHaveLength(4);
    expect(planned(machine, next).changed).toEqual(['0.0.0.0:443', '0.0.0.0:445']);
    const doubtful = inspection(
      entry('0.0.0.0:446', { uses: wildcard, problem: 'It differs.' }),
      entry('443'),
    );
    expect(refusal(doubtful, next)).toMatchObject({ code: 'readings-disagree' });
    const done = inspection(
      entry('0.0.0.0:447', { uses: next, problem: 'The registry has no such binding.' }),
    );
    expect(planned(done, next)).toMatchObject({ changed: [], worthKnowing: ['0.0.0.0:447'] });
  });

  it('takes a dead SNI binding whose host is covered, and no other dead one', () => {
    const gone = certificate(['whatever.example']);
    const machine = without(
      inspection(
        entry('0.0.0.0:443', { uses: gone }),
        entry('www.shop.example:443', { uses: gone }),
        entry('blog.example:443', { uses: gone }),
        entry('*.shop.example:443', { uses: gone, appId: appIds.random }),
      ),
      gone,
    );
    const { changed, skipped, worthKnowing, plan } = planned(machine, next);
    expect(changed).toEqual(['www.shop.example:443']);
    expect(skipped).toEqual({
      '0.0.0.0:443': expect.stringContaining('gone from its store, so its names are not known'),
      'blog.example:443': expect.stringContaining('the new one does not cover its host name'),
      '*.shop.example:443': expect.stringContaining('no IIS site uses it'),
    });
    expect(worthKnowing).toEqual(['0.0.0.0:443', 'blog.example:443']);
    expect(plan.warnings.join()).toContain('www.shop.example:443 is missing from its store');
  });
});

describe('by bindings', () => {
  it('takes what is named, whoever owns it, and in any case', () => {
    const named = endpoints('0.0.0.0:5986', '*:8172', 'www.SHOP.example:443', '[0::0]:443', '*:8172');
    const { changed, unchanged, skipped } = planned(table, next, request({ bindings: named }));
    expect(changed).toEqual(['0.0.0.0:5986', '0.0.0.0:8172', 'WWW.shop.example:443']);
    expect([unchanged, skipped]).toEqual([['[::]:443'], {}]);
  });

  it('refuses what is not bound, and shows what is', () => {
    const asked = request({ bindings: endpoints('0.0.0.0:443', '0.0.0.0:8443') });
    const { code, message } = refusal(table, next, asked);
    expect(code).toBe('endpoint-not-bound');
    expect(message).toContain('0.0.0.0:8443');
    expect(message).toContain('Bound here: 0.0.0.0:443, [::]:443, ');
  });

  it('creates it with create-missing, once, if the new certificate covers its host', () => {
    const bindings = endpoints('0.0.0.0:443', '0.0.0.0:8443', 'new.shop.example:443', '*:8443');
    const { changed, created } = planned(table, next, request({ bindings, createMissing: true }));
    expect([changed, created]).toEqual([['0.0.0.0:443'], ['0.0.0.0:8443', 'new.shop.example:443']]);
    const other = request({ bindings: endpoints('new.example:443'), createMissing: true });
    expect(refusal(table, next, other).message).toContain('new.example:443: its host name is not covered');
  });

  it.each(['443', 'scoped.example:444'])('explains the share for the central store %s', (endpoint) => {
    const asked = request({ bindings: endpoints(endpoint), createMissing: true });
    const { code, message } = refusal(table, next, asked);
    expect(code).toBe('endpoint-is-ccs');
    expect(message).toMatch(/PFX files, named after the host, from a file share/);
    expect(message).toMatch(/Put the renewed PFX on that share/);
  });

  it('does not speak of a central store that is not there where a port stands alone', () => {
    const own = inspection(entry('0.0.0.0:443'), entry('www.shop.example:444'));
    const { code, message } = refusal(own, next, request({ bindings: endpoints('444') }));
    expect(code).toBe('endpoint-not-bound');
    expect(message).toContain('such as www.shop.example:444');
  });

  it('refuses a binding on which netsh and the registry do not agree, unless it needs no change', () => {
    const problem = 'netsh shows the certificate A, the registry has B.';
    const asked = request({ bindings: endpoints('0.0.0.0:443') });
    const { code, message } = refusal(
      inspection(entry('0.0.0.0:443', { uses: wildcard, problem })),
      next,
      asked,
    );
    expect(code).toBe('readings-disagree');
    for (const part of ['0.0.0.0:443', problem, wildcard.thumbprint, 'store MY'])
      expect(message).toContain(part);
    const done = inspection(entry('0.0.0.0:443', { uses: next, problem }));
    expect(planned(done, next, asked)).toMatchObject({ changed: [], worthKnowing: ['0.0.0.0:443'] });
  });
});

describe('by replace', () => {
  it("takes IIS's bindings that use a certificate, and those that have the new one already", () => {
    const asked = request({ replace: [wildcard.thumbprint] });
    const { changed, unchanged, skipped } = planned(bound, next, asked);
    expect(changed).toEqual(['0.0.0.0:443', 'WWW.shop.example:443']);
    expect(unchanged).toEqual(['[::]:443']);
    expect(skipped).toEqual({
      '0.0.0.0:5986': 'it belongs to WinRM',
      '0.0.0.0:8172': expect.stringContaining('its application id is not that of IIS'),
    });
  });

  it('says nothing of bindings of others that have the new one', () => {
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:5986', { uses: next, appId: appIds.winrm }),
    );
    expect(planned(machine, next, request({ replace: [wildcard.thumbprint] })).skipped).toEqual({});
  });

  it('skips what is doubtful, since it names certificates', () => {
    const machine = inspection(
      entry('0.0.0.0:443', { uses: wildcard }),
      entry('0.0.0.0:444', { uses: wildcard, problem: 'It differs.' }),
      entry('0.0.0.0:445', { uses: next, problem: 'It differs.' }),
    );
    const found = planned(machine, next, request({ replace: [wildcard.thumbprint] }));
    expect(found).toMatchObject({ changed: ['0.0.0.0:443'], worthKnowing: ['0.0.0.0:444', '0.0.0.0:445'] });
  });

  it('fails where nobody uses it', () => {
    const unused = parseThumbprint('ab'.repeat(20))!;
    const machine = inspection(entry('0.0.0.0:443', { uses: wildcard }));
    const { code, message } = refusal(machine, next, request({ replace: [unused] }));
    expect(code).toBe('nothing-selected');
    expect(message).toContain(unused);
    expect(message).toContain(`0.0.0.0:443 (${wildcard.thumbprint})`);
  });
});

describe('by sites', () => {
  const bySites = (...sites: string[]) => request({ sites });

  it('takes the bindings of a site, each of its kind, in whatever case the name is written', () => {
    expect(planned(table, next, bySites('SHOP')).changed).toEqual([
      '0.0.0.0:443',
      'WWW.shop.example:443',
      '0.0.0.0:8172',
    ]);
  });

  it.each(['"Shop"', "'Shop', 'Remote'", 'Shop,"Remote"', 'shop\u200b'])(
    'takes a name with what was pasted along: %s',
    (line) => {
      expect(planned(table, next, bySites(line)).changed).toContain('0.0.0.0:443');
    },
  );

  it("skips a site's central store, and takes what another program's application id is on", () => {
    const { changed, skipped, plan } = planned(table, next, bySites('Shop', 'Central', 'Remote'));
    expect(changed).toHaveLength(4);
    expect(changed).toContain('0.0.0.0:5986');
    expect(skipped).toEqual({ '443': expect.stringContaining('central certificate store') });
    expect(plan.warnings.join('\n')).toContain('0.0.0.0:5986: the application id is that of WinRM');
    const onlyCentral = refusal(table, next, bySites('Central'));
    expect(onlyCentral).toMatchObject({ code: 'nothing-selected' });
    expect(onlyCentral.message).toContain('put the renewed PFX on its share');
  });

  it.each([
    ['Shoop', 'IIS has no site "Shoop".', 'Its sites: "Shop", "Central"'],
    ['Plain', 'The site "Plain" has no https binding.', 'https binding'],
  ])('refuses %s', (name, cause, hint) => {
    const failure = refusal(table, next, bySites('Shop', name));
    expect(failure).toMatchObject({ code: 'site-unknown', parts: { cause } });
    expect(failure.message).toContain(hint);
  });

  it('refuses a site whose endpoint is not bound, and a machine without IIS', () => {
    const ghost = refusal(table, next, bySites('Ghost'));
    expect(ghost.code).toBe('endpoint-not-bound');
    expect(ghost.message).toContain('The site "Ghost" uses 10.0.0.9:443');
    expect(refusal(bound, next, bySites('Shop')).message).toContain('IIS is not installed on this machine');
  });

  it('refuses a site one of whose bindings is not understood or doubtful', () => {
    const odd = withSites(bound, site('Shop', ['*:443:', 0], ['*:99999:', 0]), site('Other', ['*:443:', 0]));
    const failure = refusal(odd, next, bySites('Shop'));
    expect(failure.code).toBe('iis-unreadable');
    expect(failure.message).toContain('*:99999:');
    expect(planned(odd, next, bySites('Other')).changed).toEqual(['0.0.0.0:443']);
    const doubtful = withSites(
      inspection(entry('0.0.0.0:443', { uses: wildcard, problem: 'It differs.' })),
      site('Shop', ['*:443:', 0]),
    );
    expect(refusal(doubtful, next, bySites('Shop')).code).toBe('readings-disagree');
  });

  it.each<[lines: string[], changed: string[]]>([
    [['Acme, Inc'], ['0.0.0.0:443']],
    [['acme, inc, Shop'], ['0.0.0.0:443', '0.0.0.0:444']],
    [['Shop,Acme, Inc,'], ['0.0.0.0:444', '0.0.0.0:443']],
    [
      ['Shop', 'Inc, Shop'],
      ['0.0.0.0:444', '0.0.0.0:445'],
    ],
  ])('finds the site of that very name before it takes commas for separators: %j', (lines, expected) => {
    const machine = withSites(
      inspection(
        ...['0.0.0.0:443', '0.0.0.0:444', '0.0.0.0:445'].map((text) => entry(text, { uses: wildcard })),
      ),
      site('Acme, Inc', ['*:443:', 0]),
      site('Shop', ['*:444:', 0]),
      site('Inc', ['*:445:', 0]),
    );
    expect(planned(machine, next, bySites(...lines)).changed).toEqual(expected);
    expect(refusal(machine, next, bySites('Acme')).message).toContain('"Acme, Inc", "Shop"');
  });

  it('refuses a name whose letters were lost in printing, even if one site only could be meant', () => {
    const garbled = (...names: string[]) =>
      withSites(bound, ...names.map((name) => site(name, ['*:443:', 0])));
    const { code, message } = refusal(garbled('B\ufffdcher'), next, bySites('Bücher'));
    expect(code).toBe('site-unknown');
    expect(message).toContain('It is not certain which site of IIS is "Bücher"');
    expect(message).toContain('"bindings"');
    expect(planned(garbled('B\ufffdcher', 'Bücher'), next, bySites('Bücher')).changed).toEqual([
      '0.0.0.0:443',
    ]);
    expect(refusal(garbled('Böcher'), next, bySites('Bücher')).message).toContain('no site "Bücher"');
  });

  it('fails with the reason where the sites could not be read', () => {
    const failure = refusal(table, next, bySites('Shoop'));
    const machine = { ...bound, sites: { is: 'unreadable', failure } as const };
    expect(refusal(machine, next, bySites('Shop'))).toBe(failure);
  });
});

it('adds the selections up, and what one of them takes another does not skip', () => {
  const { changed, skipped } = planned(
    bound,
    next,
    request({ bindings: endpoints('0.0.0.0:5986', '0.0.0.0:8172'), replace: [wildcard.thumbprint] }),
  );
  expect(changed).toEqual(['0.0.0.0:5986', '0.0.0.0:8172', '0.0.0.0:443', 'WWW.shop.example:443']);
  expect(skipped).toEqual({});
});

describe('records that are not understood', () => {
  const odd = (text: string, accounted: boolean) => ({
    ...bound,
    odd: [
      {
        lines: [`    IP:port            : ${text}`, '  Hash : ???'],
        shownAs: text,
        accounted,
        endpoint: accounted ? parseEndpoint(text) : null,
      },
    ],
  });

  it('block nobody where the registry accounts for them, and are refused where they are named', () => {
    const machine = odd('10.0.0.7:443', true);
    const found = planned(machine, next);
    expect(found.changed).toHaveLength(2);
    expect(found.plan.warnings[0]).toMatch(/^10\.0\.0\.7:443: .* It is left alone\.$/);
    const asked = request({ bindings: endpoints('0.0.0.0:443', '10.0.0.7:443'), createMissing: true });
    const { code, message } = refusal(machine, next, asked);
    expect(code).toBe('bindings-unreadable');
    expect(message).toContain('10.0.0.7:443');
    expect(message).toContain('Hash : ???');
    expect(planned(odd('110.0.0.7:443', true), next, asked).created).toEqual(['10.0.0.7:443']);
  });

  it('stop a run that names their site', () => {
    const machine = withSites(odd('10.0.0.7:443', true), site('Shop', ['*:443:', 0], ['10.0.0.7:443:', 0]));
    const { code, message } = refusal(machine, next, request({ sites: ['Shop'] }));
    expect([code, message]).toEqual([
      'bindings-unreadable',
      expect.stringContaining('The site "Shop" uses it'),
    ]);
  });

  it('block all but bindings that are named and found, where nothing accounts for them', () => {
    const machine = odd('10.0.0.7:443', false);
    for (const asked of [
      request(),
      request({ replace: [wildcard.thumbprint] }),
      request({ bindings: endpoints('0.0.0.0:443', '0.0.0.0:8443') }),
    ]) {
      const { code, message } = refusal(machine, next, asked);
      expect(code).toBe('bindings-unreadable');
      expect(message).toContain('1 record of "netsh http show sslcert" cannot be understood');
    }
    expect(planned(machine, next, request({ bindings: endpoints('0.0.0.0:443') })).changed).toHaveLength(1);
  });

  it('are mentioned where what was named is not found', () => {
    const asked = request({ bindings: endpoints('0.0.0.0:8443') });
    expect(refusal(odd('10.0.0.7:443', true), next, asked).message).toContain(
      'netsh also shows 1 record that cannot be understood',
    );
  });
});

describe('a host that no user would write', () => {
  const withHost = (host: string) => entry(`${host}:443`, { uses: wildcard, kind: 'hostnameport' });
  const keys = (named: string, ...entries: ReturnType<typeof entry>[]) =>
    planned(inspection(...entries), next, request({ bindings: endpoints(named) })).plan.changes.map(
      ({ endpoint }) => endpoint.key,
    );

  it('is told from the address that it looks like', () => {
    const host = withHost('10.0.0.5');
    const address = entry('10.0.0.5:443', { uses: wildcard });
    expect(keys('10.0.0.5:443', host, address)).toEqual(['ipport 10.0.0.5 443']);
    expect(keys('10.0.0.5:443', host)).toEqual(['hostnameport 10.0.0.5 443']);
    expect(planned(inspection(host, address), next).changed).toEqual(['10.0.0.5:443', '10.0.0.5:443']);
  });

  it('is found by its A-label where it is an international name', () => {
    const international = certificate(['xn--mnchen-3ya.shop.example', 'shop.example']);
    const machine = inspection(withHost('München.shop.example'), entry('0.0.0.0:443', { uses: wildcard }));
    const bindings = endpoints('xn--mnchen-3ya.shop.example:443');
    const asked = request({ bindings, createMissing: true });
    const { changed, created, plan } = planned(machine, international, asked);
    expect([changed, created, plan.warnings]).toEqual([
      ['München.shop.example:443'],
      [],
      [expect.any(String)],
    ]);
    expect(plan.warnings[0]).toContain('also used by 0.0.0.0:443');
    expect(planned(machine, next).changed).toEqual(['München.shop.example:443', '0.0.0.0:443']);
  });
});

it('refuses a certificate without a name, whatever is selected', () => {
  const machine = inspection(entry('0.0.0.0:443', { uses: wildcard }));
  const mail = refusal(machine, readCertificate(Buffer.from(forMail, 'base64')));
  expect(mail.code).toBe('name-mismatch');
  expect(mail.message).toContain('It has only email:admin@shop.example there.');
  const addresses = refusal(machine, certificate(['10.0.0.5'], { commonName: 'www.shop.example' }));
  expect(addresses.code).toBe('name-mismatch');
  expect(addresses.message).toContain('0.0.0.0:443: the new certificate does not cover *.shop.example');
  const named = request({ bindings: endpoints('0.0.0.0:443') });
  const bare = known({ ...certificate([], { commonName: 'www.shop.example' }), dnsNames: [] });
  for (const asked of [request(), named, request({ replace: [wildcard.thumbprint] })]) {
    const { code, message } = refusal(machine, bare, asked);
    expect(code).toBe('name-mismatch');
    expect(message).toContain('has neither a DNS name nor an IP address');
    expect(message).toContain('CN=www.shop.example');
  }
  const allow = { nameMismatch: true, older: false };
  expect(refusal(machine, bare, request({}, { allow })).code).toBe('name-mismatch');
  expect(planned(machine, bare, { ...named, allow }).changed).toEqual(['0.0.0.0:443']);
});
