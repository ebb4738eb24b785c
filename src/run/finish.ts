import { asFailure } from '../failure.js';
import { certificateKey } from '../import/imported.js';
import { removeReplaced } from '../import/remove-replaced.js';
import type { Undo } from '../undo/undo.js';
import type { Bearings } from './bearings.js';
import { neededByOthers, replacedCertificates } from './begin-undo.js';
import type { Found } from './found.js';
import { warnOfOtherUsers } from './other-users.js';
import type { Rebinding } from './request.js';
import type { Surroundings } from './surroundings.js';
import { tellAll } from './tell.js';

/** The change is complete: what is left is tidying up, which never fails a run. */
export async function finish(
  bearings: Bearings<Rebinding>,
  { undo, on, found }: { readonly undo: Undo; readonly on: Surroundings; readonly found: Found },
): Promise<void> {
  const { request } = bearings;
  const { log } = on;
  warnOfOtherUsers(found.otherUsers ?? [], bearings, log);
  // The post step needs the journal, and the certificates to go back to.
  if (request.restoreAfterJob !== 'never') return;
  try {
    if (request.removeReplaced) await removeWhatWasReplaced(bearings, { undo, on, found });
    await undo.forget();
  } catch (error) {
    log.warning('Tidying up', `The change is complete, but tidying up was not: ${asFailure(error).message}`);
  }
}
