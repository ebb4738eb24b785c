import { afterAll, describe, expect, it } from 'vitest';
import type { StepEnd } from '../scenarios/action.js';
import {
  languages,
  type MachineSwitches,
  machines,
  oddSettings,
  propertySettings,
  type SettingsOfRecord,
  settingsOf,
  updates,
} from '../scenarios/settings-cases.js';
import { reasonOf, runOn } from '../scenarios/settings-run.js';

const count = { runs: 0, bindings: 0, refusals: 0 };

afterAll(() => {
  const { runs, bindings, refusals } = count;
  console.log(
    `settings matrix: ${bindings} combinations of machine, kind of key and settings in ${runs} runs; ` +
      `${refusals} runs refused, and left everything as it was`,
  );
});

async function counted(switches: MachineSwitches, settings: readonly SettingsOfRecord[]): Promise<StepEnd> {
  const { end, bindings } = await runOn(switches, settings);
  count.runs += 1;
  count.bindings += bindings;
  if (end.code !== 0) count.refusals += 1;
  return end;
}

describe.concurrent('settings that netsh can set: each alone, and all together, on every kind of key', () => {
  it.each(machines().map((each) => [nameOf(each), each] as const))('%s', async (_name, switches) => {
    const end = await counted(switches, settingsOf(switches.windows));
    expect(reasonOf(end)).toBe('');
    expect(end.report?.outcome).toBe('rebound');
  });
});

describe.concurrent('settings that only an update can keep', () => {
  const cases = oddSettings.flatMap((odd, index) =>
    updates.map((update, turn) => ({
      odd,
      update,
      windows: ([2022, 2025, 2019, 2016] as const)[(index + turn) % 4]!,
      language: languages[(index + 2 * turn) % 4]!,
      updateProperties: index % 2 === 0 ? ('keep' as const) : ('reset' as const),
    })),
  );
  it.each(cases)('$odd.name; $windows $language, update $update', async ({ odd, ...switches }) => {
    const end = await counted(switches, [odd.record]);
    // Words like "1" and "0", as the made-up language has, could as well be numbers of a property.
    if (switches.update === 'keep' && switches.language !== 'xx') expect(reasonOf(end)).toBe('');
    if (switches.update !== 'keep') expect(reasonOf(end)).toMatch('(setting-not-portable)');
  });
});

describe.concurrent('settings of which nothing can tell whether they are kept', () => {
  const cases = propertySettings.flatMap((odd, index) =>
    updates.flatMap((update) =>
      (['keep', 'reset'] as const).map((updateProperties, turn) => ({
        odd,
        update,
        updateProperties,
        windows: ([2022, 2025] as const)[(index + turn) % 2]!,
        language: languages[(index + turn + updates.indexOf(update)) % 4]!,
      })),
    ),
  );
  it.each(cases)('$odd.name; $windows, update $update, $updateProperties', async ({ odd, ...switches }) => {
    expect(reasonOf(await counted(switches, [odd.record]))).toMatch('(setting-not-portable)');
  });
});

function nameOf({ windows, language, update, codePage }: MachineSwitches): string {
  return `Windows ${windows} ${language} ${codePage}, update ${update}`;
}
