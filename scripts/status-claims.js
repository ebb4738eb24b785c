// @ts-check

/**
 * @typedef {{ id: string, claim: string, simulated: string, wine: string }} Claim
 * simulated, wine: where a test shows it, on the embedded machine and in the Windows lab; '' for nowhere.
 */

/**
 * What the front page says of this action. `check.mjs` and its neighbours in test/windows-lab/real note these ids when a
 * hosted Windows shows a claim to be true.
 * @type {readonly Claim[]}
 */
export const CLAIMS = [
  claim('inventory', 'An inventory of all bindings', 'test/scenarios', 'test/windows-lab'),
  claim('plan', 'A dry run shows the plan and changes nothing', 'test/scenarios', 'test/windows-lab'),
  claim('rebind', 'Bindings of every kind are changed by `update`', 'test/scenarios', 'test/windows-lab'),
  claim('settings', 'All settings and all other bindings stay as they were', 'test/slow', 'test/windows-lab'),
  claim('handshake', 'A handshake shows the new certificate', 'test/scenarios', 'test/windows-lab'),
  claim('no-gap', 'No handshake is lost during the change', 'test/bench', 'test/windows-lab'),
  claim('repeat', 'A second run changes nothing', 'test/scenarios', 'test/windows-lab'),
  claim(
    'sites',
    'Sites by name, in any script; keys on elliptic curves',
    'test/scenarios',
    'test/windows-lab',
  ),
  claim(
    'replace',
    'By replaced thumbprint; the old certificate is deleted',
    'test/scenarios',
    'test/windows-lab',
  ),
  claim('refusal', 'A wrong password or certificate changes nothing', 'test/scenarios', 'test/windows-lab'),
  claim('roll-back', 'What cannot be proven is rolled back, all of it', 'test/faults', 'test/windows-lab'),
  claim('restore', 'The post step restores after the job', 'test/faults', 'test/windows-lab'),
  claim('killed', 'After a kill or a power cut, the next run restores', 'test/faults', 'test/windows-lab'),
  claim('secrecy', 'Your password stands on no command line', 'test/scenarios'),
  claim('language', 'Any display language', 'test/slow'),
  claim('fleet', 'A rollout over many servers', 'test/docs'),
];

/**
 * @param {string} id
 * @param {string} text
 * @param {string} simulated
 * @param {string} [wine]
 * @returns {Claim}
 */
function claim(id, text, simulated, wine = '') {
  return { id, claim: text, simulated, wine };
}
