import { Failure, mayGoOnAfter } from '../failure.js';
import type { Machine } from '../windows/machine.js';
import { excerpt } from '../windows/text.js';
import { parseAppcmd, parseApplicationHost, parseRedirection } from './site-xml.js';
import type { SitesReading } from './sites.js';

/**
 * Reads the sites of IIS, from its own file, which costs no program and has every name exact. appcmd is asked where the
 * configuration is redirected, or the file is not what it should be. Never fails: what keeps the sites from being read
 * is a part of the result, since many runs do without them.
 */
export async function readSites({
  appcmd,
  iisFiles,
}: Pick<Machine, 'appcmd' | 'iisFiles'>): Promise<SitesReading> {
  const [redirection, file] = await Promise.all([iisFiles.redirection(), iisFiles.applicationHost()]);
  if (file.is === 'unreadable' && file.denied) return { is: 'unreadable', failure: notReadable(file.why) };
  const isHere =
    redirection.is === 'absent' ||
    (redirection.is === 'read' && parseRedirection(redirection.text) === false);
  const sites = isHere && file.is === 'read' ? parseApplicationHost(file.text) : undefined;
  if (sites) return { is: 'read', sites };
  const listed = await askAppcmd(appcmd);
  if (listed !== undefined) return listed;
  if (file.is === 'absent' && isHere) return { is: 'absent' };
  const why =
    file.is === 'unreadable' ? file.why : 'applicationHost.config holds no sites that are understood.';
  return { is: 'unreadable', failure: notReadable(why) };
}

/** @returns undefined where there is no appcmd */
async function askAppcmd(appcmd: Machine['appcmd']): Promise<SitesReading | undefined> {
  try {
    const printed = await appcmd.sites();
    if (printed === undefined) return undefined;
    const sites = parseAppcmd(printed.text);
    if (sites) return { is: 'read', sites, isPrinted: true };
    return { is: 'unreadable', failure: notListed(printed.said) };
  } catch (error) {
    if (!mayGoOnAfter(error)) throw error;
    return { is: 'unreadable', failure: error };
  }
}

function notReadable(why: string): Failure {
  return new Failure('iis-unreadable', {
    cause: 'The configuration of IIS cannot be read.',
    evidence: why,
    next: 'Let the runner service run as SYSTEM or as an administrator (docs/getting-started.md has the commands), or name the endpoints with "bindings" instead of "sites".',
  });
}

function notListed(said: string): Failure {
  return new Failure('iis-unreadable', {
    cause: 'appcmd.exe did not list the sites of IIS.',
    evidence: excerpt(said) || 'It printed nothing.',
    next: 'Run "%SystemRoot%\\System32\\inetsrv\\appcmd.exe list site /config /xml" as the account of the runner; it needs elevation. Or name the endpoints with "bindings" instead of "sites".',
  });
}
