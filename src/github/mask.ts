import { setSecret } from '@actions/core';

/** A shorter line is never hidden: its letters would vanish all over the log, and from the outputs. */
const shortestLine = 4;

/**
 * Hides a secret from the log, in the forms in which a program could print it: whole, line by line, without its line
 * breaks, and as base64, JSON and URL encode it. Call it before the secret is used for anything.
 */
export function maskSecret(secret: string): void {
  const lines = secret.split(/\r?\n/);
  const forms = new Set([...lines, ...lines.map((line) => line.trim()), secret.replace(/\s+/g, '')]);
  if (lines.length === 1) {
    forms.add(secret);
    forms.add(Buffer.from(secret).toString('base64'));
    forms.add(JSON.stringify(secret).slice(1, -1));
    forms.add(encodeURIComponent(secret));
  }
  for (const form of forms) if (form.length >= shortestLine && !isPemFrame(form)) setSecret(form);
}

/** `-----BEGIN …-----` is no secret, and hiding it would make errors about PEM files unreadable. */
function isPemFrame(line: string): boolean {
  return /^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(line.trim());
}
