/*
 * Preloaded into the action: calls of node:fs/promises that concern a journal, or what BUSY_NAMES matches, fail like files that
 * a virus scanner holds. BUSY_FILES is a list of `call code ms`, one a line: so many ms long, from the first such call on.
 */
const files = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');

const names = new RegExp(process.env.BUSY_NAMES ?? 'journal-\\d{6}-[^\\\\/]*$');

/** Whoever holds a journal holds it for all calls at once. */
let since;

for (const line of (process.env.BUSY_FILES ?? '').split('\n').filter(Boolean)) {
  const [call, code, ms] = line.split(' ');
  const real = files[call];
  files[call] = async (file, ...rest) => {
    if (names.test(String(file))) {
      since ??= performance.now();
      if (performance.now() - since < Number(ms))
        throw Object.assign(new Error(`${code}: resource busy or locked, ${call} '${file}'`), { code });
    }
    return real(file, ...rest);
  };
}
syncBuiltinESMExports();
