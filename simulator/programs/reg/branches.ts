import type { Host } from '../host.js';
import { httpParameters } from './http-parameters.js';
import { key, type RegistryKey } from './keys.js';
import {
  directoryServices,
  remoteDesktop,
  sqlServer,
  sstp,
  webManagement,
  winRmListeners,
} from './other-users.js';
import { systemCertificates } from './system-certificates.js';

/** What a key holds; undefined where the key is not there. */
type Build = (name: string, host: Host) => RegistryKey | undefined;

/** The parts of HKEY_LOCAL_MACHINE that the machine has. */
const branches: readonly (readonly [path: string, build: Build])[] = [
  ['SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters', httpParameters],
  ['SYSTEM\\CurrentControlSet\\Services\\SstpSvc\\Parameters', sstp],
  ['SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp', remoteDesktop],
  ['SOFTWARE\\Microsoft\\SystemCertificates', systemCertificates],
  ['SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WSMAN\\Listener', winRmListeners],
  ['SOFTWARE\\Microsoft\\Microsoft SQL Server', sqlServer],
  ['SOFTWARE\\Microsoft\\WebManagement\\Server', webManagement],
  [
    'SOFTWARE\\Microsoft\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates',
    directoryServices,
  ],
];

/**
 * The part of HKEY_LOCAL_MACHINE that a path is about: the branches that it leads to, or into. What else a Windows has
 * there is not built.
 */
export function localMachine(path: readonly string[], host: Host): RegistryKey {
  const wanted = path.map((name) => name.toUpperCase());
  const found = branches.flatMap(([branch, build]) => {
    const names = branch.split('\\');
    const isRelated = names.every(
      (name, index) => (wanted[index] ?? name.toUpperCase()) === name.toUpperCase(),
    );
    const built = isRelated ? build(names.at(-1) ?? '', host) : undefined;
    return built === undefined ? [] : [{ above: names.slice(0, -1), built }];
  });
  return grow('HKEY_LOCAL_MACHINE', found);
}

interface Found {
  readonly above: readonly string[];
  readonly built: RegistryKey;
}

/** The keys above the branches, with nothing of their own. */
function grow(name: string, found: readonly Found[]): RegistryKey {
  const here = found.filter(({ above }) => above.length === 0).map(({ built }) => built);
  const deeper = found.filter(({ above }) => above.length > 0);
  const below = [...new Set(deeper.map(({ above }) => above[0] ?? ''))].map((first) =>
    grow(
      first,
      deeper
        .filter(({ above }) => above[0] === first)
        .map(({ above, built }) => ({ above: above.slice(1), built })),
    ),
  );
  return key(name, [], [...here, ...below]);
}
