import { expect, it } from 'vitest';
import { names } from '../../src/github/input-rules.js';
import { likelyMeant } from '../../src/github/misspelt-input.js';

const ours = names.filter((name) => name !== 'job-status');

it.each([
  ['dryrun', 'dry-run'],
  ['DRY_RUN', 'dry-run'],
  ['dry-runs', 'dry-run'],
  ['dyr-run', 'dry-run'],
  ['dry-rn', 'dry-run'],
  ['dry run', 'dry-run'],
  ['dry-run-only', 'dry-run'],
  ['binding', 'bindings'],
  ['bindngs', 'bindings'],
  ['site', 'sites'],
  ['stes', 'sites'],
  ['siets', 'sites'],
  ['sitess', 'sites'],
  ['site-name', 'sites'],
  ['stores', 'store'],
  ['stroe', 'store'],
  ['store-name', 'store'],
  ['pxf', 'pfx'],
  ['pfx-file', 'pfx-path'],
  ['certificate-file', 'certificate-path'],
  ['certificate-password', 'pfx-password'],
  ['key-passphrase', 'pfx-password'],
  ['pfx-base64', 'pfx'],
  ['pfxpassword', 'pfx-password'],
  ['PFX_PASSWORD', 'pfx-password'],
  ['pfx-pasword', 'pfx-password'],
  ['certificat', 'certificate'],
  ['privatekey', 'private-key'],
  ['thumbprints', 'thumbprint'],
  ['thumprint', 'thumbprint'],
  ['thumb-print', 'thumbprint'],
  ['replaces', 'replace'],
  ['allow-mismatch', 'allow-name-mismatch'],
  ['minimum_day', 'minimum-days'],
  ['min-days', 'minimum-days'],
  ['what-if', 'dry-run'],
  ['WHATIF', 'dry-run'],
  ['cert-path', 'certificate-path'],
  ['key-perms', 'key-permissions'],
  ['restore-after-jobs', 'restore-after-job'],
  ['remove-replace', 'remove-replaced'],
  ['newestfor', 'newest-for'],
  ['app_id', 'app-id'],
  ['hand-shake', 'handshake'],
  ['key-provder', 'key-provider'],
])('%s is meant for %s', (given, meant) => {
  expect(likelyMeant(given, ours)).toBe(meant);
});

it.each([
  'ENVIRONMENT',
  'REASON',
  'VERSION',
  'TARGET',
  'SCORE',
  'SIZE',
  'SIZES',
  'SUITES',
  'STONE',
  'PDF',
  'PX',
  'NAME',
  'PATH',
  'KEY',
  'PASSWORD',
  'TOKEN',
  'GITHUB_TOKEN',
  'WHO-TO-GREET',
  'FETCH-DEPTH',
  'NODE-VERSION',
  'DRY',
  'DAYS',
  'LOG_LEVEL',
  'RELEASE_NOTES',
  'SUMMARY_TITLE',
  'STORE_NUMBER',
  'CERTIFICATE_ID',
  'SERVER',
  'HOST',
  'PORT',
  'REPLICA',
  'BUILDING',
  '',
])('%s belongs to somebody else', (given) => {
  expect(likelyMeant(given, ours)).toBeUndefined();
});

it('knows each input itself', () => {
  expect(ours.map((name) => likelyMeant(name, ours))).toEqual(ours);
});
