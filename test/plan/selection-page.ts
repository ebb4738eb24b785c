import { type Line, type Outcome, outcome, type Table, tables } from './selection-tables.js';

/** The page docs/selection.md, made from what plans really say. */
export function selectionPage(): string {
  return [
    introduction,
    `## By names\n\n${nameIntroduction}\n\n${namesTable()}\n`,
    `## Who owns a binding\n\n${ownerIntroduction}\n\n${plainTable(tables['Who owns a binding'])}\n`,
    `## Other reasons\n\n${plainTable(tables['Other reasons'], 3)}\n`,
  ].join('\n');
}

const introduction = `# Which bindings a run takes

<!-- Made by "npm run docs" from test/plan/selection-page.ts: every cell is what the plan says of such a binding. -->

- Nothing named: the bindings of IIS whose certificate the new one renews.
- \`replace: <thumbprint>\`: the bindings of IIS that use this certificate now.
- \`sites: Default Web Site\`: the https bindings of these sites.
- \`bindings: 0.0.0.0:443\`: exactly these, whoever owns them. Together they take what any of them takes.

The new certificate **renews** that of a binding if

1. at least one DNS name stands in both, letter for letter: a wildcard counts only as the same wildcard;
2. no name that the binding serves now would be lost. An SNI binding serves its host. An IP binding serves the host names
   of the IIS sites on it; if one of them has none, or no site is on it, the names of its certificate;
3. the present certificate does not expire later, unless \`allow-older\` is \`true\`.

An SNI binding whose certificate is gone from its store is taken, too, if the new one covers its host: it serves nobody.
All else is skipped, with a line in the log that says why. Names are those of the subject alternative name.

What is **named** is refused where a name would be lost (\`allow-name-mismatch\`) or its certificate expires later
(\`allow-older\`). The run then changes nothing.

A plan says first how many bindings would be changed and, if they have several certificates now, names, issuer and expiry
of each. Look there for a neighbour's certificate before the first real run.
`;

const nameIntroduction = `All these bindings are of IIS, and their certificate expires before the new one. Behind the slash: if the binding is named
in \`bindings\`. ⚠️ is a warning, numbers are reasons, "refused" is \`name-mismatch\`.`;

const ownerIntroduction = `A binding is of IIS if its application id is, or if an https site uses its endpoint and the id is not that of a well-known
other program. The columns are what is named.`;

/** What each selection makes of a situation. */
type Cell = Line['cells'];

/** Both tables of names as one: they have the same lines. */
function namesTable(): string {
  const byDefault = tables['Nothing named: names decide'];
  const named = tables['Named in `bindings`: what is lost is refused'];
  const reasons: string[] = [];
  const rows = byDefault.lines.map(({ what, cells }, line) => [
    ...what,
    ...cells.map((cell, column) => {
      const both = [cell, ...(named.lines[line]?.cells.slice(column, column + 1) ?? [])];
      return inOneCell(both, (each) => withReason(each, reasons));
    }),
  ]);
  const notes = reasons.map(
    (why, index) => `${index + 1}. ${why.replace(/^./, (first) => first.toUpperCase())}.`,
  );
  return `${toMarkdown(byDefault.head, rows)}\n\n${notes.join('\n')}`;
}

/** A table whose first cells say why. @param columns how many are shown; the tests look at all */
function plainTable({ head, lines }: Table, columns = head.length): string {
  const rows = lines.map(({ what, cells }) =>
    [...what, ...cells.map((cell) => inOneCell([cell], withCode))].slice(0, columns),
  );
  return toMarkdown(head.slice(0, columns), rows);
}

/** What is the same for each selection is said once. */
function inOneCell(cell: Cell, inWords: (found: Outcome) => string): string {
  return [...new Set(cell.map(([situation, asked]) => inWords(outcome(situation, asked))))].join(' / ');
}

function toMarkdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What is left alone refers to its reason below the table by number. */
function withReason(found: Outcome, reasons: string[]): string {
  if (found.verdict === 'refused') return 'refused';
  if (found.why === undefined) return inAWord(found);
  if (!reasons.includes(found.why)) reasons.push(found.why);
  return `${inAWord(found)} ${reasons.indexOf(found.why) + 1}`;
}

function withCode(found: Outcome): string {
  return found.verdict === 'refused' ? `refused: \`${found.code}\`` : inAWord(found);
}

const words = { renewed: 'yes', warned: 'yes⚠️', left: 'no', 'left!': 'no⚠️', refused: 'refused' } as const;

function inAWord({ verdict }: Outcome): string {
  return words[verdict];
}
