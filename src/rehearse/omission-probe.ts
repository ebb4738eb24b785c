import type { Settings } from '../http-sys/settings.js';
import type { Spare } from './groups.js';

/** A pair of settings to find out whether `update` keeps what it is not told. */
interface OmissionProbe {
  /** Binds the spare endpoint with two settings more than it needs: one flag and one bit of the check mode. */
  readonly bound: Spare;
  /** Updates it without a word of these two. */
  readonly updated: Spare;
  /** Whether the two were set by `bound`. */
  readonly took: (settings: Settings) => boolean;
}

/** Settings that every Windows has, one candidate after the other: its argument that sets it, and its bit. */
const flags = [
  { argument: 'clientcertnegotiation', set: 'enable', bit: 0x2 },
  { argument: 'dsmapperusage', set: 'enable', bit: 0x1 },
] as const;
const checks = [
  { argument: 'usagecheck', set: 'disable', bit: 0x10000 },
  { argument: 'verifyrevocationwithcachedclientcertonly', set: 'enable', bit: 0x2 },
  { argument: 'verifyclientcertrevocation', set: 'disable', bit: 0x1 },
] as const;

/** @returns undefined if the binding has all candidates set already */
export function omissionProbe(spare: Spare): OmissionProbe | undefined {
  const flag = flags.find(({ bit }) => (spare.settings.flags & bit) === 0);
  const check = checks.find(({ bit }) => (spare.settings.checkMode & bit) === 0);
  if (!flag || !check) return undefined;
  const without = (args: readonly string[]) =>
    args.filter((each) => !each.startsWith(`${flag.argument}=`) && !each.startsWith(`${check.argument}=`));
  const { add, update } = spare.settingsArguments;
  const probes = [flag, check].map(({ argument, set }) => `${argument}=${set}`);
  return {
    bound: { ...spare, settingsArguments: { add: [...without(add), ...probes], update } },
    updated: { ...spare, settingsArguments: { add, update: without(update ?? []) } },
    took: (settings) => (settings.flags & flag.bit) !== 0 && (settings.checkMode & check.bit) !== 0,
  };
}
