import { expect, it } from 'vitest';
import { expectError, type Refusal } from './expectations.js';
import { openScene } from './scene.js';

// Every rule has its test in test/github; here is what a run makes of a broken one.
it('ends with one error before any program is started', async () => {
  const scene = await openScene();
  const { machine, job, old } = scene;
  machine.bind({ endpoint: '0.0.0.0:443', certificate: old });
  const before = scene.state();
  const given = scene.given();
  const cases: [inputs: Record<string, string>, refusal: Refusal][] = [
    [
      { ...given, dryrun: 'true' },
      { code: 'input-invalid', says: ['no input "dryrun"', 'Write "dry-run".'] },
    ],
    [
      { ...given, 'allow-older': 'yes' },
      { code: 'input-invalid', says: ['"allow-older" must be true or false', '"yes"'] },
    ],
    [
      { ...given, 'minimum-days': '0x1bb' },
      { code: 'input-invalid', says: ['"minimum-days" must be a whole number', '"0x1bb"'] },
    ],
    [
      { ...given, bindings: '*:443\nhttps://x.example/' },
      { code: 'input-invalid', says: ['"bindings"', 'Write x.example:443 instead.'] },
    ],
    [
      { ...given, thumbprint: 'ab'.repeat(20) },
      { code: 'input-conflict', says: ['"pfx" and "thumbprint"'] },
    ],
    [{ bindings: '*:443' }, { code: 'certificate-missing', says: [/pfx: \$\{\{ secrets\./] }],
  ];
  for (const [inputs, refusal] of cases) {
    const end = await scene.run(inputs);
    expectError(end, refusal);
    expect(end.report).toMatchObject({ outcome: 'failed', bindings: [] });
    expect(end.outputs.changed).toBe('false');
    expect(end.summary).toContain('❌ Failed. This run has changed no binding.');
  }
  expect([scene.state(), machine.calls()]).toEqual([before, []]);
  expect(job.leftovers()).toHaveLength(cases.length);
});
