import { type Outcome, outcome, type Table, tables } from './selection-tables.js';

/** The page docs/selection.md, made from what plans really say. */
export function selectionPage(): string {
  const sections = Object.entries(tables).map(
    ([heading, table]) =>
      `## ${heading}\n\n${introductions[heading as keyof typeof tables]}\n\n${toMarkdown(table)}\n`,
  );
  return `${introduction}\n${sections.join('\n')}\n${ending}`;
}

const introduction = `# Which bindings a run takes

<!-- Made by "npm run docs" from test/plan/selection-page.ts: every cell is what the plan says of such a binding. -->

Without \`bindings\`, \`replace\` and \`sites\`, a run takes the bindings of IIS whose certificate the new one **renews**:

1. At least one DNS name stands in both certificates, letter for letter. A wildcard counts only as the same wildcard.
2. No name that the binding serves now would be lost. An SNI binding serves its host. An IP binding serves the host names
   of the IIS sites on it; if one of them has none, or no site is on it, the names of its certificate.
3. The present certificate does not expire later, unless \`allow-older\` is \`true\`.

It also takes an SNI binding whose certificate is gone from its store, if the new one covers its host: it serves nobody.
Everything else is left alone, with one line in the log that says why.

What is **named** is refused where it would lose a name (\`allow-name-mismatch\`) or where its certificate expires later
(\`allow-older\`). The run then changes nothing. \`replace\` names certificates, and takes only bindings of IIS.

⚠️ is a warning, shown as a yellow annotation. What is left alone without it is as it should be. Names are those of the
subject alternative name: browsers do not look at the subject.
`;

const introductions: Record<keyof typeof tables, string> = {
  'Nothing named: names decide':
    'All these bindings are of IIS, and their certificate expires before the new one. The columns are the kinds of binding. The numbers stand for the reasons below the table.',
  'Named in `bindings`: what is lost is refused':
    'The same with the binding named. A name that neither certificate covers is a warning; one that the present certificate covers, and the new one does not, is refused.',
  'Who owns a binding':
    'The names fit. The columns are what is named. A warning says which command sets the other program to the new certificate.',
  'Other reasons': 'The names fit, if nothing else is said.',
};

const ending = `## What the plan says first

How many bindings of how many would be changed. If they have more than one certificate now: names, issuer and expiry of
each. Look there for a neighbour's certificate before the first real run.

See also: [several certificates on one server](several-certificates.md), [central certificate store](ccs.md).
`;

/** The table, and below it the reasons that its cells refer to by number. */
function toMarkdown({ head, lines }: Table): string {
  const reasons: string[] = [];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = lines.map(({ what, cells }) =>
    row([...what, ...cells.map(([situation, asked]) => inWords(outcome(situation, asked), reasons))]),
  );
  const notes = reasons.map(
    (why, index) => `${index + 1}. ${why.replace(/^(?!netsh)./, (first) => first.toUpperCase())}.`,
  );
  return [row(head), row(head.map(() => '---')), ...rows, ...(notes.length > 0 ? ['', ...notes] : [])].join(
    '\n',
  );
}

function inWords({ verdict, code, why }: Outcome, reasons: string[]): string {
  if (verdict === 'refused') return `refused: \`${code}\``;
  if (verdict === 'renewed') return 'renewed';
  if (verdict === 'warned') return '⚠️ renewed';
  if (why === undefined) return 'not touched';
  if (!reasons.includes(why)) reasons.push(why);
  return `${verdict === 'left!' ? '⚠️ ' : ''}left alone (${reasons.indexOf(why) + 1})`;
}
