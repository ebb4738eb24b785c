import { isAllowed } from '../../access/sddl.js';
import { tokenSids } from '../../access/sids.js';
import { KeyFiles } from '../../state/key-files.js';
import type { StoredCertificate } from '../../state/stores.js';
import { type Host, mayWrite } from '../host.js';

const readFile = 0x1;
const atSignature = 2;

/**
 * What `-store` prints of a certificate's key. The name of the file comes from the key itself: it is missing where
 * the key is, or where the account may not open it.
 */
export function keyLines(stored: StoredCertificate, host: Host): string[] {
  const words = host.texts.certutil;
  if (stored.key === null) return [words.noKeyProvider];
  const { container, uniqueName, provider, keySpec, exportable } = stored;
  const byFile = host.options.containerNames === 'unique' && uniqueName !== null;
  const providerLine = `${words.provider}${provider ?? ''}`;
  const containerLine = `${words.container}${(byFile ? uniqueName : container) ?? ''}`;
  const opened = open(stored, host);
  if (opened === 'missing') return [containerLine, providerLine, words.missingKey];
  if (opened === 'denied') return [containerLine, providerLine];
  const otherName = byFile
    ? `${words.simpleName}${container ?? ''}`
    : `${words.uniqueName}${uniqueName ?? ''}`;
  return [
    containerLine,
    ...(uniqueName === null ? [] : [otherName]),
    providerLine,
    exportable ? words.exportable : words.notExportable,
    keySpec === atSignature ? words.signatureTest : words.encryptionTest,
  ];
}

function open(stored: StoredCertificate, host: Host): 'opened' | 'missing' | 'denied' {
  const keys = new KeyFiles(host.machine);
  const path = keys.pathOf(stored);
  if (path === null) return 'opened';
  if (!keys.isKeyFile(path)) return 'missing';
  if (mayWrite(host)) return 'opened';
  return isAllowed(keys.access(path), tokenSids[host.options.account], readFile) ? 'opened' : 'denied';
}
