import { describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { discoverAppId, iisAppId, ownerName, ownerOf } from '../../src/inspect/owner.js';
import { alsoNeeded } from '../../src/inspect/programs.js';
import { binding, site } from '../plan/given.js';

const zero = '{00000000-0000-0000-0000-000000000000}';
const random = '{0badc0de-1234-4321-abcd-0123456789ab}';
/** Each with what its own configuration is changed by, if it has one. */
const others: readonly [appId: string, name: string, command: string | null][] = [
  ['{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}', 'WinRM', 'winrm set winrm/config/Listener'],
  ['{5d89a20c-beab-4389-9447-324788eb944a}', 'AD FS', 'Set-AdfsSslCertificate'],
  [
    '{f955c070-e044-456c-ac00-e9e4275b3f04}',
    'Web Application Proxy',
    'Set-WebApplicationProxySslCertificate',
  ],
  [
    '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
    'SSTP (Routing and Remote Access)',
    'Set-RemoteAccess -SslCertificate',
  ],
  ['{214124cd-d05b-4309-9af9-9caa44b2b74a}', 'IIS Express', null],
  [
    '{1d40ebc7-1983-4ac5-82aa-1e17a7ae9a0e}',
    'SQL Server Reporting Services',
    'Report Server Configuration Manager',
  ],
  ['{d7d72267-fcf9-4424-9eec-7e1d8dcec9a9}', 'Web Management Service', 'IIS Manager'],
  ['{ce66697b-3aa0-49d1-bdbd-a25c8359fd5d}', 'Work Folders', null],
  ['{fed10a98-8cb9-41e2-8608-264b923c2623}', 'Hyper-V Replica', 'Set-VMReplicationServer'],
];

describe('the owner of a binding', () => {
  const sites = [
    site('Shop', ['*:443:', 0], ['*:443:www.shop.example', 1], ['*:444:', 0], ['*:444:x', 0]),
    site('Blog', ['*:443:', 0], ['*:443:blog.example', 3]),
  ];

  it('is IIS by its application id, with or without a site', () => {
    expect(ownerOf(undefined)(binding('0.0.0.0:443'))).toEqual({ is: 'iis', sites: [] });
    expect(ownerOf(sites)(binding('0.0.0.0:443'))).toEqual({ is: 'iis', sites: ['Shop', 'Blog'] });
    expect(ownerOf(sites)(binding('0.0.0.0:444'))).toEqual({ is: 'iis', sites: ['Shop'] });
    expect(ownerOf(sites)(binding('443'))).toEqual({ is: 'iis', sites: ['Blog'] });
  });

  it.each([zero, random])('is IIS by the endpoint of a site whatever tool has written %s', (appId) => {
    const owner = ownerOf(sites);
    expect(owner(binding('WWW.Shop.Example:443', { appId }))).toEqual({ is: 'iis', sites: ['Shop'] });
    expect(owner(binding('other.example:443', { appId }))).toEqual({ is: 'unknown' });
    expect(ownerOf(undefined)(binding('0.0.0.0:443', { appId }))).toEqual({ is: 'unknown' });
  });

  it.each(others)('is by its application id %s: %s', (appId, program, command) => {
    const owner = ownerOf(sites);
    expect(owner(binding('0.0.0.0:9999', { appId }))).toEqual({ is: 'other', program });
    expect(owner(binding('0.0.0.0:9999', { appId: appId.toUpperCase() }))).toEqual({ is: 'other', program });
    const thumbprint = parseThumbprint('A1B2C3D4E5F60718293A4B5C6D7E8F9001122334')!;
    const needed = alsoNeeded(program, thumbprint);
    if (command === null) expect(needed).toBeNull();
    else expect(needed).toContain(command);
  });

  it.each(others)('is both on the endpoint of a site: %s', (appId, program) => {
    const owner = ownerOf(sites)(binding('0.0.0.0:443', { appId }));
    expect(owner).toEqual({ is: 'iis', sites: ['Shop', 'Blog'], program });
    expect(ownerName(owner)).toBe(program);
  });
});

describe('the application id of IIS on this machine', () => {
  const sites = [site('Shop', ['*:443:', 0], ['*:444:', 0], ['*:445:', 0])];
  const owner = ownerOf(sites);
  const [winRm = ''] = others[0] ?? [];

  it('is the known one if any binding has it', () => {
    const bindings = [
      binding('0.0.0.0:443', { appId: random }),
      binding('0.0.0.0:444', { appId: random }),
      binding('0.0.0.0:8443'),
    ];
    expect(discoverAppId(bindings, owner)).toBe(iisAppId);
  });

  it('is else the one on most endpoints of sites, never one of another program', () => {
    const bindings = [
      binding('0.0.0.0:443', { appId: winRm }),
      binding('0.0.0.0:444', { appId: random }),
      binding('0.0.0.0:5986', { appId: winRm }),
      binding('0.0.0.0:9999', { appId: zero }),
    ];
    expect(discoverAppId(bindings, owner)).toBe(random);
  });

  it('is not known where nothing is of IIS', () => {
    expect(discoverAppId([binding('0.0.0.0:5986', { appId: winRm })], owner)).toBeUndefined();
    expect(discoverAppId([binding('0.0.0.0:443', { appId: winRm })], owner)).toBeUndefined();
  });
});
