import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { rehearsalAppId } from '../inspect/owner.js';
import { deleteCommand } from '../plan/change.js';
import type { Goal } from './converge.js';

/** Whether a binding is the spare socket of a rehearsal: nobody else has its application id. */
export function isSpare({ appId }: Binding): boolean {
  return appId === rehearsalAppId;
}

/** A spare socket shall be gone; an endpoint that somebody else has bound since is left alone. */
export function removalGoal(endpoint: Endpoint): Goal {
  return {
    endpoint,
    next: (now) =>
      now && isSpare(now) ? { is: 'commands', commands: [deleteCommand({ endpoint })] } : { is: 'reached' },
  };
}
