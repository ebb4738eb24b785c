import { z } from 'zod';
import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import { type Endpoint, parseEndpoint } from '../http-sys/endpoint.js';

/** Every input of action.yml. */
export const names = [
  'pfx',
  'pfx-path',
  'pfx-password',
  'certificate',
  'private-key',
  'thumbprint',
  'store',
  'bindings',
  'replace',
  'sites',
  'create-missing',
  'app-id',
  'exportable',
  'friendly-name',
  'dry-run',
  'expiring-within',
  'minimum-days',
  'allow-name-mismatch',
  'allow-older',
  'handshake',
  'handshake-timeout',
  'restore-after-job',
  'remove-replaced',
  'summary',
  'job-status',
] as const;

export type Name = (typeof names)[number];

export const secretNames: readonly Name[] = ['pfx', 'pfx-password', 'private-key'];

/** Text as the user wrote it, with the empty string for "not given". */
export type Raw = Record<Name, string>;

/**
 * Reads the inputs that are no certificate.
 * @throws Failure `input-invalid` for the first that breaks its rule
 */
export function parseValues(raw: Raw): Values {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw invalid(parsed.error.issues[0]!, raw);
  return parsed.data;
}

// Each rule is a sentence that completes `The input "x" …`. Numbers go through a pattern first: Number('') is 0.
const rule = (error: string) => ({ error });

const boolean = (missing: boolean) =>
  z
    .string()
    .regex(/^(true|false)?$/i, rule('must be true or false'))
    .transform((text) => (text === '' ? missing : text.toLowerCase() === 'true'));

const wholeNumber = (minimum: number, maximum: number, missing: number) =>
  z
    .string()
    .regex(/^([0-9]{1,6})?$/, rule(`must be a whole number from ${minimum} to ${maximum}`))
    .transform((text) => (text === '' ? missing : Number(text)))
    .refine(
      (value) => value >= minimum && value <= maximum,
      rule(`must be a whole number from ${minimum} to ${maximum}`),
    );

const oneOf = <const T extends string>(values: readonly T[], missing: T) =>
  z
    .string()
    .transform((text) => (text === '' ? missing : text.toLowerCase()))
    .pipe(z.enum(values, rule(`must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`)));

const optional = <T>(parse: (text: string, context: z.RefinementCtx) => T) =>
  z.string().transform((text, context): T | null => (text === '' ? null : parse(text, context)));

function thumbprintOrIssue(text: string, context: z.RefinementCtx): Thumbprint {
  const parsed = parseThumbprint(text);
  if (parsed) return parsed;
  const isSha256 = /^[0-9a-f]{64}$/i.test(text.replace(/[\s:-]/g, ''));
  context.addIssue({
    code: 'custom',
    message: `must be the SHA-1 thumbprint of a certificate, 40 hex digits${isSha256 ? '; this is a SHA-256 fingerprint' : ''}`,
    params: { value: text },
  });
  return z.NEVER;
}

const lines = (separator: RegExp) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((each) => each.trim())
      .filter(Boolean),
  );

const schema = z.object({
  store: z
    .string()
    .transform((text) => text || 'MY')
    .pipe(z.string().regex(/^[\p{L}\p{N} ._-]{1,64}$/u, rule('must be the name of a LocalMachine store'))),
  thumbprint: optional(thumbprintOrIssue),
  bindings: lines(/[\r\n,]+/).transform((texts) => unique(texts.map(parseEndpoint))),
  replace: lines(/[\r\n,]+/).transform((texts, context) =>
    texts.map((text) => thumbprintOrIssue(text, context)),
  ),
  sites: lines(/[\r\n,]+/),
  'create-missing': boolean(false),
  'app-id': optional((text, context) => {
    const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(text)?.[1];
    if (guid) return `{${guid.toLowerCase()}}`;
    context.addIssue({
      code: 'custom',
      message: 'must be a GUID, with braces or without',
    });
    return z.NEVER;
  }),
  exportable: boolean(false),
  'friendly-name': optional((text, context) => {
    if (text.length <= 256 && !/\p{Cc}/u.test(text)) return text;
    context.addIssue({ code: 'custom', message: 'must be one line of at most 256 characters' });
    return z.NEVER;
  }),
  'dry-run': boolean(false),
  'expiring-within': wholeNumber(0, 100_000, 30),
  'minimum-days': wholeNumber(0, 100_000, 1),
  'allow-name-mismatch': boolean(false),
  'allow-older': boolean(false),
  handshake: oneOf(['required', 'when-listening', 'off'], 'when-listening'),
  'handshake-timeout': wholeNumber(1, 300, 10),
  'restore-after-job': oneOf(['never', 'failure', 'always'], 'never'),
  'remove-replaced': boolean(false),
  summary: boolean(true),
});

export type Values = z.infer<typeof schema>;

function unique(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((each) => [each.key, each])).values()];
}

function invalid({ path, message, ...issue }: z.core.$ZodIssue, raw: Raw): Failure {
  const name = String(path[0]) as Name;
  const params = 'params' in issue ? (issue.params as { value?: string } | undefined) : undefined;
  const value = params?.value ?? raw[name];
  return new Failure('input-invalid', {
    cause: `The input "${name}" ${message}.`,
    evidence: `It is ${JSON.stringify(shorten(value))}.`,
    next: `Write for example "${name}: ${examples[name] ?? 'true'}".`,
  });
}

/** A value that is right, for each input that is checked and is not true or false. */
const examples: Readonly<Partial<Record<Name, string>>> = {
  thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
  replace: '0123456789ABCDEF0123456789ABCDEF01234567',
  store: 'WebHosting',
  'app-id': '4dc3e181-e14b-4a21-b022-59fc669b0914',
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
