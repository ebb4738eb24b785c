import { describe, expect, it } from 'vitest';
import { accessOf, fileRights, parseDacl, withoutGrants } from '../../src/windows/sddl.js';
import { accountInWords, isSid, sidOf } from '../../src/windows/sids.js';

const rightsIn = (entry: string) => parseDacl(`D:${entry}`)?.[0]?.rights;

describe('an access list', () => {
  it('is read entry by entry', () => {
    expect(
      parseDacl('D:PAI(D;;FW;;;LS)(A;ID;FA;;;SY)(A;OICIIO;GA;;;CO)(A;;0x120089;;;S-1-5-20)'),
    ).toMatchObject([
      { type: 'deny', account: 'LS', inherited: false, inheritOnly: false },
      { type: 'allow', account: 'SY', rights: fileRights.all, inherited: true },
      { type: 'allow', account: 'CO', inheritOnly: true },
      { type: 'allow', account: 'S-1-5-20', rights: fileRights.read, text: '(A;;0x120089;;;S-1-5-20)' },
    ]);
  });

  it('may stand behind an owner and a group, and before what is audited', () => {
    expect(parseDacl('O:BAG:SYD:P(A;;FR;;;NS)S:AI(AU;SA;FA;;;WD)')?.map((each) => each.account)).toEqual([
      'NS',
    ]);
    expect(parseDacl('O:S-1-5-21-1-2-3-500G:S-1-5-18D:(A;;FR;;;NS)')).toHaveLength(1);
  });

  it.each([
    ['(A;;FA;;;SY)', fileRights.all],
    ['(A;;GA;;;SY)', fileRights.all],
    ['(A;;FR;;;SY)', fileRights.read],
    ['(A;;GR;;;SY)', fileRights.read],
    ['(A;;0x80120089;;;SY)', fileRights.read],
    ['(A;;0xd01f01ff;;;SY)', fileRights.all],
    ['(A;;0x80000000;;;SY)', fileRights.read],
    ['(A;;2032127;;;SY)', fileRights.all],
    ['(A;;FRFX;;;SY)', 0x1200a9],
    ['(A;;CCSWRPRC;;;SY)', 0x20019],
    ['(A;;;;;SY)', 0],
  ])('knows the rights of %s', (entry, rights) => {
    expect(rightsIn(entry)).toBe(rights);
  });

  it('skips what it cannot follow in an entry with a condition, and goes on behind it', () => {
    const conditional = '(XA;;FR;;;WD;(@User.Title == "a) (b" && (Member_of {SID(BA)})))';
    const entries = parseDacl(`D:${conditional}(A;;FR;;;NS)`);
    expect(entries?.map(({ type, text }) => [type, text])).toEqual([
      ['other', conditional],
      ['allow', '(A;;FR;;;NS)'],
    ]);
    expect([...accessOf(entries ?? []).keys()]).toEqual(['S-1-5-20']);
  });

  it.each([
    'D:NO_ACCESS_CONTROL',
    '',
    'access denied',
    'D:(A;;FR;;;NS',
    'D:(A;;XYZ;;;NS)',
    'D:(A;;QQ;;;NS)',
    'D:(A;;FR;;;)',
    'D:(A;;FR;;;NS)rest',
    'S:(AU;SA;FA;;;WD)',
  ])('is not understood: %s', (text) => {
    expect(parseDacl(text)).toBeUndefined();
  });

  it('gives an account what it allows, less what it denies to the same account', () => {
    const access = accessOf(
      parseDacl('D:(D;;0x1;;;NS)(A;;FR;;;S-1-5-20)(A;;FW;;;NS)(A;IO;FA;;;LS)(D;;FA;;;BU)(A;;FR;;;LA)') ?? [],
    );
    expect([...access]).toEqual([
      ['S-1-5-20', (0x120089 | 0x120116) & ~0x1],
      ['LA', fileRights.read],
    ]);
  });

  it('loses nothing but what the file itself allows the accounts in question', () => {
    const list = 'D:PAI(D;;FW;;;NS)(A;;FA;;;SY)(A;;FR;;;NS)(A;ID;FR;;;NS)(A;;FR;;;LS)(A;;FA;;;S-1-5-20)';
    expect(withoutGrants(list, new Set(['S-1-5-20']))).toBe(
      'D:PAI(D;;FW;;;NS)(A;;FA;;;SY)(A;ID;FR;;;NS)(A;;FR;;;LS)',
    );
    expect(withoutGrants(list, new Set(['S-1-5-21-1-2-3-4']))).toBe(list);
  });
});

describe('an account', () => {
  it.each([
    ['NS', 'NETWORK SERVICE (S-1-5-20)'],
    ['S-1-5-20', 'NETWORK SERVICE (S-1-5-20)'],
    ['BU', 'Users (S-1-5-32-545)'],
    [
      'S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415',
      'IIS AppPool\\DefaultAppPool (S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415)',
    ],
    ['S-1-5-82-1-2-3-4-5', 'an application pool of IIS (S-1-5-82-1-2-3-4-5)'],
    ['S-1-5-80-1-2-3-4-5', 'a service (S-1-5-80-1-2-3-4-5)'],
    ['S-1-5-21-1-2-3-1104', 'an account (S-1-5-21-1-2-3-1104)'],
    ['S-1-12-1-1-2', 'S-1-12-1-1-2'],
    ['DU', 'Domain Users (DU)'],
    ['ZZ', 'an account (ZZ)'],
  ])('%s is called %s', (written, words) => {
    expect(accountInWords(written)).toBe(words);
  });

  it('has no SID of its own where only the domain can tell it', () => {
    expect(['LA', 'DA', 'DU', 'toString', 'ZZ', 'S-1-5'].map(sidOf)).toEqual(Array(6).fill(undefined));
  });

  it('is a SID only in its whole form', () => {
    expect(['S-1-5-20', 's-1-5-21-1-2-3-500', 'S-1-0x2-1'].every(isSid)).toBe(true);
    expect(['S-1-5-20:(F)', 'S-1-5-20 ', 'S-2-5-20', 'S-1-5-20-', '*S-1-5-20', 'NS'].some(isSid)).toBe(false);
  });
});
