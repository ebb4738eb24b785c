import { describe, expect, it } from 'vitest';
import { readInputs } from '../../src/github/inputs.js';
import { enough, given } from './given.js';

const secret = 'S3cret-that-nobody-sees';

describe('an input that breaks its rule: one error names it, shows it, states the rule and says what to write', () => {
  it.each<[name: string, value: string, rule: string, write: string]>([
    ['dry-run', 'yes', 'must be true or false', 'dry-run: true'],
    ['create-missing', '1', 'must be true or false', 'create-missing: true'],
    ['exportable', 'on', 'must be true or false', 'exportable: true'],
    ['allow-older', 'no', 'must be true or false', 'allow-older: true'],
    ['allow-name-mismatch', 'truee', 'must be true or false', 'allow-name-mismatch: true'],
    ['remove-replaced', '"true"', 'must be true or false', 'remove-replaced: true'],
    ['summary', 'null', 'must be true or false', 'summary: true'],
    ['key-provider', 'ksp', 'must be keep, cng or csp', 'key-provider: cng'],
    ['key-permissions', 'true', 'must be keep or none', 'key-permissions: none'],
    ['newest-for', 'www.example.com:443', 'must be one DNS name', 'newest-for: www.example.com"'],
    ['newest-for', 'https://www.example.com/x', 'must be one DNS name', 'newest-for: www.example.com"'],
    ['newest-for', 'a.example, b.example', 'must be one DNS name', 'newest-for: www.example.com"'],
    ['newest-for', '10.0.0.5', 'must be a DNS name, not an address', 'newest-for: www.example.com"'],
    ['newest-for', 'CN=www.example.com', 'must be one DNS name', 'newest-for: www.example.com"'],
    ['minimum-days', '0x1bb', 'must be a whole number from 0 to 100000', 'minimum-days: 1'],
    ['minimum-days', '101%', 'a share of the lifetime from 0% to 100%', 'minimum-days: 1'],
    ['minimum-days', '-5%', 'a share of the lifetime from 0% to 100%', 'minimum-days: 1'],
    ['minimum-days', '33.3%', 'a share of the lifetime from 0% to 100%', 'minimum-days: 1'],
    ['minimum-days', '0.33', 'a share of the lifetime from 0% to 100%', 'minimum-days: 1'],
    ['minimum-days', '14d', 'must be a whole number', 'minimum-days: 14"'],
    ['expiring-within', '45 days', 'must be a whole number', 'expiring-within: 45"'],
    ['minimum-days', '1e3', 'must be a whole number from 0 to 100000', 'minimum-days: 1'],
    ['minimum-days', '-1', 'must be a whole number from 0 to 100000', 'minimum-days: 1'],
    ['minimum-days', '100001', 'must be a whole number from 0 to 100000', 'minimum-days: 1'],
    ['expiring-within', '30 days', 'must be a whole number from 0 to 100000', 'expiring-within: 30'],
    ['expiring-within', '²', 'must be a whole number from 0 to 100000', 'expiring-within: 30'],
    ['handshake-timeout', '0', 'must be a whole number from 1 to 300', 'handshake-timeout: 10'],
    ['handshake-timeout', '301', 'must be a whole number from 1 to 300', 'handshake-timeout: 10'],
    ['handshake-timeout', '2.5', 'must be a whole number from 1 to 300', 'handshake-timeout: 10'],
    ['handshake', 'none', 'must be required, when-listening or off', 'handshake: when-listening'],
    ['restore-after-job', 'true', 'must be never, failure or always', 'restore-after-job: failure'],
    ['store', 'MY" /f', 'must be the name of a LocalMachine store', 'store: WebHosting'],
    ['store', 'LocalMachine\\MY', 'must be the name of a LocalMachine store', 'store: MY'],
    ['store', '-user', 'must be the name of a LocalMachine store', 'store: WebHosting'],
    ['store', 'Root', 'whom to trust', 'store: MY'],
    ['store', 'trusted people', 'whom to trust', 'store: MY'],
    [
      'thumbprint',
      '0123',
      'must be the SHA-1 thumbprint of a certificate, 40 hex digits',
      'thumbprint: 0123',
    ],
    ['thumbprint', 'ab'.repeat(32), 'this is a SHA-256 fingerprint', 'thumbprint: 0123'],
    ['replace', `${'1'.repeat(40)}\nwww.example.com`, 'must be the SHA-1 thumbprint', 'replace: 0123'],
    ['app-id', '{4dc3e181}', 'must be a GUID', 'app-id: 4dc3e181-e14b-4a21-b022-59fc669b0914'],
    ['friendly-name', 'a\nb', 'must be one line of at most 256 characters', 'friendly-name: www.example.com'],
    ['friendly-name', 'x'.repeat(257), 'must be one line of at most 256 characters', 'friendly-name: www.'],
  ])('%s: %j', (name, value, rule, write) => {
    const { inputs, refusal } = given({ ...enough, [name]: value });
    expect(inputs).toBeUndefined();
    expect(refusal).toMatchObject({ code: 'input-invalid' });
    const { cause, evidence, next } = refusal!.parts;
    expect(cause).toMatch(`The input "${name}" `);
    expect(cause).toMatch(rule);
    expect(next).toContain(write);
    // The value, or the part of it that is wrong; not more than a line of it.
    const wrong = value.split('\n').at(name === 'replace' ? -1 : 0)!;
    expect(evidence).toContain(JSON.stringify(wrong.slice(0, 50)).slice(1, -1));
    expect(evidence!.length).toBeLessThan(150);
  });

  it.each([
    ['https://www.example.com', 'it is a URL', 'Write www.example.com:443 instead.'],
    ['0.0.0.0', 'it has no port', 'Write 0.0.0.0:443 instead.'],
    ['0.0.0.0:0x1bb', 'a port is a whole number', '0.0.0.0:443'],
    ['::1:443', 'an IPv6 address stands in brackets', 'Write [::1]:443 instead.'],
    ['*:443:www.example.com', 'a binding of an IIS site', 'Write www.example.com:443 instead.'],
    ['ipport=0.0.0.0:443', 'an argument of netsh', 'Write 0.0.0.0:443 instead.'],
    ['a"b:443', 'a host name has labels', '0.0.0.0:443'],
    ['a.example:443 certhash=00', 'more than one word', '0.0.0.0:443'],
  ])('bindings: %s', (entry, rule, write) => {
    const { refusal } = given({ ...enough, bindings: `[::]:443\n${entry}` });
    expect(refusal).toMatchObject({ code: 'input-invalid' });
    expect(refusal!.parts.cause).toContain('"bindings"');
    expect(refusal!.parts.cause).toContain(rule);
    expect(refusal!.parts.evidence).toContain(JSON.stringify(entry));
    expect(refusal!.parts.next).toContain(write);
  });
});

