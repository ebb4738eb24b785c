import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeMachine } from '../inspect/fake-machine.js';

const name = 'inetsrv/config/applicationHost.config';
const read = (content: string | Buffer) =>
  fakeMachine({}, { [name]: content }).machine.iisFiles.applicationHost();

it('are read as UTF-8, with a byte order mark or without', async () => {
  expect(await read('<größe/>')).toEqual({ is: 'read', text: '<größe/>' });
  expect(await read('\ufeff<größe/>')).toEqual({ is: 'read', text: '<größe/>' });
});

it('are not read in another encoding', async () => {
  expect(await read(Buffer.from('<größe/>', 'latin1'))).toMatchObject({ is: 'unreadable', denied: false });
});

it('are absent on a server without IIS', async () => {
  expect(await fakeMachine({}).machine.iisFiles.applicationHost()).toEqual({ is: 'absent' });
  expect(await fakeMachine({}).machine.iisFiles.redirection()).toEqual({ is: 'absent' });
});

it('are unreadable where something else has their name', async () => {
  const { machine, temp } = fakeMachine({});
  mkdirSync(join(temp, '..', 'System32', name), { recursive: true });
  expect(await machine.iisFiles.applicationHost()).toMatchObject({ is: 'unreadable', denied: false });
});
