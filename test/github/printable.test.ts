import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { fail } from '../../src/github/fail.js';
import { harmless, harmlessLine } from '../../src/github/printable.js';
import { workflowLog } from '../../src/github/workflow-log.js';
import { commandsIn } from '../scenarios/workflow-commands.js';
import { hostileText } from './hostile.js';
import { printed } from './printed.js';
import { report, row } from './rows.js';

afterEach(() => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
});

/** The names of the commands in what was printed. */
const namesIn = (text: string) => commandsIn(text).map(({ name }) => name);

describe('text of any origin', () => {
  it('holds no command, no control character and no second line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(namesIn(harmless(text))).toEqual([]);
        expect(namesIn(harmlessLine(text))).toEqual([]);
        expect(harmlessLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202e]/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['plain text, with: colons :: and 100 %', 'größer → 日本', '[::]:443: bound', 'C:\\a\\b <c> "d"'])(
    'is left as it is where it is harmless: %s',
    (text) => {
      expect(harmless(text)).toBe(text);
    },
  );
});

describe('what the log prints', () => {
  it('executes nothing but what it means, whatever it is told', async () => {
    vi.stubEnv('RUNNER_DEBUG', '1');
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (one, other) => {
        const log = workflowLog();
        const text = await printed(async () => {
          await log.group(one, async () => {
            log.info(other);
            log.debug(one);
          });
          log.warning(one, other);
          log.progress(one);
          log.note(other);
          const bindings = [row({ message: one, owner: other, sites: [one, other], endpoint: other })];
          log.table(report({ outcome: 'planned', certificate: null, bindings }));
        });
        expect(namesIn(text)).toEqual(['group', 'debug', 'endgroup', 'warning']);
      }),
      { numRuns: 500 },
    );
  });

  it('is one error with its title for a failure, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (cause, evidence) => {
        const failure = new Failure('drift', { cause, evidence, next: 'Look.' });
        const [error, ...more] = commandsIn(await printed(() => fail(failure, evidence)));
        expect(more).toEqual([]);
        expect(error).toMatchObject({
          name: 'error',
          title: 'A binding was changed by someone else (drift)',
        });
        expect(error!.text).toContain('\nNext: Look.\n');
        expect(process.exitCode).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it('shows nine warnings as annotations and the others as lines, since GitHub shows ten', async () => {
    const log = workflowLog();
    const text = await printed(() => {
      for (let index = 1; index <= 12; index += 1) log.warning('Title', `warning ${index}`);
    });
    expect(namesIn(text)).toEqual(Array(9).fill('warning'));
    expect(text).toMatch(/^Warning: warning 12$/m);
  });

  it('says where long work is at most every few seconds', async () => {
    const log = workflowLog();
    const text = await printed(() => {
      for (let index = 1; index <= 100; index += 1) log.progress(`${index} of 100 bindings`);
    });
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(1);
  });
});
