import ts from 'typescript';
import { list, read } from './files.js';

/** What the texts in src can say: each as a pattern, in which a value that is put in may be anything. */
export function messagesOfSource(): RegExp[] {
  return list('src/*.ts', 'src/**/*.ts').flatMap((file) => messagesOf(read(file)));
}

/**
 * @param source TypeScript
 * @returns patterns of its strings. Sums of strings are one; strings with less than 8 letters of their own, which
 * would fit almost everything, are left out
 */
export function messagesOf(source: string): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (isText(node)) {
      const parts = partsOf(node);
      if (parts.join('').replace(/[^a-z]/gi, '').length >= 8)
        found.push(new RegExp(`^${parts.map(escapeRegExp).join('.+')}$`, 's'));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2023));
  return found;
}

/** What stands between the values of a text. */
function partsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (!isSum(node)) return ['', ''];
  const left = partsOf(node.left);
  const [first = '', ...rest] = partsOf(node.right);
  return [...left.slice(0, -1), left.at(-1) + first, ...rest];
}

function isText(node: ts.Node): node is ts.Expression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || isSum(node);
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
