import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readContract } from '../../scripts/contract.js';
import { inputTable, outputTable, replaceMarked, replaceOwnVersion } from '../../scripts/docs-parts.js';
import { root } from './files.js';

test('the generated parts of the documentation are fresh', () => {
  const run = spawnSync(process.execPath, ['scripts/docs.js', '--check'], { cwd: root, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
});

test('a contract is read in the order of the file, with its defaults as text', () => {
  const { inputs, outputs } = readContract(`${root}action.yml`);
  expect(inputs.find(({ name }) => name === 'expiring-within')?.default).toBe('30');
  expect(inputs.find(({ name }) => name === 'friendly-name')?.default).toBeUndefined();
  expect(inputs[0]?.name).toBe('pfx');
  expect(outputs[0]?.name).toBe('thumbprint');
});

test('a table of inputs has a row each, in brief without internal ones and second sentences', () => {
  const inputs = [
    { name: 'a', description: 'One thing. Another, `x|y`.', default: '1' },
    { name: 'job-status', description: 'Internal.', default: undefined },
  ];
  expect(inputTable(inputs).split('\n').slice(2)).toEqual([
    '| `a` (`1`) | One thing. Another, `x\\|y`. |',
    '| `job-status` | Internal. |',
  ]);
  expect(inputTable(inputs, { brief: true }).split('\n').slice(2)).toEqual(['| `a` (`1`) | One thing. |']);
  expect(
    outputTable([{ name: 'o', description: 'What.' }])
      .split('\n')
      .at(-1),
  ).toBe('| `o` | What. |');
});

test('marked parts are replaced, and a missing marker is an error', () => {
  const text = 'x\n<!-- t -->\nold $&\n<!-- /t -->\ny';
  expect(replaceMarked(text, { t: 'new $&' })).toBe('x\n<!-- t -->\nnew $&\n<!-- /t -->\ny');
  expect(() => replaceMarked(text, { other: '' })).toThrow('<!-- other -->');
});

test('only this project gets the version of the release', () => {
  const workflow = [
    'uses: rebind-iis-certificate/rebind-iis-certificate@v1.0.0',
    'uses: rebind-iis-certificate/rebind-iis-certificate/.github/actions/rollout-plan@v1.0.0',
    'uses: actions/checkout@v1.0.0',
  ].join('\n');
  expect(replaceOwnVersion(workflow, '2.3.4').match(/v[\d.]+$/gm)).toEqual(['v2.3.4', 'v2.3.4', 'v1.0.0']);
});
