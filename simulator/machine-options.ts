/** The Windows versions that the machine can be. Each shows the fields and knows the arguments of its own netsh. */
export type WindowsVersion = 2016 | 2019 | 2022 | 2025;

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
}

/** A whole set of options: what is not given is as on an English server of that version. */
export function resolveOptions(given: Partial<MachineOptions>): MachineOptions {
  const windows = given.windows ?? 2022;
  return {
    windows,
    language: 'en',
    codePage: 437,
    account: 'administrator',
    update: 'keep',
    updateGapMs: 0,
    updateProperties: 'keep',
    unknownArgument: windows === 2019 ? 'exit0' : 'error',
    exitCodes: 'honest',
    script: 'continue',
    scriptExitCode: 'last',
    refuseZeroTimes: true,
    keySettleMs: 0,
    blankLines: null,
    prompt: false,
    extraFields: [],
    registryZeros: windows >= 2022 ? 'written' : 'absent',
    registryDisagrees: [],
    missingPrograms: [],
    iis: null,
    pfx: windows === 2016 ? 'legacy' : 'modern',
    hashStyle: windows === 2016 ? 'spaced' : 'plain',
    processCostMs: 0,
    ...given,
  };
}
