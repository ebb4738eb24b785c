import type { Patience } from '../apply/converge.js';
import { accessDenied, netshErrorCode, noSuchCertificate } from './rehearsal-failure.js';

/** ms after which a new key is accepted, if it is usable at all. */
export const settlingMs = 20_000;

/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
export const whileKeySettles: Patience = (attempt, said) => {
  const code = netshErrorCode(said);
  if (code === accessDenied || (code === noSuchCertificate && attempt > 3)) return undefined;
  return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
};
