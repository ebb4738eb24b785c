import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { issue, issueRoot } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, iisAppId, type Machine } from '../../simulator/machine.js';
import type { MachineOptions, WindowsVersion } from '../../simulator/machine-options.js';
import { netsh, run } from './run.js';

/** Outputs captured on real Windows hosts: not part of the project, and not on every machine. */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');

function captured(number: string): string {
  const name = readdirSync(corpus).find((file) => file.startsWith(`${number}-`)) ?? number;
  return readFileSync(join(corpus, name), 'utf8').replaceAll('\r\n', '\n');
}

const certificate = issue({ names: ['www.example.com'], issuer: issueRoot() });
const good = [`certhash=${certificate.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];

let machine: Machine;

async function make(options: Partial<MachineOptions>): Promise<void> {
  machine = await createMachine({ codePage: 65001, ...options });
  machine.install(certificate);
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate, ctlStore: 'AdfsTrustedDevices', flags: 0x40 },
    { endpoint: 'www.example.com:443', certificate },
  );
}

/** What stands before the value in each line that has one, and other lines as they are; indents apart. */
function shape(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(PS |\.\.\.)/.test(line))
    .map((line) => /^(.* : +)\S/.exec(line)?.[1]?.replace(/ +$/, ' ') ?? line);
}

/** Whether all of `part` stands in `whole`, in the same order. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at += 1;
  expect(part.slice(at), 'lines of the capture that are missing or in another order').toEqual([]);
  return at === part.length;
}

describe.skipIf(!existsSync(corpus))('as captured on real hosts', () => {
  afterEach(() => machine.close());

  const shows: [capture: string, windows: WindowsVersion, language: 'en' | 'fr' | 'de'][] = [
    ['03', 2022, 'fr'],
    ['04', 2022, 'en'],
    ['05', 2022, 'en'],
    ['06', 2022, 'en'],
    ['07', 2025, 'en'],
    ['10', 2022, 'en'],
    ['11', 2025, 'en'],
    ['12', 2025, 'en'],
    ['19', 2022, 'de'],
    ['21', 2016, 'en'],
    ['22', 2016, 'en'],
    ['61', 2016, 'en'],
  ];

  test.each(shows)(
    'show sslcert, capture %s: labels, padding and order of %i in %s',
    async (capture, windows, language) => {
      await make({ windows, language });
      const { out } = await netsh(machine, 'show sslcert');
      const whole = [...shape(out), ...shape(out)];
      expect(isSubsequence(shape(captured(capture)), whole)).toBe(true);
    },
  );

  test.each([
    ['50', 2022],
    ['51', 2019],
  ] as const)('show sslcert, capture %s: blank lines of %i', async (capture, windows) => {
    await make({ windows });
    const { out } = await netsh(machine, 'show sslcert', 'ipport=0.0.0.0:443');
    const upToRecord = (text: string) => /\n-+\n\n*(?= {4}IP:port)/.exec(text)?.[0];
    expect(upToRecord(out)).toBe(upToRecord(captured(capture)));
  });

  test.each(['13', '15'])('show sslcert, capture %s: fields of the time', async (capture) => {
    await make({ windows: 2016 });
    const { out } = await netsh(machine, 'show sslcert', 'ipport=0.0.0.0:443');
    const fields = shape(captured(capture)).filter((line) => !/^(ip|host).*:port/i.test(line));
    expect(isSubsequence(fields, [...shape(out), ...shape(out)])).toBe(true);
  });

  const netshMessages: [capture: string, words: string, args: string[], code: number][] = [
    ['08', 'delete sslcert', ['ipport=0.0.0.0:443'], 0],
    ['09', 'add sslcert', ['ipport=0.0.0.0:444', ...good], 0],
    ['55', 'add sslcert', ['ipport=0.0.0.0:444', ...good, 'sslctlstorename=x'], 0],
    ['58', 'update sslcert', ['ipport=0.0.0.0:443', ...good], 0],
    ['16', 'add sslcert', ['ipport=0.0.0.0:444', `certhash=${'ab'.repeat(20)}`, `appid=${iisAppId}`], 1],
    ['18', 'delete sslcert', ['ipport=0.0.0.0:444'], 1],
    ['53', 'show sslcert', ['ipport=0.0.0.0:444'], 1],
  ];

  test.each(netshMessages)('netsh message, capture %s', async (capture, words, args, code) => {
    await make({ windows: 2019 });
    expect(await netsh(machine, words, ...args)).toMatchObject({ code, out: captured(capture) });
  });

  test('netsh message for an endpoint that is bound', async () => {
    await make({});
    const { out } = await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:443', ...good);
    expect(shape(out)).toEqual(shape(captured('52')));
  });

  test('usage of add sslcert', async () => {
    await make({ windows: 2019 });
    const { out } = await netsh(machine, 'add sslcert', 'help');
    expect(out).toBe(captured('48'));
    machine.set({ windows: 2022 });
    const refused = await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:444', `certhash=${'ab'.repeat(20)}`);
    expect([...shape(refused.out), 'Parameters']).toEqual(shape(captured('47')));
  });

  test('certutil messages', async () => {
    await make({});
    const pfx = join(machine.folder, 'file.pfx');
    writeFileSync(pfx, writePfx(issue({ names: ['tolu'] }), { password: 'secret' }));
    const { out } = await run(machine, 'certutil.exe', '-p', 'secret', '-importPFX', 'MY', pfx);
    expect(out).toBe(`MY "Personal"\n${captured('40')}`);
    const again = await run(machine, 'certutil.exe', '-f', '-p', 'secret', '-importPFX', 'MY', pfx);
    expect(again.out).toBe(`MY "Personal"\n${captured('41')}`);
    const missing = await run(machine, 'certutil.exe', '-store', 'My', 'ab'.repeat(20));
    expect(missing.out).toBe(captured('45'));
    machine.set({ language: 'de' });
    const wrong = await run(machine, 'certutil.exe', '-p', 'wrong', '-importPFX', 'MY', pfx);
    expect(wrong.out).toBe(captured('39'));
  });

  test('certutil -store in French, with its no-break spaces', async () => {
    await make({ language: 'fr' });
    const { out } = await run(machine, 'certutil.exe', '-store', 'My');
    const labels = (text: string) => shape(text).map((line) => line.replace(/^(.*?[:=] ).*$/, '$1'));
    expect(isSubsequence(labels(captured('37')), labels(out))).toBe(true);
  });
});
