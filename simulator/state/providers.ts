/** How a provider keeps its keys. */
export interface Provider {
  /** `cng`: a key storage provider; `csp`: a legacy cryptographic service provider. */
  readonly kind: 'cng' | 'csp';
  /** The provider's type in CRYPT_KEY_PROV_INFO; 0 for CNG. */
  readonly type: number;
  /** Whether this machine's certutil imports into it. */
  readonly imports: boolean;
}

export const cngProvider = 'Microsoft Software Key Storage Provider';

/** The providers of software keys that a Windows server has, by name; names compare letter by letter here. */
const providers: Readonly<Record<string, Provider>> = {
  [cngProvider]: { kind: 'cng', type: 0, imports: true },
  'Microsoft Base Cryptographic Provider v1.0': { kind: 'csp', type: 1, imports: false },
  'Microsoft Strong Cryptographic Provider': { kind: 'csp', type: 1, imports: true },
  'Microsoft Enhanced Cryptographic Provider v1.0': { kind: 'csp', type: 1, imports: true },
  'Microsoft Enhanced RSA and AES Cryptographic Provider': { kind: 'csp', type: 24, imports: true },
  'Microsoft RSA SChannel Cryptographic Provider': { kind: 'csp', type: 12, imports: true },
};

/** @returns undefined for a provider that keeps no key in a file: a chip, a card, or one that nobody knows */
export function providerOf(name: string | null): Provider | undefined {
  return name !== null && Object.hasOwn(providers, name) ? providers[name] : undefined;
}
