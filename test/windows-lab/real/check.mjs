// node check.mjs <claims> <outcome> <certificate of each socket...>: is the machine as it should be after a run of the
// action? The table has to be what it was before, but for the hashes; each socket has to show its certificate; the report
// ($REPORT) has to say the outcome, `-` for none. Then the claims (ids of docs/status.md, with commas) have been seen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, registryOf, seen, show, shownBy, sockets, thumbprintOf } from './machine.mjs';

const [claims = '', outcome, ...expected] = process.argv.slice(2);
if (outcome !== '-') assert.equal(JSON.parse(process.env.REPORT || '{}').outcome, outcome);
assert.equal(expected.length, sockets.length);

const masked = (text) =>
  ['old', 'new', 'newest'].reduce((result, each) => result.replaceAll(thumbprintOf(each), '<hash>'), text);
assert.equal(masked(show()), masked(readFileSync(join(folder, 'before.txt'), 'latin1')));
for (const [index, { key, address, port }] of sockets.entries()) {
  const certificate = expected[index] ?? '';
  assert.equal(await shownBy(address, port), certificate, key);
  assert.ok(
    registryOf(key).includes(`SslCertHash REG_BINARY ${thumbprintOf(certificate).toUpperCase()}`),
    key,
  );
}
seen(...claims.split(','));
console.log(`${outcome}: ${expected.join(', ')}, and everything else is as it was.`);
