import { KeyFiles } from '../../state/key-files.js';
import { type BindingRecord, defaultSettings, recordKey } from '../../state/record.js';
import { type Host, mayWrite } from '../host.js';
import { type Given, type Refusal, readDeletion, readGiven, readKey } from './arguments.js';
import { usage } from './settings.js';
import { showHeader, showOrder, showRecord } from './show.js';

type Writing = 'add' | 'update' | 'delete';

/** What a command came to; the program makes an exit code of it. */
export type Outcome = 'done' | 'failed' | 'unknown-argument';

/** `http show sslcert`, of one record or of all. */
export function show(args: readonly string[], host: Host): Outcome {
  const { options, texts, table } = host;
  const header = showHeader(options, texts.netsh);
  if (args.length === 0) {
    const records = showOrder(table.records().values());
    host.print(...header);
    for (const record of records) host.print(...showRecord(record, options, texts.netsh));
    if (records.length === 0) host.print('');
    return 'done';
  }
  const key = readKey(args, options);
  if ('refused' in key) return refuse(key, 'delete', host);
  const record = table.records().get(recordKey(key));
  host.print(...header);
  if (record === undefined) {
    host.print(texts.netsh.errors[2], '');
    return 'failed';
  }
  host.print(...showRecord(record, options, texts.netsh));
  return 'done';
}

/** `http delete sslcert`. */
export function remove(args: readonly string[], host: Host): Outcome {
  const key = readDeletion(args, host.options);
  if ('refused' in key) return refuse(key, 'delete', host);
  if (!mayWrite(host)) return fail('delete', 5, host);
  if (!host.table.change({ op: 'delete', key: recordKey(key) })) return fail('delete', 2, host);
  return succeed('delete', host);
}

/** `http add sslcert`. */
export function add(args: readonly string[], host: Host): Outcome {
  const given = readGiven(args, host.options);
  if ('refused' in given) return refuse(given, 'add', host);
  if (!mayWrite(host)) return fail('add', 5, host);
  const error = errorOf(given, host, defaultSettings);
  if (error !== undefined) return fail('add', error, host);
  const record = { ...given.key, ...defaultSettings, ...changesOf(given, defaultSettings) };
  if (!host.table.change({ op: 'add', record })) return fail('add', 183, host);
  return succeed('add', host);
}

/** `http update sslcert`: options that are not given keep their value or fall back to the default, by the host. */
export async function update(args: readonly string[], host: Host): Promise<Outcome> {
  const { options, table } = host;
  const given = readGiven(args, options);
  if ('refused' in given) return refuse(given, 'update', host);
  if (!mayWrite(host)) return fail('update', 5, host);
  const key = recordKey(given.key);
  const present = table.records().get(key);
  if (present === undefined) return fail('update', 2, host);
  const omitted = options.update === 'reset' ? 'reset' : 'keep';
  const base = omitted === 'keep' ? present : defaultSettings;
  const error = errorOf(given, host, base);
  if (error !== undefined) return fail('update', error, host);
  const properties = options.updateProperties === 'keep' ? present.properties : {};
  const changes = { ...changesOf(given, base), properties };
  if (options.updateGapMs === 0) {
    if (!table.change({ op: 'update', key, changes, omitted })) return fail('update', 2, host);
    return succeed('update', host);
  }
  table.change({ op: 'delete', key });
  await host.pause(options.updateGapMs);
  table.change({ op: 'add', record: { ...present, ...base, ...changes } });
  return succeed('update', host);
}

/** The new values of a record, over those that it had or would have by default. */
function changesOf(given: Given, base: Record<'checkMode' | 'flags', number>) {
  const { key: _, bits, ...values } = given;
  const word = (name: 'checkMode' | 'flags') => (base[name] & ~bits[name].off) | bits[name].on;
  return { ...values, checkMode: word('checkMode'), flags: word('flags') };
}

/**
 * HTTP.sys's error for values that are well-formed but not acceptable; undefined if they are.
 * @param base where hash and store come from if they are not given
 */
function errorOf(
  given: Given,
  { machine, options, stores }: Host,
  base: Pick<BindingRecord, 'hash' | 'store'>,
): 87 | 1312 | undefined {
  const hash = given.hash ?? base.hash;
  const store = given.store ?? base.store;
  const isCentral = given.key.kind === 'ccs' || given.key.kind === 'scopedccs';
  if (options.refuseZeroTimes && (given.freshnessTime === 0 || given.urlTimeout === 0)) return 87;
  if (isCentral) return given.hash === undefined && given.store === undefined ? undefined : 87;
  if (hash === null || (given.key.kind === 'hostnameport' && store === null)) return 87;
  const certificate = stores.read(store ?? 'MY', hash);
  if (certificate === undefined || !new KeyFiles(machine).isUsable(certificate)) return 1312;
  return Date.now() - certificate.importedAt < options.keySettleMs ? 87 : undefined;
}

function succeed(command: Writing, host: Host): Outcome {
  host.print('', host.texts.netsh.done[command], '');
  return 'done';
}

function fail(command: Writing, error: 2 | 5 | 87 | 183 | 1312, { print, texts }: Host): Outcome {
  print('', `${texts.netsh.failed[command]}${error}`, texts.netsh.errors[error], '');
  return 'failed';
}

function refuse(refusal: Refusal, command: Writing, { print, texts, options }: Host): Outcome {
  const { missingParameters, invalidSyntax, notAnArgument, errors } = texts.netsh;
  if (refusal.refused === 'bad-value') {
    print('', errors[87], '');
    return 'failed';
  }
  const reason =
    refusal.refused === 'unknown-argument' ? [`${refusal.argument}${notAnArgument}`] : missingParameters;
  print('', ...reason, invalidSyntax, '', ...usage(command, options), '');
  return refusal.refused === 'unknown-argument' ? 'unknown-argument' : 'failed';
}
