import { describe, expect, it } from 'vitest';
import { troubleNames } from '../../demo/trouble.js';
import { givesFile, Misuse, meansStore, readTryOptions, usage } from '../../demo/try-options.js';

const nothing = { inputs: {}, isInventory: false, german: false, trouble: undefined, hosts: 0 };

describe('the command line of a try', () => {
  it('is a real run where it says nothing else', () => {
    expect(readTryOptions([])).toEqual(nothing);
  });

  it('takes inputs and options in any order', () => {
    expect(readTryOptions(['minimum-days=30', '--german', 'bindings=a:1\\nb:2', '--hosts', '12'])).toEqual({
      ...nothing,
      inputs: { 'minimum-days': '30', bindings: 'a:1\nb:2' },
      german: true,
      hosts: 12,
    });
    expect(readTryOptions(['--inventory'])).toEqual({
      ...nothing,
      isInventory: true,
      inputs: { 'dry-run': 'true' },
    });
  });

  it('gives help, which names everything that can go wrong', () => {
    expect(readTryOptions(['--help', '--german'])).toBeUndefined();
    for (const name of troubleNames) {
      expect(readTryOptions(['--fail', name])?.trouble).toBe(name);
      expect(usage).toContain(name);
    }
    for (const line of usage.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it.each([
    [['minimum-days']],
    [['Minimum=1']],
    [['--fail', 'toString']],
    [['--fail']],
    [['--hosts', '-1']],
    [['--unknown']],
    [['--inventory', 'thumbprint=x']],
    [['--fail', 'names', 'pfx-path=x']],
  ])('refuses %j', (args) => {
    expect(() => readTryOptions(args)).toThrow(Misuse);
  });

  it("tells a certificate of one's own from one in the store", () => {
    const own = { inputs: { 'pfx-path': 'x' } };
    const stored = { inputs: { 'newest-for': 'x' } };
    expect([givesFile(own), meansStore(own)]).toEqual([true, false]);
    expect([givesFile(stored), meansStore(stored)]).toEqual([false, true]);
  });
});
