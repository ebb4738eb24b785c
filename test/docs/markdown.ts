/** A block between fences. */
export interface CodeBlock {
  /** The first word after the fence; '' without one. */
  readonly language: string;
  readonly text: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
}

export interface Markdown {
  readonly blocks: readonly CodeBlock[];
  /** In order, with the anchor that GitHub gives each. */
  readonly headings: readonly Heading[];
  /** Targets of links and images, as written; none from code. */
  readonly links: readonly string[];
  /** The text without its code blocks. */
  readonly prose: string;
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

/** Reads as much of a Markdown file as the checks of the documentation need. */
export function parseMarkdown(source: string): Markdown {
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { fence: string; indent: number; language: string; line: number; text: string[] } | undefined;
  source.split('\n').forEach((line, index) => {
    const fence = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    if (open) {
      if (fence?.[2]?.startsWith(open.fence) && line.trim() === fence[2]) {
        blocks.push({ language: open.language, text: `${open.text.join('\n')}\n`, line: open.line });
        open = undefined;
      } else open.text.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
    } else if (fence) {
      const [, indent = '', mark = '', language = ''] = fence;
      open = { fence: mark, indent: indent.length, language, line: index + 1, text: [] };
    } else prose.push(line);
  });
  if (open) throw new Error(`The code block of line ${open.line} is not closed.`);
  const text = prose.join('\n');
  return { blocks, headings: headingsOf(prose), links: linksOf(text), prose: text };
}

function headingsOf(lines: readonly string[]): Heading[] {
  const seen = new Map<string, number>();
  return lines.flatMap((line) => {
    const [, marks = '', text = ''] = /^(#{1,6}) +(.*?)\s*$/.exec(line) ?? [];
    if (!marks) return [];
    const slug = slugOf(text);
    const repeated = seen.get(slug) ?? 0;
    seen.set(slug, repeated + 1);
    return [{ level: marks.length, text, anchor: repeated ? `${slug}-${repeated}` : slug }];
  });
}

/** GitHub's rule: lower case, without punctuation, spaces to hyphens; of a link only its text. */
function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function linksOf(prose: string): string[] {
  const text = prose.replace(/`[^`\n]*`/g, '``');
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]:\s+<?(\S+?)>?\s*$/gm)];
  const html = [...text.matchAll(/(?:href|src)="([^"]+)"/g)];
  return [...inline, ...references, ...html].map(([, target = '']) => target);
}
