import { domainToASCII } from 'node:url';
import * as z from 'zod/mini';
import type { Span } from '../certificate/lifetime.js';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import { isHostName, isIpv4Address } from '../http-sys/address.js';
import { type Endpoint, parseEndpoint } from '../http-sys/endpoint.js';
import { parseStoreName } from '../windows/store-name.js';

/** A rule that a text breaks. */
interface Broken {
  /** The end of a sentence that begins with the name of the input, such as `must be true or false`. */
  readonly broken: string;
  /** What to write instead, where it can be told from what was given. */
  readonly write?: string | undefined;
}

/** A text that its own parser reads; the empty text, which means "not given", is what `missing` says. */
function read<T, M extends T | null>(parse: (text: string) => T | Broken, missing: M) {
  return z.pipe(
    z.string(),
    z.transform((text, { issues }): T | M => {
      if (text === '') return missing;
      const value = parse(text);
      if (!isBroken(value)) return value;
      issues.push(issue(text, value));
      return z.NEVER;
    }),
  );
}

/** A list of texts, of which each is read by its own. */
function readEach<T>(separator: RegExp, parse: (text: string) => T | Broken) {
  return z.pipe(
    z.string(),
    z.transform((text, { issues }): T[] =>
      text.split(separator).flatMap((each) => {
        const trimmed = each.trim();
        if (trimmed === '') return [];
        const value = parse(trimmed);
        if (!isBroken(value)) return [value];
        issues.push(issue(trimmed, value));
        return [];
      }),
    ),
  );
}

function isBroken(value: unknown): value is Broken {
  return typeof value === 'object' && value !== null && 'broken' in value;
}

function issue(input: string, { broken, write }: Broken) {
  return { code: 'custom' as const, input, message: broken, params: { value: input, write } };
}

const boolean = (missing: boolean) =>
  read<boolean, boolean>((text) => {
    if (/^true$/i.test(text)) return true;
    return /^false$/i.test(text) ? false : { broken: 'must be true or false' };
  }, missing);

