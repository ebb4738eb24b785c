import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSites } from '../../src/inspect/read-sites.js';
import { type Answer, fakeMachine } from './fake-machine.js';

const sites = (name: string) => `<site name="${name}" id="1"><bindings /></site>`;
const configuration = (name: string) =>
  `<configuration><system.applicationHost><sites>${sites(name)}</sites></system.applicationHost></configuration>`;
const redirected =
  '<configuration><configurationRedirection enabled="true" path="\\\\s\\c" /></configuration>';
const printed = (name: string) => `<appcmd>${sites(name)}</appcmd>`;

const file = 'inetsrv/config/applicationHost.config';
const redirection = 'inetsrv/config/redirection.config';

/** @param appcmd what it prints; null: it is not there */
async function read(
  files: Record<string, string | Buffer>,
  appcmd: Answer | null = new Error('must not start'),
) {
  const { machine, started } = fakeMachine(
    appcmd === null ? {} : { 'inetsrv/appcmd.exe': () => appcmd },
    files,
  );
  const reading = await readSites(machine);
  const names = reading.is === 'read' ? reading.sites.map(({ name }) => name) : [];
  return { reading, names, started: started.length };
}

describe('the sites of IIS', () => {
  it('come from its own file, without a program', async () => {
    expect(await read({ [file]: configuration('Größe') })).toMatchObject({ names: ['Größe'], started: 0 });
    const here = redirected.replace('true', 'false');
    expect(await read({ [file]: configuration('Shop'), [redirection]: here })).toMatchObject({
      names: ['Shop'],
      started: 0,
    });
  });

  it.each([
    ['redirected, with an old file here', { [file]: configuration('Old'), [redirection]: redirected }],
    ['redirected, with none here', { [redirection]: redirected }],
    ['perhaps redirected', { [file]: configuration('Old'), [redirection]: '<configuration' }],
    ['not understood', { [file]: '<configuration />' }],
    ['not UTF-8', { [file]: Buffer.from(configuration('Größe'), 'latin1') }],
    ['not there', {}],
  ])('come from appcmd where the file is %s', async (_, files) => {
    expect(await read(files, printed('Shop'))).toMatchObject({ names: ['Shop'], started: 1 });
  });

  it('are none without IIS', async () => {
    expect((await read({}, null)).reading).toEqual({ is: 'absent' });
  });

  it.each([
    ['<appcmd><ERROR message="Access is denied." /></appcmd>', 'Access is denied'],
    ['', 'It printed nothing.'],
    [printed('Shop').slice(0, -9), '<appcmd>'],
  ])('are never taken for none: %s', async (output, evidence) => {
    const { reading } = await read({ [redirection]: redirected }, output);
    expect(reading).toMatchObject({ is: 'unreadable', failure: { code: 'iis-unreadable' } });
    if (reading.is === 'unreadable') expect(reading.failure.parts.evidence).toContain(evidence);
  });

  it('are unreadable, and not absent, where nobody knows them', async () => {
    expect((await read({ [redirection]: redirected }, null)).reading.is).toBe('unreadable');
    expect((await read({ [file]: '<configuration' }, null)).reading.is).toBe('unreadable');
  });

  it.skipIf(process.getuid?.() === 0)(
    'are unreadable for an account that may not read the file',
    async () => {
      const { machine, started, temp } = fakeMachine({ 'inetsrv/appcmd.exe': () => '' }, { [file]: '' });
      chmodSync(join(temp, '..', 'System32', file), 0);
      expect(await readSites(machine)).toMatchObject({
        is: 'unreadable',
        failure: { code: 'iis-unreadable' },
      });
      expect(started).toEqual([]);
    },
  );

  it('are unreadable where the account may not read the file, without asking appcmd', async () => {
    const { machine } = fakeMachine({});
    const denied = { is: 'unreadable', why: 'EACCES', denied: true } as const;
    const iisFiles = { applicationHost: async () => denied, redirection: async () => denied };
    const appcmd = { sites: () => Promise.reject(new Error('must not start')) };
    const reading = await readSites({ ...machine, iisFiles, appcmd } as unknown as typeof machine);
    expect(reading).toMatchObject({ is: 'unreadable', failure: { parts: { evidence: 'EACCES' } } });
  });
});
