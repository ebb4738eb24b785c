import type { EndpointKind } from '../state/record.js';

/** The lines of a record, in the order in which netsh shows them, by the English label. */
export const fields = {
  hash: 'Certificate Hash',
  appId: 'Application ID',
  store: 'Certificate Store Name',
  verifyRevocation: 'Verify Client Certificate Revocation',
  cachedOnly: 'Verify Revocation Using Cached Client Certificate Only',
  usageCheck: 'Usage Check',
  freshnessTime: 'Revocation Freshness Time',
  useFreshnessTime: 'Use Revocation Freshness Time',
  urlTimeout: 'URL Retrieval Timeout',
  ctlIdentifier: 'Ctl Identifier',
  ctlStore: 'Ctl Store Name',
  dsMapper: 'DS Mapper Usage',
  negotiate: 'Negotiate Client Certificate',
  reject: 'Reject Connections',
  http2: 'Disable HTTP2',
  quic: 'Disable QUIC',
  tls12: 'Disable TLS1.2',
  tls13: 'Disable TLS1.3',
  ocsp: 'Disable OCSP Stapling',
  tokenBinding: 'Enable Token Binding',
  extendedEvents: 'Log Extended Events',
  legacyTls: 'Disable Legacy TLS Versions',
  sessionTicket: 'Enable Session Ticket',
  sessionId: 'Disable Session ID',
  cachingHello: 'Enable Caching Client Hello',
} as const;

/** The first line of a record, by its kind of key. */
export const endpointFields = {
  ipport: 'IP:port',
  hostnameport: 'Hostname:port',
  ccs: 'Central Certificate Store',
  scopedccs: 'Scoped Central Certificate Store',
} as const satisfies Record<EndpointKind, string>;

/** Lines of the extended properties. */
export const propertyFields = {
  propertyId: 'PropertyId',
  receiveWindow: 'Receive Window',
  settingsPerFrame: 'Max Settings Per Frame',
  settingsPerMinute: 'Max Settings Per Minute',
} as const;

export type Field = keyof typeof fields;
type Label = Field | EndpointKind | keyof typeof propertyFields;

/** What netsh says in one language. */
export interface NetshTexts {
  header: string;
  rule: string;
  /** Everything of a line before its value, the indent apart. */
  prefix: Readonly<Record<Label, string>>;
  extendedProperties: string;
  enabled: string;
  disabled: string;
  set: string;
  notSet: string;
  done: Readonly<Record<'add' | 'update' | 'delete', string>>;
  /** The text before the error's number. */
  failed: Readonly<Record<'add' | 'update' | 'delete', string>>;
  missingParameters: readonly string[];
  invalidSyntax: string;
  /** The text after the argument. */
  notAnArgument: string;
  /** The text before the command. */
  commandNotFound: string;
  /** Windows' sentence for an error, by its number. */
  errors: Readonly<Record<2 | 5 | 87 | 183 | 1312 | 1450, string>>;
}

/** What certutil says in one language. */
export interface CertutilTexts {
  storeNames: Readonly<Record<'MY' | 'CA' | 'ROOT' | 'WEBHOSTING', string>>;
  certificate: string;
  serial: string;
  issuer: string;
  notBefore: string;
  notAfter: string;
  subject: string;
  nonRoot: string;
  root: string;
  /** With everything that stands between `(sha1)` and the digits. */
  hash: string;
  container: string;
  /** Before the name of the key's file. */
  uniqueName: string;
  /** Before the name that was asked for, where {@link container} comes before that of the file. */
  simpleName: string;
  provider: string;
  missingKey: string;
  noKeyProvider: string;
  exportable: string;
  notExportable: string;
  encryptionTest: string;
  signatureTest: string;
  added: readonly [before: string, after: string];
  alreadyThere: readonly [before: string, after: string];
  deleting: string;
  prompt: string;
  succeeded: readonly [before: string, after: string];
  failed: readonly [before: string, after: string];
  unknownArgument: string;
  /** Windows' sentence, by the HRESULT as printed. */
  errors: Readonly<Record<HResult, string>>;
}

/** The errors of certutil, with the words that it prints untranslated. */
export const hresults = {
  '0x80070002': 'WIN32: 2 ERROR_FILE_NOT_FOUND',
  '0x80070005': 'WIN32: 5 ERROR_ACCESS_DENIED',
  '0x80070056': 'WIN32: 86 ERROR_INVALID_PASSWORD',
  '0x80070057': 'WIN32: 87 ERROR_INVALID_PARAMETER',
  '0x80090011': '-2146893807 NTE_NOT_FOUND',
  '0x80090016': '-2146893802 NTE_BAD_KEYSET',
  '0x80090019': '-2146893799 NTE_KEYSET_NOT_DEF',
  '0x80090029': '-2146893783 NTE_NOT_SUPPORTED',
  '0x80092004': '-2146885628 CRYPT_E_NOT_FOUND',
  '0x8009310b': 'ASN: 267 CRYPT_E_ASN1_BADTAG',
} as const;

export type HResult = keyof typeof hresults;

/** All that the programs say in one language. */
export interface Texts {
  netsh: NetshTexts;
  certutil: CertutilTexts;
  reg: {
    notFound: string;
    invalidSyntax: readonly string[];
    denied: string;
    done: string;
    endOfSearch: readonly [before: string, after: string];
    /** The name of a key's value without a name. */
    defaultName: string;
    cannotWrite: string;
  };
  icacls: {
    /** The text before the file. */
    processed: string;
    /** Around two numbers of files: those that went well, and those that did not. */
    summary: readonly [before: string, between: string, after: string];
    invalidParameter: readonly [before: string, after: string];
    errors: Readonly<Record<1332 | 1336 | 1337, string>>;
  };
  appcmd: { failed: string };
  whoami: {
    group: Readonly<
      Record<'everyone' | 'administrators' | 'users' | 'service' | 'system' | 'high' | 'medium', string>
    >;
    wellKnown: string;
    alias: string;
    label: string;
    enabled: string;
    owner: string;
    denyOnly: string;
  };
}

/** The column at which English values begin: longer labels push their value to the right. */
const column = 28;

/**
 * Everything before the value, for each line of a record. Translators kept the blanks that pad the English label,
 * whatever the length of their own, so values of other languages are not aligned.
 */
export function prefixes(labels: Readonly<Record<Label, string>>): Record<Label, string> {
  const english: Record<Label, string> = { ...fields, ...endpointFields, ...propertyFields };
  const entries = Object.entries(english).map(([label, name]) => {
    const padding = ' '.repeat(Math.max(0, column - name.length));
    return [label, `${labels[label as Label]}${padding} : `];
  });
  return Object.fromEntries(entries) as Record<Label, string>;
}
