import { parseThumbprint, type Thumbprint } from '../../src/certificate/thumbprint.js';
import { shownEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { JournalRecord } from '../../src/undo/journal-folder.js';
import { type Header, type Note, toJournalChanges } from '../../src/undo/journal-format.js';
import type { Origin } from '../../src/undo/origin.js';
import type { Undoable } from '../../src/undo/undoable.js';

/** A thumbprint of one digit. */
export function thumbprint(digit: string): Thumbprint {
  const parsed = parseThumbprint(digit.repeat(40));
  if (!parsed) throw new Error(`${digit} is no hex digit`);
  return parsed;
}

export const [old, next, other] = [thumbprint('a'), thumbprint('b'), thumbprint('c')];

/** A change of an SNI binding from the old to the new certificate. */
export function change(host: string, more: Partial<Undoable> = {}): Undoable {
  const endpoint = shownEndpoint('hostnameport', `${host}:443`);
  if (!endpoint) throw new Error(`${host} is no host`);
  return {
    endpoint,
    appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
    before: { thumbprint: old, store: 'MY' },
    after: { thumbprint: next, store: 'MY' },
    settings: defaultSettings,
    settingsArguments: { add: [], update: null },
    opaque: [],
    block: null,
    ...more,
  };
}

export const origin: Origin = {
  computer: 'WEB-01',
  runner: 'web-01-a',
  job: { runId: '1', runAttempt: '1', job: 'renew', tracking: 'github_1' },
};

/** Another job of the same runner. */
export const later: Origin = { ...origin, job: { ...origin.job, runId: '2', tracking: 'github_2' } };

export function header(more: Partial<Header> = {}): Header {
  return {
    version: 2,
    created: '2030-01-01T00:00:00.000Z',
    origin,
    temp: '/temp/rebind-iis-certificate-1',
    restoreAfterJob: 'never',
    abilities: { add: ['usagecheck'], update: ['certhash', 'usagecheck'] },
    ...toJournalChanges([change('www.example.com'), change('b.example.com')]),
    expiries: [],
    removeReplaced: [],
    ...more,
  };
}

export function record(more: Partial<Header>, ...notes: Note[]): JournalRecord {
  return { file: 'own', header: header(more), notes };
}
