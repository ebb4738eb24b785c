import { randomUUID } from 'node:crypto';
import type { LackingLetters } from './texts/code-page.js';

/**
 * The Windows versions that the machine can be. Each shows the fields and knows the arguments of its own netsh. 2028
 * is one to come, with settings that nobody knows yet.
 */
export type WindowsVersion = 2016 | 2019 | 2022 | 2025 | 2028;

/** `fr` and `de` have the labels of real hosts as far as they are known; `xx` is made up to be as odd as can be. */
export type Language = 'en' | 'fr' | 'de' | 'xx';

/** The code page in which the programs write when their output is not a console. */
export type CodePage = 437 | 850 | 932 | 1252 | 65001;

/** Who runs the programs. Only the first two may change HTTP.sys or a store of the machine. */
export type Account =
  | 'administrator'
  | 'system'
  | 'network-service'
  | 'service-account'
  | 'filtered-administrator';

/** One `<binding>` of an IIS site, as applicationHost.config has it. */
export interface IisBinding {
  protocol: string;
  bindingInformation: string;
  sslFlags?: number;
}

/** One IIS site. */
export interface IisSite {
  name: string;
  id: number;
  state?: string;
  bindings: IisBinding[];
  /** `<ftpServer><security><ssl>`: the certificate of an FTP site. */
  ftp?: FtpTls;
}

/** The certificate that FTP uses, as applicationHost.config has it: an attribute that is not given is not there. */
export interface FtpTls {
  serverCertHash?: string;
  serverCertStoreName?: string;
}

/** A switch of netsh that came after the versions that are known, or by an update. */
export interface NewSetting {
  argument: string;
  /** As shown, in every language: translations are not known. */
  label: string;
  words: 'enabled' | 'set';
  word: 'checkMode' | 'flags';
  /** Its bits, below 0x80000000; 0 for one that HTTP.sys keeps elsewhere. */
  mask: number;
  /** The bit is clear where the argument says `enable`, as by default. */
  inverted?: true;
  /** What it takes: `enable` or `disable` if it is not given; a number; or, though the help says otherwise, neither. */
  takes?: 'number' | 'neither';
  /** The argument together with which it cannot be `enable`. */
  excludes?: string;
}

/**
 * What other programs have in the registry, by thumbprint: as they write it for a text, any hex for a binary value.
 * A product that is not given is not installed, and has no key.
 */
export interface OtherUsers {
  /** Remote Desktop is always there; null or nothing where it uses the certificate that it made itself. */
  remoteDesktop?: string | null;
  /** By listener, such as `*+HTTPS` or `10.0.0.5+HTTPS`. WinRM itself is always there. */
  winRm?: Readonly<Record<string, string>>;
  /** By instance id, such as `MSSQL16.MSSQLSERVER`; '' for an instance that uses none. */
  sqlServer?: Readonly<Record<string, string>>;
  /** The type of the value is not known. */
  webManagement?: { hash: string; type: 'REG_BINARY' | 'REG_SZ' };
  sstp?: string;
  /** A domain controller's LDAPS. */
  directoryServices?: readonly string[];
}

/** A value of the registry as `reg query` prints it. */
export interface RegistryText {
  name: string;
  type: string;
  data: string;
}

