import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  differences,
  differencesAcrossProcesses,
  parseHelp,
  parseHelps,
  type Settings,
  settingsArguments,
  unportable,
} from '../../src/http-sys/settings.js';
import { settingsTable } from '../../src/http-sys/settings-table.js';
import { helpText } from './help-text.js';

/** HTTP.sys's documented bits, written down apart from the table that is tried here. */
const flagBits: Record<string, number> = {
  dsmapperusage: 0x1,
  clientcertnegotiation: 0x2,
  reject: 0x8,
  disablehttp2: 0x10,
  disablequic: 0x20,
  disabletls13: 0x40,
  disableocspstapling: 0x80,
  enabletokenbinding: 0x100,
  logextendedevents: 0x200,
  disablelegacytls: 0x400,
  enablesessionticket: 0x800,
  disabletls12: 0x1000,
  disablesessionid: 0x4000,
};
const allArguments = new Set([
  ...Object.keys(flagBits),
  ...['verifyclientcertrevocation', 'verifyrevocationwithcachedclientcertonly', 'usagecheck'],
  ...['revocationfreshnesstime', 'urlretrievaltimeout', 'sslctlidentifier', 'sslctlstorename'],
]);

/** What netsh makes of arguments on a new binding. */
function appliedByNetsh(args: readonly string[]): Settings {
  const given = new Map(args.map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const isOn = (name: string, usual: boolean) => {
    const value = given.get(name);
    if (value !== undefined && !['enable', 'disable'].includes(value)) throw new Error(`${name}=${value}`);
    return value === undefined ? usual : value === 'enable';
  };
  const time = (name: string) => {
    if (given.get(name) === '0') throw new Error('The parameter is incorrect.');
    return Number(given.get(name) ?? 0);
  };
  for (const name of given.keys())
    if (!allArguments.has(name)) throw new Error(`${name} is not a valid argument`);
  const freshness = time('revocationfreshnesstime');
  return {
    checkMode:
      (isOn('verifyclientcertrevocation', true) ? 0 : 0x1) +
      (isOn('verifyrevocationwithcachedclientcertonly', false) ? 0x2 : 0) +
      (freshness > 0 ? 0x4 : 0) +
      (isOn('usagecheck', true) ? 0 : 0x10000),
    revocationFreshnessTime: freshness,
    urlRetrievalTimeout: time('urlretrievaltimeout'),
    ctlIdentifier: given.get('sslctlidentifier') ?? null,
    ctlStoreName: given.get('sslctlstorename') ?? null,
    flags: Object.entries(flagBits).reduce((sum, [name, bit]) => sum + (isOn(name, false) ? bit : 0), 0),
    unknown: [],
  };
}

const dword = fc.oneof(fc.constantFrom(0, 1, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff }));
const bit = fc.integer({ min: 0, max: 31 }).map((position) => 2 ** position);
const bitField = fc.oneof(
  bit,
  dword,
  fc.array(bit).map((bits) => bits.reduce((sum, each) => (sum | each) >>> 0, 0)),
);
const text = fc.option(fc.constantFrom('AdfsTrustedDevices', 'a=b', 'x:443', 'two words'), { nil: null });
const anySettings: fc.Arbitrary<Settings> = fc.record({
  checkMode: bitField,
  revocationFreshnessTime: dword,
  urlRetrievalTimeout: dword,
  ctlIdentifier: text,
  ctlStoreName: text,
  flags: bitField,
  unknown: fc.uniqueArray(fc.constantFrom('A=REG_SZ:x', 'B=REG_DWORD:0x1')).map((all) => all.sort()),
});

const everyBit = Array.from({ length: 32 }, (_, position) => 2 ** position);

