import fc from 'fast-check';

/** What a program, a certificate or a site could say to be taken for a command, for markup or for another line. */
const poison = [
  '::error::boom',
  '::set-output name=x::y',
  ' \t::add-mask::a',
  '::stop-commands::z',
  '##[error]boom',
  '##[set-env name=PATH;]x',
  '%0A::error::boom',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u0085',
  '\v',
  '\f',
  '\u001b[2J',
  '\u202e',
  '\u200b',
  '\ufeff',
  '|',
  '\\|',
  '`',
  '```',
  '<script>alert(1)</script>',
  '</details>',
  '<img src=x onerror=alert(1)>',
  '[a](https://evil.example)',
  'https://evil.example',
  'www.evil.example',
  '@someone',
  '<!--',
  '&lt;',
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '---',
  '**bold**',
  '$(touch x)',
] as const;

/** Arbitrary text with some of this in it. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...poison) },
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

/** All of it at once. */
export const allPoison = poison.join('x');