/** How the machine behaves. Whatever is not known of real Windows is a switch, so that both ways can be tried. */
export interface MachineOptions {
  windows: WindowsVersion;
  language: Language;
  codePage: CodePage;
  account: Account;
  /** What `netsh http update sslcert` does with omitted options, or that this host has no such command. */
  update: 'absent' | 'keep' | 'reset';
  /** Milliseconds for which a binding is missing while `update` runs; 0 for an atomic update. */
  updateGapMs: number;
  /** What `update` does to customised extended properties. */
  updateProperties: 'keep' | 'reset';
  /** An argument that netsh does not know prints the usage and creates nothing; its exit code. */
  unknownArgument: 'exit0' | 'error';
  /** Whether the exit codes of netsh tell anything. */
  exitCodes: 'honest' | 'always0' | 'always1';
  /** `netsh -f`: go on after a line that failed, or stop. */
  script: 'continue' | 'stop';
  /** `netsh -f`: the exit code tells of the last line, of any line, or of nothing. */
  scriptExitCode: 'last' | 'any' | 'zero';
  /** Whether an explicit zero for one of the two times is "The parameter is incorrect". */
  refuseZeroTimes: boolean;
  /** Milliseconds for which a key just imported makes `add` and `update` fail with "The parameter is incorrect". */
  keySettleMs: number;
  /** Blank lines after the rule of `show sslcert`; by default those of the Windows version. */
  blankLines: 0 | 1 | 2 | 3 | null;
  /** Whether netsh repeats its prompt in its output. */
  prompt: boolean;
  /** Fields that no known Windows has: printed in each record, before the extended properties. */
  extraFields: [label: string, value: string][];
  /** Whether a value that is zero is written to the registry, or left out; both are seen on real hosts. */
  registryZeros: 'written' | 'absent';
  /** Endpoints (as shown) for which the registry has another hash than HTTP.sys. */
  registryDisagrees: string[];
  /** Programs that the machine does not have, such as `netsh.exe`. */
  missingPrograms: string[];
  /** The sites of IIS; null for a machine without IIS, which has no appcmd.exe. */
  iis: IisSite[] | null;
  /** Encryption that certutil reads: Server 2016 has only the legacy 3DES and RC2 with SHA-1. */
  pfx: 'legacy' | 'modern';
  /** How certutil prints a hash: older builds put a space after each byte. */
  hashStyle: 'plain' | 'spaced';
  /** Milliseconds that starting any program takes at least. */
  processCostMs: number;

  /** What a program writes for a letter that the code page lacks. */
  lackingLetters: LackingLetters;

  /** Whether netsh takes a host that is an address, ends with a dot, or is `*`. Tables can have them all the same. */
  oddHosts: 'accepted' | 'refused';
  /** Whether netsh takes a host with letters beyond ASCII, given as an argument; in a script it never does. */
  uLabels: 'accepted' | 'refused';
  /** Whether netsh changes every host that it shows by its name, or only those of letters, digits and hyphens. */
  changes: 'what-it-shows' | 'plain-hosts';
  /** Whether a client that asks for the `xn--` form of such a host is served by its record. */
  uLabelLookup: 'matched' | 'never';
  /** Whether `show` has lines for hash and store, with `(null)`, in a record of the central certificate store. */
  centralLines: 'null' | 'absent';
  /** Settings besides those of the version; for 2028 three, one of which 2025 may have, too. */
  moreSettings: NewSetting[];

  /** Of the machine's installation; ends the name of each of its key files. */
  machineGuid: string;
  /** The access list of a new key's file, by kind of provider. */
  keyAccess: { cng: string; csp: string };
  /** The key that an import into a legacy provider makes without a modifier. */
  cspKeySpec: 'exchange' | 'signature';
  /** Whether a key of a legacy provider can do TLS 1.3, or clients get TLS 1.2. */
  cspTls13: 'works' | 'falls-back';
  /** Whether the name of a key's file follows from that of its container, as on every Windows that is known. */
  keyFileNames: 'by-container' | 'random';
  /** Which name of its key a certificate has: the one that it was asked for, or that of the file. */
  containerNames: 'simple' | 'unique';
  /** Whether `certutil -delstore` deletes the key's file as well. */
  delstoreKeys: 'left' | 'deleted';
  /** Whether `certutil -delkey` finds keys of the machine, or only those of the user. */
  delkey: 'finds-machine-keys' | 'misses-machine-keys';
  /** Whether the file that `icacls /save` writes, and `/restore` reads, begins with a byte order mark. */
  aclFileMark: boolean;