describe('settings as arguments', () => {
  it('are all passed on, defaults included, but no zero times and no absent strings', () => {
    const usual = settingsArguments(defaultSettings, allArguments);
    expect(usual).toHaveLength(allArguments.size - 4);
    expect(usual).toContain('verifyclientcertrevocation=enable');
    expect(usual).toContain('usagecheck=enable');
    expect(usual).toContain('verifyrevocationwithcachedclientcertonly=disable');
    for (const name of Object.keys(flagBits)) expect(usual).toContain(`${name}=disable`);
  });

  it('allow a store of trusted issuers without its identifier', () => {
    const args = settingsArguments({ ...defaultSettings, ctlStoreName: 'AdfsTrustedDevices' }, allArguments);
    expect(args).toContain('sslctlstorename=AdfsTrustedDevices');
    expect(args.some((each) => each.startsWith('sslctlidentifier'))).toBe(false);
  });

  it.each(everyBit)('set flag bit %i again, or name it', (flags) => {
    const settings = { ...defaultSettings, flags };
    const isPortable = Object.values(flagBits).includes(flags);
    expect(unportable(settings, allArguments)).toHaveLength(isPortable ? 0 : 1);
    const expected = isPortable ? settings : defaultSettings;
    expect(appliedByNetsh(settingsArguments(settings, allArguments))).toEqual(expected);
  });

  it.each(everyBit)('set check mode bit %i again, or name it', (checkMode) => {
    const settings = { ...defaultSettings, checkMode };
    const isPortable = [0x1, 0x2, 0x10000].includes(checkMode);
    expect(unportable(settings, allArguments)).toHaveLength(isPortable ? 0 : 1);
    const expected = isPortable ? settings : defaultSettings;
    expect(appliedByNetsh(settingsArguments(settings, allArguments))).toEqual(expected);
  });

  it('are portable exactly if netsh makes the same of them', () => {
    fc.assert(
      fc.property(anySettings, fc.subarray([...allArguments]), (settings, names) => {
        const known = new Set(names);
        const args = settingsArguments(settings, known);
        for (const each of args) expect(known.has(each.split('=', 1)[0] ?? '')).toBe(true);
        const again = appliedByNetsh(args);
        // netsh sets this bit by itself when it is given a freshness time.
        const implied = {
          ...settings,
          checkMode: settings.checkMode | (settings.revocationFreshnessTime > 0 ? 4 : 0),
        };
        const isSame = differences(implied, again).length === 0 && settings.unknown.length === 0;
        expect(unportable(settings, known).length === 0).toBe(isSame);
      }),
      { numRuns: 3000 },
    );
  });

  it('name what is lost', () => {
    const settings = {
      ...defaultSettings,
      flags: 0x8000 + 0x4000 + 0x20000,
      checkMode: 0x4,
      unknown: ['New=REG_SZ:x'],
    };
    const known = new Set([...allArguments].filter((name) => name !== 'disablesessionid'));
    expect(unportable(settings, known)).toEqual([
      'disablesessionid=enable (netsh has it since Windows Server 2025)',
      'DefaultSslCertCheckMode 0x4 (revocation freshness time in use)',
      'DefaultFlags 0x8000 (caching client hello)',
      'DefaultFlags 0x20000',
      'registry value New=REG_SZ:x',
    ]);
  });

  it.each(['a"b', 'Vertrauensw\xfcrdig', 'Vertrauensw?rdig', 'a\nb', ''])(
    'do not pass on the store of trusted issuers %j',
    (ctlStoreName) => {
      const settings = { ...defaultSettings, ctlStoreName };
      expect(settingsArguments(settings, allArguments).join(' ')).not.toContain('sslctlstorename');
      expect(unportable(settings, allArguments)).toEqual([
        'sslctlstorename with characters outside ASCII, a question mark or a quotation mark',
      ]);
    },
  );

  it('stand in the table once each', () => {
    expect(settingsTable.map((each) => each.argument).sort()).toEqual([...allArguments].sort());
  });
});

