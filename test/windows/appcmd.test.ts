import { expect, it } from 'vitest';
import { type Answer, fakeMachine } from '../inspect/fake-machine.js';

const printedBy = (output: Answer) =>
  fakeMachine({ 'inetsrv/appcmd.exe': () => output }).machine.appcmd.sites();

it('prints exact letters where they are UTF-8', async () => {
  expect(await printedBy(Buffer.from('Größe'))).toMatchObject({ text: 'Größe' });
});

it('prints none outside ASCII in another code page', async () => {
  expect(await printedBy(Buffer.from('Größe', 'latin1'))).toMatchObject({
    text: 'Gr\u{fffd}\u{fffd}e',
  });
});

it('is not there on a server without IIS', async () => {
  expect(await fakeMachine({}).machine.appcmd.sites()).toBeUndefined();
});
