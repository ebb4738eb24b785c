import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { shownEndpoint } from '../../src/http-sys/endpoint.js';
import { Netsh } from '../../src/windows/netsh.js';
import { type Answer, fakeMachine } from '../inspect/fake-machine.js';

const help = (verb: string) =>
  `Usage: ${verb} sslcert ipport=<ipaddr:port>\r\n\t[certhash=<string>]\r\n\t[${verb}only=enable|disable]\r\n`;

/** What this host can do, and the programs that it took to find out. */
async function abilitiesOf(answer: (args: readonly string[], script: string) => Answer) {
  const { machine, started, temp } = fakeMachine({
    'netsh.exe': (args) => answer(args, args[0] === '-f' ? readFileSync(args[1] ?? '', 'latin1') : ''),
  });
  const { add, update, switches } = await machine.netsh.abilities();
  expect(readdirSync(temp)).toEqual([]);
  const alone = started.filter(({ line }) => !line.includes('-f')).map(({ line }) => line);
  const names = { add: [...add], update: [...update], switches: [...switches] };
  return { ...names, scripts: started.length - alone.length, alone };
}

const both = {
  add: ['ipport', 'certhash', 'addonly'],
  update: ['ipport', 'certhash', 'updateonly'],
  switches: ['addonly'],
};

describe('what this host can do', () => {
  it('is said by one script', async () => {
    const found = await abilitiesOf((_, script) => {
      expect(script).toBe('http add sslcert help\r\nhttp update sslcert help\r\n');
      return help('add') + help('update');
    });
    expect(found).toEqual({ ...both, scripts: 1, alone: [] });
  });

  it.each<[string, (args: readonly string[]) => Answer]>([
    ['the host ends the script', () => help('add')],
    ['the answer is cut', () => help('add') + help('update').slice(0, 40)],
    ['the host runs no scripts', () => ''],
    ['the script fails', () => new Failure('program-failed', { cause: 'x', next: 'y' })],
  ])('is asked apart where %s', async (_, script) => {
    const found = await abilitiesOf((args) => (args[0] === '-f' ? script(args) : help(args[1] ?? '')));
    expect(found).toMatchObject(both);
    expect(found.alone).toContain('netsh.exe http update sslcert help');
  });

  it('is no update where there is no such command', async () => {
    const found = await abilitiesOf((args) =>
      args[0] === '-f' ? help('add') : 'The following command was not found: http update sslcert help.\r\n',
    );
    expect(found).toEqual({ ...both, update: [], scripts: 1, alone: ['netsh.exe http update sslcert help'] });
  });

  it('is not asked further once the run is to end', async () => {
    const cancelled = new Failure('cancelled', { cause: 'x', next: 'y' });
    await expect(abilitiesOf(() => cancelled)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a command', () => {
  const scriptable = (text: string) =>
    Netsh.scriptable({
      verb: 'update',
      endpoint: shownEndpoint('hostnameport', text)!,
      args: ['certhash=00'],
    });

  it('can stand in a script only in plain ASCII', () => {
    expect(
      ['a.example:443', '*.example.com:443', '*:443', '10.0.0.5:443', 'a.:443'].filter(scriptable),
    ).toHaveLength(5);
    expect(['münchen.example:443', '日本:443'].filter(scriptable)).toEqual([]);
  });
});