describe('an input that does not exist', () => {
  it.each([
    ['dryrun', 'dry-run'],
    ['DRY_RUN', 'dry-run'],
    ['binding', 'bindings'],
    ['pfxpassword', 'pfx-password'],
    ['site-name', 'sites'],
  ])('%s is refused as a misspelt %s, even if it is empty', (name, meant) => {
    for (const value of ['true', '']) {
      const { refusal } = given({ ...enough, [name]: value });
      expect(refusal).toMatchObject({ code: 'input-invalid' });
      expect(refusal?.parts.cause).toBe(`There is no input "${name.toLowerCase()}".`);
      expect(refusal?.parts.next).toContain(`Write "${meant}".`);
    }
  });

  it('is ignored if it is like none of ours: the variables of a job may be named INPUT_…, too', () => {
    const { refusal, inputs } = given({
      ...enough,
      ENVIRONMENT: 'production',
      REASON: 'renewal',
      SCORE: '1',
      colour: '',
    });
    expect(refusal).toBeUndefined();
    expect(inputs?.request).toMatchObject({ kind: 'rebinding', warnings: [], notes: [] });
  });
});

describe('a value that is too long for a variable of Windows', () => {
  const long = 'A'.repeat(32_766);
  it.each([
    ['pfx', 'pfx-path'],
    ['certificate', 'certificate-path'],
    ['private-key', 'private-key-path'],
    ['bindings', 'fewer items'],
  ])('%s is refused, whether it arrives or not', (name, next) => {
    const { refusal } = given({ [name]: long });
    expect(refusal).toMatchObject({ code: 'input-invalid' });
    expect(refusal?.parts.cause).toContain(`"${name}" is too long`);
    expect(refusal?.parts.cause).toContain('32 766');
    expect(refusal?.parts.next).toContain(next);
    expect(refusal?.message).not.toContain('AAAA');
    // node.exe lists the name of such a variable, and has no value for it.
    const listed = () => readInputs({ 'INPUT_DRY-RUN': 'true', [`INPUT_${name.toUpperCase()}`]: undefined });
    expect(listed).toThrow(/arrived without its value/);
  });

  it('is taken just below', () => {
    expect(given({ pfx: long.slice(1) }).refusal).toBeUndefined();
  });
});

