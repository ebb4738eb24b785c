/** A value, by its type. */
export type RegistryValue =
  | { readonly name: string; readonly type: 'REG_SZ' | 'REG_EXPAND_SZ'; readonly data: string }
  | { readonly name: string; readonly type: 'REG_MULTI_SZ'; readonly data: readonly string[] }
  | { readonly name: string; readonly type: 'REG_DWORD'; readonly data: number }
  | { readonly name: string; readonly type: 'REG_BINARY'; readonly data: Buffer };

/** A key with what is below it. */
export interface RegistryKey {
  readonly name: string;
  readonly values: readonly RegistryValue[];
  readonly keys: readonly RegistryKey[];
}

/** A key, with its sub-keys in the order of the registry: by their names in upper case. */
export function key(
  name: string,
  values: readonly RegistryValue[],
  keys: readonly RegistryKey[] = [],
): RegistryKey {
  const ranked = keys.map((each) => ({ each, rank: each.name.toUpperCase() }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return { name, values, keys: ranked.map(({ each }) => each) };
}

export function text(name: string, data: string): RegistryValue {
  return { name, type: 'REG_SZ', data };
}

export function number(name: string, data: number): RegistryValue {
  return { name, type: 'REG_DWORD', data };
}

export function binary(name: string, data: Buffer | string): RegistryValue {
  return { name, type: 'REG_BINARY', data: typeof data === 'string' ? Buffer.from(data, 'hex') : data };
}

/** Reads a value that is given as `reg query` prints it. */
export function parseValue({
  name,
  type,
  data,
}: {
  name: string;
  type: string;
  data: string;
}): RegistryValue {
  if (type === 'REG_DWORD') return number(name, Number(data));
  if (type === 'REG_BINARY') return binary(name, data);
  if (type === 'REG_MULTI_SZ') return { name, type, data: data.split('\\0').filter(Boolean) };
  if (type === 'REG_SZ' || type === 'REG_EXPAND_SZ') return { name, type, data };
  throw new TypeError(`The registry of the machine has no ${type}`);
}

/** The key at a path below another, whose names compare without case. */
export function keyAt(root: RegistryKey, path: readonly string[]): RegistryKey | undefined {
  return path.reduce<RegistryKey | undefined>(
    (at, name) => at?.keys.find((each) => each.name.toUpperCase() === name.toUpperCase()),
    root,
  );
}
