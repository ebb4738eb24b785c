import { randomUUID } from 'node:crypto';
import { hostsFromRunners, listRunners, parseHosts, planRollout } from '../../../scripts/rollout-plan.js';
import { fail, input, setOutput } from '../../../scripts/runner.js';

try {
  const plan = planRollout(await hosts(), parseHosts(input('canary')));
  // Two rollouts in one run must not take each other's artifacts for their own.
  setOutput('id', randomUUID().slice(0, 8));
  setOutput('hosts', JSON.stringify(plan.hosts));
  setOutput('canary', JSON.stringify(plan.canary));
  plan.waves.forEach((wave, i) => {
    setOutput(`wave-${i + 1}`, JSON.stringify(wave));
  });
  const waves = plan.waves.filter((wave) => wave.length > 0).map((wave) => wave.length);
  console.log(
    `Canary: ${plan.canary.join(', ')}. Then ${waves.length ? `waves of ${waves.join(', ')}` : 'nothing'}.`,
  );
} catch (error) {
  fail('The rollout cannot be planned', error.message);
}

async function hosts() {
  const label = input('runner-label');
  if (!label) return parseHosts(input('hosts'));
  if (input('hosts')) throw new Error('Give either "hosts" or "runner-label", not both.');
  const organization = input('runner-organization');
  const scope = organization ? `orgs/${organization}` : `repos/${process.env.GITHUB_REPOSITORY}`;
  const token = input('runners-token');
  if (!token)
    throw new Error('"runner-label" needs the secret "runners-token": GITHUB_TOKEN may not list runners.');
  const api = process.env.GITHUB_API_URL;
  return hostsFromRunners(await listRunners(scope, token, { api, fetch }), parseHosts(label));
}
