import { vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { type Inputs, readInputs } from '../../src/github/inputs.js';
import type { Renewal } from '../../src/run/request.js';

/** What came of reading the inputs: values, or the one refusal; and what was masked in the log before. */
export interface Read {
  readonly inputs: Inputs | undefined;
  readonly refusal: Failure | undefined;
  readonly masked: readonly string[];
}

/** Reads inputs as the runner passes them, in the environment. */
export function given(inputs: Readonly<Record<string, string>>): Read {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  for (const [name, value] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  const masked = () =>
    printed
      .join('')
      .split('\n')
      .flatMap((line) => /^::add-mask::(.*)$/.exec(line)?.[1]?.replaceAll('%25', '%') ?? []);
  try {
    return { inputs: readInputs(), refusal: undefined, masked: masked() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { inputs: undefined, refusal: error, masked: masked() };
  } finally {
    write.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** The request of inputs that are right and ask for more than an inventory. */
export function renewalOf(inputs: Readonly<Record<string, string>>): Renewal {
  const { inputs: read, refusal } = given(inputs);
  if (refusal) throw refusal;
  if (read === undefined || read.request.kind === 'inventory') throw new Error('An inventory.');
  return read.request;
}

/** The smallest set of inputs that is right. */
export const enough = { thumbprint: '0123456789abcdef0123456789abcdef01234567' };
