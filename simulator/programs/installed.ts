import type { ProgramModule } from './host.js';

/** Where a program is below System32, and its code. */
interface Installed {
  readonly folder: string;
  load(): Promise<ProgramModule>;
}

/** Every program of the machine, by file name. A process for one program alone loads no other. */
export const installed: Readonly<Record<string, Installed>> = {
  'netsh.exe': { folder: '', load: () => import('./netsh.js') },
  'certutil.exe': { folder: '', load: () => import('./certutil.js') },
  'reg.exe': { folder: '', load: () => import('./reg.js') },
  'icacls.exe': { folder: '', load: () => import('./icacls.js') },
  'whoami.exe': { folder: '', load: () => import('./whoami.js') },
  'appcmd.exe': { folder: 'inetsrv', load: () => import('./appcmd.js') },
};
