/** The Windows Server release whose netsh first has an argument. Client releases follow the server of their year. */
type WindowsRelease = '2008' | '2016' | '2019' | '2022' | '2025';

export type BitField = 'checkMode' | 'flags';
type NumberValue = 'revocationFreshnessTime' | 'urlRetrievalTimeout';
type TextValue = 'ctlIdentifier' | 'ctlStoreName';

/** One bit; `enableMeans` says whether `enable` is the bit set or the bit clear. A bit is clear by default. */
export interface BitPlace {
  readonly field: BitField;
  readonly bit: number;
  readonly enableMeans: 'set' | 'clear';
}

/** An argument of netsh that the table does not know, with the bit that it was seen to set on this host. */
export interface LearntSetting {
  /** In lower case. */
  readonly argument: string;
  readonly place: BitPlace;
}

/** Where a setting lives in the registry. */
export type SettingPlace =
  | BitPlace
  /** A DWORD, 0 by default. */
  | { readonly number: NumberValue }
  /** A string, absent by default. */
  | { readonly text: TextValue };

/** One setting of a binding, as an argument of netsh and as the registry keeps it. */
interface Setting {
  readonly argument: string;
  readonly since: WindowsRelease;
  readonly place: SettingPlace;
}

const set = (field: BitField, bit: number): BitPlace => ({ field, bit, enableMeans: 'set' });
const clear = (field: BitField, bit: number): BitPlace => ({ field, bit, enableMeans: 'clear' });

/**
 * Every setting that netsh has an argument for, in the order of its help. The bits are those of
 * HTTP_SERVICE_CONFIG_SSL_PARAM and _SSL_FLAG_ in http.h; the releases are those whose help lists the argument.
 */
export const settingsTable: readonly Setting[] = [
  { argument: 'verifyclientcertrevocation', since: '2008', place: clear('checkMode', 0x1) },
  { argument: 'verifyrevocationwithcachedclientcertonly', since: '2008', place: set('checkMode', 0x2) },
  { argument: 'usagecheck', since: '2008', place: clear('checkMode', 0x10000) },
  { argument: 'revocationfreshnesstime', since: '2008', place: { number: 'revocationFreshnessTime' } },
  { argument: 'urlretrievaltimeout', since: '2008', place: { number: 'urlRetrievalTimeout' } },
  { argument: 'sslctlidentifier', since: '2008', place: { text: 'ctlIdentifier' } },
  { argument: 'sslctlstorename', since: '2008', place: { text: 'ctlStoreName' } },
  { argument: 'dsmapperusage', since: '2008', place: set('flags', 0x1) },
  { argument: 'clientcertnegotiation', since: '2008', place: set('flags', 0x2) },
  { argument: 'reject', since: '2016', place: set('flags', 0x8) },
  { argument: 'disablehttp2', since: '2016', place: set('flags', 0x10) },
  { argument: 'disablequic', since: '2019', place: set('flags', 0x20) },
  { argument: 'disablelegacytls', since: '2019', place: set('flags', 0x400) },
  { argument: 'disabletls12', since: '2019', place: set('flags', 0x1000) },
  { argument: 'disabletls13', since: '2019', place: set('flags', 0x40) },
  { argument: 'disableocspstapling', since: '2019', place: set('flags', 0x80) },
  { argument: 'enabletokenbinding', since: '2022', place: set('flags', 0x100) },
  { argument: 'logextendedevents', since: '2022', place: set('flags', 0x200) },
  { argument: 'enablesessionticket', since: '2022', place: set('flags', 0x800) },
  { argument: 'disablesessionid', since: '2025', place: set('flags', 0x4000) },
];

/** The check mode that netsh sets by itself together with a `revocationfreshnesstime` other than 0. */
export const freshnessTimeInUse = 0x4;

/** Bits that have a meaning in http.h but no argument of their own. */
export const bitsWithoutArgument: Readonly<Record<BitField, ReadonlyMap<number, string>>> = {
  checkMode: new Map([
    [freshnessTimeInUse, 'revocation freshness time in use'],
    [0x8, 'cached revocation URLs only'],
    [0x10, 'no retrieval of issuers'],
  ]),
  flags: new Map([
    [0x4, 'no raw filter'],
    [0x2000, 'client correlation'],
    [0x8000, 'caching client hello'],
  ]),
};