// By a pattern, because Number('0x1bb') is 443 and Number('1e3') is 1000.
function wholeNumber(text: string, minimum: number, maximum: number): number | undefined {
  const value = /^[0-9]{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}

const secondsFrom = (minimum: number, maximum: number, missing: number) =>
  read<number, number>(
    (text) =>
      wholeNumber(text, minimum, maximum) ?? {
        broken: `must be a whole number from ${minimum} to ${maximum}`,
      },
    missing,
  );

const span = (missing: number) =>
  read<Span, Span>(
    (text) => {
      const [, percent] = /^([0-9]+) ?%$/.exec(text) ?? [];
      const share = percent === undefined ? undefined : wholeNumber(percent, 0, 100);
      if (share !== undefined) return { share: share / 100 };
      const days = wholeNumber(text, 0, 100_000);
      if (days !== undefined) return { days };
      const broken =
        'must be a whole number from 0 to 100000, in days, or a share of the lifetime from 0% to 100%';
      const [, number] = /^([0-9]{1,5}) ?(?:d|days?)$/i.exec(text) ?? [];
      return { broken, write: number };
    },
    { days: missing },
  );

const oneOf = <const T extends string>(values: readonly T[], missing: T) =>
  read<T, T>((text) => {
    const broken = `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
    return values.find((value) => value === text.toLowerCase()) ?? { broken };
  }, missing);

function thumbprint(text: string): Thumbprint | Broken {
  const isSha256 = /^[0-9a-f]{64}$/i.test(text.replace(/[\s:\-\p{Cf}]/gu, ''));
  return (
    parseThumbprint(text) ?? {
      broken: `must be the SHA-1 thumbprint of a certificate, 40 hex digits${isSha256 ? '; this is a SHA-256 fingerprint' : ''}`,
    }
  );
}

function store(text: string): string | Broken {
  const parsed = parseStoreName(text);
  return 'name' in parsed ? parsed.name : { broken: parsed.rule, write: parsed.write };
}

/** A DNS name in its ASCII form; an international one may be given as people write it. */
function dnsName(text: string): string | Broken {
  const [, wildcard = '', name = ''] = /^(\*\.)?(.*)$/s.exec(text) ?? [];
  if (isIpv4Address(name) || name.startsWith('[')) return { broken: 'must be a DNS name, not an address' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character outside ASCII is meant
  const ascii = /[^\x00-\x7f]/.test(name) ? domainToASCII(name) : name.toLowerCase();
  if (isHostName(ascii)) return wildcard + ascii;
  const bare = text
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[:/].*$/s, '')
    .replace(/\.$/, '');
  const write = bare !== text && isHostName(bare.replace(/^\*\./, '')) ? bare : undefined;
  return { broken: 'must be one DNS name', write };
}

function guid(text: string): string | Broken {
  const [, digits] =
    /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(text) ?? [];
  return digits ? `{${digits.toLowerCase()}}` : { broken: 'must be a GUID, with braces or without' };
}

function friendlyName(text: string): string | Broken {
  const isFine = text.length <= 256 && !/\p{Cc}/u.test(text);
  return isFine ? text : { broken: 'must be one line of at most 256 characters' };
}

/** The rule of every input of action.yml, by name. Text without a rule is read by the room that needs it. */
const schema = z.object({
  pfx: z.string(),
  'pfx-path': z.string(),
  'pfx-password': z.string(),
  certificate: z.string(),
  'private-key': z.string(),
  'certificate-path': z.string(),
  'private-key-path': z.string(),
  thumbprint: read<Thumbprint, null>(thumbprint, null),
  'newest-for': read<string, null>(dnsName, null),
  store: read<string, string>(store, 'MY'),
  bindings: readEach<Endpoint>(/[\r\n,]+/, parseEndpoint),
  replace: readEach<Thumbprint>(/[\r\n,]+/, thumbprint),
  // The name of a site can hold a comma; the plan, which knows the sites, tells.
  sites: readEach<string>(/[\r\n]+/, (line) => line),
  'create-missing': boolean(false),
  'app-id': read<string, null>(guid, null),
  exportable: boolean(false),
  'key-provider': oneOf(['keep', 'cng', 'csp'], 'keep'),
  'key-permissions': oneOf(['keep', 'none'], 'keep'),
  'friendly-name': read<string, null>(friendlyName, null),
  'dry-run': boolean(false),
  'expiring-within': span(30),
  'minimum-days': span(1),
  'allow-name-mismatch': boolean(false),
  'allow-older': boolean(false),
  handshake: oneOf(['required', 'when-listening', 'off'], 'when-listening'),
  'handshake-timeout': secondsFrom(1, 300, 10),
  'restore-after-job': oneOf(['never', 'failure', 'always'], 'never'),
  'remove-replaced': boolean(false),
  summary: boolean(true),
  'job-status': z.string(),
});

/** What the inputs say, as values. */
export type Values = z.infer<typeof schema>;

/** The name of an input of action.yml. */
export type Name = keyof Values;

/** Every input of action.yml. */
export const names = Object.keys(schema.shape) as Name[];

/** Text as the user wrote it, with the empty text for "not given". */
export type Raw = Readonly<Record<Name, string>>;

/**
 * Reads every input by its rule.
 * @throws Failure `input-invalid` for the first that breaks it
 */
export function parseValues(raw: Raw): Values {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  if (!first) throw parsed.error;
  throw invalid(first, raw);
}

function invalid({ path, message, ...issue }: z.core.$ZodIssue, raw: Raw): Failure {
  const name = String(path[0]) as Name;
  const { value = raw[name], write } = ('params' in issue ? issue.params : undefined) ?? {};
  return new Failure('input-invalid', {
    cause: `The input "${name}" ${message}.`,
    evidence: `It is ${JSON.stringify(shorten(String(value)))}.`,
    next: `Write for example "${name}: ${write ?? examples[name] ?? 'true'}".`,
  });
}

/** A value that is right, for each input that is checked and is not true or false. */
const examples: Readonly<Partial<Record<Name, string>>> = {
  thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
  replace: '0123456789ABCDEF0123456789ABCDEF01234567',
  'newest-for': 'www.example.com',
  'app-id': '4dc3e181-e14b-4a21-b022-59fc669b0914',
  'key-provider': 'cng',
  'key-permissions': 'none',
  'friendly-name': 'www.example.com 2030',
  'expiring-within': '30',
  'minimum-days': '1',
  handshake: 'when-listening',
  'handshake-timeout': '10',
  'restore-after-job': 'failure',
};

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
