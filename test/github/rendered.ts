import { marked, type Token, type Tokens } from 'marked';

/** A summary as a reader of GitHub sees it. */
export interface Rendered {
  /** Each table as rows of visible text, its header first. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Every HTML tag, without its attributes; repeated ones once. */
  readonly tags: readonly string[];
  /** The targets of all links and images. */
  readonly links: readonly string[];
  readonly headings: readonly string[];
  /** All visible text. */
  readonly text: string;
}

/** Parses GitHub-flavoured markdown. */
export function rendered(markdown: string): Rendered {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => void tokens.push(token));
  const ofType = <T extends Token>(type: string) => tokens.filter((token): token is T => token.type === type);
  const html = ofType<Tokens.HTML>('html').map(({ raw }) => raw);
  const tags = html.flatMap((raw) =>
    [...raw.matchAll(/<\/?([a-z]+)[^>]*>/gi)].map(([, name]) => name!.toLowerCase()),
  );
  return {
    tables: ofType<Tokens.Table>('table').map(({ header, rows }) =>
      [header, ...rows].map((cells) =>
        cells.map((cell) =>
          visible(marked.parser([{ type: 'paragraph', raw: '', text: '', tokens: cell.tokens }])),
        ),
      ),
    ),
    tags: [...new Set(tags)].sort(),
    links: [...ofType<Tokens.Link>('link'), ...ofType<Tokens.Image>('image')].map(({ href }) => href),
    headings: ofType<Tokens.Heading>('heading').map(({ text }) => text),
    text: visible(marked.parse(markdown, { async: false, gfm: true })),
  };
}

/** The text of HTML, its entities decoded. */
function visible(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}
