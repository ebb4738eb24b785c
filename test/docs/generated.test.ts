import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readContract } from '../../scripts/contract.js';
import { actionInFolder, inputTable, outputTable, replaceMarked } from '../../scripts/docs-parts.js';
import { read, root } from './files.js';

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

test('a table of inputs has a row each, without those that the runner fills in', () => {
  const inputs = [
    { name: 'a', description: 'One thing. Another, `x|y`.', default: '1' },
    { name: 'job-status', description: 'Internal.', default: undefined },
  ];
  expect(inputTable(inputs).split('\n').slice(2)).toEqual(['| `a` (`1`) | One thing. Another, `x\\|y`. |']);
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

test('the action in a folder is the action, but for the way to its bundle', () => {
  const [own, copy] = ['action.yml', '.github/actions/rebind/action.yml'].map((path) => parse(read(path)));
  const { branding: _, runs, ...same } = own;
  expect(copy).toEqual({
    ...same,
    runs: { ...runs, main: `../../../${runs.main}`, post: `../../../${runs.post}` },
  });
  expect(actionInFolder(read('action.yml'), '../../../')).toBe(read('.github/actions/rebind/action.yml'));
});
