import { Damaged, Unreadable } from './asn1.js';

/** The texts in which people and programs hand over files: base64, JSON of a key vault, PEM, and paths by mistake. */

/** Longer than any value of an input that holds a certificate, with every chain there is. */
const longestText = 10 * 1024 * 1024;

/**
 * Text without what editors and shells leave in it: byte order marks (also those that were decoded with the
 * wrong encoding), the zeros between the characters of UTF-16 that was taken for single bytes, and invisible
 * characters.
 */
export function withoutEncodingMarks(text: string): string {
  return text
    .replace(/^(?:\u{fffd}|\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)+/u, '')
    .replace(/[\0\p{Cf}]/gu, '');
}

/** A text that was given, and what it was in. */
export interface GivenText {
  /** Without encoding marks, and without white space at its ends. */
  readonly text: string;
  readonly fromJson: boolean;
}

/**
 * What matters in a text: the value of a key vault's secret, or the PEM texts, if it is JSON; else the text itself.
 * @throws Unreadable
 */
export function usefulText(given: string): GivenText {
  if (given.length > longestText) throw new Unreadable('it is longer than 10 MiB');
  const text = withoutEncodingMarks(given).trim();
  const json = /^[{["]/.test(text) ? parsed(text) : undefined;
  if (typeof json === 'string') return usefulText(json);
  if (json !== undefined) return { text: textIn(json), fromJson: true };
  if (text.startsWith('{')) throw new Unreadable('it begins like JSON, but is none');
  return { text, fromJson: false };
}

/** The certificate in a JSON value. @throws Unreadable where there is none */
function textIn(json: unknown): string {
  const texts = textsIn(json);
  const pem = texts.filter((each) => each.includes('-----BEGIN '));
  if (pem.length > 0) return pem.join('\n');
  const base64 = texts.filter((each) => /^MI[\w+/=\s-]{200,}$/.test(each));
  const [found = '', other] = [vaultValue(json), ...base64].filter((each) => each !== undefined);
  if (found === '' || (other !== undefined && other !== found)) {
    throw new Unreadable('it is JSON in which there is no certificate');
  }
  return found.trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The secret in what `az keyvault secret show` and the API behind it give. */
function vaultValue(json: unknown): string | undefined {
  const value = json !== null && typeof json === 'object' && 'value' in json ? json.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** All texts in a JSON value, however deep. */
function textsIn(json: unknown): string[] {
  const texts: string[] = [];
  const queue = [json];
  for (const next of queue) {
    if (typeof next === 'string') texts.push(next);
    else if (next !== null && typeof next === 'object')
      for (const each of Object.values(next)) queue.push(each);
  }
  return texts;
}

/** A block of PEM text. */
export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `PRIVATE KEY`, … */
  readonly label: string;
  readonly bytes: Uint8Array;
  /** The `DEK-Info` header: cipher and initial vector of a key encrypted in the way from before PKCS #8. */
  readonly dekInfo?: string;
}

const marker = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;
/** With line breaks lost, a header is followed by the base64 in the same line. */
const dekInfoHeader = /DEK-Info:\s*([A-Za-z0-9-]+,\s*[0-9A-Fa-f]+)/;
const procTypeHeader = /Proc-Type:\s*4,\s*ENCRYPTED/;
const otherHeader = /^[A-Za-z][A-Za-z0-9-]*:.*$/gm;
const mostBlocks = 500;

/** The labels of the blocks in a text. */
export function pemLabels(text: string): string[] {
  return [...text.matchAll(marker)].flatMap(([, kind, label = '']) => (kind === 'BEGIN' ? [label] : []));
}

/**
 * Finds the PEM blocks in a text. What stands around them (bag attributes, the certificate in words) is
 * skipped; line ends of any kind, indents, and the two characters `\n` in place of a line break are tolerated.
 * @throws Unreadable
 */
export function readPemBlocks(text: string): PemBlock[] {
  const lines = text.replace(/\\r\\n|\\n|\\r|\r\n?/g, '\n');
  const blocks: PemBlock[] = [];
  let open: { label: string; start: number } | undefined;
  for (const { 0: whole, 1: kind, 2: label = '', index } of lines.matchAll(marker)) {
    if (kind === 'BEGIN') {
      if (open) throw noEnd(open.label);
      open = { label, start: index + whole.length };
    } else if (open) {
      if (open.label !== label) throw noEnd(open.label);
      if (blocks.length === mostBlocks) throw new Unreadable(`it has more than ${mostBlocks} blocks`);
      blocks.push({ label, ...readBody(label, lines.slice(open.start, index)) });
      open = undefined;
    }
  }
  if (open) throw noEnd(open.label);
  return blocks;
}

function noEnd(label: string): Damaged {
  return new Damaged(`its block ${label} does not end with -----END ${label}-----`);
}

function readBody(label: string, body: string): Pick<PemBlock, 'bytes' | 'dekInfo'> {
  const dekInfo = dekInfoHeader.exec(body)?.[1];
  const base64 = body
    .replace(procTypeHeader, '')
    .replace(dekInfoHeader, '')
    .replace(otherHeader, '')
    .replace(/\s/g, '');
  const digits = /^([A-Za-z0-9+/]+)={0,2}$/.exec(base64)?.[1];
  if (digits === undefined) throw new Damaged(`its block ${label} is not base64`);
  if (digits.length % 4 === 1) throw new Damaged(`its block ${label} is not whole base64`);
  return { bytes: Buffer.from(base64, 'base64'), ...(dekInfo !== undefined && { dekInfo }) };
}

/** The bytes of a text that is base64 and nothing else, however it is wrapped; undefined for any other. */
export function base64Bytes(text: string): Buffer | undefined {
  const plain = base64Digits(text);
  return plain.length > 20 && /^[\w+/-]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : undefined;
}

/** The base64 digits alone, without what is wrapped around them. */
export function base64Digits(text: string): string {
  return text
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/^data:[^,]*,/i, '')
    .replace(/-----[A-Z0-9 ]+-----/g, '')
    .replace(/\\r|\\n/g, '')
    .replace(/\s/g, '');
}

/** What a value that Windows may have cut is told of; undefined for one of any other length. */
export function cutByWindows(text: string): string | undefined {
  // node.exe cannot read a longer value from the environment; the runner takes white space off the ends of some.
  if (text.length < 32_750 || text.length > 32_767) return undefined;
  return `It has ${text.length} characters, and Windows gives a program at most 32766 of an input, so the rest is lost`;
}

/** Whether a text is a path, or a variable that should have become one, in place of the content of a file. */
export function isPath(text: string): boolean {
  if (/[\r\n]/.test(text) || text.length > 1024) return false;
  const bare = text.replace(/^(["'])(.*)\1$/, '$2');
  return (
    /^[a-z]:[\\/]/i.test(bare) ||
    /^(?:\\\\|\/|\.{1,2}[\\/]|~[\\/]|%\w+%|\$\{?\w+|\$\{\{)/.test(bare) ||
    /\.(?:pfx|p12|pkcs12|pem|cer|crt|key|p7b)$/i.test(bare)
  );
}

/** A password without something that was pasted along with it. */
interface BarePassword {
  readonly password: string;
  /** What was taken off, for a sentence: `the quotation marks around it`. */
  readonly without: string;
}

/** What gets pasted along with a password, and what finds it. */
const pasted: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the invisible characters in it', /\p{Cf}/gu],
  ['the line break at its end', /[\r\n]+$/],
  ['the white space around it', /^\s+|\s+$/g],
  [
    'the name of the setting before it',
    /^(?:pfx[-_ ]?)?(?:pass(?:word|phrase|wort)?|pwd|pw|kennwort)\s*[:=]\s*/i,
  ],
  ['the quotation marks around it', /^["'`\u201c\u2018](?=.)|(?<=.)["'`\u201d\u2019]$/gs],
  ['the "\\n" at its end', /(?:\\r|\\n)+$/],
];

/** Whether a password looks like something that should have been replaced by one. */
export function isUnreplaced(password: string): boolean {
  return /^(?:\$\{\{.*\}\}|\$\(.*\)|\$\{?(?:env:)?\w+\}?|%\w+%|\*\*\*)$/i.test(password.trim());
}

/** The secret of a key vault, with all that the vault says of it. */
function passwordInJson(given: string): BarePassword[] {
  const value = /^\s*\{/.test(given) ? vaultValue(parsed(given)) : undefined;
  return value === undefined ? [] : [{ password: value, without: 'the JSON around it' }];
}

/** A password without what may have been pasted along with it, one thing after the other. */
export function barePasswords(given: string): BarePassword[] {
  const found = passwordInJson(given);
  const removed: string[] = [];
  let password = given;
  for (let change = true; change && removed.length < 6; ) {
    change = false;
    for (const [what, pattern] of pasted) {
      const bare = password.replace(pattern, '');
      if (bare === password || bare === '') continue;
      password = bare;
      removed.push(what);
      found.push({ password, without: [...new Set(removed)].join(' and ') });
      change = true;
    }
  }
  return found;
}

/** A path that names no file, for an error. */
interface ExplainedPath {
  /** The path, unless it is the content of a file, which could be secret. */
  readonly shown: string;
  /** Why there is no such file, and what to write instead, where that can be seen. */
  readonly hint?: string;
}

/** Explains a path at which no file was found. Pure. */
export function explainPath(path: string): ExplainedPath {
  if (path.includes('-----BEGIN ') || /^\s*[{[]/.test(path) || (path.length > 260 && base64Bytes(path))) {
    return {
      shown: `(a text of ${path.length} characters)`,
      hint: 'This input takes the path of a file, and what it holds looks like the content of one: give that through the input of the same name without "-path".',
    };
  }
  const shown = path.length > 300 ? `${path.slice(0, 300)}…` : path;
  const hint = hintOf(path);
  return { shown, ...(hint !== undefined && { hint }) };
}

/** Variables of the runner that an expression can give. */
const expressions: Readonly<Record<string, string>> = {
  RUNNER_TEMP: 'runner.temp',
  TEMP: 'runner.temp',
  TMP: 'runner.temp',
  RUNNER_TOOL_CACHE: 'runner.tool_cache',
  GITHUB_WORKSPACE: 'github.workspace',
};

function hintOf(path: string): string | undefined {
  if (/\$\{\{|\$\(/.test(path)) {
    return 'Nothing replaces the expression in it: GitHub does so in a workflow, and not in the value of a secret or variable. Write the path itself.';
  }
  if (/^cert:/i.test(path))
    return 'A certificate in a store has no file: give its "thumbprint" instead of a path.';
  const variable = /%(\w+)%|\$\{?(?:env:)?(\w+)\}?/i.exec(path);
  if (variable) {
    const name = (variable[1] ?? variable[2] ?? '').toUpperCase();
    return `Nothing replaces ${variable[0]} in an input: write \${{ ${expressions[name] ?? `env.${name}`} }} if the workflow sets it, or the path itself.`;
  }
  if (/^~/.test(path)) return 'Nothing replaces "~" in an input: write the path itself.';
  if (/^(["']).*\1$/s.test(path)) return 'The quotation marks are part of the path here: remove them.';
  if (/\p{Cc}/u.test(path)) {
    return 'The path has a control character: in double quotes, YAML reads "\\t" and "\\n" as such. Write it without quotes.';
  }
  if (/^[a-z]{2,}:\/\//i.test(path))
    return 'A path is needed, not an address: download the file in a step before.';
  if (/[*?]/.test(path)) return 'A path names one file: "*" and "?" do not stand for others here.';
  return undefined;
}
