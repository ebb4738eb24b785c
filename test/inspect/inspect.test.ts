import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import { inspect, type Wants } from '../../src/inspect/inspect.js';
import { type Inspection, presentCertificate } from '../../src/inspect/inspection.js';
import { StoredCertificates } from '../../src/inspect/stored-certificates.js';
import type { Machine } from '../../src/windows/machine.js';
import {
  codePages,
  exportFile,
  type KeptRecord,
  type KeyNames,
  queryText,
} from '../http-sys/registry-text.js';
import { type Printing, record, showText } from '../http-sys/table-text.js';
import { type Answer, fakeMachine, type Programs } from './fake-machine.js';

const old = issue({ names: ['www.example.com', '*.example.com'] });
const other = issue({ names: ['other.example.com'] });
const hash = old.thumbprint.toLowerCase();
const thumbprint = parseThumbprint(hash)!;

const help = (verb: string) =>
  `Usage: ${verb} sslcert hostnameport=<name:port> | ipport=<ipaddr:port>\r\n\tappid=<GUID>\r\n\t[certhash=<string>]\r\n\t[${verb === 'add' ? 'disablehttp2' : 'disablequic'}=enable|disable]\r\n`;

interface Server extends Printing {
  readonly records?: readonly KeptRecord[];
  /** What the registry has in place of these. */
  readonly kept?: readonly KeptRecord[];
  readonly keyNames?: KeyNames;
  /** Names that netsh does not take. */
  readonly refused?: (name: string) => boolean;
  /** Certificates by the name of their store; in the registry unless `elsewhere`. */
  readonly stores?: Readonly<Record<string, readonly Issued[]>>;
  readonly elsewhere?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** In place of the answers of such a machine. */
  readonly programs?: Programs;
}

const property = (id: number, value: Uint8Array) => {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value]);
};

function storeText(name: string, certificates: readonly Issued[]): string {
  const keys = certificates.map((each) => {
    const blob = Buffer.concat([property(2, Buffer.alloc(0)), property(32, each.der)]).toString('hex');
    return `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\${name}\\Certificates\\${each.thumbprint}\r\n    Blob    REG_BINARY    ${blob}\r\n`;
  });
  return `\r\n${keys.join('\r\n')}\r\n`;
}

/** A server whose programs answer as those of Windows do. */
function server(given: Server = {}) {
  const { records = [], kept = records, keyNames = 'guid', stores = { MY: [old] }, elsewhere = [] } = given;
  const print = codePages[given.codePage ?? 'utf8'];
  const storeOf = (name = '') =>
    Object.entries(stores).find(([each]) => each.toLowerCase() === name.toLowerCase());
  const reg = ([verb, key = '', file = '']: readonly string[]): Answer => {
    if (verb === 'export') {
      const kind = key.endsWith('SslSniBindingInfo') ? 'hostnameport' : 'scopedccs';
      writeFileSync(file, exportFile(kept, kind, keyNames));
      return '';
    }
    const store = /SystemCertificates\\(.*)\\Certificates$/.exec(key)?.[1];
    if (store !== undefined)
      return elsewhere.includes(store) ? '' : storeText(store, storeOf(store)?.[1] ?? []);
    if (key.endsWith('\\Parameters')) return print(queryText(kept, keyNames));
    const table = key.slice(key.lastIndexOf('\\') + 1);
    return print(queryText(kept, keyNames))
      .split('\r\n\r\n')
      .filter((part) => part.includes(`\\${table}\\`))
      .join('\r\n\r\n');
  };
  const certutil = ([, store = '', of, file]: readonly string[]): Answer => {
    const [name, certificates] = storeOf(store) ?? ['', []];
    const found = certificates.filter((each) => of === undefined || each.thumbprint.toLowerCase() === of);
    if (file !== undefined && found[0]) writeFileSync(file, found[0].der);
    const blocks = found.map(
      (each) =>
        `================ Certificate 0 ================\r\nCert Hash(sha1): ${each.thumbprint.toLowerCase()}\r\n  Provider = X\r\n`,
    );
    return `${name}\r\n${blocks.join('')}CertUtil: -store command completed successfully.\r\n`;
  };
  const netsh = ([first, , , last]: readonly string[]): Answer => {
    if (first === '-f') return help('add') + help('update') + showText(records, given);
    const [, kind, name] = /^(\w+)=(.*)$/s.exec(last ?? '') ?? [];
    const asked = records.filter(
      (each) => kind === undefined || (each.kind === kind && each.endpoint === name),
    );
    return showText(given.refused?.(name ?? '') ? [] : asked, given);
  };
  const fake = fakeMachine(
    { 'netsh.exe': netsh, 'reg.exe': reg, 'certutil.exe': certutil, ...given.programs },
    given.files,
  );
  const lines = () =>
    fake.started.map(({ line }) => line.replaceAll(fake.temp, 'TEMP').replace(/[0-9a-f-]{36}/, 'ID'));
  return { ...fake, lines };
}

