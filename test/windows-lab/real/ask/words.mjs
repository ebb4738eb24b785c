// How answers are worded.

/** The end of a program in short. @param {{ exitCode: number, text: string }} ended */
export function brief({ exitCode, text }) {
  const said = text
    .trim()
    .split(/\s*\r?\n\s*/)
    .slice(0, 2)
    .join(' / ');
  return `exit code ${exitCode}: ${said.slice(0, 160)}`;
}

/** @param {unknown} is */
export function yes(is) {
  return is ? 'yes' : 'no';
}

/** Bytes as hex. @param {string} text a character for each byte */
export function hex(text) {
  return Buffer.from(text, 'latin1').toString('hex');
}
