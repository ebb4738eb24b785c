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

/** One line for each skipped binding, for the log; none for one of which a warning of its own says it. */
export function skipLines(skipped: readonly Skipped[]): string[] {
  const inWarnings = new Set([...worthKnowing(skipped).values()].filter(({ length }) => length === 1).flat());
  return skipped.filter((each) => !inWarnings.has(each)).map(inWords);
}

/** One warning for each kind of reason that a person probably wants to know of: hundreds of bindings can share it. */
export function skipWarnings(skipped: readonly Skipped[]): string[] {
  return [...worthKnowing(skipped)].map(([inGeneral, [first, ...others]]) => {
    if (first !== undefined && others.length === 0) return inWords(first);
    const endpoints = [first, ...others].flatMap((each) => each?.endpoint.text ?? []);
    return `${firstOf(10, endpoints)}: skipped, ${inGeneral}.`;
  });
}

function inWords({ endpoint, why }: Skipped): string {
  return `${endpoint.text}: skipped, ${why}.`;
}

/** What is not as it should be, by the reason in general. */
function worthKnowing(skipped: readonly Skipped[]): Map<string, Skipped[]> {
  const byReason = new Map<string, Skipped[]>();
  for (const each of skipped) {
    if (each.isAsItShouldBe) continue;
    const alike = byReason.get(each.inGeneral);
    if (alike) alike.push(each);
    else byReason.set(each.inGeneral, [each]);
  }
  return byReason;
}

/** A reason that is the same for one binding and for many. */
export function reason(why: string, isAsItShouldBe: boolean): Reason {
  return { why, inGeneral: why, isAsItShouldBe };
}
