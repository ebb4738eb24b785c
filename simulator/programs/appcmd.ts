import { bindingLine, escapeXml, ftpLines, indent } from '../iis/site-xml.js';
import type { IisSite } from '../machine-options.js';
import { type Host, mayWrite } from './host.js';

const accessDenied = 5;
const invalidParameter = 87;

/**
 * `appcmd list site /config /xml`. It has no other command, and needs an elevated account. Its errors stand on the
 * standard output, in the language and the code page of the rest.
 */
export function program(args: readonly string[], host: Host): number {
  const { options, print, effective, texts } = host;
  if (args.join(' ').toLowerCase() !== 'list site /config /xml') {
    print(`ERROR ( message:${texts.netsh.errors[invalidParameter]} )`);
    return invalidParameter;
  }
  if (!mayWrite(host)) {
    print(`ERROR ( hresult:80070005, message:${texts.appcmd.failed}`, texts.netsh.errors[accessDenied], ' )');
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

function siteLines({ name, id, state = 'Started', bindings, ftp }: IisSite): string[] {
  const summary = bindings
    .map(({ protocol, bindingInformation }) => `${protocol}/${bindingInformation}`)
    .join(',');
  return [
    `    <SITE SITE.NAME="${escapeXml(name)}" SITE.ID="${id}" bindings="${escapeXml(summary)}" state="${state}">`,
    `        <site name="${escapeXml(name)}" id="${id}">`,
    '            <bindings>',
    ...indent(bindings.map(bindingLine), 16),
    '            </bindings>',
    '            <limits />',
    '            <logFile />',
    '            <application path="/">',
    '                <virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" />',
    '            </application>',
    ...indent(ftpLines(ftp), 12),
    '        </site>',
    '    </SITE>',
  ];
}
