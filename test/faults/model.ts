import fc from 'fast-check';
import type { Issued } from '../../simulator/certificates/issue.js';
import { iisAppId } from '../../simulator/machine.js';
import type { MachineOptions, WindowsVersion } from '../../simulator/machine-options.js';
import type { Fault, FaultKind } from '../../simulator/state/faults.js';
import type { BindingRecord } from '../../simulator/state/record.js';
import { afterNext, foreign, next, old } from './ground.js';

/** What is bound on a random machine; the names of `other` are none of the new certificate's. */
export const certificates = { old, later: afterNext, other: foreign } as const satisfies Record<
  string,
  Issued
>;

/** A binding of a random machine. */
export interface Placed {
  readonly endpoint: string;
  readonly certificate: keyof typeof certificates;
  readonly appId: string;
  readonly store: string | null;
  readonly flags: number;
  readonly checkMode: number;
  readonly urlTimeout: number;
}

/** A random machine, what a workflow asks of it, and what goes wrong. */
export interface Model {
  readonly options: Partial<MachineOptions>;
  readonly bindings: readonly Placed[];
  readonly selection:
    | { readonly by: 'default' }
    | { readonly by: 'replace'; readonly certificate: keyof typeof certificates }
    | { readonly by: 'bindings'; readonly some: readonly number[] };
  readonly restore: 'never' | 'failure' | 'always';
  readonly removeReplaced: boolean;
  readonly handshake: 'off' | 'when-listening';
  readonly faults: readonly Fault[];
  /** How the rest of the job goes, if the step went well. */
  readonly status: 'success' | 'failure' | 'cancelled';
}

const otherAppIds = ['{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}', '{00000000-0000-0000-0000-000000000000}'];

/** Flags that netsh can set, by the first Windows that can. */
const flagsSince: Readonly<Record<WindowsVersion, readonly number[]>> = {
  2016: [0x1, 0x2, 0x10],
  2019: [0x1, 0x2, 0x10, 0x20, 0x40, 0x80],
  2022: [0x1, 0x2, 0x10, 0x20, 0x40, 0x80, 0x400, 0x800],
  2025: [0x1, 0x2, 0x10, 0x20, 0x40, 0x80, 0x400, 0x800, 0x4000],
  2028: [0x1, 0x2, 0x10, 0x20, 0x40, 0x80, 0x400, 0x800, 0x4000],
};

/** Nobody listens there; the addresses belong to every machine. */
const endpoints = [
  ...['0.0.0.0', '[::]', '127.0.0.1', 'www.other.example', 'a.shop.example', '*.shop.example'].map(
    (host) => `${host}:20443`,
  ),
  ...['0.0.0.0', '127.0.0.2', 'Shop.Example', 'b.shop.example'].map((host) => `${host}:28443`),
];

const kinds: readonly FaultKind[] = [
  'error',
  'error-after',
  'no-effect',
  'garbage',
  'killed',
  'killed-midway',
  'killed-after',
  'kill-parent-before',
  'kill-parent-midway',
  'kill-parent-after',
];

const windowsVersion = fc.constantFrom<WindowsVersion>(2016, 2019, 2022, 2025);

