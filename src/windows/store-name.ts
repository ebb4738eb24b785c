/** Why a text is not the name of a store for server certificates, as the end of a sentence, and a name to write instead. */
interface StoreMistake {
  readonly rule: string;
  readonly write: string;
}

/** What the console calls the store `MY`, in the languages of many servers. */
const personal = [
  'Personal',
  'Eigene Zertifikate',
  'Personnel',
  'Personale',
  'Pessoal',
  'Persoonlijk',
  'Osobisty',
  'Личное',
  '個人',
  '个人',
];

/** What the console calls these two is not what the system calls them; `certutil` would make a store of that name. */
const systemNames: ReadonlyMap<string, string> = new Map([
  ['my', 'MY'],
  ...personal.map((name) => [bare(name), 'MY'] as const),
  ['webhosting', 'WebHosting'],
]);

/**
 * Stores by which Windows decides whom to trust, by system name and by the name in the console. A server certificate
 * there would become a trust anchor, a trusted person or the like.
 */
const trustStores: ReadonlySet<string> = new Set(
  [
    ['Root', 'Trusted Root Certification Authorities'],
    ['CA', 'Intermediate Certification Authorities'],
    ['AuthRoot', 'Third-Party Root Certification Authorities'],
    ['TrustedPeople', 'Trusted People'],
    ['TrustedPublisher', 'Trusted Publishers'],
    ['TrustedDevices', 'Trusted Devices'],
    ['Disallowed', 'Untrusted Certificates'],
    ['SmartCardRoot', 'Smart Card Trusted Roots'],
    ['ClientAuthIssuer', 'Client Authentication Issuers'],
    ['AddressBook', 'Other People'],
    ['FlightRoot', 'Preview Build Roots'],
    ['TestSignRoot', 'Test Roots'],
    ['eSIM Certification Authorities', 'OemEsim'],
    ['AAD Token Issuer', 'Windows Live ID Token Issuer'],
    ['NTAuth', 'Enterprise NTAuth'],
    ['Trust', 'Enterprise Trust'],
  ]
    .flat()
    .map(bare),
);

/** Stores that hold requests and entries of a directory. */
const otherStores: ReadonlySet<string> = new Set(
  ['REQUEST', 'Certificate Enrollment Requests', 'UserDS', 'Active Directory User Object'].map(bare),
);

/**
 * The name of a LocalMachine store for server certificates, as Windows writes it: `Personal` is `MY`, `Web Hosting` is
 * `WebHosting`. Names compare without case.
 */
export function parseStoreName(given: string): { readonly name: string } | StoreMistake {
  // Invisible characters come along where a name is copied.
  const text = given.replace(/\p{Cf}/gu, '').trim();
  const known = systemNames.get(bare(text));
  if (known) return { name: known };
  // As PowerShell and services write it: Cert:\LocalMachine\MY, W3SVC\MY.
  const [, last] = /^(?:[a-z]+:)?[\\/]?(?:\w+[\\/])+(.+)$/i.exec(text) ?? [];
  if (last !== undefined) {
    const store = parseStoreName(last);
    const write = 'name' in store ? store.name : store.write;
    return { rule: 'must be the name of a LocalMachine store, without a path', write };
  }
  const [, , quoted] = /^(["'])(.+)\1$/.exec(text) ?? [];
  if (quoted !== undefined) {
    const store = parseStoreName(quoted);
    const write = 'name' in store ? store.name : store.write;
    return { rule: 'must be the name of a LocalMachine store, without quotation marks', write };
  }
  // certutil reads a name that begins with a hyphen as an option.
  // Letters outside ASCII are lost in a code page, so such a binding could not be restored for certain.
  if (/^[\p{L}\p{N} ._-]+$/u.test(text) && !/^[\x20-\x7e]+$/.test(text))
    return { rule: 'must be the name of a LocalMachine store, without letters outside ASCII', write: 'MY' };
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?$/.test(text))
    return { rule: 'must be the name of a LocalMachine store', write: 'WebHosting' };
  if (trustStores.has(bare(text)))
    return {
      rule: 'names a store by which Windows decides whom to trust, and its certificates are not served',
      write: 'MY',
    };
  if (otherStores.has(bare(text)))
    return { rule: 'names a store that is not for server certificates', write: 'MY' };
  return { name: text };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
