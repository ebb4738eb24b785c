/**
 * Where in a text of an unknown code page (one character for each byte) a name with known letters can begin, if the
 * text ends with it. ASCII is the same in all code pages. Any other letter can be one to four bytes there, and also a
 * `?`, or the ASCII letter that looks like it, where the code page lacks it.
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
  return letterForms
    .filter(({ bytes, form }) => end >= bytes && form.test(text.slice(end - bytes, end)))
    .map(({ bytes }) => end - bytes);
}

/**
 * What a letter outside ASCII can be: one byte, or the ASCII letter in its place; two bytes, the second of which looks
 * like ASCII in the code pages of East Asia; three or four bytes of UTF-8. Never what separates names.
 */
const letterForms = [
  { bytes: 1, form: /^[^\t\n\r :.]$/ },
  { bytes: 2, form: /^[\x80-\xff][^\t\n\r :.]$/ },
  { bytes: 3, form: /^[\x80-\xff]{3}$/ },
  { bytes: 4, form: /^[\x80-\xff]{4}$/ },
] as const;
