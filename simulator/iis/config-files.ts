import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IisSite, MachineOptions } from '../machine-options.js';
import { bindingLine, escapeXml, ftpLines, indent } from './site-xml.js';

/** The options that decide what is in the files. */
const relevant: readonly (keyof MachineOptions)[] = [
  'account',
  'iis',
  'iisFileMark',
  'iisRedirection',
  'redirectionFile',
  'staleSites',
  'ftpDefaults',
];

/** Whether a change of options is one of IIS's files, too. */
export function concernsIis(options: Partial<MachineOptions>): boolean {
  return relevant.some((name) => name in options);
}

/** Writes `inetsrv\config\applicationHost.config` and `redirection.config`, or takes them away. */
export function writeIisConfig(systemRoot: string, options: MachineOptions): void {
  if (options.iis === null) return;
  const folder = join(systemRoot, 'System32', 'inetsrv', 'config');
  mkdirSync(folder, { recursive: true });
  const { iisRedirection, account } = options;
  const isElevated = account === 'administrator' || account === 'system';
  const sites = iisRedirection === 'stale' ? options.staleSites : options.iis;
  const files: Readonly<Record<string, string | null>> = {
    'applicationHost.config': iisRedirection === 'absent' ? null : applicationHost(sites, options),
    'redirection.config': redirectionOf(options),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    rmSync(file, { force: true });
    if (text === null) continue;
    if (isElevated) put(file, text);
    else deny(file);
  }
}

function put(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * A file that cannot be read, as these are for whoever is no administrator. A mode would not keep root out, but a
 * link to itself does: the file is there, and opening it fails.
 */
function deny(file: string): void {
  symlinkSync(file, file);
}

function redirectionOf({ iisRedirection, redirectionFile }: MachineOptions): string | null {
  if (iisRedirection === 'none' && redirectionFile === 'absent') return null;
  const element =
    iisRedirection === 'none'
      ? '<configurationRedirection />'
      : '<configurationRedirection enabled="true" path="\\\\farm.example.com\\iis-config" userName="FARM\\iis" password="[enc:AesProvider:0000:enc]" />';
  return lines(false, [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<configuration>',
    '    <configSections>',
    '        <section name="configurationRedirection" />',
    '    </configSections>',
    `    ${element}`,
    '</configuration>',
  ]);
}

/** The file of a server that does more than serve sites: what is not about sites is abridged. */
function applicationHost(sites: readonly IisSite[], { iisFileMark, ftpDefaults }: MachineOptions): string {
  return lines(iisFileMark, [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!--',
    '    IIS configuration sections. A site is written so: <site name="Example" id="1">.',
    '-->',
    '<configuration>',
    ...indent(sections, 4),
    '    <system.applicationHost>',
    '        <applicationPools>',
    '            <add name="DefaultAppPool" />',
    '            <applicationPoolDefaults managedRuntimeVersion="v4.0">',
    '                <processModel identityType="ApplicationPoolIdentity" />',
    '            </applicationPoolDefaults>',
    '        </applicationPools>',
    '        <listenerAdapters>',
    '            <add name="http" />',
    '        </listenerAdapters>',
    '        <sites>',
    ...indent(sites.flatMap(siteLines), 12),
    ...indent(formerSite, 12),
    '            <siteDefaults>',
    '                <logFile logFormat="W3C" directory="%SystemDrive%\\inetpub\\logs\\LogFiles" />',
    ...indent(ftpLines(ftpDefaults), 16),
    '            </siteDefaults>',
    '            <applicationDefaults applicationPool="DefaultAppPool" />',
    '            <virtualDirectoryDefaults allowSubDirConfig="true" />',
    '        </sites>',
    '        <webLimits />',
    '    </system.applicationHost>',
    ...indent(webServer, 4),
    ...indent(sites.flatMap(locationLines), 4),
    '</configuration>',
  ]);
}

const sections = [
  '<configSections>',
  '    <sectionGroup name="system.applicationHost">',
  '        <section name="applicationPools" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />',
  '        <section name="sites" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />',
  '    </sectionGroup>',
  '    <sectionGroup name="system.webServer">',
  '        <sectionGroup name="security">',
  '            <section name="access" overrideModeDefault="Deny" />',
  '        </sectionGroup>',
  '    </sectionGroup>',
  '</configSections>',
];

/** What an administrator left in a comment counts for nothing. */
const formerSite = [
  '<!--',
  '<site name="Former site" id="99">',
  '    <bindings>',
  '        <binding protocol="https" bindingInformation="*:443:" sslFlags="0" />',
  '    </bindings>',
  '</site>',
  '-->',
];

const webServer = [
  '<system.webServer>',
  '    <globalModules>',
  '        <add name="HttpLoggingModule" image="%windir%\\System32\\inetsrv\\loghttp.dll" />',
  '    </globalModules>',
  '    <security>',
  '        <access sslFlags="None" />',
  '        <isapiCgiRestriction>',
  '            <add path="%windir%\\system32\\inetsrv\\asp.dll" allowed="true" description="Active Server Pages" />',
  '        </isapiCgiRestriction>',
  '    </security>',
  '</system.webServer>',
];

function siteLines({ name, id, state, bindings, ftp }: IisSite): string[] {
  const start = state === 'Stopped' ? ' serverAutoStart="false"' : ' serverAutoStart="true"';
  return [
    `<site name="${escapeXml(name)}" id="${id}"${start}>`,
    '    <application path="/" applicationPool="DefaultAppPool">',
    '        <virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" />',
    '    </application>',
    '    <bindings>',
    ...indent(bindings.map(bindingLine), 8),
    '    </bindings>',
    ...indent(ftpLines(ftp), 4),
    '</site>',
  ];
}

function locationLines({ name }: IisSite): string[] {
  return [
    `<location path="${escapeXml(name)}">`,
    '    <system.webServer>',
    '        <security>',
    '            <access sslFlags="Ssl, SslNegotiateCert" />',
    '        </security>',
    '    </system.webServer>',
    '</location>',
  ];
}

function lines(withMark: boolean, all: readonly string[]): string {
  return `${withMark ? '\ufeff' : ''}${all.join('\r\n')}\r\n`;
}
