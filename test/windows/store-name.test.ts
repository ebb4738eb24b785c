import { expect, it } from 'vitest';
import { parseStoreName } from '../../src/windows/store-name.js';

it.each([
  ['MY', 'MY'],
  ['my', 'MY'],
  ['Personal', 'MY'],
  ['personal', 'MY'],
  ['Eigene Zertifikate', 'MY'],
  ['personnel', 'MY'],
  ['個人', 'MY'],
  ['\u200emy\u200b', 'MY'],
  ['WebHosting', 'WebHosting'],
  ['webhosting', 'WebHosting'],
  ['Web Hosting', 'WebHosting'],
  ['web hosting', 'WebHosting'],
  ['Remote Desktop', 'Remote Desktop'],
  ['Shop-Certificates_2', 'Shop-Certificates_2'],
])('%s is the store %s', (text, name) => {
  expect(parseStoreName(text)).toEqual({ name });
});

it.each([
  'Root',
  'ROOT',
  'Trusted Root Certification Authorities',
  'CA',
  'ca',
  'Intermediate Certification Authorities',
  'AuthRoot',
  'TrustedPeople',
  'Trusted People',
  'TrustedPublisher',
  'TrustedDevices',
  'Disallowed',
  'Untrusted Certificates',
  'SmartCardRoot',
  'Smart Card Trusted Roots',
  'ClientAuthIssuer',
  'AddressBook',
  'Trust',
  'FlightRoot',
])('%s is a trust store', (text) => {
  expect(parseStoreName(text)).toMatchObject({ rule: expect.stringContaining('whom to trust'), write: 'MY' });
});

it.each(['REQUEST', 'UserDS'])('%s is for something else', (text) => {
  expect(parseStoreName(text)).toMatchObject({
    rule: expect.stringContaining('not for server certificates'),
  });
});

it.each([
  ['-f', 'WebHosting'],
  ['-user', 'WebHosting'],
  ['.', 'WebHosting'],
  ['..', 'WebHosting'],
  ['MY.', 'WebHosting'],
  ['MY" /f', 'WebHosting'],
  ['a\nb', 'WebHosting'],
  ['a\0b', 'WebHosting'],
  ['MY*', 'WebHosting'],
  ['%STORE%', 'WebHosting'],
  ['x'.repeat(65), 'WebHosting'],
  ['', 'WebHosting'],
  ['LocalMachine\\MY', 'MY'],
  ['"MY"', 'MY'],
  ['Vertrauenswürdige Stammzertifizierungsstellen', 'MY'],
  ['Zertifikate für Läden', 'MY'],
  ["'Web Hosting'", 'WebHosting'],
  ['Cert:\\LocalMachine\\WebHosting', 'WebHosting'],
  ['cert:/localmachine/personal', 'MY'],
  ['W3SVC\\MY', 'MY'],
  ['LocalMachine\\Root', 'MY'],
  ['..\\..\\x', 'WebHosting'],
  ['LocalMachine\\', 'WebHosting'],
])('%j is no name; %s is recommended', (text, write) => {
  expect(parseStoreName(text)).toMatchObject({ rule: expect.stringContaining('must be the name'), write });
});
