import { setSecret } from '@actions/core';
import type { Raw } from './input-rules.js';

/** A shorter password is not hidden by us: its letters would vanish all over the log, and from the outputs. */
const shortestSecret = 4;

/** The same for a line of a longer secret, such as the last one of a base64 text. */
const shortestLine = 6;

/**
 * Hides the secrets among the inputs from the log. Call it before they are used for anything.
 * @returns the texts that the log hides from now on, short ones included: those the runner hides by itself if they
 * are secrets of the workflow
 */
export function maskSecrets(raw: Raw): string[] {
  // With a line break at its end a password is still printed without it.
  const password = raw['pfx-password'].replace(/[\r\n]+$/, '');
  const secrets = [raw.pfx, raw['pfx-password'], password, raw['private-key'], ...keysIn(raw.certificate)];
  const forms = new Set(secrets.flatMap((secret) => formsOf(secret)));
  for (const form of forms) setSecret(form);
  return password === '' ? [...forms] : [...new Set([...forms, password])];
}

/** The forms in which a program could print a secret: whole, line by line, without its line breaks, or encoded. */
function formsOf(secret: string): string[] {
  const inJson = valuesInJson(secret);
  if (inJson.length > 0) return inJson.flatMap(formsOf);
  const whole = /[\r\n]/.test(secret) ? [] : encoded(secret);
  const lines = linesOf(secret);
  const parts = [...lines, ...lines.map((line) => line.trim()), secret.replace(/\s+/g, '')];
  return [
    ...whole.filter((form) => form.length >= shortestSecret),
    ...parts.filter((part) => part.length >= shortestLine && !isPemHeader(part)),
  ];
}

/** A line break can also have become the two characters `\n`. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n|(?:\\r)?\\n/);
}

function encoded(secret: string): string[] {
  return [
    secret,
    secret.trim(),
    Buffer.from(secret).toString('base64'),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ];
}

/** `-----BEGIN …-----` and `DEK-Info: …` are no secret, and hiding them would make errors about PEM files unreadable. */
function isPemHeader(line: string): boolean {
  return /^-----(BEGIN|END) [A-Z0-9 ]+-----$|^(?:Proc-Type|DEK-Info): /.test(line.trim());
}

/** The text of the private keys in a PEM text, to where the block ends or the next one begins. */
function keysIn(text: string): string[] {
  return [...text.matchAll(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(.*?)(?=-----|$)/gs)].flatMap(
    ([, key = '']) => linesOf(key).filter((line) => line.trim() !== ''),
  );
}

/** Names under which a secret stands in JSON, as Azure Key Vault and others hand it out. */
const secretKeys = /^(?:value|data|pfx|password|key|private_?key|secret)$/i;

/** A name or an address that stands beside them is shorter, and not to be hidden. */
const longText = 200;

function valuesInJson(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return secretsIn(JSON.parse(text), '');
  } catch {
    return [];
  }
}

function secretsIn(value: unknown, key: string): string[] {
  if (typeof value === 'string') return secretKeys.test(key) || value.length > longText ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => secretsIn(each, Array.isArray(value) ? key : name));
}
