import { count } from '../wording.js';
import { dutyOfMain } from './duty.js';
import {
  type DamagedJournal,
  hasBegun,
  isRestorePending,
  type JournalRecord,
  journalUnreadable,
  originInWords,
  readJournals,
  removeDrafts,
  setAside,
} from './journal-folder.js';
import { nearness } from './origin.js';
import { type Ground, Recovery } from './recovery.js';
import type { Settled } from './settle.js';

/**
 * What a main step does before anything else, under the lock of the machine: runs that were cut off, with no post step
 * after them, come to one of their ends; dead bindings of any runner of this computer are bound.
 * @param folder the folder of the journals
 * @param onBegin told of the recovery as soon as it begins: what it has done so far stays true if it is broken off
 * @throws Failure `journal-unreadable` if another program holds a journal: what it says may matter
 */
export async function recoverEarlierRuns(
  ground: Ground,
  folder: string,
  onBegin: (recovery: Recovery) => void,
): Promise<void> {
  const { records, damaged } = await readJournals(folder);
  await removeDrafts(folder);
  for (const each of damaged.filter(({ isBusy }) => !isBusy)) await dismiss(ground, each);
  const busy = damaged.find(({ isBusy }) => isBusy);
  const recovery = new Recovery(ground, records);
  onBegin(recovery);
  // The newest change is undone first.
  const duties = records.toReversed().map((record) => ({ record, duty: dutyOfMain(record, ground.origin) }));
  for (const { record } of duties.filter(({ duty }) => duty === 'set-aside'))
    await setAsideForeign(ground, record);
  const open = duties.filter(({ duty }) => duty !== 'set-aside' && duty !== 'tidy');
  // Before a complete change is restored nothing may say so: what is missing of it was deleted by somebody else.
  for (const { record, duty } of open)
    if (duty === 'finish' && hasBegun(record)) await recovery.announce(record);
  if (open.length > 0) await recovery.revive(open.map(({ record }) => record));
  // What is dead does not wait for a journal that cannot be read; the rest does, since that may be a newer one.
  if (busy) throw journalUnreadable(busy);
  for (const { record, duty } of open) {
    if (duty === 'finish' || duty === 'roll-back') await finish(ground, recovery, record);
    else tellWaiting(ground, record);
  }
  for (const { record, duty } of duties) {
    const isOfThisJob = nearness(record.header.origin, ground.origin) === 'same-job';
    if (duty === 'tidy') await recovery.tidy(record, { certificates: isOfThisJob });
  }
}

async function finish(ground: Ground, recovery: Recovery, record: JournalRecord): Promise<void> {
  const { log } = ground;
  const title = `Finish the run ${originInWords(record)}`;
  await log.group(title, async () => {
    const settled = await recovery.settle(record, isRestorePending(record) ? 'roll-back' : 'finish');
    log.warning('Earlier run', `The run ${originInWords(record)} was cut off. ${outcomeOf(settled)}`);
    if (settled.end !== 'stuck' && settled.left.length === 0)
      await recovery.tidy(record, { certificates: false });
  });
}

/** What came of a run that was cut off, in sentences. */
function outcomeOf({ end, moved, reasons }: Settled): string {
  const why = reasons.length > 0 ? ` ${reasons.join(' ')}` : '';
  if (end === 'stuck') return `Its bindings are left as they are:${why}`;
  const certificate = end === 'back' ? 'their previous certificate' : 'its new certificate';
  if (moved.length === 0) return `Its bindings were all on ${certificate}, and stayed there.${why}`;
  const done = end === 'back' ? 'rolled back' : 'completed';
  return `It was ${done} first: ${count(moved.length, 'binding')} had to be changed, then all were on ${certificate}.${why}`;
}

function tellWaiting({ log, origin }: Ground, record: JournalRecord): void {
  if (nearness(record.header.origin, origin) === 'same-job') {
    log.info('An earlier step of this job restores its bindings when the job ends (restore-after-job).');
    return;
  }
  log.warning(
    'Earlier run',
    `The run ${originInWords(record)} of another runner on this computer is not finished. That is left to its runner; if there is no such runner any more, delete ${record.file}.`,
  );
}

async function setAsideForeign({ log }: Ground, record: JournalRecord): Promise<void> {
  const { computer } = record.header.origin;
  const aside = await setAside(record.file).catch(() => record.file);
  log.warning(
    'Earlier run',
    `A journal is of the computer ${computer}, not of this one (a cloned disk?). Nothing was done about it; it is ${aside} now, and can be deleted.`,
  );
}

async function dismiss({ log }: Ground, damaged: DamagedJournal): Promise<void> {
  const aside = await setAside(damaged.file).catch(() => damaged.file);
  log.warning(
    'Earlier run',
    `A journal is damaged, so it is not known whether its run was cut off (${damaged.why}). Compare "netsh http show sslcert" with what you expect. The journal is ${aside} now, and can be deleted.`,
  );
}
