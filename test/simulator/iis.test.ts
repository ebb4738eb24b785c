import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { afterEach, describe, expect, test } from 'vitest';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { IisSite, Language, MachineOptions } from '../../simulator/machine-options.js';
import { run } from './run.js';

const sites: IisSite[] = [
  {
    name: 'Acme, Inc. "Größe" & <1>',
    id: 7,
    bindings: [
      { protocol: 'http', bindingInformation: '*:80:' },
      { protocol: 'https', bindingInformation: '*:443:münchen.example', sslFlags: 1 },
      { protocol: 'ftp', bindingInformation: '*:21:' },
    ],
    ftp: { serverCertHash: 'AB'.repeat(20), serverCertStoreName: 'WebHosting' },
  },
  { name: '日本', id: 8, state: 'Stopped', bindings: [] },
];

let machine: Machine;

const make = async (options: Partial<MachineOptions> = {}) => {
  machine = await createMachine({ iis: sites, codePage: 65001, ...options });
};
const file = (name = 'applicationHost.config') =>
  join(machine.systemRoot, 'System32', 'inetsrv', 'config', name);
const text = () => readFileSync(file(), 'utf8');
const appcmd = (...args: string[]) => run(machine, 'inetsrv/appcmd.exe', ...args);
const listSites = () => appcmd('list', 'site', '/config', '/xml');

type Attributes = Readonly<Record<string, string>>;

interface Parsed {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly bindings: readonly Attributes[];
  readonly ssl: Attributes | undefined;
}

const childrenOf = (of: XmlElement, name: string) =>
  of.children.filter((each): each is XmlElement => each instanceof XmlElement && each.name === name);
const childOf = (of: XmlElement | undefined, name: string) => (of && childrenOf(of, name))?.[0];

/** What an XML reader finds: sites by name. */
function sitesIn(xml: string): Parsed[] {
  const { root } = parseXml(xml);
  const sites = childOf(childOf(root ?? undefined, 'system.applicationHost'), 'sites');
  return (sites ? childrenOf(sites, 'site') : []).map((site) => ({
    name: site.attributes.name,
    id: site.attributes.id,
    bindings: childrenOf(childOf(site, 'bindings') ?? site, 'binding').map(({ attributes }) => attributes),
    ssl: childOf(childOf(childOf(site, 'ftpServer'), 'security'), 'ssl')?.attributes,
  }));
}

afterEach(() => machine.close());

describe('applicationHost.config', () => {
  test('has the sites with exact names, between all that is there besides', async () => {
    await make();
    const found = sitesIn(text());
    expect(found.map(({ name }) => name)).toEqual(sites.map(({ name }) => name));
    expect(found[0]?.bindings.map(({ bindingInformation }) => bindingInformation)).toEqual(
      sites[0]?.bindings.map(({ bindingInformation }) => bindingInformation),
    );
    expect(found[0]?.ssl).toMatchObject({ ...sites[0]?.ftp });
    expect(text()).toContain('name="Acme, Inc. &quot;Größe&quot; &amp; &lt;1&gt;"');
    expect(text()).toContain('<site name="Former site" id="99">');
    expect(text()).toContain('<location path="日本">');
    expect(text()).toMatch(/^<\?xml[^\n]*\r\n/);
  });

  test('may have a mark, and a certificate for every FTP site', async () => {
    await make({ iisFileMark: true, ftpDefaults: { serverCertHash: 'CD'.repeat(20) } });
    expect(readFileSync(file()).subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(text()).toMatch(
      new RegExp(`<siteDefaults>[^]*serverCertHash="${'CD'.repeat(20)}"[^]*</siteDefaults>`),
    );
  });

  test('changes with the sites, and with nothing else', async () => {
    await make();
    machine.set({ iis: [{ name: 'New', id: 1, bindings: [] }] });
    expect(sitesIn(text()).map(({ name }) => name)).toEqual(['New']);
    rmSync(file());
    machine.set({ language: 'de' });
    expect(existsSync(file())).toBe(false);
  });

  test('is not there without IIS, and cannot be read without rights', async () => {
    await make({ iis: null });
    expect(existsSync(join(machine.systemRoot, 'System32', 'inetsrv'))).toBe(false);
    await machine.close();
    await make({ account: 'network-service' });
    const error = (name: string) => {
      try {
        return readFileSync(file(name), 'utf8');
      } catch (caught) {
        return (caught as NodeJS.ErrnoException).code;
      }
    };
    expect([error('applicationHost.config'), error('redirection.config')]).toEqual(['ELOOP', 'ELOOP']);
    machine.set({ account: 'administrator' });
    expect(sitesIn(text())).toHaveLength(2);
  });
});

describe('redirection', () => {
  test('none: a file that says so, or no file', async () => {
    await make();
    expect(readFileSync(file('redirection.config'), 'utf8')).toContain('<configurationRedirection />');
    machine.set({ redirectionFile: 'absent' });
    expect(existsSync(file('redirection.config'))).toBe(false);
  });

  test.each(['stale', 'absent'] as const)(
    'the file here is %s, and appcmd knows the sites',
    async (iisRedirection) => {
      await make({
        iisRedirection,
        redirectionFile: 'absent',
        staleSites: [{ name: 'Old', id: 1, bindings: [] }],
      });
      expect(readFileSync(file('redirection.config'), 'utf8')).toMatch(
        /<configurationRedirection enabled="true" path="\\\\/,
      );
      expect(existsSync(file())).toBe(iisRedirection === 'stale');
      if (iisRedirection === 'stale') expect(sitesIn(text()).map(({ name }) => name)).toEqual(['Old']);
      const { out } = await listSites();
      expect(out).toContain('<site name="日本" id="8">');
      expect(out).toContain('<ssl serverCertHash="ABABAB');
      expect(out).not.toContain('Old');
    },
  );
});

const errors: [Language, string, string][] = [
  ['en', 'Command execution failed.', 'Access is denied.'],
  ['de', 'Fehler beim Ausführen des Befehls.', 'Zugriff verweigert'],
  ['fr', 'Échec de l’exécution de la commande.', 'Accès refusé.'],
  ['xx', 'ｱﾌﾟ: 0.', 'ｽ.'],
];

test.each(errors)('an error of appcmd in %s', async (language, sentence, reason) => {
  await make({ language, account: 'service-account' });
  expect(await listSites()).toMatchObject({
    code: 5,
    out: `ERROR ( hresult:80070005, message:${sentence}\n${reason}\n )\n`,
    err: '',
  });
  expect(await appcmd('list', 'site')).toMatchObject({
    code: 87,
    out: expect.stringContaining('ERROR ( message:'),
  });
});
