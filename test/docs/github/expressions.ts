import { data, Evaluator, Lexer, Parser, wellKnownFunctions } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';

/** What `success()`, `failure()`, `cancelled()` and `always()` say at a place of a run. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

/** The contexts that an expression can name, as plain data. */
export type Contexts = Readonly<Record<string, unknown>>;

const CONTEXTS = [
  'github',
  'inputs',
  'vars',
  'needs',
  'strategy',
  'matrix',
  'secrets',
  'steps',
  'runner',
  'jobs',
  'job',
  'env',
];

const ALL_IS_WELL: Status = { success: true, failure: false, cancelled: false };

/** The value of one expression, without `${{ }}`, as GitHub's own evaluator gives it. */
export function evaluate(expression: string, contexts: Contexts, status = ALL_IS_WELL): unknown {
  const functions = statusFunctions(status);
  const parser = new Parser(new Lexer(expression).lex().tokens, CONTEXTS, [...functions.values()]);
  const pairs = CONTEXTS.map((key) => ({ key, value: converted(contexts[key] ?? NOTHING) }));
  return plain(new Evaluator(parser.parse(), new data.Dictionary(...pairs), functions).evaluate());
}

/** A value of a workflow with all its expressions evaluated: a lone one keeps its type, others become text. */
export function filled(value: unknown, contexts: Contexts): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, contexts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, contexts)]));
  }
  if (typeof value !== 'string') return value;
  const [, alone] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value.trim()) ?? [];
  if (alone !== undefined) return evaluate(alone, contexts);
  return value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => text(evaluate(expression, contexts)));
}

/** Whether an `if` holds. One that asks for no status means "and everything before succeeded". */
export function holds(condition: unknown, contexts: Contexts, status: Status): boolean {
  const expression = String(condition ?? 'success()')
    .trim()
    .replace(/^\$\{\{|\}\}$/g, '');
  const asks = /\b(success|failure|cancelled|always)\s*\(/.test(expression);
  return Boolean(evaluate(asks ? expression : `success() && (${expression})`, contexts, status));
}

/** A value as it stands in a text or an environment variable. */
export function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function statusFunctions(status: Status): Map<string, FunctionDefinition> {
  const answers = { ...status, always: true };
  const define = ([name, answer]: [string, boolean]): [string, FunctionDefinition] => [
    name,
    { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
  ];
  return new Map([...Object.entries(answers).map(define), ['fromjson', fromJson]]);
}

// Hundreds of hosts ask for the same contexts and the same JSON, thousands of times: each is converted once.
const NOTHING = {};
const conversions = new WeakMap<object, data.ExpressionData>();
const parsed = new Map<string, data.ExpressionData>();

function converted(context: unknown): data.ExpressionData {
  const key = context as object;
  const known =
    conversions.get(key) ?? (JSON.parse(JSON.stringify(key), data.reviver) as data.ExpressionData);
  conversions.set(key, known);
  return known;
}

/** GitHub's own fromJSON. */
const fromJson: FunctionDefinition = {
  name: 'fromjson',
  minArgs: 1,
  maxArgs: 1,
  call: (input = new data.Null()) => {
    const key = input.coerceString();
    const known = parsed.get(key) ?? wellKnownFunctions.fromjson?.call(input) ?? new data.Null();
    parsed.set(key, known);
    return known;
  },
};

function plain(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer));
}