  /** Stores that Windows keeps elsewhere than in the registry. */
  unregisteredStores: string[];
  /** Whether `reg query /s` has a line for a key that has no value. */
  emptyKeys: 'hidden' | 'shown';
  /** Keys, as `HKEY_LOCAL_MACHINE\…`, that reg.exe may not read, with all below. */
  registryDenied: string[];
  /** The name of the key of a host name's record: a GUID that tells nothing, or the name itself. */
  sniKeys: 'guid' | 'name';
  /** Values of HTTP.sys itself, which stand beside its tables. */
  httpParameters: RegistryText[];
  /** The addresses that HTTP.sys is limited to; none for all. */
  ipListen: string[];
  otherUsers: OtherUsers;

  /** Whether applicationHost.config begins with a byte order mark. */
  iisFileMark: boolean;
  /** Where IIS's configuration lies: here, or elsewhere, with an old file here or none. appcmd knows the real one. */
  iisRedirection: 'none' | 'stale' | 'absent';
  /** Whether a redirection.config that redirects nothing is there. */
  redirectionFile: 'written' | 'absent';
  /** The sites in a file that is stale. */
  staleSites: IisSite[];
  /** The certificate of FTP sites that name none (`siteDefaults`). */
  ftpDefaults: FtpTls | null;
}

/** The setting of servers of September 2026; which bit it sets is not known. */
export function disableAia(bit: Pick<NewSetting, 'word' | 'mask'>): NewSetting {
  return { argument: 'disableaia', label: 'Disable Authority Info Access', words: 'enabled', ...bit };
}

/** What a Windows to come has: made up, but for the first. */
const settingsOf2028: NewSetting[] = [
  disableAia({ word: 'checkMode', mask: 0x10 }),
  {
    argument: 'disablecertcompression',
    label: 'Disable Certificate Compression',
    words: 'set',
    word: 'flags',
    mask: 0x20000,
  },
  {
    argument: 'requirestapledresponse',
    label: 'Require Stapled Response',
    words: 'enabled',
    word: 'checkMode',
    mask: 0x20000,
  },
];

/** What an English server has whatever its version. */
const usual = {
  language: 'en',
  codePage: 437,
  account: 'administrator',
  update: 'keep',
  updateGapMs: 0,
  updateProperties: 'keep',
  exitCodes: 'honest',
  script: 'continue',
  scriptExitCode: 'last',
  refuseZeroTimes: true,
  keySettleMs: 0,
  blankLines: null,
  prompt: false,
  extraFields: [],
  registryDisagrees: [],
  missingPrograms: [],
  iis: null,
  processCostMs: 0,
  lackingLetters: 'question-mark',
  oddHosts: 'refused',
  uLabels: 'refused',
  changes: 'what-it-shows',
  uLabelLookup: 'matched',
  centralLines: 'null',
  // As file systems and as .NET write full control.
  keyAccess: {
    cng: 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)',
    csp: 'D:PAI(A;;0xd01f01ff;;;SY)(A;;0xd01f01ff;;;BA)',
  },
  cspKeySpec: 'signature',
  cspTls13: 'falls-back',
  keyFileNames: 'by-container',
  containerNames: 'simple',
  delstoreKeys: 'left',
  delkey: 'misses-machine-keys',
  aclFileMark: false,
  unregisteredStores: [],
  emptyKeys: 'hidden',
  registryDenied: [],
  sniKeys: 'guid',
  httpParameters: [{ name: 'MaxRequestBytes', type: 'REG_DWORD', data: '0x8000' }],
  ipListen: [],
  otherUsers: {},
  iisFileMark: false,
  iisRedirection: 'none',
  redirectionFile: 'written',
  staleSites: [],
  ftpDefaults: null,
} as const satisfies Partial<MachineOptions>;

/** A whole set of options: what is not given is as on an English server of that version. */
export function resolveOptions(given: Partial<MachineOptions>): MachineOptions {
  const windows = given.windows ?? 2022;
  return {
    ...structuredClone(usual),
    windows,
    unknownArgument: windows === 2019 ? 'exit0' : 'error',
    registryZeros: windows >= 2022 ? 'written' : 'absent',
    pfx: windows === 2016 ? 'legacy' : 'modern',
    hashStyle: windows === 2016 ? 'spaced' : 'plain',
    moreSettings: windows === 2028 ? settingsOf2028 : [],
    machineGuid: randomUUID(),
    ...given,
  };
}
