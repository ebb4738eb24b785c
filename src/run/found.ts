import type { Applied } from '../apply/apply.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Failure } from '../failure.js';
import type { GrantedAccess } from '../import/key-users.js';
import type { Inspection } from '../inspect/inspection.js';
import type { OtherUsersReading } from '../inspect/other-users.js';
import type { NewCertificate } from '../open/open.js';
import type { Plan } from '../plan/plan.js';
import type { Recovered } from '../undo/recovery.js';
import type { Undone } from '../undo/undo.js';
import type { Verdict } from '../verify/verification.js';

/** What the steps of a run have found so far; what a step has not come to is undefined. The report is made from it. */
export interface Found {
  /** What was done for earlier runs that were cut off. */
  recovered?: Recovered;
  opened?: NewCertificate;
  inspection?: Inspection;
  plan?: Plan;
  /** Other users of the replaced certificates; in an inventory, of any. */
  otherUsers?: OtherUsersReading;
  /** Accounts that were allowed to use the new key. */
  granted?: readonly GrantedAccess[];
  applied?: Applied;
  verdicts?: readonly Verdict[];
  undone?: Undone;
  /** Replaced certificates that were deleted. */
  deleted?: readonly Thumbprint[];
  failure?: Failure;
}