describe('two readings of settings', () => {
  const read = (more: Partial<Settings>): Settings => ({ ...defaultSettings, ...more });

  it.each<[string, Settings, Settings, boolean]>([
    [
      'letters of two code pages',
      read({ ctlIdentifier: 'Gr\x94\xe1e' }),
      read({ ctlIdentifier: 'Größe' }),
      false,
    ],
    [
      'letters that a code page lacks',
      read({ ctlStoreName: 'Größe' }),
      read({ ctlStoreName: 'Gr??e' }),
      false,
    ],
    [
      'letters in a value that nobody knows',
      read({ unknown: ['New=REG_SZ:ü'] }),
      read({ unknown: ['New=REG_SZ:?'] }),
      false,
    ],
    ['another name', read({ ctlStoreName: 'One' }), read({ ctlStoreName: 'Two' }), true],
    ['a name that is gone', read({ ctlStoreName: 'One' }), read({}), true],
    ['another value', read({ unknown: ['New=REG_SZ:1'] }), read({ unknown: ['New=REG_SZ:2'] }), true],
    ['a value that is gone', read({ unknown: ['New=REG_SZ:ü'] }), read({}), true],
    ['a value that is new', read({}), read({ unknown: ['New=REG_SZ:ü'] }), true],
    ['a bit', read({ flags: 1, ctlStoreName: 'ü' }), read({ flags: 3, ctlStoreName: '?' }), true],
  ])('of two processes differ by more than the code page, or do not: %s', (_, before, after, isOther) => {
    expect(differencesAcrossProcesses(before, after).length > 0).toBe(isOther);
  });

  it('differ exactly if a value differs', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (one, other) => {
        expect(differences(one, one)).toEqual([]);
        expect(differences(one, other).length > 0).toBe(JSON.stringify(one) !== JSON.stringify(other));
      }),
      { numRuns: 3000 },
    );
  });

  it('are told apart in words', () => {
    const after = { ...defaultSettings, flags: 0x10 + 0x2000, urlRetrievalTimeout: 5, ctlStoreName: 'X' };
    expect(differences(defaultSettings, after)).toEqual([
      'disablehttp2: disable → enable',
      'urlretrievaltimeout: absent → 5',
      'sslctlstorename: absent → X',
      'DefaultFlags 0x2000 (client correlation): absent → set',
    ]);
  });
});

describe('the help of a host', () => {
  it('lists its arguments', () => {
    const help = [
      'Usage: add sslcert hostnameport=<name:port> | ipport=<ipaddr:port> | ccs=<port>  ',
      '\tappid=<GUID> ',
      '\t[CertHash=<string>]',
      '\t[usagecheck=enable|disable]   ',
      '',
      'Param\xe8tres\xa0:',
      ' Balise  Valeur',
      ' disabletls99 - rien',
    ].join('\r\n');
    expect([...parseHelp(help)]).toEqual([
      'hostnameport',
      'ipport',
      'ccs',
      'appid',
      'certhash',
      'usagecheck',
    ]);
  });

  it.each([
    'The following command was not found: http update sslcert help.',
    'La commande suivante est introuvable\xa0: http update sslcert help.',
    'x=1 y=2',
    '',
  ])('is empty for %j', (text) => {
    expect(parseHelp(text).size).toBe(0);
  });
});

describe('the helps of two commands in one text', () => {
  const help = helpText;

  it('are told apart by the names of the commands', () => {
    const { add, update } = parseHelps(
      `${help('add', 'disableaia', 'onlyadd')}\r\n${help('update', 'disableaia')}`,
    );
    expect([add.has('onlyadd'), update.has('onlyadd')]).toEqual([true, false]);
    expect([add.size, update.size]).toEqual([9, 8]);
    const turned = parseHelps(`${help('update')}\r\n${help('add', 'onlyadd')}`);
    expect([turned.add.has('onlyadd'), turned.update.has('onlyadd')]).toEqual([true, false]);
  });

  it.each([
    [
      'a command that does not exist',
      `${help('add')}\r\nThe following command was not found: http update sslcert help.\r\n`,
    ],
    ['a script that was ended', help('add')],
  ])('lack one: %s', (_, text) => {
    const { add, update } = parseHelps(text);
    expect([add.has('certhash'), update.size]).toEqual([true, 0]);
  });

  it('tell which arguments of add take enable or disable', () => {
    const odd = [
      '\t[futuretime=<u-int>]',
      '\t[futuremode=enable|disable|auto]',
      '\t[FutureHint=Disable | Enable]',
    ];
    const { switches } = parseHelps(
      `${help('add', 'disableaia')}${odd.join('\r\n')}\r\n${help('update', 'other')}`,
    );
    expect([...switches]).toEqual(['usagecheck', 'disableaia', 'futuremode', 'futurehint']);
  });

  it('are none in a text of another kind', () => {
    expect(parseHelps('')).toEqual({ add: new Set(), update: new Set(), switches: new Set() });
    expect(parseHelps('x=1 certhash=2').add.size).toBe(0);
  });
});