/** Wants, but with a fresh reader of the stores. */
const look = (machine: Machine, wants: Omit<Wants, 'reader'>) =>
  inspect(machine, { ...wants, reader: new StoredCertificates(machine, () => undefined) });

const plan: Omit<Wants, 'reader'> = { abilities: true, stores: [], certificates: [] };
const inventory: Omit<Wants, 'reader'> = { ...plan, abilities: false };
const parameters = 'reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
const storeKey = (name: string) =>
  `reg.exe query HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\${name}\\Certificates /s`;
const states = ({ entries }: Inspection) =>
  Object.fromEntries([...entries.values()].map((each) => [each.binding.endpoint.text, each.is]));

/** IIS's file, with one site that has these hosts. */
function siteOf(...hosts: readonly string[]): Readonly<Record<string, string>> {
  const bindings = hosts.map(
    (host) => `<binding protocol="https" bindingInformation="*:443:${host}" sslFlags="1" />`,
  );
  const site = `<site name="Shop"><bindings>${bindings.join('')}</bindings></site>`;
  return {
    'inetsrv/config/applicationHost.config': `<configuration><system.applicationHost><sites>${site}</sites></system.applicationHost></configuration>`,
  };
}

describe('what step 3 starts', () => {
  const records = [record('0.0.0.0:443', hash), record('www.example.com:443', hash)];
  const files = siteOf('www.example.com', 'b.example');

  it('for a plan: three programs, all at once', async () => {
    const { machine, started, lines, temp } = server({ records, files });
    const found = await look(machine, plan);
    expect(lines().sort()).toEqual(['netsh.exe -f TEMP/ID.netsh', `${parameters} /s`, storeKey('MY')].sort());
    expect(started.map(({ round }) => round)).toEqual([1, 1, 1]);
    expect(states(found)).toEqual({ '0.0.0.0:443': 'changeable', 'www.example.com:443': 'changeable' });
    expect([found.abilities.add.has('disablehttp2'), found.abilities.update.has('disablequic')]).toEqual([
      true,
      true,
    ]);
    expect(readdirSync(temp)).toEqual([]);
  });

  it.each([
    ['no site has', undefined],
    ['a program could print as another one', siteOf('www.example.com', 'ｗｗｗ.example.com')],
  ])('for a host that %s: one more, for its letters', async (_, given) => {
    const { machine, started } = server({ records, ...(given ? { files: given } : {}) });
    const found = await look(machine, plan);
    expect(Object.keys(states(found))).toHaveLength(2);
    const more = started.filter(({ line }) => line.startsWith('reg.exe export'));
    expect(more.map(({ round }) => round)).toEqual([2]);
  });

  it('for an inventory: three', async () => {
    const { machine, lines } = server({ records, files });
    const found = await look(machine, inventory);
    expect(lines()).toHaveLength(3);
    expect(found.abilities.add.size).toBe(0);
  });

  it('for other stores: one each, at once where they are asked for, else after the table', async () => {
    const stores = { MY: [old], WebHosting: [other], CA: [] };
    const webHosting = record('b.example:443', other.thumbprint.toLowerCase(), { store: 'WebHosting' });
    const { machine, started } = server({ records: [...records, webHosting], stores, files });
    const found = await look(machine, { ...plan, stores: ['CA'] });
    const rounds = started
      .filter(({ line }) => line.includes('Certificates'))
      .map(({ line, round }) => [line, round]);
    expect(rounds).toEqual([
      [storeKey('MY'), 1],
      [storeKey('CA'), 1],
      [storeKey('WebHosting'), 2],
    ]);
    expect(
      found.stored({ store: 'webhosting', thumbprint: parseThumbprint(other.thumbprint)! }),
    ).toMatchObject({
      certificate: { dnsNames: ['other.example.com'] },
      hasKey: true,
    });
    expect(found.certificatesIn('MY').map(({ certificate }) => certificate.thumbprint)).toEqual([thumbprint]);
  });

  it('for certificates that the registry lacks: a listing, and an export for each that is there', async () => {
    const gone = record('gone.example.com:443', '0123456789'.repeat(4));
    const { machine, started } = server({
      records: [...records, gone],
      elsewhere: ['MY'],
      files: siteOf('www.example.com', 'gone.example.com'),
    });
    const found = await look(machine, plan);
    const certutil = started.filter(({ line }) => line.startsWith('certutil'));
    expect(certutil.map(({ round }) => round)).toEqual([2, 3]);
    const [first, , last] = [...found.table.bindings.values()];
    expect(presentCertificate(found, first!)?.thumbprint).toBe(thumbprint);
    expect(presentCertificate(found, last!)).toBeUndefined();
  });

  it('for certificates that somebody has to be sure of', async () => {
    const { machine, lines } = server({ records });
    await look(machine, { ...plan, certificates: [{ store: null, thumbprint }] });
    expect(lines().filter((line) => line.startsWith('certutil'))).toEqual([]);
    const second = server({ records });
    const wanted = parseThumbprint(other.thumbprint)!;
    await look(second.machine, { ...plan, certificates: [{ store: 'MY', thumbprint: wanted }] });
    expect(second.lines().filter((line) => line.startsWith('certutil'))).toEqual(['certutil.exe -store MY']);
  });

  it('where the host ends a script at a line that fails: the help that is missing, by itself', async () => {
    const netsh = (args: readonly string[]): Answer => {
      if (args[0] === '-f') return help('add');
      return args.at(-1) === 'help' ? help(args[1] ?? '') : showText(records);
    };
    const { machine, lines } = server({ records, programs: { 'netsh.exe': netsh } });
    const { abilities } = await look(machine, plan);
    expect(lines().filter((line) => line.endsWith('help'))).toEqual(['netsh.exe http update sslcert help']);
    expect(abilities.update.has('certhash')).toBe(true);
  });

  it('where the key above the tables gives nothing: each table by itself', async () => {
    const { machine, lines } = server({
      records,
      programs: {
        'reg.exe': ([, key = '']) => {
          const table = key.slice(key.lastIndexOf('\\') + 1);
          if (key.includes('SystemCertificates')) return storeText('MY', [old]);
          if (table === 'Parameters') return '';
          return queryText(records)
            .split('\r\n\r\n')
            .filter((part) => part.includes(`\\${table}\\`))
            .join('\r\n\r\n');
        },
      },
    });
    const found = await look(machine, plan);
    expect(Object.values(states(found))).toEqual(['changeable', 'changeable']);
    expect(lines().filter((line) => line.startsWith(parameters))).toEqual([
      `${parameters} /s`,
      `${parameters}\\SslBindingInfo /s`,
      `${parameters}\\SslSniBindingInfo /s`,
    ]);
  });
});

