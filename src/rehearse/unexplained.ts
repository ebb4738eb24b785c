import type { Replacement } from '../plan/change.js';
import { excerpt } from '../windows/text.js';

/**
 * What netsh shows of a binding that its settings in the registry do not explain, such as customised extended
 * properties: the lines in which it differs from a spare binding with the same settings. No rehearsal can carry such
 * a thing, so nothing can prove that a change keeps it.
 *
 * A flag without an argument is in the registry, and in the text as one more line or as another word in one; a line
 * with digits is never explained by a flag.
 * @param spare the text of the spare binding, see {@link Binding.block}
 * @returns empty if all is explained
 */
export function unexplained({ block, opaque }: Replacement, spare: readonly string[]): string[] {
  const gained = without(block, spare);
  const lost = without(spare, block);
  if (gained.length + lost.length === 0) return [];
  const byFlags =
    gained.length <= opaque.length &&
    lost.length <= gained.length &&
    [...gained, ...lost].every((line) => !/[0-9]/.test(line));
  if (byFlags) return [];
  const shown = gained.length > 0 ? gained : lost.map((line) => `no "${line}"`);
  return shown.map((line) => excerpt(line));
}

/** The lines of a text beyond those of another; a line that stands there twice counts twice. */
function without(text: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return text.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
