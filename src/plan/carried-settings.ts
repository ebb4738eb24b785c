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

function carry(settings: Settings, { add, update, learnt = [] }: NetshAbilities): ChangeSettings {
  const canUpdate = update.has('certhash');
  const known = canUpdate ? intersection(add, update) : add;
  // What was learnt a moment ago is used only where nothing else will do.
  const further = unportable(settings, known).length > 0 ? learnt : [];
  return {
    settings,
    settingsArguments: {
      add: settingsArguments(settings, add, further),
      update: canUpdate ? settingsArguments(settings, update, further) : null,
    },
    opaque: unportable(settings, known, further),
  };
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((each) => other.has(each)));
}