function isHost(endpoint: string): boolean {
  return !/^[\d[]/.test(endpoint);
}

function placed(endpoint: string, windows: WindowsVersion): fc.Arbitrary<Placed> {
  return fc.record({
    endpoint: fc.constant(endpoint),
    certificate: fc.constantFrom('old', 'old', 'later', 'other'),
    appId: fc.constantFrom(iisAppId, iisAppId, iisAppId, ...otherAppIds),
    store: isHost(endpoint)
      ? fc.constantFrom('MY', 'my', 'WebHosting')
      : fc.constantFrom('MY', null, 'WebHosting'),
    flags: fc.subarray([...flagsSince[windows]]).map((bits) => bits.reduce((sum, bit) => sum | bit, 0)),
    checkMode: fc.constantFrom(0, 0x1, 0x2, 0x10000),
    urlTimeout: fc.constantFrom(0, 7_000),
  });
}

/** Random models; to restore always and to remove what is replaced is a contradiction, which is refused. */
export const model: fc.Arbitrary<Model> = windowsVersion.chain((windows) =>
  fc
    .subarray(endpoints, { minLength: 1, maxLength: 5 })
    .chain((some) => fc.tuple(...some.map((endpoint) => placed(endpoint, windows))))
    .chain((bindings) =>
      fc.record({
        options: fc.record({
          windows: fc.constant(windows),
          language: fc.constantFrom('en', 'de', 'fr', 'xx'),
          codePage: fc.constantFrom(437, 850, 1252),
          update: fc.constantFrom('keep', 'reset', 'absent'),
          script: fc.constantFrom('continue', 'stop'),
          exitCodes: fc.constantFrom('honest', 'always0', 'always1'),
          unknownArgument: fc.constantFrom('exit0', 'error'),
          registryZeros: fc.constantFrom('written', 'absent'),
        }),
        bindings: fc.constant(bindings),
        selection: fc.oneof(
          fc.constant({ by: 'default' as const }),
          fc.record({ by: fc.constant('replace' as const), certificate: fc.constantFrom('old', 'later') }),
          fc.record({
            by: fc.constant('bindings' as const),
            some: fc.subarray([...bindings.keys()], { minLength: 1 }),
          }),
        ),
        restore: fc.constantFrom('never', 'failure', 'always'),
        removeReplaced: fc.boolean(),
        handshake: fc.constantFrom('off', 'when-listening'),
        faults: fc.array(
          fc.record({ at: fc.integer({ min: 1, max: 40 }), fault: fc.constantFrom(...kinds) }),
          { maxLength: 2 },
        ),
        status: fc.constantFrom('success', 'failure', 'cancelled'),
      }),
    )
    .map((made) => ({ ...made, removeReplaced: made.removeReplaced && made.restore !== 'always' })),
);

/** The inputs of the step. */
export function inputsOf({ bindings, selection, restore, removeReplaced, handshake }: Model) {
  return {
    'restore-after-job': restore,
    'remove-replaced': String(removeReplaced),
    handshake,
    // The new certificate expires before one of those that are bound.
    'allow-older': 'true',
    ...(selection.by === 'replace' ? { replace: certificates[selection.certificate].thumbprint } : {}),
    ...(selection.by === 'bindings'
      ? { bindings: selection.some.map((index) => bindings[index]!.endpoint).join('\n') }
      : {}),
  };
}

/** The rules: which bindings the run is for. */
export function targetsOf({ bindings, selection }: Model): Placed[] {
  const ofIis = bindings.filter(({ appId }) => appId === iisAppId);
  switch (selection.by) {
    case 'default':
      return ofIis.filter(({ certificate }) => certificate !== 'other');
    case 'replace':
      return ofIis.filter(({ certificate }) => certificate === selection.certificate);
    case 'bindings':
      return selection.some.map((index) => bindings[index]!);
  }
}

/**
 * The rules: nothing is done if nothing is selected, or if names would no longer be served. A record of a host name
 * serves that host, which `other` does not cover; one of an address serves the names of its certificate.
 */
export function isRefused(model: Model): boolean {
  const targets = targetsOf(model);
  const losesNames = ({ certificate, endpoint }: Placed) => certificate === 'other' && !isHost(endpoint);
  return targets.length === 0 || targets.some(losesNames);
}

/** The rules: a binding differs in its certificate, and in its store where that has another one. */
export function renewed(record: BindingRecord): BindingRecord {
  const isInMy = (record.store ?? 'MY').toUpperCase() === 'MY';
  return { ...record, hash: next.thumbprint.toLowerCase(), store: isInMy ? record.store : 'MY' };
}

/** The rules: whether a change that went well is there after the job. */
export function isToStay({ restore, status }: Model): boolean {
  return restore === 'never' || (restore === 'failure' && status === 'success');
}
