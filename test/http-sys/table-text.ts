import { type EndpointKind, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { codePages, type KeptRecord } from './registry-text.js';

export const iis = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

const labels: Record<EndpointKind, string> = {
  ipport: 'IP:port                      : ',
  hostnameport: 'Hostname:port                : ',
  ccs: 'Central Certificate Store    : ',
  scopedccs: 'Hostname:port                : ',
};

/** A record; its kind follows from the form of its endpoint where it is not given. */
export function record(endpoint: string, hash: string | null, more: Partial<KeptRecord> = {}): KeptRecord {
  const byForm = shownEndpoint('ccs', endpoint)
    ? 'ccs'
    : shownEndpoint('ipport', endpoint)
      ? 'ipport'
      : 'hostnameport';
  const kind = more.kind ?? byForm;
  return { kind, endpoint, hash, appId: iis, store: hash === null ? null : 'MY', flags: 0, ...more };
}

/** How netsh prints its table. */
export interface Printing {
  readonly codePage?: keyof typeof codePages;
  /** Whether records of the central store have lines for hash and store. */
  readonly nullLines?: boolean;
  /** What netsh prints in place of the code page's bytes. */
  readonly netshPrints?: (text: string) => string;
  /** Every kind has the same label. */
  readonly oneLabel?: boolean;
}

/** The output of `netsh http show sslcert`, one character for each byte. */
export function showText(records: readonly KeptRecord[], printing: Printing = {}): string {
  const {
    nullLines = true,
    oneLabel = false,
    codePage = 'utf8',
    netshPrints = codePages[codePage],
  } = printing;
  const blocks = records.map(({ kind, endpoint, hash, appId, store, flags, further = [] }) => [
    `    ${oneLabel ? 'Name:port : ' : labels[kind]}${netshPrints(endpoint)}`,
    ...(hash === null && !nullLines ? [] : [`    Certificate Hash             : ${hash ?? '(null)'}`]),
    `    Application ID               : ${appId}`,
    ...(hash === null && !nullLines ? [] : [`    Certificate Store Name       : ${store ?? '(null)'}`]),
    `    Flags                        : ${flags === 0 ? 'Not Set' : 'Set'}`,
    ...further.flatMap((each) => [
      ' Extended Properties:',
      '    PropertyId                   : 6',
      `    Certificate Hash             : ${each}`,
      '    Certificate Store Name       : MY',
    ]),
    '',
  ]);
  const lines = ['', 'SSL Certificate bindings:', '-------------------------', '', ...blocks.flat()];
  return lines.map((line) => `${line}\r\n`).join('');
}
