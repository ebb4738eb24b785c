import { describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import type { Entry } from '../../src/http-sys/table.js';
import { type Selection, type SelectionFacts, select } from '../../src/plan/select.js';
import { certificate, entry, inspection, ownerWith, site } from './given.js';

const winrm = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
const random = '{0badc0de-1234-4321-abcd-0123456789ab}';

const wildcard = certificate(['*.shop.example', 'shop.example'], { validTo: 9 });
const blog = certificate(['blog.example']);
const next = certificate(['*.shop.example', 'shop.example', 'www.shop.example']);

const table = inspection(
  entry('0.0.0.0:443', { uses: wildcard }),
  entry('[::]:443', { uses: next }),
  entry('0.0.0.0:5986', { uses: wildcard, appId: winrm }),
  entry('0.0.0.0:8172', { uses: wildcard, appId: random }),
  entry('blog.example:443', { uses: blog }),
  entry('WWW.shop.example:443', { uses: wildcard }),
  entry('443'),
  entry('scoped.example:444', { kind: 'scopedccs' }),
);
const sites = [
  site('Shop', ['*:443:', 0], ['*:443:www.shop.example', 1], ['*:8172:', 0]),
  site('Central', ['*:443:central.example', 3]),
  site('Remote', ['*:5986:', 0]),
  site('Plain'),
  site('Ghost', ['10.0.0.9:443:', 0]),
  site('Füße', ['*:443:', 0]),
];

function chosen(selection: Partial<Selection>, facts: Partial<SelectionFacts> = {}) {
  const known = new Map([wildcard, blog, next].map((each) => [each.thumbprint, each]));
  const present = ({ binding }: Entry) =>
    binding.thumbprint === null ? undefined : known.get(binding.thumbprint);
  const selected = select(
    { bindings: [], replace: [], sites: [], createMissing: false, ...selection },
    { inspection: table, owner: ownerWith(sites), sites, present, next, ...facts },
  );
  return {
    targets: selected.targets.map(({ binding }) => binding.endpoint.text),
    create: selected.create.map(({ text }) => text),
    passedOver: Object.fromEntries(
      selected.passedOver.map(({ entry: each, why }) => [each.binding.endpoint.text, why]),
    ),
  };
}

function refusal(selection: Partial<Selection>, facts: Partial<SelectionFacts> = {}): Failure {
  try {
    chosen(selection, facts);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const endpoints = (...texts: string[]) => texts.map(parseEndpoint);

describe('without a selection', () => {
  it("takes IIS's bindings whose names are covered, and says why it passes over the others", () => {
    const { targets, passedOver } = chosen({});
    expect(targets).toEqual(['0.0.0.0:443', '[::]:443', '0.0.0.0:8172', 'WWW.shop.example:443']);
    expect(passedOver).toEqual({
      '0.0.0.0:5986': 'it belongs to WinRM',
      'blog.example:443': 'the new certificate does not cover blog.example',
      '443': expect.stringContaining('central certificate store'),
      'scoped.example:444': expect.stringContaining('central certificate store'),
    });
  });

  it('leaves an unknown application alone where no site of IIS uses its socket', () => {
    const { targets, passedOver } = chosen({}, { owner: ownerWith([]) });
    expect(targets).not.toContain('0.0.0.0:8172');
    expect(passedOver['0.0.0.0:8172']).toContain('name it in "bindings" if it is yours');
  });

  it('passes over a binding whose certificate is missing, and one that names no host', () => {
    const nameless = certificate([], { commonName: 'My intranet' });
    const bound = inspection(
      entry('0.0.0.0:443', { uses: next }),
      entry('0.0.0.0:444', { uses: wildcard }),
      entry('0.0.0.0:445', { uses: nameless }),
    );
    const present = ({ binding }: Entry) =>
      binding.thumbprint === nameless.thumbprint ? nameless : undefined;
    const { targets, passedOver } = chosen({}, { inspection: bound, present });
    expect(targets).toEqual(['0.0.0.0:443']);
    expect(passedOver['0.0.0.0:444']).toContain('missing from the store');
    expect(passedOver['0.0.0.0:445']).toContain('names no host');
  });

  it('fails where nothing is left, with the reasons', () => {
    const { code, message } = refusal({}, { next: certificate(['else.example']), owner: ownerWith([]) });
    expect(code).toBe('nothing-selected');
    expect(message).toContain('blog.example:443: the new certificate does not cover blog.example');
    expect(message).toContain('0.0.0.0:5986: it belongs to WinRM');
    expect(refusal({}, { inspection: inspection() }).message).toContain('netsh lists no binding at all');
  });
});

describe('by bindings', () => {
  it('takes what is named, whoever owns it, whatever it serves, and in any case', () => {
    const named = endpoints(
      '0.0.0.0:5986',
      '*:8172',
      'www.SHOP.example:443',
      'blog.example:443',
      '[0::0]:443',
    );
    const { targets, passedOver } = chosen({ bindings: named });
    expect(targets).toEqual([
      '0.0.0.0:5986',
      '0.0.0.0:8172',
      'WWW.shop.example:443',
      'blog.example:443',
      '[::]:443',
    ]);
    expect(passedOver).toEqual({});
  });

  it('refuses what is not bound, and shows what is', () => {
    const { code, message } = refusal({ bindings: endpoints('0.0.0.0:443', '0.0.0.0:8443') });
    expect(code).toBe('endpoint-not-bound');
    expect(message).toContain('0.0.0.0:8443');
    expect(message).toContain('Bound here: 0.0.0.0:443, [::]:443, ');
  });

  it('creates it with create-missing', () => {
    const bindings = endpoints('0.0.0.0:443', '0.0.0.0:8443', 'new.shop.example:443');
    const { targets, create } = chosen({ bindings, createMissing: true });
    expect([targets, create]).toEqual([['0.0.0.0:443'], ['0.0.0.0:8443', 'new.shop.example:443']]);
  });

  it.each(['443', '8443', 'scoped.example:444'])(
    'explains the share for the central store %s',
    (endpoint) => {
      const { code, message } = refusal({ bindings: endpoints(endpoint), createMissing: true });
      expect(code).toBe('endpoint-is-ccs');
      expect(message).toMatch(/PFX files, named after the host, from a file share/);
      expect(message).toMatch(/Put the renewed PFX on that share/);
    },
  );
});

describe('by replace', () => {
  it("takes IIS's bindings that use a certificate, and those that have the new one already", () => {
    const { targets, passedOver } = chosen({ replace: [wildcard.thumbprint] }, { owner: ownerWith([]) });
    expect(targets).toEqual(['0.0.0.0:443', '[::]:443', 'WWW.shop.example:443']);
    expect(passedOver).toEqual({
      '0.0.0.0:5986': 'it belongs to WinRM',
      '0.0.0.0:8172': expect.stringContaining('its application id is not that of IIS'),
    });
  });

  it('fails where nobody uses it', () => {
    const unused = parseThumbprint('ab'.repeat(20))!;
    const bound = inspection(entry('0.0.0.0:443', { uses: wildcard }));
    const { code, message } = refusal({ replace: [unused] }, { inspection: bound });
    expect(code).toBe('nothing-selected');
    expect(message).toContain(unused);
  });
});

describe('by sites', () => {
  it('takes the sockets of a site, each of its kind, in whatever case the name is written', () => {
    expect(chosen({ sites: ['SHOP'] }).targets).toEqual([
      '0.0.0.0:443',
      'WWW.shop.example:443',
      '0.0.0.0:8172',
    ]);
  });

  it("passes over a site's central store and sockets of other programs", () => {
    const { targets, passedOver } = chosen({ sites: ['Shop', 'Central', 'Remote'] });
    expect(targets).toHaveLength(3);
    expect(passedOver).toEqual({
      '443': expect.stringContaining('central certificate store'),
      '0.0.0.0:5986': 'it belongs to WinRM',
    });
    expect(refusal({ sites: ['Central'] })).toMatchObject({ code: 'nothing-selected' });
    expect(refusal({ sites: ['Central'] }).message).toContain('put the renewed PFX on its share');
  });

  it.each([
    ['Shoop', 'IIS has no site "Shoop".', 'Its sites: "Shop", "Central"'],
    ['Plain', 'The site "Plain" has no https binding.', 'https binding'],
  ])('refuses %s', (name, cause, hint) => {
    const failure = refusal({ sites: ['Shop', name] });
    expect(failure).toMatchObject({ code: 'site-unknown', parts: { cause } });
    expect(failure.message).toContain(hint);
  });

  it('refuses a site whose socket is not bound, and a machine without IIS', () => {
    const ghost = refusal({ sites: ['Ghost'] });
    expect(ghost.code).toBe('endpoint-not-bound');
    expect(ghost.message).toContain('The site "Ghost" uses 10.0.0.9:443');
    const none = refusal({ sites: ['Shop'] }, { sites: undefined });
    expect(none.message).toContain('IIS is not installed on this machine');
  });

  it('finds a site by a name that was printed in an unknown code page, unless two could be meant', () => {
    const printed = site('F\ufffd\ufffde', ['*:443:', 0]);
    expect(chosen({ sites: ['Füße'] }, { sites: [printed] }).targets).toEqual(['0.0.0.0:443']);
    const twins = [printed, site('F\ufffde', ['*:443:', 0])];
    expect(refusal({ sites: ['Füße'] }, { sites: twins }).message).toContain('More than one site');
    const whole = [site('本店', ['*:443:', 0])];
    expect(refusal({ sites: ['支店'] }, { sites: whole }).message).toContain('no site "支店"');
  });
});

it('adds the selections up, and what one of them takes is not passed over by another', () => {
  const { targets, passedOver } = chosen({
    bindings: endpoints('0.0.0.0:5986'),
    replace: [wildcard.thumbprint],
    sites: ['Shop'],
  });
  expect(new Set(targets)).toEqual(
    new Set(['0.0.0.0:5986', '0.0.0.0:443', '[::]:443', '0.0.0.0:8172', 'WWW.shop.example:443']),
  );
  expect(passedOver).toEqual({});
});
