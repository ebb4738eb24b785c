import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verify/judge.js';
import type { HandshakeResult } from '../../src/windows/handshake.js';
import { failed, old, refused, served, shown, silent } from './given.js';

const target = { address: '127.0.0.1', port: 443, serverName: undefined };

describe('the verdict', () => {
  it.each<[witness: boolean, results: HandshakeResult[], verdict: string, message: string]>([
    // A witness must show the new certificate.
    [true, [served(old)], 'mismatch', `it still shows the previous certificate, ${old}`],
    [true, [served('C')], 'mismatch', 'it shows the certificate C'],
    [true, [refused], 'mismatch', 'nobody'],
    [true, [failed], 'mismatch', 'reset'],
    [true, [silent], 'mismatch', 'no answer'],
    [true, [], 'mismatch', 'it was not asked'],
    // Where there is none, no answer is a reason to roll back.
    [false, [refused, refused], 'not-listening', 'nobody'],
    [false, [refused, failed], 'unproven', 'reset'],
    [false, [failed], 'unproven', 'reset'],
    [false, [silent], 'unproven', 'no answer'],
    [false, [refused, silent, served('C')], 'unproven', 'it shows the certificate C'],
    [false, [served(old)], 'unproven', `it still shows the previous certificate, ${old}`],
    [false, [], 'unproven', 'it was not asked'],
  ])('with a witness: %j, %j is %s', (hasWitness, results, verdict, message) => {
    expect(judge({ found: null, results }, { hasWitness, previous: old })).toEqual({ verdict, message });
  });

  it.each([true, false])('is that it is verified where it was seen, with a witness: %j', (hasWitness) => {
    const answer = { found: target, results: [served(shown)] };
    expect(judge(answer, { hasWitness, previous: old })).toEqual({ verdict: 'verified', message: '' });
  });

  it('says of what was not asked at all that nothing is proven', () => {
    expect(judge(undefined, { hasWitness: false, previous: null }).verdict).toBe('unproven');
  });
});
