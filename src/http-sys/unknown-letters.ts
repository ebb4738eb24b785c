/** The bytes that one letter can take in a code page, UTF-8 included. */
const mostBytes = 4;

/**
 * Where in a text of an unknown code page (one character for each byte) a name with known letters can begin, if the
 * text ends with it. ASCII is the same in all code pages. Any other letter can be one to four bytes there, and also a
 * `?` or the ASCII letter that looks like it where the code page lacks it.
 * @returns the possible positions, the last one first
 */
export function endsWithName(text: string, name: string): number[] {
  let ends = new Set([text.length]);
  for (const letter of [...name].reverse()) {
    const begins = new Set<number>();
    for (const end of ends) for (const begin of beginsOf(text, end, letter)) begins.add(begin);
    ends = begins;
  }
  return [...ends].sort((one, other) => other - one);
}

/** Whether a whole text can be a name, see {@link endsWithName}. */
export function canBeName(text: string, name: string): boolean {
  return endsWithName(text, name).includes(0);
}

function beginsOf(text: string, end: number, letter: string): number[] {
  if (letter < '\x80') return text[end - 1] === letter ? [end - 1] : [];
  const begins: number[] = [];
  for (let begin = end - 1; begin >= 0 && end - begin <= mostBytes; begin -= 1) {
    if (isSeparator(text[begin])) break;
    begins.push(begin);
  }
  return begins;
}

/** None of these is a part of a letter in any code page. */
function isSeparator(character: string | undefined): boolean {
  return character === undefined || /[\t\n\r :.]/.test(character);
}
