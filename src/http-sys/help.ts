import type { NetshAbilities } from './command.js';

/**
 * The argument names (lower case) that the help of a netsh command lists, by their shape `name=` or `[name=`: they
 * are the same in every language. Empty for a text that is not such a help, as where the host has no such command.
 */
export function parseHelp(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(/(?<![^\s[|])([a-z][a-z0-9]*)=/gi)) names.add(name.toLowerCase());
  return names.has('certhash') ? names : new Set();
}

/**
 * {@link parseHelp} for a text that holds the helps of `add sslcert` and `update sslcert`, one after the other. The
 * names of the commands, which no language translates, tell where each one begins.
 */
export function parseHelps(text: string): NetshAbilities {
  const helps = { add: '', update: '' };
  const begins = [...text.matchAll(/\b(add|update) sslcert\b/gi)];
  for (const [index, { 1: verb = '', index: from }] of begins.entries()) {
    helps[verb.toLowerCase() === 'add' ? 'add' : 'update'] += text.slice(from, begins[index + 1]?.index);
  }
  return { add: parseHelp(helps.add), update: parseHelp(helps.update) };
}
