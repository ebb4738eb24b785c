import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { askUntilShown, type Handshake, Round } from '../../src/verify/round.js';
import { refused, served, shown, socket } from './given.js';

const open = (handshake: Handshake, signal = new AbortController().signal) => ({
  handshake,
  timeoutMs: 1,
  signal,
});

describe('a round of handshakes', () => {
  it('tries the next address where nobody listens, and each such place once', async () => {
    const asked: string[] = [];
    const round = new Round(
      open(async ({ address, serverName }) => {
        asked.push(`${address} ${serverName}`);
        return address === '127.0.0.1' ? refused : served(shown);
      }),
    );
    const sockets = ['a.example:443', 'b.example:443'].map((text) => {
      const endpoint = parseEndpoint(text);
      const targets = ['127.0.0.1', '192.0.2.7'].map((address) => ({
        address,
        port: 443,
        serverName: endpoint.host,
      }));
      return { endpoint, route: { targets } };
    });
    round.add(sockets.slice(0, 1));
    expect([...(await round.answers()).values()]).toEqual([served(shown)]);
    expect(asked).toEqual(['127.0.0.1 a.example', '192.0.2.7 a.example']);
    round.add(sockets.slice(1));
    expect((await round.answers()).size).toBe(2);
    expect(asked.slice(2)).toEqual(['192.0.2.7 b.example']);
  });

  it('asks at most 32 sockets at a time, also those that are added meanwhile, each once', async () => {
    let now = 0;
    let most = 0;
    const asked: string[] = [];
    const round = new Round(
      open(async ({ address }) => {
        asked.push(address);
        now += 1;
        most = Math.max(most, now);
        await sleep(1);
        now -= 1;
        return served(shown);
      }),
    );
    const sockets = Array.from({ length: 200 }, (_, index) => socket(`192.0.2.${index}:443`, `${index}`));
    round.add(sockets.slice(0, 20));
    round.add(sockets.slice(20, 21));
    round.add([]);
    await sleep(2);
    round.add(sockets.slice(21));
    const answers = await round.answers();
    expect([...answers.keys()].sort()).toEqual(sockets.map(({ endpoint }) => endpoint.key).sort());
    expect(asked).toHaveLength(200);
    expect(most).toBe(32);
  });

  it('asks those, too, that are added at the moment when all others have been asked', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const round = new Round(open(async () => served(shown)));
      round.add(
        Array.from({ length: 32 }, (_, index) => ({
          ...socket(`192.0.2.${index}:1`),
          route: { skip: 'hidden' },
        })),
      );
      for (let tick = 0; tick < ticks; tick += 1) await null;
      round.add(Array.from({ length: 5 }, (_, index) => socket(`192.0.2.${index}:443`)));
      expect((await round.answers()).size).toBe(5);
    }
  });

  it('goes on after a refusal, but not beyond the time limit of the socket', async () => {
    const asked: string[] = [];
    const round = new Round({
      ...open(async ({ address }) => {
        asked.push(address);
        await sleep(address === '10.0.0.3' ? 60 : 20);
        return refused;
      }),
      timeoutMs: 50,
    });
    const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];
    const targets = addresses.map((address) => ({ address, port: 443, serverName: 'a.example' }));
    round.add([{ ...socket('0.0.0.0:443'), route: { targets } }]);
    expect([...(await round.answers()).values()]).toEqual([refused]);
    expect(asked).toEqual(addresses.slice(0, 3));
  });

  it('asks nobody where there is no way, and ends with its signal', async () => {
    const end = new AbortController();
    const asked: string[] = [];
    const round = new Round(
      open(async ({ address }) => {
        asked.push(address);
        await sleep(10);
        return served(shown);
      }, end.signal),
    );
    round.add([{ ...socket('0.0.0.0:1'), route: { skip: 'hidden' } }]);
    expect((await round.answers()).size).toBe(0);
    round.add(Array.from({ length: 100 }, (_, index) => socket(`192.0.2.${index}:443`)));
    end.abort();
    expect((await round.answers()).size).toBe(32);
    expect(asked).toHaveLength(32);
  });
});

describe('asking again', () => {
  it('is not for a socket that has used up its time', async () => {
    const mute = socket('0.0.0.0:443');
    const asked: string[] = [];
    const answers = await askUntilShown(
      [mute],
      new Map([[mute.endpoint.key, { outcome: 'silent', message: 'no answer' }]]),
      () => false,
      open(async ({ address }) => {
        asked.push(address);
        return served(shown);
      }),
    );
    expect([...answers.values()]).toEqual([{ outcome: 'silent', message: 'no answer' }]);
    expect(asked).toEqual([]);
  });

  it('ends with its signal', async () => {
    const end = new AbortController();
    const began = performance.now();
    const asked = askUntilShown(
      [socket('0.0.0.0:443')],
      new Map(),
      () => false,
      open(async () => served('B'), end.signal),
    );
    end.abort();
    expect((await asked).size).toBe(0);
    expect(performance.now() - began).toBeLessThan(200);
  });

  it('is for those that do not show the certificate yet', async () => {
    const asked: string[] = [];
    const handshake: Handshake = async ({ address }) => {
      asked.push(address);
      return served(asked.length < 2 ? 'B' : shown);
    };
    const [prompt, late] = [socket('0.0.0.0:443'), socket('0.0.0.0:444', '::1')];
    const first = new Map([
      [prompt.endpoint.key, served(shown)],
      [late.endpoint.key, served('B')],
    ]);
    const answers = await askUntilShown(
      [prompt, late],
      first,
      (_, answer) => answer?.outcome === 'served' && answer.thumbprint === shown,
      open(handshake),
    );
    expect([...answers.values()]).toEqual([served(shown), served(shown)]);
    expect(asked).toEqual(['::1', '::1']);
  });
});
