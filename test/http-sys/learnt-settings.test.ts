import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitInWords,
  learnAll,
  mayBeLearnt,
  type TriedSwitch,
  unknownSwitches,
} from '../../src/http-sys/learnt-settings.js';
import {
  bitsIn,
  defaultSettings,
  differences,
  parseHelps,
  type Settings,
  settingsArguments,
  unportable,
} from '../../src/http-sys/settings.js';
import type { LearntSetting } from '../../src/http-sys/settings-table.js';
import { helpText } from './help-text.js';

const help = (verb: string, ...more: string[]) =>
  helpText(verb, 'disablehttp2', 'futuretime=<u-int>', ...more);
const host = (add: string[], update = add) =>
  parseHelps(`${help('add', ...add)}\r\n${help('update', ...update)}`);

const base = { ...defaultSettings, flags: 0x10 };
const tried = (enabled: Partial<Settings>, disabled: Partial<Settings> = {}): TriedSwitch => ({
  argument: 'new',
  enabled: { ...base, ...enabled },
  disabled: { ...base, ...disabled },
});
const learnt = (...all: TriedSwitch[]) => learnAll(base, all);

describe('a switch that nobody knows yet', () => {
  it('is one that the help lists with enable and disable, and that the table does not know', () => {
    expect(unknownSwitches(host(['disableaia', 'disablehttp3']))).toEqual(['disableaia', 'disablehttp3']);
    expect(unknownSwitches({ add: new Set(), update: new Set(), switches: new Set() })).toEqual([]);
  });

  it('is none whose name could be anything but an argument', () => {
    expect(unknownSwitches(host(['a', 'x'.repeat(33)]))).toEqual([]);
  });

  it('is learnt by the one bit that one of its values moves, while the other is as good as nothing', () => {
    expect(learnt(tried({ checkMode: 0x10 }))).toEqual([
      { argument: 'new', place: { field: 'checkMode', bit: 0x10, enableMeans: 'set' } },
    ]);
    expect(learnt(tried({}, { flags: 0x80000010 }))).toEqual([
      { argument: 'new', place: { field: 'flags', bit: 0x80000000, enableMeans: 'clear' } },
    ]);
    // A bit that is set by default.
    expect(learnAll({ ...base, flags: 0x20010 }, [tried({ flags: 0x20010 })])).toEqual([
      { argument: 'new', place: { field: 'flags', bit: 0x20000, enableMeans: 'set' } },
    ]);
  });

  it.each<[string, TriedSwitch]>([
    ['nothing', tried({})],
    ['two bits', tried({ checkMode: 0x30 })],
    ['a bit of each field', tried({ checkMode: 0x10, flags: 0x20010 })],
    ['a bit by either value', tried({ flags: 0x20010 }, { flags: 0x40010 })],
    ['a bit whatever its value', tried({ flags: 0x60010 }, { flags: 0x40010 })],
    ['something else besides', tried({ checkMode: 0x10, urlRetrievalTimeout: 1 })],
    ['a value that is not known', tried({ unknown: ['New=REG_DWORD:0x1'] })],
    ['a bit that another argument sets', tried({ flags: 0x30 })],
    ['a bit that another argument has cleared', tried({ flags: 0 })],
    ['the bit that goes with a freshness time', tried({ checkMode: 0x4 })],
  ])('is not learnt where it moves %s', (_, each) => {
    expect(learnt(each)).toEqual([]);
  });

  it('is not learnt where netsh refuses one of its values', () => {
    const { argument, enabled, disabled } = tried({ checkMode: 0x10 });
    expect(learnt({ argument, enabled, disabled: undefined })).toEqual([]);
    expect(learnt({ argument, enabled: undefined, disabled })).toEqual([]);
  });

  it('is one of two that set the same bit', () => {
    const both = [tried({ checkMode: 0x10 }), { ...tried({}, { checkMode: 0x10 }), argument: 'other' }];
    expect(learnt(...both).map(({ argument }) => argument)).toEqual(['new']);
  });

  it('is then carried over like any other', () => {
    const { add, update } = host(['disableaia'], []);
    const place = { field: 'checkMode', bit: 0x10, enableMeans: 'set' } as const;
    const known: LearntSetting[] = [{ argument: 'disableaia', place }];
    const settings = { ...defaultSettings, checkMode: 0x10 };
    expect(unportable(settings, add)).toHaveLength(1);
    expect(unportable(settings, add, known)).toEqual([]);
    expect(settingsArguments(settings, add, known)).toContain('disableaia=enable');
    expect(settingsArguments(defaultSettings, add, known)).toContain('disableaia=disable');
    // A host whose `update` lacks it cannot carry it over in that way.
    expect(settingsArguments(settings, update, known)).not.toContain('disableaia=enable');
    expect(unportable(settings, update, known)).toEqual([
      'DefaultSslCertCheckMode 0x10 (no retrieval of issuers)',
    ]);
    expect(known.map(bitInWords)).toEqual(['DefaultSslCertCheckMode 0x10 (no retrieval of issuers)']);
  });

  it('sets any bit again that it was learnt from', () => {
    const bit = fc.integer({ min: 0, max: 31 }).map((position) => (1 << position) >>> 0);
    const field = fc.constantFrom('checkMode' as const, 'flags' as const);
    fc.assert(
      fc.property(field, bit, fc.boolean(), (of, one, isSet) => {
        const [clear, set] = [defaultSettings, { ...defaultSettings, [of]: one }];
        const [enabled, disabled] = isSet ? [set, clear] : [clear, set];
        const known = learnAll(clear, [{ argument: 'new', enabled, disabled }]);
        if (known.length === 0) return;
        expect(unportable(set, new Set(['new']), known).filter((each) => each.includes('0x'))).toEqual([]);
        const value = (settings: Settings) => settingsArguments(settings, new Set(['new']), known);
        expect(value(set)).toEqual([`new=${isSet ? 'enable' : 'disable'}`]);
        expect(value(clear)).toEqual([`new=${isSet ? 'disable' : 'enable'}`]);
        expect(differences(clear, set)).toHaveLength(1);
      }),
    );
  });

  it('is made of the bits of a number', () => {
    expect(bitsIn(0x80010001)).toEqual([1, 0x10000, 0x80000000]);
  });
});

