import { KeyFiles } from '../../state/key-files.js';
import { providerOf } from '../../state/providers.js';
import { type Host, mayWrite } from '../host.js';
import { fail, succeed } from './print.js';

const verb = '-delkey';

/**
 * `-csp provider -delkey container`. The container is asked for by the name that the certificate has of it; every
 * certificate that shares it loses its key. Stricter than certutil: a provider must be named, letter by letter.
 */
export function deleteKey(
  [container = '']: readonly string[],
  provider: string | undefined,
  host: Host,
): number {
  const { machine, options, print, effective } = host;
  if (provider === undefined) return fail(verb, '0x80070057', host);
  if (providerOf(provider) === undefined) return fail(verb, '0x80090019', host);
  if (!mayWrite(host)) return fail(verb, '0x80070005', host);
  const keys = new KeyFiles(machine);
  const key = keys.find(
    provider,
    container,
    options.containerNames === 'unique' ? 'uniqueName' : 'container',
  );
  const path = key === undefined ? null : keys.pathOf(key);
  const isFound = path !== null && keys.isKeyFile(path) && options.delkey === 'finds-machine-keys';
  if (!isFound) return fail(verb, '0x80090016', host);
  print('', `  ${container}`);
  if (effective) keys.delete(path);
  return succeed(verb, host);
}
