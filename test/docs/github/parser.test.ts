import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { OWN_ACTION } from '../files.js';
import { githubErrors } from './parser.js';

const workflow = (job: object) => stringify({ on: 'push', jobs: { example: job } });
const withStep = (step: object) => workflow({ 'runs-on': 'x', steps: [step] });
const fleet = OWN_ACTION.replace('@', '/.github/workflows/rollout.yml@');

test.each([
  ['an input that the action has not', withStep({ uses: OWN_ACTION, with: { thumb: 'x' } }), "'thumb'"],
  ['another tag of ours', withStep({ uses: OWN_ACTION.replace('@v1', '@v9') }), 'Unable to resolve action'],
  [
    'an input that the fleet has not',
    workflow({ uses: fleet, with: { servers: 'x' } }),
    'servers is not defined',
  ],
  ['a secret that the fleet has not', workflow({ uses: fleet, secrets: { key: 'x' } }), 'key is not defined'],
  ['an action of ours that is not there', withStep({ uses: '$/.github/actions/none' }), "no 'action.yml'"],
  [
    'an input that an action of ours has not',
    withStep({ uses: '$/.github/actions/rebind', with: { x: 1 } }),
    "'x'",
  ],
  ['a context that is not there', withStep({ run: `echo \${{ secret.x }}` }), 'Unrecognized named-value'],
  ['a key that GitHub does not know', workflow({ 'runs-on': 'x', step: [] }), "Unexpected value 'step'"],
])("GitHub's parser finds %s", async (_, source, message) => {
  const errors = await githubErrors(source, '.github/workflows/example.yml');
  expect(errors).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
});

test('and nothing in what is right', async () => {
  const right = withStep({ uses: OWN_ACTION, with: { pfx: `\${{ secrets.X }}`, 'dry-run': true } });
  expect(await githubErrors(right, '.github/workflows/example.yml')).toEqual([]);
  const call = workflow({ uses: fleet, with: { hosts: 'a' }, secrets: { pfx: 'x' } });
  expect(await githubErrors(call, '.github/workflows/example.yml')).toEqual([]);
});
