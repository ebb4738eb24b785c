import type { Table } from '../http-sys/table.js';
import { type BoundTo, boundToKey } from '../plan/change.js';
import { tryToBind } from '../rehearse/bindable.js';
import type { Machine } from '../windows/machine.js';

/** Certificates that are tried at once. A journal can name thousands; each that fails takes its time. */
const atOnce = 50;

/** When there is no point in trying more certificates. */
type Enough =
  /** One that cannot be bound decides. */
  | 'one-refused'
  /** Nothing could be bound so far, so HTTP.sys or the stores are at fault and not the certificates. */
  | 'all-refused';

/** What a trial of certificates has shown. */
interface Tried {
  /** Why each certificate that could not be bound was refused, by {@link boundToKey}. */
  readonly refused: ReadonlyMap<string, string>;
  readonly table: Table;
}

/** Finds out which certificates HTTP.sys can bind now, each once, some at a time, until it is known {@link Enough}. */
export async function tryCertificates(
  machine: Machine,
  certificates: readonly BoundTo[],
  start: Table,
  { enough, beforeStep }: { readonly enough: Enough; readonly beforeStep: () => void },
): Promise<Tried> {
  const distinct = [...new Map(certificates.map((each) => [boundToKey(each), each])).values()];
  const refused = new Map<string, string>();
  let table = start;
  for (let begin = 0; begin < distinct.length; begin += atOnce) {
    const some = distinct.slice(begin, begin + atOnce);
    const trial = await tryToBind(machine, some, table, beforeStep);
    table = trial.table;
    for (const [each, why] of trial.refused) refused.set(boundToKey(each), why);
    const isEnough = enough === 'one-refused' ? trial.refused.size > 0 : trial.refused.size === some.length;
    if (!isEnough) continue;
    for (const each of distinct.slice(begin + atOnce))
      refused.set(boundToKey(each), 'it was not tried, because others could not be bound');
    break;
  }
  return { refused, table };
}
