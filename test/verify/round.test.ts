import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askAgain, Round } from '../../src/verify/round.js';
import { failed, options, question, refused, served, shown, silent } from './given.js';

const questions = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => question(`192.0.2.${from + index}:443`, `${from + index}`));

describe('a round of handshakes', () => {
  it('asks the next address until one shows what is looked for, and a refusing place only once', async () => {
    const asked: string[] = [];
    const round = new Round(
      options(async ({ address, serverName }) => {
        asked.push(`${address} ${serverName}`);
        if (address === '127.0.0.1') return refused;
        return address === '10.0.0.1' ? served('other') : served(shown);
      }),
    );
    const addresses = ['127.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3'];
    round.add([question('a.example:443', ...addresses)]);
    const [answer] = [...(await round.answers()).values()];
    expect(answer?.found?.address).toBe('10.0.0.2');
    expect(answer?.results).toEqual([refused, served('other'), served(shown)]);
    // Where one was found on this port, the next is asked first.
    round.add([question('b.example:443', ...addresses)]);
    await round.answers();
    expect(asked.slice(3)).toEqual(['10.0.0.2 b.example']);
  });

  it('finds nothing where no address shows it, and says what each answered', async () => {
    const results = [refused, failed, served('other')];
    const round = new Round(options(async ({ address }) => results[Number(address)] ?? refused));
    round.add([question('a.example:443', '0', '1', '2')]);
    expect([...(await round.answers()).values()]).toEqual([{ found: null, results }]);
  });

  it('leaves time for the next address where one is silent, within the limit of the binding', async () => {
    const limits: number[] = [];
    const round = new Round(
      options(
        async ({ address }, timeoutMs) => {
          limits.push(timeoutMs);
          if (address === '2') return served(shown);
          await sleep(timeoutMs);
          return silent;
        },
        undefined,
        400,
      ),
    );
    round.add([question('a.example:443', '0', '1', '2')]);
    const [answer] = [...(await round.answers()).values()];
    expect(answer?.found?.address).toBe('2');
    expect(limits[0]).toBe(200);
    expect(limits.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(405);
  });

  it('does not count what a refusal takes, unless it took all the time that there was', async () => {
    const asked: string[] = [];
    const round = new Round(
      options(
        async ({ address }) => {
          asked.push(address);
          await sleep(address === '3' ? 250 : 20);
          return refused;
        },
        undefined,
        400,
      ),
    );
    round.add([question('a.example:443', '1', '2', '3', '4', '5', '6')]);
    await round.answers();
    expect(asked.length).toBeGreaterThan(3);
  });

  it('asks at most 32 bindings at a time, also those that are added meanwhile, each once', async () => {
    let now = 0;
    let most = 0;
    const asked: string[] = [];
    const round = new Round(
      options(async ({ address }) => {
        asked.push(address);
        now += 1;
        most = Math.max(most, now);
        await sleep(1);
        now -= 1;
        return served(shown);
      }),
    );
    const all = questions(200);
    round.add(all.slice(0, 20));
    round.add(all.slice(20, 21));
    round.add([]);
    await sleep(2);
    round.add(all.slice(21));
    const answers = await round.answers();
    expect([...answers.keys()].sort()).toEqual(all.map(({ key }) => key).sort());
    expect(asked).toHaveLength(200);
    expect(most).toBe(32);
  });

  it('asks those, too, that are added at the moment when all others have been asked', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const round = new Round(options(async () => served(shown)));
      round.add(questions(32));
      for (let tick = 0; tick < ticks; tick += 1) await null;
      round.add(questions(5, 100));
      expect((await round.answers()).size).toBe(37);
    }
  });

  it('ends with its signal', async () => {
    const end = new AbortController();
    const asked: string[] = [];
    const round = new Round(
      options(async ({ address }) => {
        asked.push(address);
        await sleep(10);
        return served(shown);
      }, end.signal),
    );
    round.add(questions(100));
    end.abort();
    expect((await round.answers()).size).toBe(32);
    expect(asked).toHaveLength(32);
  });
});

describe('asking again', () => {
  const again = async (first: Parameters<typeof askAgain>[1]) => {
    const asked: string[] = [];
    const open = [question('0.0.0.0:443', '127.0.0.1'), question('0.0.0.0:444', '::1')];
    const answers = await askAgain(
      open,
      first,
      options(async ({ address }) => {
        asked.push(address);
        return served(asked.length < 2 ? 'old' : shown);
      }),
    );
    return { asked, found: open.map(({ key }) => answers.get(key)?.found?.address) };
  };
  const [prompt, late] = [question('0.0.0.0:443'), question('0.0.0.0:444')];
  const target = { address: '127.0.0.1', port: 443, serverName: undefined };

  it('is for those that do not show it yet', async () => {
    const first = new Map([
      [prompt.key, { found: target, results: [served(shown)] }],
      [late.key, { found: null, results: [served('old')] }],
    ]);
    expect(await again(first)).toEqual({ asked: ['::1', '::1'], found: ['127.0.0.1', '::1'] });
  });

  it('gives HTTP.sys a moment before each further attempt', async () => {
    const began = performance.now();
    await again(new Map([[prompt.key, { found: target, results: [served(shown)] }]]));
    expect(performance.now() - began).toBeGreaterThan(250 + 500 - 20);
  });

  it.each([
    ['has used up its time', silent],
    ['nobody listens on', refused],
  ])('is not for one that %s', async (_, result) => {
    const first = new Map([
      [prompt.key, { found: target, results: [served(shown)] }],
      [late.key, { found: null, results: [result] }],
    ]);
    expect((await again(first)).asked).toEqual([]);
  });
});
