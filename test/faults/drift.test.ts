import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordKey } from '../../simulator/state/record.js';
import { expectError, hashesOf } from '../scenarios/expectations.js';
import { boundTo, foreign, type Ground, given, old, openGround } from './ground.js';

let ground: Ground;

beforeEach(async () => {
  ground = await openGround();
});
afterEach(() => ground.close());

it.each([
  ['its certificate', boundTo(foreign)],
  ['a setting', { flags: 0x1 }],
])(
  'a binding is left alone if somebody changes %s as soon as the rehearsal has read the table',
  async (_, changes) => {
    const { machine, targets, before } = ground;
    const [target = ''] = targets;
    const record = before.get(target);
    if (!record) throw new Error(`${target} is not bound`);
    // The first script that updates only asks for help; the second rehearses, and ends with the table.
    const match = { program: 'netsh.exe', argsInclude: ['-f', 'update sslcert'], nth: 2 };
    const update = { op: 'update', key: recordKey(record), changes, omitted: 'keep' } as const;
    machine.faults([{ fault: 'drift-after', match, changes: [update] }]);
    const end = await ground.job.run('main', { ...given, handshake: 'off' });
    expectError(end, { code: 'drift', says: [target] });
    expect(machine.table().get(target)).toEqual({ ...record, ...changes });
    for (const each of targets.slice(1)) expect(hashesOf(machine)[each]).toBe(old.thumbprint);
  },
);
