import type { NetshAbilities } from '../http-sys/command.js';
import { type Settings, settingsArguments, unportable } from '../http-sys/settings.js';
import type { ChangeSettings } from './change.js';

/** Equal settings are one object, so thousands of changes share their arguments, too. */
const known = new WeakMap<NetshAbilities, Map<Settings, ChangeSettings>>();

/** How settings are carried over on this host: by which arguments, and which have none. */
export function carriedOver(settings: Settings, abilities: NetshAbilities): ChangeSettings {
  const onHost = known.get(abilities) ?? new Map<Settings, ChangeSettings>();
  known.set(abilities, onHost);
  const carried = onHost.get(settings) ?? carry(settings, abilities);
  onHost.set(settings, carried);
  return carried;
}

function carry(settings: Settings, { add, update }: NetshAbilities): ChangeSettings {
  const canUpdate = update.has('certhash');
  return {
    settings,
    settingsArguments: {
      add: settingsArguments(settings, add),
      update: canUpdate ? settingsArguments(settings, update) : null,
    },
    opaque: unportable(settings, canUpdate ? intersection(add, update) : add),
  };
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((each) => other.has(each)));
}