describe('what step 3 finds', () => {
  it('of a table that the registry does not agree with, read once more', async () => {
    const records = [record('0.0.0.0:443', hash), record('www.example.com:443', hash), record('443', null)];
    const kept = [records[0]!, { ...records[1]!, hash: 'f'.repeat(40) }, records[2]!];
    const { machine, lines } = server({ records, kept });
    const planned = await look(machine, plan);
    expect([states(planned)['www.example.com:443'], planned.abilities.update.has('disablequic')]).toEqual([
      'doubtful',
      true,
    ]);
    expect(lines().filter((line) => line.startsWith('netsh'))).toEqual([
      'netsh.exe -f TEMP/ID.netsh',
      'netsh.exe http show sslcert',
    ]);
    const second = server({ records, kept });
    const found = await look(second.machine, inventory);
    expect(states(found)).toEqual({
      '0.0.0.0:443': 'changeable',
      'www.example.com:443': 'doubtful',
      '443': 'central',
    });
    expect(found.entries.get('hostnameport www.example.com 443')).toMatchObject({
      problem: expect.stringContaining('the registry has FFFF'),
    });
    expect(second.lines().filter((line) => line.includes('show'))).toHaveLength(2);
  });

  it('of a registry that does not answer', async () => {
    const failing = () => new Failure('program-failed', { cause: 'reg.exe failed.', next: 'x' });
    const { machine } = server({ records: [record('0.0.0.0:443', hash)], programs: { 'reg.exe': failing } });
    const found = await look(machine, inventory);
    expect(found.entries.get('ipport 0.0.0.0 443')).toMatchObject({
      is: 'doubtful',
      problem: 'The registry has no such binding. (reg.exe failed.)',
    });
  });

  it('of sites, owners and the application id', async () => {
    const adfs = '{5d89a20c-beab-4389-9447-324788eb944a}';
    const records = [
      record('0.0.0.0:443', hash, { appId: adfs }),
      record('www.example.com:443', hash, { appId: '{0badc0de-1234-4321-abcd-0123456789ab}' }),
      record('0.0.0.0:5986', hash, { appId: adfs }),
    ];
    const site =
      '<site name="Größe"><bindings><binding protocol="https" bindingInformation="*:443:" sslFlags="0" /><binding protocol="https" bindingInformation="*:443:www.example.com" sslFlags="1" /></bindings></site>';
    const files = {
      'inetsrv/config/applicationHost.config': `<configuration><system.applicationHost><sites>${site}</sites></system.applicationHost></configuration>`,
    };
    const { machine } = server({ records, files });
    const found = await look(machine, inventory);
    expect([...found.table.bindings.values()].map(found.owner)).toEqual([
      { is: 'iis', sites: ['Größe'], program: 'AD FS' },
      { is: 'iis', sites: ['Größe'] },
      { is: 'other', program: 'AD FS' },
    ]);
    expect(found.appId).toBe('{0badc0de-1234-4321-abcd-0123456789ab}');
    expect(found.sites).toMatchObject({ is: 'read', sites: [{ name: 'Größe' }] });
  });

  it('of a server without IIS and without bindings', async () => {
    const found = await look(server().machine, plan);
    expect([found.entries.size, found.odd, found.sites, found.appId]).toEqual([
      0,
      [],
      { is: 'absent' },
      null,
    ]);
  });

  it('is nothing where netsh does not answer', async () => {
    const failing = () => new Failure('program-failed', { cause: 'netsh.exe failed.', next: 'x' });
    const { machine } = server({ programs: { 'netsh.exe': failing } });
    await expect(look(machine, inventory)).rejects.toThrow('netsh.exe failed.');
  });
});

