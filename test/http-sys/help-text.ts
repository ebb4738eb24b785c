/** The help of a command of netsh, as every language has it; what is added can be set to enable or disable. */
export function helpText(verb: string, ...more: readonly string[]): string {
  return [
    ` Usage: ${verb} sslcert hostnameport=<name:port> | ipport=<ipaddr:port> | ccs=<port>  `,
    '\tappid=<GUID> ',
    '\t[certhash=<string>]',
    '\t[certstorename=<string>]',
    '\t[usagecheck=enable|disable]',
    ...more.map((each) => `\t[${each}${each.includes('=') ? '' : '=enable|disable'}]`),
    '',
  ].join('\r\n');
}
