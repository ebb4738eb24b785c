import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchesName } from '../../src/inspect/sites.js';
import { Appcmd } from '../../src/windows/appcmd.js';
import { System32 } from '../../src/windows/system32.js';

const site = (name: string) =>
  `<site name="${name}" id="1"><bindings><binding protocol="http" bindingInformation="*:80:" />` +
  '<binding protocol="https" bindingInformation="*:443:www.example.com" sslFlags="1" /></bindings></site>';

async function sitesOf(output: string | Buffer) {
  const root = mkdtempSync(join(tmpdir(), 'appcmd-'));
  try {
    mkdirSync(join(root, 'System32', 'inetsrv'), { recursive: true });
    writeFileSync(join(root, 'System32', 'inetsrv', 'appcmd.exe'), '');
    const start = async () => ({ exitCode: 0, stdout: Buffer.from(output), stderr: Buffer.alloc(0) });
    return await new Appcmd(new System32(root, start, () => undefined)).sites();
  } finally {
    rmSync(root, { recursive: true });
  }
}

const expected = [{ name: 'Shop', bindings: [{ information: '*:443:www.example.com', sslFlags: 1 }] }];

describe('the sites of IIS', () => {
  it.each([
    [
      'inside an element of its own',
      `<?xml version="1.0"?><appcmd><SITE SITE.NAME="Shop" SITE.ID="1">${site('Shop')}</SITE></appcmd>`,
    ],
    ['directly', `<appcmd>${site('Shop')}</appcmd>`],
    ['as in applicationHost.config', `<sites>${site('Shop')}</sites>`],
  ])('stand %s', async (_, xml) => {
    expect(await sitesOf(xml)).toEqual(expected);
  });

  it('can be none', async () => {
    expect(await sitesOf('<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n</appcmd>\r\n')).toEqual([]);
  });

  it.each([
    '',
    'ERROR ( message:Configuration error )',
    '<appcmd><SITE',
    `<appcmd>${site('Shop')}`,
    `<appcmd><SITE>${site('Shop')}</SITE>\r\n<SITE`,
  ])('are not made up from %j', async (output) => {
    await expect(sitesOf(output)).rejects.toMatchObject({ code: 'iis-unreadable' });
  });

  it.each([
    ['0', 0],
    ['3', 3],
    ['Sni', 1],
    ['Sni, CentralCertStore', 3],
    ['None', 0],
  ])('have the flags %j', async (flags, sum) => {
    const [found] =
      (await sitesOf(`<appcmd>${site('Shop').replace('sslFlags="1"', `sslFlags="${flags}"`)}</appcmd>`)) ??
      [];
    expect(found?.bindings[0]?.sslFlags).toBe(sum);
  });

  it('are not guessed from flags that are not known', async () => {
    const odd = `<appcmd>${site('Shop').replace('sslFlags="1"', 'sslFlags="Odd"')}</appcmd>`;
    await expect(sitesOf(odd)).rejects.toMatchObject({ code: 'iis-unreadable' });
  });

  it('have names in a code page that is not known', async () => {
    const [found] =
      (await sitesOf(Buffer.from(`<appcmd>${site('Gr\u00f6\u00dfe')}</appcmd>`, 'latin1'))) ?? [];
    expect(matchesName(found!.name, 'größe')).toBe(true);
    expect(matchesName(found!.name, 'Grube')).toBe(false);
  });
});
