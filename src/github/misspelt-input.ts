/**
 * The input that a name is like without being it, so that it was meant for it: `dryrun`, `binding`, `pfx_password`,
 * `thumprint`. The job's own `env:` may hold any other variable `INPUT_…`, which is none of our business; that is why
 * a short name may differ by less than a long one (`size` and `score` are not `sites` and `store`).
 * @param given as in the variable behind `INPUT_`, in any case
 */
export function likelyMeant<Name extends string>(given: string, names: readonly Name[]): Name | undefined {
  const letters = bare(given);
  const like = names.find((name) => isTypo(letters, bare(name)));
  if (like) return like;
  // A name with a hyphen stands in `with:`, since those of variables have none. There, `site-name` is meant for us, too.
  if (!given.includes('-')) return undefined;
  // There is one password, whatever it belongs to.
  if (words(given).has('password')) return names.find((name) => words(name).has('password'));
  const related = names.filter((name) => holdsWordsOf(given, name));
  return related.find((name) => words(name).size === words(given).size) ?? related[0];
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isTypo(given: string, name: string): boolean {
  // PowerShell's name for it. A real run is never a mistake in typing.
  if (given === name || (given === 'whatif' && name === 'dryrun')) return true;
  if (name.length < 6) return isShortTypo(given, name);
  // Two more letters at the end are another word: CERTIFICATE_ID.
  return distance(given, name) <= (name.length < 9 || given.startsWith(name) ? 1 : 2);
}

/** A plural, a letter twice or missing, or two letters in the wrong order; another letter makes another word. */
function isShortTypo(given: string, name: string): boolean {
  if (given === `${name}s` || `${given}s` === name) return true;
  if (given.length === name.length) return isSwap(given, name);
  if (given.length === name.length + 1)
    return withoutOne(given).some((each, index) => each === name && given[index] === given[index + 1]);
  return given.length >= 4 && withoutOne(name).includes(given);
}

function isSwap(given: string, name: string): boolean {
  const first = [...given].findIndex((letter, index) => letter !== name[index]);
  const [one = '', other = ''] = given.slice(first);
  return first >= 0 && given.slice(0, first) + other + one + given.slice(first + 2) === name;
}

/** The text without its first letter, without its second, and so on. */
function withoutOne(text: string): string[] {
  return [...text].map((_, index) => text.slice(0, index) + text.slice(index + 1));
}

/** Whether one name has all words of the other, in full or cut: `pfx-file` and `pfx`, `min-days` and `minimum-days`. */
function holdsWordsOf(given: string, name: string): boolean {
  const [some, all] = [words(given), words(name)].toSorted((one, other) => one.size - other.size);
  return (
    some !== undefined &&
    all !== undefined &&
    [...some].every((word) => [...all].some((each) => isCutOf(word, each) || isCutOf(each, word)))
  );
}

function isCutOf(short: string, word: string): boolean {
  return short === word || (short.length >= 3 && word.startsWith(short));
}

function words(name: string): Set<string> {
  return new Set(
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .map((word) => synonyms.get(word) ?? word.replace(/s$/, '')),
  );
}

/** What others call what is a path and a password here. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['file', 'path'],
  ['pass', 'password'],
  ['passphrase', 'password'],
  ['pwd', 'password'],
]);

/** Letters to put in, take out, change or swap with their neighbour until one text is the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    rows.push(line);
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