describe('inputs that contradict each other, or lack one another', () => {
  const tp = enough.thumbprint;
  it.each<[name: string, inputs: Record<string, string>, says: string[]]>([
    ['two certificates', { pfx: 'x', thumbprint: tp }, ['"pfx" and "thumbprint"', 'Give one of']],
    [
      'three',
      { pfx: 'x', 'pfx-path': 'y', certificate: 'z', 'private-key': secret },
      ['"pfx", "pfx-path" and "certificate" are given'],
    ],
    ['a key alone', { 'private-key': secret }, ['"private-key" is given, but "certificate" is not']],
    [
      'a key beside a PFX',
      { pfx: 'x', 'private-key': secret },
      ['"certificate" is not', 'remove "private-key"'],
    ],
    [
      'a chain alone',
      { certificate: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----' },
      ['"certificate" is given, but "private-key" is not'],
    ],
    ['a password for nothing', { thumbprint: tp, 'pfx-password': secret }, ['"pfx-password"', 'Remove']],
    ['an empty secret', { pfx: '', 'pfx-password': secret, 'dry-run': 'true' }, ['"pfx-password"']],
    ['create what', { thumbprint: tp, 'create-missing': 'true' }, ['"create-missing"', '"bindings"']],
    ['select for what', { 'dry-run': 'true', bindings: '*:443' }, ['"bindings"', 'no certificate']],
    ['replace by what', { 'dry-run': 'true', replace: tp }, ['"replace"', 'inventory']],
    ['sites for what', { 'dry-run': 'true', sites: 'Shop' }, ['"sites"']],
    [
      'delete and put back',
      { thumbprint: tp, 'remove-replaced': 'true', 'restore-after-job': 'always' },
      ['"remove-replaced"', '"restore-after-job: always"'],
    ],
    ['import what', { thumbprint: tp, exportable: 'true' }, ['"exportable"', '"thumbprint"']],
    ['import how', { 'newest-for': 'a.example', 'key-provider': 'cng' }, ['"key-provider"', '"newest-for"']],
    [
      'select for an empty secret',
      { pfx: '', 'dry-run': 'true', bindings: '*:443' },
      ['"bindings" is given, but no certificate', '"pfx": empty'],
    ],
    ['name what', { thumbprint: tp, 'friendly-name': 'x' }, ['"friendly-name"', '"thumbprint"']],
  ])('%s', (_name, inputs, says) => {
    const { refusal } = given(inputs);
    expect(refusal?.code).toBe('input-conflict');
    for (const part of says) expect(refusal!.message).toContain(part);
    expect(refusal!.message).not.toContain(secret);
  });

  it('no certificate at all', () => {
    const { refusal } = given({ bindings: '*:443' });
    expect(refusal?.code).toBe('certificate-missing');
    expect(refusal!.message).toContain('pfx: ${{ secrets.');
    expect(refusal!.message).toContain('dry-run: true');
    expect(given({ pfx: '', thumbprint: '' }).refusal?.parts.evidence).toBe(
      '"pfx" and "thumbprint" are given and empty.',
    );
  });
});
