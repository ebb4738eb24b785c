import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const lab = process.env.WINDOWS_LAB ?? join(project, 'build/windows-lab');
const debian = join(lab, 'debian');

/** Where things are, as this Linux process sees them. */
export const folders = {
  project,
  /** The bundle to test: the committed one, or another that was built from changed sources. */
  dist: process.env.WINDOWS_LAB_DIST ?? join(project, 'dist'),
  /** The Debian in which Wine runs. */
  debian,
  driveC: join(debian, 'lab/prefix/drive_c'),
  /** What `node --version` of the Windows Node printed. */
  nodeVersion: join(lab, 'node-version.txt'),
} as const;

/** The same, as Windows programs see them. */
export const windows = {
  node: 'C:\\actions-runner\\externals\\node24\\bin\\node.exe',
  action: 'C:\\actions-runner\\_work\\_actions\\acme\\rebind-iis-certificate\\v1',
  workspace: 'C:\\actions-runner\\_work\\site\\site',
  systemRoot: 'C:\\Windows',
  programData: 'C:\\ProgramData',
  /** The lab's own tools. */
  tools: 'C:\\windows-lab',
} as const;

/** Where a path on drive C is on Linux. Wine finds files in any case; Linux wants the case in which they were made. */
export function onLinux(windowsPath: string): string {
  const [drive, ...parts] = windowsPath.split('\\');
  if (drive?.toUpperCase() !== 'C:') throw new Error(`${windowsPath} is not on drive C`);
  return join(folders.driveC, ...parts);
}
