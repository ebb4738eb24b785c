import { describe, expect, it } from 'vitest';
import { machines, type SettingsOfRecord, settingsOf } from './settings-cases.js';
import { reasonOf, runOn } from './settings-run.js';

// A slice of test/slow/settings-matrix.test.ts: every version, language and kind of `update`, and each setting.
describe('every setting survives, alone and together, on every kind of key:', () => {
  const all = machines();
  const slice = [
    all.find((each) => each.windows === 2016 && each.language === 'fr' && each.update === 'absent')!,
    all.find((each) => each.windows === 2019 && each.language === 'xx' && each.update === 'reset')!,
    all.find((each) => each.windows === 2025 && each.language === 'de' && each.update === 'keep')!,
  ];
  it.each(slice)('Windows $windows, $language, update $update', async (switches) => {
    const { end } = await runOn({ ...switches, keySettleMs: 300 }, settingsOf(switches.windows));
    expect(reasonOf(end)).toBe('');
    const methods = new Set(end.report?.bindings.map(({ method }) => method));
    expect(methods).toEqual(new Set([switches.update === 'absent' ? 'delete-add' : 'update', 'none']));
  });
});

describe('what netsh cannot set again', () => {
  const plain = { windows: 2022, language: 'en' } as const;
  const flag: SettingsOfRecord = { flags: 0x2010 };
  const custom: SettingsOfRecord = { properties: { 0: [['Receive Window', '65535']] } };

  it('is kept by an update that is proven to keep what it is not told', async () => {
    const { end } = await runOn({ ...plain, update: 'keep' }, [flag, {}]);
    expect([reasonOf(end), end.report?.outcome]).toEqual(['', 'rebound']);
  });

  it.each<[what: string, update: 'absent' | 'reset' | 'keep', record: SettingsOfRecord, says: string]>([
    ['a flag, without update', 'absent', flag, 'This Windows has no "netsh http update sslcert"'],
    ['a flag, where update resets', 'reset', flag, 'resets here what it is not told'],
    ['customised properties', 'keep', custom, 'Receive Window               : 65535'],
  ])('is a reason to refuse: %s', async (_what, update, record, says) => {
    const { end } = await runOn({ ...plain, update, updateProperties: 'reset' }, [{}, record]);
    expect(reasonOf(end)).toMatch('(setting-not-portable)');
    expect(reasonOf(end)).toMatch(says);
    expect(reasonOf(end)).toMatch(
      record === flag ? 'DefaultFlags 0x2000 (client correlation)' : ':2001 has a setting',
    );
  });
});