describe('one odd record', () => {
  const good = [record('0.0.0.0:443', hash), record('www.example.com:443', hash)];

  it.each<[string, KeptRecord[], Partial<Server>]>([
    ['a host that is an address', [record('10.0.0.5:443', hash, { kind: 'hostnameport' })], {}],
    [
      'a host that is an address, beside that address',
      [record('10.0.0.5:443', hash), record('10.0.0.5:443', hash, { kind: 'hostnameport', flags: 2 })],
      {},
    ],
    ['a host that ends with a dot', [record('www.example.com.:443', hash)], {}],
    ['every host', [record('*:443', hash)], {}],
    ['a host that no DNS knows', [record('a..b.5:443', hash)], {}],
    ['an international host', [record('münchen.example:443', hash)], { codePage: 'dos' }],
    ['an international host under its own name', [record('münchen.example:443', hash)], { keyNames: 'name' }],
    [
      'a host in letters that the code page lacks',
      [record('łódź.example:443', hash)],
      { codePage: 'western' },
    ],
    ['a central store without lines', [record('443', null)], { nullLines: false }],
    ['a scoped central store', [record('a.example:443', null, { kind: 'scopedccs' })], { nullLines: false }],
  ])('is understood, and blocks nobody: %s', async (_, odd, given) => {
    const records = [...good, ...odd].sort(
      (a, b) => (a.kind === 'ipport' ? 0 : 1) - (b.kind === 'ipport' ? 0 : 1),
    );
    const { machine, lines, temp } = server({ records, ...given });
    const found = await look(machine, plan);
    expect(found.odd).toEqual([]);
    for (const { kind, endpoint, hash: of } of records) {
      const entry = [...found.entries.values()].find(
        ({ binding }) => binding.endpoint.kind === kind && binding.endpoint.text === endpoint,
      );
      expect(entry?.is, endpoint).toBe(of === null ? 'central' : 'changeable');
    }
    const shows = lines().filter((line) => line.startsWith('netsh.exe http show'));
    const tried = odd.filter(({ kind }) => kind === 'hostnameport').map(({ endpoint }) => endpoint);
    expect(shows).toEqual(tried.map((each) => `netsh.exe http show sslcert hostnameport=${each}`));
    expect(lines().filter((line) => line.includes('export'))).toHaveLength(1);
    expect(readdirSync(temp)).toEqual([]);
  });

  it.each(['münchen.example:443', '10.0.0.5:443', '*:443'])(
    'that netsh cannot name is doubtful: %s',
    async (name) => {
      const odd = record(name, hash, { kind: 'hostnameport' });
      const { machine, lines } = server({ records: [...good, odd], refused: (asked) => asked === name });
      const found = await look(machine, plan);
      expect(states(found)).toEqual({
        [good[0]!.endpoint]: 'changeable',
        [good[1]!.endpoint]: 'changeable',
        [name]: 'doubtful',
      });
      expect(lines().filter((line) => line.startsWith('netsh'))).toHaveLength(2);
      // An inventory does not ask.
      const second = server({ records: [...good, odd], refused: (asked) => asked !== '' });
      expect(states(await look(second.machine, inventory))[name]).toBe('changeable');
    },
  );

  it('that netsh shows for another name is doubtful, too', async () => {
    const odd = record('münchen.example:443', hash);
    const netsh = ([first, , , last]: readonly string[]): Answer => {
      if (first === '-f') return help('add') + help('update');
      return showText(last === undefined ? [...good, odd] : [record('munchen.example:443', hash)]);
    };
    const { machine } = server({ records: [...good, odd], programs: { 'netsh.exe': netsh } });
    expect(states(await look(machine, plan))).toMatchObject({ 'münchen.example:443': 'doubtful' });
  });

  it('is left alone and accounted for where its letters are not known', async () => {
    const odd = record('münchen.example:443', hash);
    const reg = (args: readonly string[]): Answer => {
      if (args[0] === 'export') return new Failure('program-failed', { cause: 'x', next: 'y' });
      if (args[1]?.includes('SystemCertificates')) return storeText('MY', [old]);
      return codePages.dos(queryText([...good, odd]));
    };
    const { machine, lines } = server({
      records: [...good, odd],
      codePage: 'dos',
      programs: { 'reg.exe': reg },
    });
    const found = await look(machine, plan);
    expect(Object.values(states(found))).toEqual(['changeable', 'changeable']);
    expect(found.odd).toMatchObject([{ accounted: true, shownAs: 'm?nchen.example:443', endpoint: null }]);
    expect(lines().filter((line) => line.startsWith('netsh'))).toHaveLength(1);
  });

  it('that the registry does not account for is read once more, and stays doubtful', async () => {
    const odd = record('m\u0081nchen.example:443', hash);
    const { machine, lines } = server({ records: [...good, odd], kept: good });
    const found = await look(machine, plan);
    expect(found.odd).toMatchObject([{ accounted: false }]);
    expect(lines().filter((line) => line.startsWith('netsh')).length).toBeGreaterThan(1);
  });

  it('that looks like another name is seen by the help of IIS', async () => {
    const records = [...good, record('łódź.example:443', hash)];
    const files = {
      'inetsrv/config/applicationHost.config':
        '<configuration><system.applicationHost><sites><site name="x"><bindings><binding protocol="https" bindingInformation="*:443:łódź.example" sslFlags="1" /></bindings></site></sites></system.applicationHost></configuration>',
    };
    const { machine } = server({ records, codePage: 'bestFit', files });
    expect(states(await look(machine, plan))).toMatchObject({ 'łódź.example:443': 'changeable' });
  });

  it('with further certificates says so', async () => {
    const more = other.thumbprint.toLowerCase();
    const { machine } = server({ records: [...good, record('a.example:443', hash, { further: [more] })] });
    const found = await look(machine, plan);
    expect(found.entries.get('hostnameport a.example 443')?.binding.furtherCertificates).toEqual([
      other.thumbprint,
    ]);
  });
});
