import type { Endpoint } from '../http-sys/endpoint.js';
import { firstOf } from '../wording.js';

/** Why a binding is left alone. */
export interface Reason {
  /** The end of a sentence that begins with the endpoint. */
  readonly why: string;
  /** The same for several endpoints, without what differs between them. */
  readonly inGeneral: string;
  /** Nobody has to do anything about it: a note, no warning. */
  readonly isAsItShouldBe: boolean;
}

/** A binding that is left alone although the selection could have meant it. */
export interface Skipped extends Reason {
  readonly endpoint: Endpoint;
}

/** What to say of skipped bindings that have one reason. */
interface SkipLine {
  readonly text: string;
  /** Nobody has to do anything about it: a note, no warning. */
  readonly isNote: boolean;
}

/** One line for each kind of reason, in the order of the first binding: hundreds can share one. */
export function skipLines(skipped: readonly Skipped[]): SkipLine[] {
  return alike(skipped).map(([first, ...others]) => {
    const endpoints = firstOf(
      10,
      [first, ...others].map(({ endpoint }) => endpoint.text),
    );
    const why = others.length === 0 ? first.why : first.inGeneral;
    return { text: `${endpoints}: ${why}.`, isNote: first.isAsItShouldBe };
  });
}

/** Those of one kind of reason together. */
function alike(skipped: readonly Skipped[]): [Skipped, ...Skipped[]][] {
  const groups = new Map<string, [Skipped, ...Skipped[]]>();
  for (const each of skipped) {
    const key = `${each.isAsItShouldBe} ${each.inGeneral}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

/** A reason that is the same for one binding and for many. */
export function reason(why: string, isAsItShouldBe: boolean): Reason {
  return { why, inGeneral: why, isAsItShouldBe };
}
