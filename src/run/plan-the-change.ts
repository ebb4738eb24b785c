import type { Inspection } from '../inspect/inspection.js';
import type { NewCertificate } from '../open/open.js';
import { makePlan, type Plan } from '../plan/plan.js';
import type { Found } from './found.js';
import type { Renewal } from './request.js';
import type { Surroundings } from './surroundings.js';
import { tellIntended, tellPlan } from './tell.js';

/** What a plan is made from. */
interface Grounds {
  readonly opened: NewCertificate;
  readonly inspection: Inspection;
  /** Of a run that carries the plan out: it also shows what it intends, which a dry run shows at its end. */
  readonly found?: Found;
}

/** Step 4, told to the log. @throws Failure where a guard refuses */
export function planTheChange(
  request: Renewal,
  on: Surroundings,
  { opened, inspection, found }: Grounds,
): Promise<Plan> {
  return on.log.group('Plan the change', async () => {
    const plan = makePlan(request, inspection, opened.certificate, on.now);
    tellPlan(plan, on);
    if (found) {
      found.plan = plan;
      tellIntended(plan, on, found);
    }
    return plan;
  });
}
