import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Certutil, parseStore } from '../../src/windows/certutil.js';
import { fakeSystem32 } from './fake-programs.js';

const thumbprint = 'AABBCCDDEEFF00112233445566778899AABBCCDD' as Thumbprint;
const cng = 'Microsoft Software Key Storage Provider';
const schannel = 'Microsoft RSA SChannel Cryptographic Provider';
const done = (verb: string) => `CertUtil: ${verb} command completed successfully.\r\n`;

function certutil(say: (args: readonly string[]) => string, exitCode = 0) {
  const fake = fakeSystem32({ 'certutil.exe': say }, exitCode);
  return { ...fake, certutil: new Certutil(fake.system32, fake.temp) };
}

describe('the import of a PFX', () => {
  const pfx = async () => Buffer.from('encrypted');

  it.each([
    [cng, false, `-csp ${cng} -importPFX MY temp/X.pfx NoExport`],
    [cng, true, `-csp ${cng} -importPFX MY temp/X.pfx`],
    [schannel, false, `-csp ${schannel} -importPFX MY temp/X.pfx AT_KEYEXCHANGE,NoExport`],
    [schannel, true, `-csp ${schannel} -importPFX MY temp/X.pfx AT_KEYEXCHANGE`],
  ])('into %s, exportable: %s', async (provider, exportable, expected) => {
    const given = certutil(() => done('-importPFX'));
    const secrets: string[] = [];
    const hide = (secret: string) => secrets.push(secret);
    await given.certutil.importPfx('MY', pfx, { provider, exportable, hide });
    const [call = ''] = given.calls;
    expect(secrets).toHaveLength(1);
    expect(call.replace(secrets[0] ?? '?', 'SECRET').replace(/temp\/[0-9a-f-]+\.pfx/, 'temp/X.pfx')).toBe(
      `certutil.exe -f -p SECRET ${expected}`,
    );
    expect(given.logged.join()).not.toContain(secrets[0]);
  });

  it('uses the password once, and leaves nothing behind', async () => {
    let [content, path] = ['', ''];
    const given = certutil((args) => {
      path = args.find((arg) => arg.endsWith('.pfx')) ?? '';
      content = readFileSync(path, 'utf8');
      return done('-importPFX');
    });
    const secrets: string[] = [];
    const encrypt = async (password: string) => Buffer.from(`under ${password}`);
    const options = { provider: cng, exportable: false, hide: (secret: string) => secrets.push(secret) };
    await given.certutil.importPfx('MY', encrypt, options);
    await given.certutil.importPfx('MY', encrypt, options);
    expect(content).toBe(`under ${secrets[1]}`);
    expect(secrets[0]).not.toBe(secrets[1]);
    expect(existsSync(path)).toBe(false);
  });

  it('shows no password that certutil repeats, even where the words are cut', async () => {
    const given = certutil(([, , password = '']) => `${'x'.repeat(280)} ${password}`);
    let secret = '';
    const hide = (hidden: string) => {
      secret = hidden;
    };
    const said = await given.certutil.importPfx('MY', pfx, { provider: cng, exportable: false, hide });
    expect(said.text).toContain('***');
    expect(said.text).not.toContain(secret.slice(0, 8));
  });
});

describe('what certutil says', () => {
  it('counts as success only with the exit code of one', async () => {
    const success = (exitCode: number) =>
      certutil(() => done('-addstore'), exitCode).certutil.add('CA', Buffer.from('der'));
    expect([(await success(0)).claimsSuccess, (await success(1)).claimsSuccess]).toEqual([true, false]);
  });

  it.each([
    ['success', `Certificate "x" added to store.\r\n\r\n${done('-importPFX')}`, true, undefined],
    ['a failure', 'CertUtil: -importPFX command FAILED: 0x80090029 (NTE_NOT_SUPPORTED)', false, '0x80090029'],
    [
      'a failure in German',
      'CertUtil: -importPFX-Befehl ist fehlgeschlagen: 0x80070056',
      false,
      '0x80070056',
    ],
    ['nothing', '', false, undefined],
    ['something of another command', done('-store'), false, undefined],
  ])('of %s', async (_, text, claimsSuccess, code) => {
    const { certutil: tool } = certutil(() => text);
    const options = { provider: cng, exportable: false, hide: () => undefined };
    expect(await tool.importPfx('MY', async () => Buffer.alloc(1), options)).toMatchObject({
      claimsSuccess,
      code,
    });
  });
});

describe('a name that certutil would take for an option', () => {
  it.each(['-user', '/user', '', 'MY"', 'MY\r\n'])('never reaches it as a store: %j', async (store) => {
    const { certutil: tool, calls } = certutil(() => done('-store'));
    const options = { provider: cng, exportable: false, hide: () => undefined };
    const tries: (() => Promise<unknown>)[] = [
      () => tool.find(store, thumbprint),
      () => tool.list(store),
      () => tool.export(store, thumbprint),
      () => tool.importPfx(store, async () => Buffer.alloc(1), options),
      () => tool.add(store, Buffer.alloc(1)),
      () => tool.remove(store, thumbprint),
    ];
    for (const each of tries) await expect(each()).rejects.toMatchObject({ code: 'input-invalid' });
    expect(calls).toEqual([]);
  });

  it('never reaches it as a container', async () => {
    const { certutil: tool, calls } = certutil(() => done('-delkey'));
    expect(await tool.deleteKey(cng, '-user')).toMatchObject({ claimsSuccess: false });
    expect(calls).toEqual([]);
    expect(await tool.deleteKey(cng, 'tp-1')).toMatchObject({ claimsSuccess: true });
    expect(calls).toEqual([`certutil.exe -csp ${cng} -delkey tp-1`]);
  });
});

describe('the key in what certutil lists', () => {
  const unique = '9cdc7d54f2fb0e2a5e31f7ba6b2b4cd0_1b3e7a52-8d0c-4d8a-9f35-0c7d2e5f6a71';
  const block = (...lines: string[]) =>
    ['================ 0 ================', `Cert Hash(sha1): ${thumbprint}`, ...lines].join('\r\n');

  it.each([
    [
      'English',
      [`  Key Container = {B1}`, `  Unique container name: ${unique}`, `  Provider = ${schannel}`],
      { hasKey: true, container: '{B1}', provider: schannel, uniqueName: unique },
    ],
    [
      'French, with a no-break space',
      [
        `  Conteneur de clé\u00a0= te-1`,
        `  Nom de conteneur unique\u00a0: ${unique}`,
        `  Fournisseur = ${cng}`,
      ],
      { hasKey: true, container: 'te-1', provider: cng, uniqueName: unique },
    ],
    [
      'a simple name besides',
      [
        `  Key Container = x`,
        `  Simple container name: y`,
        `  Unique container name: ${unique}`,
        `  Provider = ${cng}`,
      ],
      { container: 'x', provider: cng, uniqueName: unique },
    ],
    [
      'no key',
      ['No key provider information'],
      { hasKey: false, container: null, provider: null, uniqueName: null },
    ],
    [
      'a key that is missing',
      ['  Key Container = x', `  Provider = ${cng}`],
      { container: 'x', uniqueName: null },
    ],
  ])('%s', (_, lines, expected) => {
    expect(parseStore(block(...lines))).toEqual([expect.objectContaining(expected)]);
  });
});
