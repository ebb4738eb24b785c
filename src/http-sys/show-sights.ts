import { identityAfter } from './show-head.js';
import type { Line } from './show-line.js';

/** Lines of `show` that have hash and appid like the head of a record, whether or not their name is understood. */
export interface Sight {
  /** The line before them, which ends with the name. */
  readonly first: Line;
  /** Lower-case hex; null for none. */
  readonly hash: string | null;
  /** Lower-case GUID in braces. */
  readonly appId: string;
}

/** All that is like the head of a record. */
export function sightsIn(lines: readonly Line[]): Sight[] {
  return lines.flatMap((first, at) => {
    const identity = first.shape === 'hash' || first.shape === 'null' ? undefined : identityAfter(lines, at);
    if (identity === undefined || identity.unknownFields > 0) return [];
    const hash = identity.hash === undefined ? undefined : lines[identity.hash];
    const guid = lines[identity.guid];
    const isNone = hash === undefined || hash.shape === 'null';
    const appId = guid?.text.slice(guid.start).toLowerCase() ?? '';
    return [{ first, hash: isNone ? null : hash.text.slice(hash.start).toLowerCase(), appId }];
  });
}
