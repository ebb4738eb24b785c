import { describe, expect, it } from 'vitest';
import { discoverAppId, iisAppId, ownerName, ownerOf } from '../../src/inspect/owner.js';
import { binding, site } from '../plan/given.js';

const zero = '{00000000-0000-0000-0000-000000000000}';
const random = '{0badc0de-1234-4321-abcd-0123456789ab}';
const others = {
  WinRM: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
  'AD FS or Web Application Proxy': '{5d89a20c-beab-4389-9447-324788eb944a}',
  'SSTP (Routing and Remote Access)': '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
  'IIS Express': '{214124cd-d05b-4309-9af9-9caa44b2b74a}',
};

describe('the owner of a binding', () => {
  const sites = [
    site('Shop', ['*:443:', 0], ['*:443:www.shop.example', 1]),
    site('Blog', ['*:443:', 0], ['*:443:blog.example', 3]),
  ];

  it('is IIS by its application id, with or without a site', () => {
    expect(ownerOf(undefined)(binding('0.0.0.0:443'))).toEqual({ is: 'iis', sites: [] });
    expect(ownerOf(sites)(binding('0.0.0.0:443'))).toEqual({ is: 'iis', sites: ['Shop', 'Blog'] });
    expect(ownerOf(sites)(binding('443'))).toEqual({ is: 'iis', sites: ['Blog'] });
  });

  it.each([zero, random])('is IIS by the socket of a site whatever tool has written %s', (appId) => {
    const owner = ownerOf(sites);
    expect(owner(binding('WWW.Shop.Example:443', { appId }))).toEqual({ is: 'iis', sites: ['Shop'] });
    expect(owner(binding('other.example:443', { appId }))).toEqual({ is: 'unknown' });
    expect(ownerOf(undefined)(binding('0.0.0.0:443', { appId }))).toEqual({ is: 'unknown' });
  });

  it.each(Object.entries(others))(
    'is %s by its application id, even on the socket of a site',
    (name, appId) => {
      const owner = ownerOf(sites)(binding('0.0.0.0:443', { appId }));
      expect(owner.is).toBe('other');
      expect(ownerName(owner)).toBe(name);
    },
  );
});

describe('the application id of IIS on this machine', () => {
  const sites = [site('Shop', ['*:443:', 0], ['*:444:', 0], ['*:445:', 0])];
  const owner = ownerOf(sites);

  it('is the known one if any binding has it', () => {
    const bindings = [
      binding('0.0.0.0:443', { appId: random }),
      binding('0.0.0.0:444', { appId: random }),
      binding('0.0.0.0:8443'),
    ];
    expect(discoverAppId(bindings, owner)).toBe(iisAppId);
  });

  it('is else the one on most sockets of sites', () => {
    const bindings = [
      binding('0.0.0.0:443', { appId: zero }),
      binding('0.0.0.0:444', { appId: random }),
      binding('0.0.0.0:445', { appId: random }),
      binding('0.0.0.0:5986', { appId: others.WinRM }),
      binding('0.0.0.0:9999', { appId: zero }),
    ];
    expect(discoverAppId(bindings, owner)).toBe(random);
  });

  it('is not known where nothing is of IIS', () => {
    expect(discoverAppId([binding('0.0.0.0:5986', { appId: others.WinRM })], owner)).toBeUndefined();
  });
});
