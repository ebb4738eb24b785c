import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { shownEndpoint } from '../../src/http-sys/endpoint.js';
import { Netsh } from '../../src/windows/netsh.js';
import { record, showText } from '../http-sys/table-text.js';
import { type Answer, fakeMachine } from '../inspect/fake-machine.js';

const table = showText([record('0.0.0.0:443', 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334')]);

const help = (verb: string) =>
  `Usage: ${verb} sslcert ipport=<ipaddr:port>\r\n\t[certhash=<string>]\r\n\t[${verb}only=enable|disable]\r\n`;
const notFound = 'The following command was not found: http update sslcert help.\r\n';
const show = 'netsh.exe http show sslcert';
const updateHelp = 'netsh.exe http update sslcert help';

/** What this host can do, and the programs that it took to find out; its table has one binding in any case. */
async function survey(answer: (args: readonly string[], script: string) => Answer) {
  const { machine, started, temp } = fakeMachine({
    'netsh.exe': (args) => answer(args, args[0] === '-f' ? readFileSync(args[1] ?? '', 'latin1') : ''),
  });
  const { shown, abilities } = await machine.netsh.survey();
  expect(readdirSync(temp)).toEqual([]);
  expect(shown).toMatchObject({ bindings: [{ endpoint: { text: '0.0.0.0:443' } }], unreadable: [] });
  const { add, update, switches } = abilities;
  const alone = started.filter(({ line }) => !line.includes('-f')).map(({ line }) => line);
  const names = { add: [...add], update: [...update], switches: [...switches] };
  return { ...names, scripts: started.length - alone.length, alone };
}

/** The same where a script gets one answer, and each command by itself an honest one. */
const surveyWith = (script: Answer) =>
  survey((args) => {
    if (args[0] === '-f') return script;
    return args[1] === 'show' ? table : help(args[1] ?? '');
  });

const both = {
  add: ['ipport', 'certhash', 'addonly'],
  update: ['ipport', 'certhash', 'updateonly'],
  switches: ['addonly'],
};

describe('the table, and what this host can do,', () => {
  it('come from one script', async () => {
    const found = await survey((_, script) => {
      expect(script).toBe('http add sslcert help\r\nhttp update sslcert help\r\nhttp show sslcert\r\n');
      return help('add') + help('update') + table;
    });
    expect(found).toEqual({ ...both, scripts: 1, alone: [] });
  });

  it.each<[string, Answer, string[]]>([
    ['the host ends the script at a line', help('add'), [show, updateHelp]],
    ['a help is cut', help('add') + help('update').slice(0, 40) + table, [updateHelp]],
    ['the table lacks its header', help('add') + help('update') + table.replace(/^-+\r\n/m, ''), [show]],
    ['the host runs no scripts', '', [show, 'netsh.exe http add sslcert help', updateHelp]],
    [
      'the script fails',
      new Failure('program-failed', { cause: 'x', next: 'y' }),
      [show, 'netsh.exe http add sslcert help', updateHelp],
    ],
  ])('are asked for alone as far as they are missing: %s', async (_, script, alone) => {
    const found = await surveyWith(script);
    expect(found).toMatchObject({ ...both, scripts: 1 });
    expect(found.alone).toEqual(alone);
  });

  it.each([
    ['English', notFound],
    ['another language', 'Der folgende Befehl wurde nicht gefunden: http update sslcert help.\r\n'],
    ['one with other stops', 'x: http update sslcert help\x81B\r\n'],
  ])('are known where there is no "update", in %s', async (_, sentence) => {
    expect(await surveyWith(help('add') + sentence + table)).toEqual({
      ...both,
      update: [],
      scripts: 1,
      alone: [],
    });
  });

  it('are not guessed from a prompt that repeats the command', async () => {
    const found = await surveyWith(`${help('add')}netsh>http update sslcert help\r\n${table}`);
    expect(found).toEqual({ ...both, scripts: 1, alone: [updateHelp] });
  });

  it('are not read from the example of a help', async () => {
    const examples =
      'Examples:\r\n\r\n\t IP:port : 0.0.0.0:8443\r\n\t Hash : ffb2c3d4e5f60718293a4b5c6d7e8f9001122334\r\n\t Application ID : {4dc3e181-e14b-4a21-b022-59fc669b0914}\r\n\t Store : MY\r\n\r\n';
    const found = await surveyWith(help('add') + examples + help('update') + examples + table);
    expect(found).toEqual({ ...both, scripts: 1, alone: [] });
  });

  it('are told apart where a help has a rule of its own', async () => {
    const ruled = `Parameters:\r\n-----------\r\n\t IP:port : 0.0.0.0:8443\r\n`;
    const found = await surveyWith(help('add') + ruled + help('update') + ruled + table);
    expect(found).toEqual({ ...both, scripts: 1, alone: [] });
  });

  it('are not asked for once the run is to end', async () => {
    const cancelled = new Failure('cancelled', { cause: 'x', next: 'y' });
    await expect(survey(() => cancelled)).rejects.toMatchObject({ code: 'cancelled' });
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
