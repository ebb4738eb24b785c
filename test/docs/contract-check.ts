import { readContract } from '../../scripts/contract.js';
import { OWN_ACTION, root } from './files.js';

/** A `uses:` with what is passed to it, wherever it stands in a workflow: a step or a job. */
interface Use {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
}

const contracts = new Map([
  [OWN_ACTION, readContract(`${root}action.yml`)],
  [
    OWN_ACTION.replace('@', '/.github/workflows/rollout.yml@'),
    readContract(`${root}.github/workflows/rollout.yml`),
  ],
]);

/** The second part of `owner/name`: whoever owns an action of this name, it must be ours. */
const OWN_FOLDER = OWN_ACTION.replace(/^.*\/|@.*$/g, '').toLowerCase();

const boolean = /^(true|false)$/;
const number = /^\d+$/;
const endpoint = /^(\*|\[[0-9A-Fa-f:]*\]|(\*\.)?[\w.-]+):\d{1,5}$/;

/** The values that an input takes, where not every text will do. */
const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  ...Object.fromEntries(
    [
      'create-missing',
      'exportable',
      'dry-run',
      'allow-name-mismatch',
      'allow-older',
      'remove-replaced',
      'summary',
    ].map((name) => [name, (value: string) => boolean.test(value)]),
  ),
  ...Object.fromEntries(
    ['handshake-timeout', 'max-parallel', 'timeout-minutes'].map((name) => [
      name,
      (value: string) => number.test(value),
    ]),
  ),
  ...Object.fromEntries(
    ['expiring-within', 'minimum-days'].map((name) => [name, (value: string) => /^\d+%?$/.test(value)]),
  ),
  'key-provider': (value) => ['keep', 'cng', 'csp'].includes(value),
  'key-permissions': (value) => ['keep', 'none'].includes(value),
  handshake: (value) => ['required', 'when-listening', 'off'].includes(value),
  'restore-after-job': (value) => ['never', 'failure', 'always'].includes(value),
  bindings: (value) => itemsOf(value).every((item) => endpoint.test(item)),
  replace: (value) => itemsOf(value).every((item) => /^[0-9A-Fa-f]{40}$/.test(item)),
  thumbprint: (value) => /^[0-9A-Fa-f]{40}$/.test(value),
};

/** Every way in which a workflow, a job or a list of steps uses this project wrongly. */
export function contractErrors(yaml: unknown): string[] {
  return usesIn(yaml)
    .filter(({ uses }) => uses.toLowerCase().includes(OWN_FOLDER))
    .flatMap((use) => {
      const contract = contracts.get(use.uses);
      if (!contract) return [`"${use.uses}" is none of: ${[...contracts.keys()].join(', ')}`];
      return Object.entries(use.with).flatMap(([name, value]) => {
        if (!contract.inputs.some((input) => input.name === name))
          return [`${use.uses} has no input "${name}"`];
        const text = String(value);
        if (text.includes('${{')) return [];
        if (text === '') return name === 'dry-run' ? ['"dry-run" cannot be empty'] : [];
        return VALUES[name] && !VALUES[name](text) ? [`"${name}" cannot be "${text}"`] : [];
      });
    });
}

/** How often this project is used in a workflow, a job or a list of steps. */
export function ownUses(yaml: unknown): number {
  return usesIn(yaml).filter(({ uses }) => contracts.has(uses)).length;
}

function usesIn(yaml: unknown): Use[] {
  if (Array.isArray(yaml)) return yaml.flatMap(usesIn);
  if (typeof yaml !== 'object' || yaml === null) return [];
  const node = yaml as Record<string, unknown>;
  const inner = Object.values(node).flatMap(usesIn);
  if (typeof node.uses !== 'string') return inner;
  return [{ uses: node.uses, with: (node.with ?? {}) as Use['with'] }, ...inner];
}

function itemsOf(value: string): string[] {
  return value
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter(Boolean);
}
