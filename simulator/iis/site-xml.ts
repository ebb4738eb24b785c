import type { FtpTls, IisBinding } from '../machine-options.js';

/** A `<binding>` element. */
export function bindingLine({ protocol, bindingInformation, sslFlags }: IisBinding): string {
  const flags = sslFlags === undefined ? '' : ` sslFlags="${sslFlags}"`;
  const attributes = `protocol="${escapeXml(protocol)}" bindingInformation="${escapeXml(bindingInformation)}"${flags}`;
  return `<binding ${attributes} />`;
}

/** The element that holds the certificate of an FTP site; nothing for a site that has none. */
export function ftpLines(ftp: FtpTls | null | undefined): string[] {
  if (ftp == null) return [];
  const attributes = Object.entries(ftp).map(([name, value]) => `${name}="${escapeXml(String(value))}" `);
  return [
    '<ftpServer>',
    '    <security>',
    `        <ssl ${attributes.join('')}controlChannelPolicy="SslRequire" dataChannelPolicy="SslRequire" />`,
    '        <authentication>',
    '            <basicAuthentication enabled="true" />',
    '        </authentication>',
    '    </security>',
    '</ftpServer>',
  ];
}

/** A text as it stands in an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Lines of an element further inside. */
export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}
