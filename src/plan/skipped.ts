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

/** One line for each skipped binding, for the log. */
export function skipLines(skipped: readonly Skipped[]): string[] {
  return skipped.map(({ endpoint, why }) => `${endpoint.text}: skipped, ${why}.`);
}

/** One warning for each kind of reason that a person probably wants to know of: hundreds of bindings can share it. */
export function skipWarnings(skipped: readonly Skipped[]): string[] {
  const byReason = new Map<string, Skipped[]>();
  for (const each of skipped) {
    if (each.isAsItShouldBe) continue;
    const alike = byReason.get(each.inGeneral);
    if (alike) alike.push(each);
    else byReason.set(each.inGeneral, [each]);
  }
  return [...byReason].map(([inGeneral, alike]) => {
    const endpoints = alike.map(({ endpoint }) => endpoint.text);
    const [only] = alike.length === 1 ? alike : [];
    return `${firstOf(10, endpoints)}: skipped, ${only?.why ?? inGeneral}.`;
  });
}

/** A reason that is the same for one binding and for many. */
export function reason(why: string, isAsItShouldBe: boolean): Reason {
  return { why, inGeneral: why, isAsItShouldBe };
}
