import type { Binding, RegistryBinding } from './binding.js';

/**
 * Why netsh and the registry do not say the same of one binding, as a sentence; undefined if they agree on hash,
 * appid and store. netsh reads HTTP.sys's live table, the registry holds what HTTP.sys starts with.
 * @param registry the registry's record of the binding's endpoint, if it has one
 */
export function disagreement(binding: Binding, registry: RegistryBinding | undefined): string | undefined {
  if (registry === undefined) return 'The registry has no such binding.';
  const differs = (what: string, shown: string | null, kept: string | null) =>
    `netsh shows the ${what} ${shown ?? '(null)'}, the registry has ${kept ?? 'none'}.`;
  if (binding.thumbprint !== registry.thumbprint) {
    return differs('certificate', binding.thumbprint, registry.thumbprint);
  }
  // The appid is not what a change depends on, so a host that does not keep it here is no reason to refuse.
  if (registry.appId !== null && binding.appId.toLowerCase() !== registry.appId.toLowerCase()) {
    return differs('appid', binding.appId, registry.appId);
  }
  return isSameStore(binding.store, registry.store)
    ? undefined
    : differs('store', binding.store, registry.store);
}

/** Store names compare without case. A label that netsh does not set off with a colon is a part of the shown name. */
function isSameStore(shown: string | null, kept: string | null): boolean {
  if (shown === null || kept === null) return shown === kept;
  const [whole, name] = [shown.toLowerCase(), kept.toLowerCase()];
  if (!whole.endsWith(name)) return false;
  return !/[a-z0-9_-]$/.test(whole.slice(0, whole.length - name.length));
}
