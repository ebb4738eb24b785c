import { unlessFailed } from '../failure.js';
import { isPlain } from '../http-sys/endpoint.js';
import type { Changeable, Entry } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';

/** netsh processes that run side by side. */
const sideBySide = 4;

/** With more odd names than this, each costing a program, something else is wrong on the server. */
const most = 50;

/**
 * Tries whether netsh takes the names that are none of DNS (an address as a host, one that ends with a dot, `*`,
 * letters outside ASCII), and means the same binding by them: it is asked to show each by its name. A binding that no
 * command can name is doubtful, so that it hinders nobody.
 */
export async function withNamesTried(
  { netsh }: Pick<Machine, 'netsh'>,
  entries: ReadonlyMap<string, Entry>,
): Promise<ReadonlyMap<string, Entry>> {
  const odd = [...entries.values()].filter(isOdd);
  const taken = new Set<Changeable>();
  const queue = odd.slice(0, most).values();
  const work = async () => {
    for (const entry of queue) if (await takesName(netsh, entry)) taken.add(entry);
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  const tried = new Map(entries);
  for (const entry of odd) {
    const { binding } = entry;
    if (!taken.has(entry)) tried.set(binding.endpoint.key, { is: 'doubtful', binding, problem });
  }
  return tried;
}

const problem =
  'netsh does not show this binding by its name, so it is not certain that a command can name it.';

function isOdd(entry: Entry): entry is Changeable {
  return entry.is === 'changeable' && !isPlain(entry.binding.endpoint);
}

async function takesName(netsh: Machine['netsh'], { binding }: Changeable): Promise<boolean> {
  const shown = await unlessFailed(netsh.showOne(binding.endpoint));
  const [only, ...others] = shown?.bindings ?? [];
  // Whether an address is one or a host, a record by itself does not tell; it was asked for as the one or the other.
  const isSame = only?.endpoint.text === binding.endpoint.text && only.thumbprint === binding.thumbprint;
  return isSame && others.length === 0;
}
