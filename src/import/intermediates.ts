import type { Certificate } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { unlessFailed } from '../failure.js';
import type { CertutilAnswer } from '../windows/certutil.js';
import type { Machine } from '../windows/machine.js';
import { intermediateStore } from './plan-chain.js';

/** The parts of the machine that add intermediates. */
type IssuerMachine = Pick<Machine, 'certutil' | 'registry'>;

/** An intermediate, and what certutil said when it was to add it. */
export interface AddedIntermediate {
  readonly certificate: Certificate;
  readonly said: CertutilAnswer;
}

/** What came of adding intermediates. */
interface AddedIntermediates {
  /** Those that certutil says it has added, without a doubt; whether they are there, {@link missingOf} tells. */
  readonly unread: readonly AddedIntermediate[];
  /** A missing intermediate does not keep the certificate from being bound. */
  readonly warnings: readonly string[];
}

/** Adds intermediates to their store. What certutil does not clearly say it has added is looked for at once. */
export async function addIntermediates(
  machine: IssuerMachine,
  intermediates: readonly Certificate[],
): Promise<AddedIntermediates> {
  const added: AddedIntermediate[] = [];
  for (const certificate of intermediates)
    added.push({ certificate, said: await machine.certutil.add(intermediateStore, certificate.der) });
  const unread = added.filter(({ said }) => said.claimsSuccess);
  const doubtful = added.filter(({ said }) => !said.claimsSuccess);
  return { unread, warnings: await warningsOf(machine, doubtful) };
}

/**
 * What is missing of intermediates that certutil says it has added. One that a handshake has shown is there: Windows
 * sends along what it finds in its stores. Only the others cost a program.
 * @param shown what handshakes have shown above the new certificate
 * @returns warnings
 */
export function missingOf(
  machine: IssuerMachine,
  unread: readonly AddedIntermediate[],
  shown: ReadonlySet<Thumbprint>,
): Promise<string[]> {
  return warningsOf(
    machine,
    unread.filter(({ certificate }) => !shown.has(certificate.thumbprint)),
  );
}

async function warningsOf(
  { certutil, registry }: IssuerMachine,
  added: readonly AddedIntermediate[],
): Promise<string[]> {
  if (added.length === 0) return [];
  // Where the registry cannot be read, certutil knows, too.
  const there = await unlessFailed(registry.certificates(intermediateStore));
  const warnings: string[] = [];
  for (const { certificate, said } of added) {
    const { subject, thumbprint } = certificate;
    if (there?.has(thumbprint) || (await certutil.find(intermediateStore, thumbprint))) continue;
    warnings.push(
      `The intermediate certificate ${subject} could not be added to the store ${intermediateStore}, so clients may not find the chain: ${said.text}`,
    );
  }
  return warnings;
}
