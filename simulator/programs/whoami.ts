import type { Account } from '../machine-options.js';
import type { Texts } from '../texts/texts.js';
import type { Host } from './host.js';

type Group = keyof Texts['whoami']['group'];
type State = 'enabled' | 'owner' | 'denyOnly' | 'none';

const sids: Readonly<Record<Group, string>> = {
  everyone: 'S-1-1-0',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
  service: 'S-1-5-6',
  system: 'S-1-16-16384',
  high: 'S-1-16-12288',
  medium: 'S-1-16-8192',
};

/**
 * The groups in each account's token. NETWORK SERVICE has the system's integrity level and yet may change nothing:
 * only membership of Administrators, not "for deny only", tells.
 */
const tokens: Readonly<Record<Account, readonly (readonly [Group, State])[]>> = {
  administrator: [
    ['everyone', 'enabled'],
    ['administrators', 'enabled'],
    ['users', 'enabled'],
    ['high', 'none'],
  ],
  system: [
    ['administrators', 'owner'],
    ['everyone', 'enabled'],
    ['system', 'none'],
  ],
  'network-service': [
    ['system', 'none'],
    ['everyone', 'enabled'],
    ['users', 'enabled'],
    ['service', 'enabled'],
  ],
  'service-account': [
    ['everyone', 'enabled'],
    ['users', 'enabled'],
    ['service', 'enabled'],
    ['high', 'none'],
  ],
  'filtered-administrator': [
    ['everyone', 'enabled'],
    ['administrators', 'denyOnly'],
    ['users', 'enabled'],
    ['medium', 'none'],
  ],
};

/** `whoami /groups /fo csv /nh`. It has no other form. */
export function program(
  args: readonly string[],
  { options, texts, print, printError, effective }: Host,
): number {
  if (args.join(' ').toLowerCase() !== '/groups /fo csv /nh') {
    printError('ERROR: Invalid argument/option.', 'Type "WHOAMI /?" for usage.');
    return 1;
  }
  if (!effective) return 0;
  const words = texts.whoami;
  for (const [group, state] of tokens[options.account]) {
    const isLabel = group === 'system' || group === 'high' || group === 'medium';
    const isAlias = group === 'administrators' || group === 'users';
    const type = isLabel ? words.label : isAlias ? words.alias : words.wellKnown;
    const cells = [words.group[group], type, sids[group], state === 'none' ? '' : words[state]];
    print(cells.map((cell) => `"${cell}"`).join(','));
  }
  return 0;
}
