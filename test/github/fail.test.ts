import { afterEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { docsLink } from '../../src/github/docs-link.js';
import { errorText, fail } from '../../src/github/fail.js';
import { project } from '../../src/github/project.js';
import { commandsIn } from '../scenarios/workflow-commands.js';
import { printed } from './printed.js';

afterEach(() => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
});

const state = 'Every binding is as it was before this run.';
const parts = { cause: 'A cause.', evidence: 'This was seen.', next: 'Do this.' };
const command = (index: number) =>
  `netsh http update sslcert ipport=10.0.0.${index}:443 certhash=${'a'.repeat(40)}`;
const commands = (count: number) => Array.from({ length: count }, (_, index) => command(index));
const own = `https://github.com/${project.repository}/blob/${project.ref}/docs/troubleshooting.md`;

describe('the error of a step', () => {
  it('says the state of the server first, then cause, evidence, steps, commands and where to read more', () => {
    const failure = new Failure('drift', { ...parts, commands: commands(2) });
    expect(errorText(failure, state).split('\n')).toEqual([
      state,
      'A cause.',
      'Seen: This was seen.',
      'Next: Do this.',
      'Run as an administrator on the server, line by line:',
      command(0),
      command(1),
      `More: ${own}#drift`,
    ]);
    const short = new Failure('drift', { cause: 'A cause.', next: 'Do this.' });
    expect(errorText(short, state).split('\n')).toHaveLength(4);
  });

  it('prints each command once where all of them fit', async () => {
    const failure = new Failure('drift', { ...parts, commands: commands(3) });
    const text = await printed(() => fail(failure, state));
    expect(text.split(command(1))).toHaveLength(2);
    expect(commandsIn(text)).toMatchObject([{ name: 'error' }]);
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['evidence', { ...parts, evidence: 'x'.repeat(20_000) }],
    ['a cause', { ...parts, cause: 'x'.repeat(20_000) }],
    ['steps', { ...parts, next: 'x'.repeat(20_000) }],
    ['commands', { ...parts, commands: commands(200) }],
    [
      'everything',
      {
        cause: 'c'.repeat(9_999),
        evidence: '::error::\n'.repeat(999),
        next: 'n'.repeat(9_999),
        commands: commands(200),
      },
    ],
  ])('stays below what GitHub cuts off, whatever is long: %s', async (_, long) => {
    const failure = new Failure('rollback-incomplete', long);
    const text = await printed(() => fail(failure, state));
    const [error] = commandsIn(text).filter(({ name }) => name === 'error');
    const { text: shown = '' } = error ?? {};
    expect(shown.length).toBeLessThanOrEqual(4_000);
    expect(shown.startsWith(state)).toBe(true);
    expect(shown).toContain('\nNext: ');
    expect(shown).toContain('\nSeen: ');
    expect(shown.endsWith(`More: ${own}#rollback-incomplete`)).toBe(true);
    // No half command, and those that are left out stand in the log.
    const lines = shown.split('\n').filter((line) => line.startsWith('netsh'));
    expect(lines).toEqual((long as { commands?: string[] }).commands?.slice(0, lines.length) ?? []);
    if ('commands' in long) {
      expect(lines.length).toBeGreaterThan(2);
      expect(shown).toContain(`… and ${200 - lines.length} more commands, which the log lists above.`);
      for (const each of long.commands ?? []) expect(text).toContain(`\n${each}\n`);
    }
  });

  it('cuts the evidence before anything else', () => {
    const failure = new Failure('drift', { ...parts, evidence: 'x'.repeat(20_000), commands: commands(15) });
    const text = errorText(failure, state);
    for (const each of commands(15)) expect(text).toContain(`\n${each}\n`);
    expect(text).toContain('Next: Do this.');
    expect(text).toMatch(/Seen: x{300,}…\n/);
  });
});

describe('the section to read', () => {
  it('is that of the version that runs', () => {
    const environment = { GITHUB_ACTION_REPOSITORY: 'acme/rebind', GITHUB_ACTION_REF: 'v1.2.3' };
    const link = 'https://github.com/acme/rebind/blob/v1.2.3/docs/troubleshooting.md#drift';
    expect(docsLink('drift', environment)).toBe(link);
    expect(docsLink('drift', { ...environment, GITHUB_SERVER_URL: 'https://github.com' })).toBe(link);
    expect(docsLink('drift', { ...environment, GITHUB_ACTION_REF: 'fix/a#b' })).toBe(`${own}#drift`);
    expect(docsLink('drift', { ...environment, GITHUB_ACTION_REF: 'fix/a' })).toContain('/blob/fix/a/docs/');
  });

  it.each([
    [{}],
    [{ GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' }],
    [{ GITHUB_ACTION_REPOSITORY: 'acme/rebind' }],
    [{ GITHUB_ACTION_REPOSITORY: 'acme/rebind/x y', GITHUB_ACTION_REF: 'v1' }],
    [
      {
        GITHUB_ACTION_REPOSITORY: 'acme/rebind',
        GITHUB_ACTION_REF: 'v1',
        GITHUB_SERVER_URL: 'https://github.acme.example',
      },
    ],
  ])('is the published one where that is not known: %j', (environment) => {
    expect(docsLink('drift', environment)).toBe(`${own}#drift`);
  });
});
