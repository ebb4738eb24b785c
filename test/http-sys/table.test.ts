import { describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { type Table, unreadableMayUse } from '../../src/http-sys/table.js';

const thumbprint = parseThumbprint('A1B2C3D4E5F60718293A4B5C6D7E8F9001122334')!;
const another = 'b1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const empty: Table = { bindings: new Map(), unreadable: [], said: '' };

describe('a record that cannot be read', () => {
  const mayUse = (...lines: string[]) => unreadableMayUse({ ...empty, unreadable: [lines] }, thumbprint);
  const appId = '    Application ID : {4dc3e181-e14b-4a21-b022-59fc669b0914}';

  it('may use a certificate that it names, or where its hash is not where it should be', () => {
    expect(mayUse('IP:port ?', `hash : ${thumbprint.toLowerCase()}`, appId)).toBe(true);
    expect(mayUse('IP:port : 0.0.0.0:443', appId)).toBe(true);
    expect(mayUse('hash : 0123', appId)).toBe(true);
    expect(mayUse('nonsense')).toBe(true);
  });

  it('does not if it names another, or none', () => {
    expect(mayUse('?', `hash : ${another}`, appId, 'store : MY')).toBe(false);
    expect(mayUse('?', 'hash : (null)', appId, 'store : MY')).toBe(false);
    expect(unreadableMayUse(empty, thumbprint)).toBe(false);
  });
});
