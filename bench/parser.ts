import { iisAppId } from '../simulator/machine.js';
import type { Language } from '../simulator/machine-options.js';
import { resolveOptions } from '../simulator/machine-options.js';
import { showHeader, showRecord } from '../simulator/programs/netsh/show.js';
import { defaultSettings } from '../simulator/state/record.js';
import { encode } from '../simulator/texts/code-page.js';
import { texts as german } from '../simulator/texts/de.js';
import { texts as english } from '../simulator/texts/en.js';
import { texts as french } from '../simulator/texts/fr.js';
import { texts as odd } from '../simulator/texts/xx.js';
import { SeenBefore } from '../src/http-sys/seen-before.js';
import { parseShow } from '../src/http-sys/show.js';
import type { Recognised } from '../src/http-sys/show-line.js';
import { noNames } from '../src/http-sys/shown-names.js';
import { decodeOutput } from '../src/windows/text.js';
import { medianOf } from './statistics.js';

/** How fast the output of `netsh http show sslcert` is read in one language. */
export interface Parsed {
  readonly language: Language;
  readonly bindings: number;
  /** Of the output, in units of 1 000 000 bytes. */
  readonly megabytes: number;
  /** MB a second of a first reading, and of one that follows another, as in a run. */
  readonly first: number;
  readonly again: number;
}

const languages = { en: english, fr: french, de: german, xx: odd };
const readings = 9;

/** Measures the reader on the output of a server with so many bindings, in every language of the embedded machine. */
export function measureParser(bindings: number): Parsed[] {
  const results: Parsed[] = [];
  for (const language of Object.keys(languages) as Language[]) {
    const output = outputOf(bindings, language);
    const megabytes = output.length / 1e6;
    const speed = (seen: () => SeenBefore<Recognised>) =>
      megabytes / (medianOf(Array.from({ length: readings }, () => timeOf(output, bindings, seen()))) / 1000);
    const first = speed(() => new SeenBefore());
    const seen = new SeenBefore<Recognised>();
    timeOf(output, bindings, seen);
    results.push({ language, bindings, megabytes, first, again: speed(() => seen) });
  }
  return results;
}

function outputOf(bindings: number, language: Language): Buffer {
  const options = resolveOptions({ language, windows: 2025 });
  const texts = languages[language];
  const lines = showHeader(options, texts.netsh);
  for (let index = 0; index < bindings; index += 1) {
    const endpoint = `site-${index + 1}.hosting.example:443`;
    const hash = (index % 7).toString(16).repeat(40);
    const record = {
      ...defaultSettings,
      kind: 'hostnameport',
      endpoint,
      hash,
      appId: iisAppId,
      store: 'MY',
    } as const;
    lines.push(...showRecord(record, options, texts.netsh));
  }
  return encode(`${lines.join('\r\n')}\r\n`, options.codePage);
}

/** Milliseconds from the bytes to the bindings. */
function timeOf(output: Buffer, bindings: number, seen: SeenBefore<Recognised>): number {
  const began = performance.now();
  const table = parseShow(decodeOutput(output), noNames, seen);
  const ms = performance.now() - began;
  if (table.bindings.length !== bindings || table.unreadable.length > 0)
    throw new Error('The reader is wrong');
  return ms;
}
