import { expect } from 'vitest';
import type { StepEnd } from './action.js';
import { type Scene, startScene } from './scene.js';
import { bindingsWith, bystanders, type MachineSwitches, type SettingsOfRecord } from './settings-cases.js';

/** What came of a run over bindings with certain settings. */
export interface SettingsRun {
  readonly end: StepEnd;
  /** How many bindings it was to change. */
  readonly bindings: number;
}

/**
 * Runs the action on bindings of every kind with these settings, among others, and holds it to its one promise: each
 * differs in its hash only, or the run refused and nothing differs at all. Nothing of the rehearsal is left.
 */
export async function runOn(
  switches: MachineSwitches,
  settings: readonly SettingsOfRecord[],
): Promise<SettingsRun> {
  const scene = await startScene(switches);
  try {
    return await runIn(scene, settings);
  } finally {
    await scene.close();
  }
}

async function runIn(scene: Scene, settings: readonly SettingsOfRecord[]): Promise<SettingsRun> {
  const { machine, job, old, next } = scene;
  const targets = bindingsWith(settings, old.thumbprint);
  const stranger = scene.issue({ names: ['other.example'] });
  machine.install(stranger);
  machine.bind(...targets, ...bystanders(stranger.thumbprint));
  const table = machine.table();
  const before = scene.state();
  const chosen = new Set(targets.map(({ endpoint }) => endpoint));

  const end = await scene.run({ ...scene.given(), handshake: 'off', bindings: [...chosen].join('\n') });

  if (end.code === 0) {
    const hash = next.thumbprint.toLowerCase();
    const rebound = [...table].map(
      ([key, record]) => [key, chosen.has(key) ? { ...record, hash } : record] as const,
    );
    expect(machine.table()).toEqual(new Map(rebound));
  } else {
    expect(end.errors).toHaveLength(1);
    expect(scene.state()).toEqual(before);
  }
  expect(job.leftovers()).toEqual([end.outputs['report-path']]);
  return { end, bindings: targets.length };
}

/** Why a run was refused; empty if it was not. */
export function reasonOf({ errors }: StepEnd): string {
  return errors.join('\n').replaceAll('%0A', '\n');
}