describe('settings that no known argument sets', () => {
  const future = host(['disableaia']);
  const cases: [string, boolean, Partial<Settings>, typeof future?][] = [
    ['none', false, {}],
    ['bits that are known', false, { flags: 0x10, checkMode: 0x10001 & ~0x10000 }],
    ['the bit of a freshness time', false, { checkMode: 0x4, revocationFreshnessTime: 60 }],
    ['a flag', true, { flags: 0x20000 }],
    ['a check mode', true, { checkMode: 0x10 }],
    ['a flag, on a host that lists nothing new', false, { flags: 0x20000 }, host([])],
    ['a flag, and a value that is not known', false, { flags: 0x20000, unknown: ['New=REG_SZ:x'] }],
    ['a flag, and an argument that this host lacks', false, { flags: 0x20020 }],
  ];
  it.each(cases)('are worth trying what the others do: %s, %s', (_, worth, settings, abilities = future) => {
    const portable = { ...defaultSettings, ...settings };
    const withKnown = {
      ...abilities,
      add: new Set([...abilities.add, 'verifyclientcertrevocation']),
      update: new Set([...abilities.update, 'verifyclientcertrevocation']),
    };
    expect(mayBeLearnt(portable, withKnown)).toBe(worth);
  });

  it('are, where the host has no update', () => {
    const { add, switches } = future;
    const settings = { ...defaultSettings, flags: 0x20000 };
    expect(mayBeLearnt(settings, { add, switches, update: new Set() })).toBe(true);
  });
});
