import type { CodePage } from '../machine-options.js';

/**
 * What a program writes for a letter that the code page lacks: a question mark, or the letter that looks most like
 * it ("best fit" of Windows' conversion, which makes `lodz` of `łódź`). Which of them a program uses is not known.
 */
export type LackingLetters = 'question-mark' | 'best-fit';

/** The letters of a code page beyond ASCII. A number above 0xff stands for two bytes. */
type Letters = ReadonlyMap<string, number>;

/** A code page that lacks letters. */
type SmallPage = Exclude<CodePage, 65001>;

/** The first of the half-width katakana, which have one byte in code page 932. */
const katakana = 0xff61;

/** What the texts of the machine need of code page 932 besides. */
const ownJapanese: Readonly<Record<string, number>> = {
  ソ: 0x835c,
  表: 0x955c,
  '：': 0x8146,
  '「': 0x8175,
  '」': 0x8176,
  '\u00a0': 0xa0,
};

/** The upper halves of two code pages, from 0x80 on. */
const upperHalves = {
  437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
    'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
} as const;

/** Letters that no decomposition brings to ASCII, with what Windows puts in their place. */
const lookAlikes: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ø: 'o',
  Ø: 'O',
  ı: 'i',
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};

/** Each is made when it is first needed. */
const pages = new Map<CodePage, Letters>();

/** The bytes that a program writes to a pipe for this text. */
export function encode(text: string, codePage: CodePage, lacking: LackingLetters = 'question-mark'): Buffer {
  if (codePage === 65001 || isAscii(text)) return Buffer.from(text, 'utf8');
  const bytes: number[] = [];
  for (const letter of text) {
    const code = codeOf(letter, codePage);
    for (const each of code === undefined ? substitute(letter, codePage, lacking) : [code]) {
      if (each > 0xff) bytes.push(each >> 8);
      bytes.push(each & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The typographic apostrophe, which French texts are full of, is always written as the plain one. */
function substitute(letter: string, codePage: SmallPage, lacking: LackingLetters): readonly number[] {
  if (letter === '’') return [0x27];
  if (lacking === 'question-mark') return [0x3f];
  const plain = lookAlikes[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, '');
  const known = [...plain].flatMap((part) => codeOf(part, codePage) ?? []);
  return known.length === 0 ? [0x3f] : known;
}

/** The whole of code page 932 takes some 10 ms to make, which a program whose own texts are enough does not pay. */
function codeOf(letter: string, codePage: SmallPage): number | undefined {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return code;
  if (codePage === 932 && code >= katakana && code <= 0xff9f) return code - katakana + 0xa1;
  return (codePage === 932 ? ownJapanese[letter] : undefined) ?? lettersOf(codePage).get(letter);
}

function lettersOf(codePage: SmallPage): Letters {
  const known = pages.get(codePage);
  if (known !== undefined) return known;
  const made = codePage === 932 ? japanese() : singleBytes(codePage);
  pages.set(codePage, made);
  return made;
}

function singleBytes(codePage: 437 | 850 | 1252): Letters {
  const bytes = Array.from({ length: 128 }, (_, index) => 0x80 + index);
  if (codePage !== 1252) {
    const half = [...upperHalves[codePage]];
    return new Map(bytes.map((byte, index) => [half[index] ?? '', byte]));
  }
  const decoder = new TextDecoder('windows-1252');
  const pairs = bytes.map((byte): [string, number] => [decoder.decode(Uint8Array.of(byte)), byte]);
  // Five bytes stand for nothing; the decoder makes control characters of them.
  return new Map(pairs.filter(([letter]) => letter.charCodeAt(0) >= 0xa0));
}

/** Every letter of Shift JIS as Windows has it, got by decoding all pairs of bytes: a line each. */
function japanese(): Letters {
  const codes: number[] = [];
  for (let byte = 0xa1; byte <= 0xdf; byte += 1) codes.push(byte);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (lead >= 0xa0 && lead <= 0xdf) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) codes.push((lead << 8) | trail);
  }
  const lines = Buffer.alloc(codes.length * 3);
  let length = 0;
  for (const code of codes) {
    if (code > 0xff) length = lines.writeUInt8(code >> 8, length);
    length = lines.writeUInt8(code & 0xff, length);
    length = lines.writeUInt8(0x0a, length);
  }
  const decoded = new TextDecoder('shift_jis').decode(lines.subarray(0, length)).split('\n');
  const letters = new Map<string, number>([['\u00a0', 0xa0]]);
  for (const [index, code] of codes.entries()) {
    const letter = decoded[index] ?? '';
    if (letter.length === 1 && letter !== '\ufffd' && !letters.has(letter)) letters.set(letter, code);
  }
  return letters;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}
