import { asFailure, type Failure } from '../failure.js';
import type { Found } from './found.js';
import { inventory } from './inventory.js';
import { planOnly } from './plan-only.js';
import { rebind } from './rebind.js';
import { expiringWithin, type Report, report } from './report.js';
import type { Request } from './request.js';
import { keepingWarnings, type Surroundings } from './surroundings.js';

/** How a run ended; the report is there in any case. */
export interface Ending {
  readonly report: Report;
  /** null: the run did what it was asked to. */
  readonly failure: Failure | null;
  /** IIS's application id, once it is known. */
  readonly appId: string | null;
  /** Endpoints whose certificate expires within what the workflow asked for, soonest first. */
  readonly expiring: readonly string[];
}

/** A whole run, from the request to the report. Never throws. */
export async function run(request: Request, surroundings: Surroundings): Promise<Ending> {
  const { log, warnings } = keepingWarnings(surroundings.log);
  const on = { ...surroundings, log };
  const found: Found = {};
  try {
    for (const warning of request.warnings) log.warning('Inputs', warning);
    await (request.kind === 'inventory'
      ? inventory(on, found)
      : request.kind === 'plan'
        ? planOnly(request, on, found)
        : rebind(request, on, found));
  } catch (error) {
    found.failure = found.undone?.failure ?? on.stop.reasonOf(asFailure(error));
  }
  const made = report(found, request.kind, warnings, on.now);
  return {
    report: made,
    failure: found.failure ?? null,
    appId: found.inspection?.appId ?? null,
    expiring: expiringWithin(request.expiringWithin, made, on.now),
  };
}
