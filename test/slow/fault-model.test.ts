import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { BindingRecord } from '../../simulator/state/record.js';
import { given, next } from '../faults/ground.js';
import {
  certificates,
  inputsOf,
  isRefused,
  isToStay,
  type Model,
  model,
  renewed,
  targetsOf,
} from '../faults/model.js';
import { type Job, newJob } from '../scenarios/action.js';

/** Three explorers work side by side, each for this long. */
const explorers = 3;
const exploreMs = 90_000;

it(
  'keeps its rules on random machines, with random inputs and faults',
  async () => {
    const tried = await Promise.all(Array.from({ length: explorers }, explore));
    console.log(`random jobs: ${tried.reduce((sum, each) => sum + each, 0)}`);
  },
  exploreMs + 10 * 60_000,
);

async function explore(): Promise<number> {
  let tried = 0;
  const property = fc.asyncProperty(model, async (each) => {
    tried += 1;
    await expectRules(each);
  });
  await fc.assert(property, {
    numRuns: 10_000,
    interruptAfterTimeLimit: exploreMs,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  return tried;
}

async function expectRules(model: Model): Promise<void> {
  const machine = await createMachine(model.options);
  const job = newJob(machine.systemRoot);
  const later = newJob(machine.systemRoot, { toolCache: job.toolCache });
  try {
    for (const certificate of Object.values(certificates))
      for (const store of ['MY', 'WebHosting']) machine.install(certificate, { store });
    const bindings = model.bindings.map((each) => ({ ...each, certificate: certificates[each.certificate] }));
    machine.bind(...bindings, { endpoint: '9443', kind: 'ccs' });
    await runJob(model, machine, job, later);
  } finally {
    job.remove();
    later.remove();
    await machine.close();
  }
}

async function runJob(model: Model, machine: Machine, job: Job, later: Job): Promise<void> {
  const before = machine.table();
  const targets = targetsOf(model).map(({ endpoint }) => endpoint);
  const after = new Map(
    [...before].map(([key, record]) => [key, targets.includes(key) ? renewed(record) : record]),
  );
  const isOn = (table: ReadonlyMap<string, BindingRecord>) => isSame(machine.table(), table);
  machine.faults(model.faults);

  const inputs = { ...given, ...inputsOf(model) };
  const main = await job.run('main', inputs);
  if (main.code === 0) expect(isOn(after), 'main ended well: all is new').toBe(true);
  if (main.code === 1) expect(main.errors).toHaveLength(1);
  if (model.faults.length === 0)
    expect([main.code, main.errors]).toEqual([isRefused(model) ? 1 : 0, main.errors]);
  if (isRefused(model)) expect(main.code).not.toBe(0);

  const status = main.code === 0 ? model.status : 'failure';
  const post = await job.run('post', { ...inputs, 'job-status': status });
  if (post.code !== null) {
    expect([post.code, post.errors, post.stderr]).toEqual([0, [], '']);
    const isNew = isOn(after);
    expect(isNew || isOn(before), 'all is new, or all is as it was').toBe(true);
    if (main.code === 0) expect(isNew).toBe(isToStay(model));
    if (main.code === 1 || model.restore === 'always') expect(isNew && !isRefused(model)).toBe(false);
    expect(job.leftovers()).toEqual([]);
    expectStores(model, machine, isNew);
  }

  // The runner empties its folder; then a run without faults, and without a restore, meets no obstacle.
  for (const name of readdirSync(job.temp)) rmSync(join(job.temp, name), { recursive: true });
  machine.faults([]);
  const again = await later.run('main', {
    ...inputs,
    'restore-after-job': 'never',
    'remove-replaced': 'false',
  });
  await later.run('post', { ...inputs, 'job-status': 'success' });
  if (!isRefused(model)) expect([again.code, again.errors]).toEqual([0, []]);
  expect(isOn(isRefused(model) ? before : after), 'all is as the next run makes it').toBe(true);
  expect([...job.leftovers(), ...later.leftovers()]).toEqual([]);
}

function isSame(one: ReadonlyMap<string, BindingRecord>, other: ReadonlyMap<string, BindingRecord>): boolean {
  const text = (table: ReadonlyMap<string, BindingRecord>) =>
    JSON.stringify([...table].sort().map(([, record]) => Object.entries(record).sort()));
  return text(one) === text(other);
}

/** A certificate that is bound is there; the new one only if it is bound; a replaced one goes only if asked for. */
function expectStores(model: Model, machine: Machine, isNew: boolean): void {
  const has = (store: string, thumbprint: string) =>
    machine.store(store).some((each) => each.thumbprint === thumbprint.toUpperCase());
  for (const { hash, store } of machine.table().values())
    if (hash !== null) expect(has(store ?? 'MY', hash), 'what is bound is in its store').toBe(true);
  if (!isNew) expect(has('MY', next.thumbprint), 'what was imported is gone').toBe(false);
  const mayBeGone = isNew && model.removeReplaced;
  for (const certificate of Object.values(certificates))
    for (const store of ['MY', 'WebHosting'])
      if (!mayBeGone) expect(has(store, certificate.thumbprint), 'nothing else is gone').toBe(true);
}
