import { afterAll, describe, expect, it } from 'vitest';
import type { NewBinding } from '../../simulator/machine.js';
import type { StepEnd } from '../scenarios/action.js';
import { type Scene, startScene } from '../scenarios/scene.js';
import {
  bindingsWith,
  bystanders,
  type MachineSwitches,
  machines,
  oddSettings,
  propertySettings,
  settingsOf,
} from '../scenarios/settings-cases.js';

const count = { runs: 0, bindings: 0, refusals: 0 };

afterAll(() => {
  const { runs, bindings, refusals } = count;
  console.log(
    `settings matrix: ${bindings} combinations of machine, kind of key and settings in ${runs} runs; ` +
      `${refusals} runs refused, and left everything as it was`,
  );
});

type Settings = Parameters<typeof bindingsWith>[0];

/** Runs the action on bindings with these settings among others, and holds it to its one promise. */
async function runOn(switches: MachineSwitches, settings: Settings): Promise<StepEnd> {
  const scene = await startScene(switches);
  try {
    return await runIn(scene, settings);
  } finally {
    await scene.close();
  }
}

async function runIn(scene: Scene, settings: Settings): Promise<StepEnd> {
  const { machine, job, old } = scene;
  const targets = bindingsWith(settings, old.thumbprint);
  const stranger = scene.issue({ names: ['other.example'] });
  machine.install(stranger);
  machine.bind(...targets, ...bystanders(stranger.thumbprint));
  const before = machine.table();
  const state = scene.state();

  const end = await scene.run({
    ...scene.given(),
    handshake: 'off',
    bindings: targets.map(({ endpoint }) => endpoint).join('\n'),
  });

  count.runs += 1;
  count.bindings += targets.length;
  if (end.code === 0) expectOnlyHashesDiffer(scene, before, targets);
  else {
    count.refusals += 1;
    expect(end.errors).toHaveLength(1);
    expect(scene.state()).toEqual(state);
  }
  expect(job.leftovers()).toEqual([end.outputs['report-path']]);
  return end;
}

function expectOnlyHashesDiffer(
  { machine, next }: Scene,
  before: ReturnType<Scene['machine']['table']>,
  targets: readonly NewBinding[],
): void {
  const chosen = new Set(targets.map(({ endpoint }) => endpoint));
  const hash = next.thumbprint.toLowerCase();
  const expected = [...before].map(
    ([key, record]) => [key, chosen.has(key) ? { ...record, hash } : record] as const,
  );
  expect(machine.table()).toEqual(new Map(expected));
}

const reasonOf = ({ errors }: StepEnd) => errors.join('\n').replaceAll('%0A', '\n');

describe.concurrent('settings that netsh can set: each alone, and all together, on every kind of key', () => {
  it.each(machines().map((each) => [nameOf(each), each] as const))('%s', async (_name, switches) => {
    const end = await runOn(switches, settingsOf(switches.windows));
    expect(reasonOf(end)).toBe('');
    expect(end.report?.outcome).toBe('rebound');
  });
});

const updates = ['absent', 'keep', 'reset'] as const;
const languages = ['en', 'xx', 'fr', 'de'] as const;

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
    const end = await runOn(switches, [odd.record]);
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
    expect(reasonOf(await runOn(switches, [odd.record]))).toMatch('(setting-not-portable)');
  });
});

function nameOf({ windows, language, update, codePage }: MachineSwitches): string {
  return `Windows ${windows} ${language} ${codePage}, update ${update}`;
}
