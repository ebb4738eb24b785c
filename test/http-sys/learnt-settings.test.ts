import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasUnknownBits, learn, learnable } from '../../src/http-sys/learnt-settings.js';
import {
  bitsIn,
  defaultSettings,
  differences,
  parseHelps,
  type Settings,
  settingsArguments,
  unportable,
} from '../../src/http-sys/settings.js';

const help = (verb: string, ...more: string[]) =>
  [
    ` Usage: ${verb} sslcert hostnameport=<name:port> | ipport=<ipaddr:port> | ccs=<port>  `,
    '\tappid=<GUID> ',
    '\t[certhash=<string>]',
    '\t[certstorename=<string>]',
    '\t[usagecheck=enable|disable]',
    ...more.map((each) => `\t[${each}=enable|disable]`),
    '',
  ].join('\r\n');

describe('the helps of two commands in one text', () => {
  it('are told apart by the names of the commands', () => {
    const { add, update } = parseHelps(
      `${help('add', 'disableaia', 'onlyadd')}\r\n${help('update', 'disableaia')}`,
    );
    expect([add.has('onlyadd'), update.has('onlyadd')]).toEqual([true, false]);
    expect([add.size, update.size]).toEqual([9, 8]);
    const turned = parseHelps(`${help('update')}\r\n${help('add', 'onlyadd')}`);
    expect([turned.add.has('onlyadd'), turned.update.has('onlyadd')]).toEqual([true, false]);
  });

  it.each([
    [
      'a command that does not exist',
      `${help('add')}\r\nThe following command was not found: http update sslcert help.\r\n`,
    ],
    ['a script that was ended', help('add')],
  ])('lack one: %s', (_, text) => {
    const { add, update } = parseHelps(text);
    expect([add.has('certhash'), update.size]).toEqual([true, 0]);
  });

  it('are none in a text of another kind', () => {
    expect(parseHelps('')).toEqual({ add: new Set(), update: new Set() });
    expect(parseHelps('x=1 certhash=2').add.size).toBe(0);
  });
});

describe('an argument that nobody knows yet', () => {
  const known = parseHelps(`${help('add', 'disableaia', 'disablehttp2')}\r\n${help('update', 'disableaia')}`);

  it('is one that is neither a setting of the table nor a part of the binding', () => {
    expect(learnable(known)).toEqual(['disableaia']);
    expect(learnable({ add: new Set(), update: new Set() })).toEqual([]);
  });

  it('is learnt by the one bit that it moves', () => {
    const base = { ...defaultSettings, flags: 0x10 };
    expect(learn('disableaia', base, { ...base, checkMode: 0x10 })).toEqual({
      argument: 'disableaia',
      place: { field: 'checkMode', bit: 0x10, enableMeans: 'set' },
    });
    expect(learn('allowx', { ...base, flags: 0x80000010 }, base)).toEqual({
      argument: 'allowx',
      place: { field: 'flags', bit: 0x80000000, enableMeans: 'clear' },
    });
  });

  it.each<[string, Partial<Settings>]>([
    ['nothing', {}],
    ['two bits', { checkMode: 0x30 }],
    ['a bit of each field', { checkMode: 0x10, flags: 0x20000 }],
    ['something else besides', { checkMode: 0x10, urlRetrievalTimeout: 1 }],
    ['a value that is not known', { unknown: ['New=REG_DWORD:0x1'] }],
    ['a bit that another argument sets', { flags: 0x10 }],
    ['the bit that goes with a freshness time', { checkMode: 0x4 }],
  ])('is not learnt where it moves %s', (_, moved) => {
    expect(learn('new', defaultSettings, { ...defaultSettings, ...moved })).toBeUndefined();
  });

  it('is then carried over like any other', () => {
    const place = { field: 'checkMode', bit: 0x10, enableMeans: 'set' } as const;
    const learnt = [{ argument: 'disableaia', place }];
    const settings = { ...defaultSettings, checkMode: 0x10 };
    expect(unportable(settings, known.add)).toHaveLength(1);
    expect(unportable(settings, known.add, learnt)).toEqual([]);
    expect(settingsArguments(settings, known.add, learnt)).toContain('disableaia=enable');
    expect(settingsArguments(defaultSettings, known.add, learnt)).toContain('disableaia=disable');
    expect(differences(settings, defaultSettings, learnt)).toEqual(['disableaia: enable → disable']);
    // A host whose `update` lacks it cannot carry it over in that way.
    const without = new Set([...known.update].filter((each) => each !== 'disableaia'));
    expect(settingsArguments(settings, without, learnt)).not.toContain('disableaia=enable');
    expect(unportable(settings, without, learnt)).toEqual(['disableaia=enable']);
  });

  it('is worth learning only for bits that no other one sets', () => {
    expect(hasUnknownBits(defaultSettings)).toBe(false);
    expect(hasUnknownBits({ ...defaultSettings, flags: 0x10, checkMode: 0x10001 })).toBe(false);
    expect(hasUnknownBits({ ...defaultSettings, checkMode: 0x4, revocationFreshnessTime: 60 })).toBe(false);
    expect(hasUnknownBits({ ...defaultSettings, flags: 0x20000 })).toBe(true);
    expect(hasUnknownBits({ ...defaultSettings, checkMode: 0x10 })).toBe(true);
  });

  it('sets any bit again that it was learnt from', () => {
    const bit = fc.integer({ min: 0, max: 31 }).map((position) => (1 << position) >>> 0);
    const field = fc.constantFrom('checkMode' as const, 'flags' as const);
    fc.assert(
      fc.property(field, bit, fc.boolean(), (of, one, isSet) => {
        const [clear, set] = [defaultSettings, { ...defaultSettings, [of]: one }];
        const learnt = isSet ? learn('new', clear, set) : learn('new', set, clear);
        if (learnt === undefined) return;
        expect(unportable(set, new Set(['new']), [learnt]).filter((each) => each.includes('0x'))).toEqual([]);
        const value = (settings: Settings) => settingsArguments(settings, new Set(['new']), [learnt]);
        expect(value(set)).toEqual([`new=${isSet ? 'enable' : 'disable'}`]);
        expect(value(clear)).toEqual([`new=${isSet ? 'disable' : 'enable'}`]);
      }),
    );
  });

  it('is made of the bits of a number', () => {
    expect(bitsIn(0x80010001)).toEqual([1, 0x10000, 0x80000000]);
  });
});
