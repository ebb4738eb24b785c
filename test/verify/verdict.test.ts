import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verify/verdict.js';
import type { HandshakeResult } from '../../src/windows/handshake.js';
import { failed, refused, served, shown, socket } from './given.js';

describe('the verdict', () => {
  it.each<[before: HandshakeResult | undefined, after: HandshakeResult | undefined, verdict: string]>([
    [undefined, served(shown), 'verified'],
    [refused, served(shown), 'verified'],
    [served('B'), served('B'), 'mismatch'],
    [refused, refused, 'not-listening'],
    [undefined, refused, 'not-listening'],
    [failed, refused, 'not-listening'],
    // What answered before the change must answer after it.
    [served('B'), refused, 'mismatch'],
    [failed, failed, 'mismatch'],
    [undefined, failed, 'mismatch'],
    [served('B'), undefined, 'mismatch'],
  ])('on %j and then %j is %s', (before, after, verdict) => {
    expect(judge(socket('0.0.0.0:443'), shown, before, after).verdict).toBe(verdict);
  });

  it('is why a socket without a way is skipped', () => {
    const hidden = { ...socket('0.0.0.0:443'), route: { skip: 'hidden' } };
    expect(judge(hidden, shown, served('B'), undefined)).toEqual({ verdict: 'skipped', message: 'hidden' });
  });
});
