import { parse } from 'marked';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; }
  table { border-collapse: collapse; margin: 1rem 0; }
  th, td { border: 1px solid #d1d9e0; padding: 0.4rem 0.8rem; text-align: left; }
  code { background: #f0f1f3; border-radius: 4px; padding: 0.1rem 0.3rem; font-size: 85%; }
  h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: 0.3rem; }`;

/** A job summary as a page, much as GitHub shows it. */
export function renderHtml(markdown: string): string {
  const body = parse(markdown, { async: false, gfm: true });
  return `<!doctype html>\n<meta charset="utf-8">\n<title>Job summary</title>\n<style>${style}\n</style>\n${body}`;
}
