import { describe, expect, it } from 'vitest';
import { parseAppcmd, parseApplicationHost, parseRedirection } from '../../src/inspect/site-xml.js';
import { findSite, type Site } from '../../src/inspect/sites.js';

const https = (information: string, flags?: string) =>
  `<binding protocol="https" bindingInformation="${information}"${flags === undefined ? '' : ` sslFlags="${flags}"`} />`;
const site = (name: string, inside = https('*:443:www.example.com', '1'), more = '') =>
  `<site name="${name}" id="1"><bindings><binding protocol="http" bindingInformation="*:80:" />${inside}</bindings>${more}</site>`;
const shop: Site = {
  name: 'Shop',
  nameIsExact: true,
  bindings: [{ information: '*:443:www.example.com', sslFlags: 1 }],
  oddBindings: [],
  ftpCertificate: null,
};

describe('the sites in applicationHost.config', () => {
  const whole = (sections: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<!--\r\n  IIS -->\r\n<configuration><configSections><sectionGroup name="system.applicationHost"><section name="sites" allowDefinition="AppHostOnly" /></sectionGroup></configSections>${sections}<system.webServer /></configuration>\r\n`;
  const file = (sites: string, attributes = '') =>
    whole(
      `<system.applicationHost><log /><sites${attributes}>${sites}<siteDefaults /></sites></system.applicationHost>`,
    );

  it('are read with their exact names', () => {
    expect(parseApplicationHost(file(site('Shop')))).toEqual([shop]);
    const names = ['Bücher & mehr', 'Łódź', 'Acme, Inc', '日本', "O'Neil"];
    const sites = names.map((name) => site(name.replace('&', '&amp;'))).join('\r\n');
    expect(parseApplicationHost(file(sites))?.map((each) => each.name)).toEqual(names);
  });

  it('are read beside one with letters that XML does not have', () => {
    const sites = parseApplicationHost(file(site('Sh\u001bop') + site('Shop')));
    expect(sites?.map(({ name, nameIsExact }) => [name, nameIsExact])).toEqual([
      ['Sh\u{fffd}op', false],
      ['Shop', true],
    ]);
  });

  it('can be none, and can stand in a location that means the whole server', () => {
    expect(parseApplicationHost(file(''))).toEqual([]);
    const inside = `<system.applicationHost><sites>${site('Shop')}</sites></system.applicationHost>`;
    for (const path of ['', ' path=""', ' path="."'])
      expect(
        parseApplicationHost(whole(`<location${path} overrideMode="Deny">${inside}</location>`)),
      ).toEqual([shop]);
  });

  it.each([
    ['cut', file(site('Shop')).slice(0, -40)],
    ['no XML', 'ERROR'],
    ['empty', ''],
    ['another file', '<appcmd></appcmd>'],
    ['without sites', whole('<system.applicationHost />')],
    ['with its sites in a file of their own', file('', ' configSource="sites.config"')],
    ['encrypted', file('<EncryptedData />', ' configProtectionProvider="IISWASOnlyRsaProvider"')],
    [
      'with sites for a part of the server',
      whole(
        `<system.applicationHost><sites>${site('Shop')}</sites></system.applicationHost><location path="Shop"><system.applicationHost><sites /></system.applicationHost></location>`,
      ),
    ],
    ['with an entity', file(site('&shop;'))],
    ['deep', file('<x>'.repeat(200_000))],
  ])('are not made up from a file that is %s', (_, text) => {
    expect(parseApplicationHost(text)).toBeUndefined();
  });

  it.each([
    ['0', 0],
    ['3', 3],
    [' 33 ', 33],
    ['Sni', 1],
    ['Sni, CentralCertStore', 3],
    ['None', 0],
    [undefined, 0],
  ])('have the flags %j', (flags, sum) => {
    const [found] = parseApplicationHost(file(site('Shop', https('*:443:www.example.com', flags)))) ?? [];
    expect(found?.bindings).toEqual([{ information: '*:443:www.example.com', sslFlags: sum }]);
  });

  it('keep what is not understood of one binding apart from the others', () => {
    const odd =
      https('*:443:a.example', 'Odd') + https('*:99999:', '0') + https('*:443:', '1') + https('*:443:', '0');
    const sites = parseApplicationHost(file(site('Shop', odd) + site('Blog')));
    expect(sites?.map(({ name, bindings, oddBindings }) => [name, bindings.length, oddBindings])).toEqual([
      ['Shop', 1, ['*:443:a.example (sslFlags Odd)', '*:99999: (sslFlags 0)', '*:443: (sslFlags 1)']],
      ['Blog', 1, []],
    ]);
  });

  it('have a certificate for FTP of their own, or that of all', () => {
    const thumbprint = 'A1B2C3D4E5F60718293A4B5C6D7E8F9001122334';
    const other = '00112233445566778899AABBCCDDEEFF00112233';
    const ssl = (hash: string) =>
      `<ftpServer><security><ssl serverCertHash="${hash}" serverCertStoreName="MY" /></security></ftpServer>`;
    const ftp = '<binding protocol="ftp" bindingInformation="*:21:" />';
    const sites =
      site('Own', ftp, ssl(thumbprint.toLowerCase())) +
      site(
        'Default',
        ftp,
        '<ftpServer><security><ssl controlChannelPolicy="SslAllow" /></security></ftpServer>',
      ) +
      site('None', ftp, ssl('')) +
      site('Web');
    const text = whole(
      `<system.applicationHost><sites>${sites}<siteDefaults>${ssl(other)}</siteDefaults></sites></system.applicationHost>`,
    );
    expect(parseApplicationHost(text)?.map(({ name, ftpCertificate }) => [name, ftpCertificate])).toEqual([
      ['Own', thumbprint],
      ['Default', other],
      ['None', null],
      ['Web', null],
    ]);
  });

  it('are thousands on some servers', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => site(`Site ${index}`)).join('\r\n');
    const began = performance.now();
    expect(parseApplicationHost(file(many))).toHaveLength(5_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('the sites that appcmd prints', () => {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\r\n';

  it.each([
    [
      'inside an element of its own',
      `${xml}<appcmd><SITE SITE.NAME="Shop" SITE.ID="1">${site('Shop')}</SITE></appcmd>`,
    ],
    ['directly', `<appcmd>${site('Shop')}</appcmd>`],
  ])('stand %s', (_, text) => {
    expect(parseAppcmd(text)).toEqual([shop]);
  });

  it('can be none', () => {
    expect(parseAppcmd(`${xml}<appcmd>\r\n</appcmd>\r\n`)).toEqual([]);
  });

  it.each([
    '',
    'ERROR ( message:Configuration error )',
    '<appcmd><ERROR hresult="5" message="Access is denied." /></appcmd>',
    '<appcmd><SITE',
    `<appcmd>${site('Shop')}`,
    `<appcmd><SITE>${site('Shop')}</SITE>\r\n<SITE`,
    '<appcmd><SITE SITE.NAME="Shop" /></appcmd>',
    '<sites></sites>',
  ])('are not made up from %j', (text) => {
    expect(parseAppcmd(text)).toBeUndefined();
  });
});

describe('a site by its name', () => {
  const sites = (names: string[], nameIsExact = true) =>
    names.map((name) => ({ ...shop, name, nameIsExact }));

  it('is found without regard to case', () => {
    const all = sites(['Shop', 'BÜCHER', 'Acme, Inc']);
    expect(findSite(all, 'shop')).toEqual({ is: 'found', site: all[0] });
    expect(findSite(all, 'bücher')).toEqual({ is: 'found', site: all[1] });
    expect(findSite(all, 'Acme, Inc')).toEqual({ is: 'found', site: all[2] });
    expect(findSite(all, 'Böcher')).toEqual({ is: 'unknown' });
  });

  it('is found whether its accents are letters or signs of their own', () => {
    const all = sites(['Shop', 'B\u00f6cher']);
    expect(findSite(all, 'bo\u0308cher')).toEqual({ is: 'found', site: all[1] });
    const both = sites(['Bo\u0308cher', 'B\u00f6cher']);
    expect(findSite(both, 'B\u00f6cher')).toEqual({ is: 'found', site: both[1] });
  });

  it('is none of two that are printed alike', () => {
    const all = sites(['Laka', 'Laka', 'Shop']);
    expect(findSite(all, 'Laka')).toEqual({ is: 'doubtful', sites: [all[0], all[1]] });
  });

  it('is never another one that looks the same in a code page that is not known', () => {
    const all = sites(['B\u{fffd}cher', 'Shop'], false);
    expect(findSite(all, 'Bücher')).toEqual({ is: 'doubtful', sites: [all[0]] });
    expect(findSite(all, 'Böcher')).toEqual({ is: 'doubtful', sites: [all[0]] });
    expect(findSite(all, 'Becher')).toEqual({ is: 'unknown' });
    const printed = parseAppcmd(`<appcmd>${site('B\u{fffd}cher')}${site('B?cher')}${site('Shop')}</appcmd>`);
    expect(printed?.map((each) => each.nameIsExact)).toEqual([false, false, true]);
    expect(
      parseAppcmd(`<appcmd>${site('Bücher')}${site('B?cher')}</appcmd>`)?.map((each) => each.nameIsExact),
    ).toEqual([true, false]);
  });
});

describe('redirection.config', () => {
  const file = (attributes: string) =>
    `<configuration><configSections /><configurationRedirection${attributes} /></configuration>`;

  it.each([
    [file(' enabled="true" path="\\\\server\\share"'), true],
    [file(' enabled="True"'), true],
    [file(' enabled="false"'), false],
    [file(''), false],
    ['<configuration />', false],
    ['<configuration', undefined],
    ['', undefined],
  ])('%s', (text, isRedirected) => {
    expect(parseRedirection(text)).toBe(isRedirected);
  });
});
