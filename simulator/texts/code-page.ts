import type { CodePage } from '../machine-options.js';

const western = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ';
const katakanaStart = 0xff61;

/** What the texts of the machine need beyond ASCII, as each code page writes it. Anything else is a `?`. */
const special: Record<Exclude<CodePage, 65001>, (letter: string, code: number) => number[] | undefined> = {
  437: (letter) => oem(letter),
  850: (letter) => (letter === 'ø' ? [0x9b] : letter === 'Ø' ? [0x9d] : oem(letter)),
  932: (letter, code) => {
    const wide = { ソ: [0x83, 0x5c], 表: [0x95, 0x5c], '：': [0x81, 0x46], '\u00a0': [0xa0] }[letter];
    const isHalfWidth = code >= katakanaStart && code <= 0xff9f;
    return wide ?? (isHalfWidth ? [code - katakanaStart + 0xa1] : undefined);
  },
  1252: (letter, code) => (letter === '’' ? [0x92] : code >= 0xa0 && code <= 0xff ? [code] : undefined),
};

/** The bytes that a program writes to a pipe for this text. */
export function encode(text: string, codePage: CodePage): Buffer {
  if (codePage === 65001 || isAscii(text)) return Buffer.from(text, 'utf8');
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(special[codePage](letter, code) ?? [letter === '’' ? 0x27 : 0x3f]));
  }
  return Buffer.from(bytes);
}

function oem(letter: string): number[] | undefined {
  if (letter === '\u00a0') return [0xff];
  if (letter === 'ß') return [0xe1];
  const place = western.indexOf(letter);
  return place < 0 ? undefined : [0x80 + place];
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}
