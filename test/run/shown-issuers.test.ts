import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { ShownIssuers } from '../../src/run/shown-issuers.js';

const [fresh, old, intermediate, other] = ['1', '2', '3', '4'].map((digit) => digit.repeat(40) as Thumbprint);

describe('the issuers that handshakes show', () => {
  it('are those above the new certificate, and above no other one', () => {
    const issuers = new ShownIssuers(fresh!);
    issuers.add([old!, other!]);
    issuers.add([fresh!]);
    expect([...issuers.thumbprints]).toEqual([]);
    issuers.add([fresh!, intermediate!]);
    expect([...issuers.thumbprints]).toEqual([intermediate]);
  });
});
