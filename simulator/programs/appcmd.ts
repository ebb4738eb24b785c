import type { IisBinding, IisSite } from '../machine-options.js';
import { type Host, mayWrite } from './host.js';

const accessDenied = 5;
const invalidParameter = 87;

/** `appcmd list site /config /xml`. It has no other command, and needs an elevated account. */
export function program(args: readonly string[], host: Host): number {
  const { options, print, effective } = host;
  if (args.join(' ').toLowerCase() !== 'list site /config /xml') {
    print('ERROR ( message:The parameter is incorrect. )');
    return invalidParameter;
  }
  if (!mayWrite(host)) {
    print('ERROR ( hresult:80070005, message:Command execution failed.', 'Access is denied.', ' )');
    return accessDenied;
  }
  if (!effective) return 0;
  print(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<appcmd>',
    ...(options.iis ?? []).flatMap(siteLines),
    '</appcmd>',
  );
  return 0;
}

function siteLines({ name, id, state = 'Started', bindings }: IisSite): string[] {
  const summary = bindings
    .map(({ protocol, bindingInformation }) => `${protocol}/${bindingInformation}`)
    .join(',');
  return [
    `    <SITE SITE.NAME="${escapeXml(name)}" SITE.ID="${id}" bindings="${escapeXml(summary)}" state="${state}">`,
    `        <site name="${escapeXml(name)}" id="${id}">`,
    '            <bindings>',
    ...bindings.map(bindingLine),
    '            </bindings>',
    '            <limits />',
    '            <logFile />',
    '            <application path="/">',
    '                <virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" />',
    '            </application>',
    '        </site>',
    '    </SITE>',
  ];
}

function bindingLine({ protocol, bindingInformation, sslFlags }: IisBinding): string {
  const flags = sslFlags === undefined ? '' : ` sslFlags="${sslFlags}"`;
  return `                <binding protocol="${escapeXml(protocol)}" bindingInformation="${escapeXml(bindingInformation)}"${flags} />`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
