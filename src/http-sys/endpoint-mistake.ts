import { domainToASCII } from 'node:url';
import { canonicalIpv6, isHostName, isIpv4Address, parsePort } from './address.js';

/** The rule that a text breaks, as the end of a sentence, and a whole sentence that says what to write instead. */
interface EndpointMistake {
  readonly rule: string;
  readonly next: string;
}

const forms =
  'Write one endpoint a line, such as 0.0.0.0:443, [::]:443, www.example.com:443 or *.example.com:443.';

/** Says what is wrong with a text that is not an endpoint, by the mistakes that people make most. */
export function explainEndpointMistake(text: string): EndpointMistake {
  return notation(text) ?? ipv6(text) ?? port(text) ?? host(text);
}

/** Notations of other programs: URLs, netsh arguments, IIS bindings. */
function notation(text: string): EndpointMistake | undefined {
  if (text === '') return { rule: 'it is empty', next: forms };
  const wrapped = wrapping(text);
  if (wrapped) return wrapped;
  const url = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text);
  if (url) return { rule: 'it is a URL', next: write(withPort(url[1] ?? '')) };
  const netsh = /^(?:ipport|hostnameport|ccs|scopedccs)=(.*)$/i.exec(text);
  if (netsh) return { rule: 'it is an argument of netsh', next: write(netsh[1] ?? '') };
  const iis = /^([^:\s]*|\[[^\]\s]*\]):(\d+):([^:\s]*)$/.exec(text);
  if (iis && !canonicalIpv6(text) && !canonicalIpv6(`${iis[1]}:${iis[2]}`)) {
    const [, address = '', number = '', name = ''] = iis;
    return { rule: 'it is written as a binding of an IIS site', next: write(`${name || address}:${number}`) };
  }
  if (/[\s,;]/.test(text)) return { rule: 'it holds more than one word', next: forms };
  if (/[/\\]/.test(text)) {
    return { rule: 'it holds a path', next: write(withPort(text.split(/[/\\]/, 1)[0] ?? '')) };
  }
  return undefined;
}

/** What stands around an endpoint in a list of YAML, in JSON, or behind it as a comment. */
function wrapping(text: string): EndpointMistake | undefined {
  const [, item] = /^-\s+(.*)$/.exec(text) ?? [];
  if (item !== undefined) return { rule: 'the input takes text, and no list of YAML', next: write(item) };
  if (/^[[{]\s*["']/.test(text)) return { rule: 'it is JSON', next: forms };
  const [, , quoted] = /^(["'`])(.*)\1,?$/.exec(text) ?? [];
  if (quoted !== undefined) return { rule: 'the quotation marks are part of it', next: write(quoted) };
  const [endpoint, comment] = text.split(/\s*#/, 2);
  if (comment !== undefined) return { rule: 'a comment is part of it', next: write(endpoint ?? '') };
  if (!/^(?:all|any|everything)$/i.test(text)) return undefined;
  const next = 'Leave "bindings" out: then all bindings are taken whose certificate the new one succeeds.';
  return { rule: 'it is no address', next };
}

function ipv6(text: string): EndpointMistake | undefined {
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  if (bracketed) {
    const [, address = '', rest = ''] = bracketed;
    if (canonicalIpv6(address) === undefined) {
      return { rule: 'what stands in brackets is not an IPv6 address', next: forms };
    }
    if (rest === '') return { rule: 'it has no port', next: write(`${text}:443`) };
    return undefined;
  }
  if (text.split(':').length < 3) return undefined;
  const [, any] = /^::(\d{2,5})$/.exec(text) ?? [];
  if (any !== undefined) return { rule: unbracketed, next: write(`[::]:${any}`) };
  const colon = text.lastIndexOf(':');
  const [address, number] = [text.slice(0, colon), text.slice(colon + 1)];
  const split = canonicalIpv6(address) !== undefined && parsePort(number) !== undefined && number.length > 1;
  const next = split ? `[${address}]:${number}` : canonicalIpv6(text) ? `[${text}]:443` : '[::]:443';
  return { rule: unbracketed, next: write(next) };
}

const unbracketed = 'an IPv6 address stands in brackets before its port';

function port(text: string): EndpointMistake | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0 && /^[+-]?\d+$/.test(text)) return { rule: portRule, next: forms };
  if (colon < 0 || colon === text.length - 1) {
    const name = colon < 0 ? text : text.slice(0, colon);
    return { rule: 'it has no port', next: write(`${name}:443`) };
  }
  return parsePort(text.slice(colon + 1)) === undefined ? { rule: portRule, next: forms } : undefined;
}

const portRule = 'a port is a whole number from 1 to 65535, without leading zeros';

function host(text: string): EndpointMistake {
  const colon = text.lastIndexOf(':');
  const [name, end] = [text.slice(0, colon), text.slice(colon)];
  if (name === '' || name === '+') {
    return { rule: 'it has no address', next: `Write 0.0.0.0${end} for all IPv4 addresses.` };
  }
  if (/^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?$/i.test(name)) {
    const rule = 'an IPv4 address is four decimal numbers from 0 to 255 without leading zeros';
    return { rule, next: forms };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character outside ASCII is meant
  if (/[^\x00-\x7f]/.test(name)) {
    const rule = 'a host name is written in ASCII; an international name by its A-label';
    const ascii = domainToASCII(name.replace(/^\*\./, ''));
    const wildcard = name.startsWith('*.') ? '*.' : '';
    return { rule, next: ascii === '' ? forms : write(`${wildcard}${ascii}${end}`) };
  }
  if (name.slice(1).includes('*') || (name.startsWith('*') && !name.startsWith('*.'))) {
    return { rule: 'a * may stand only for the whole left-most label, as in *.example.com', next: forms };
  }
  if (name.endsWith('.') && isHostName(name.slice(0, -1))) {
    return { rule: 'a host name does not end with a dot', next: write(`${name.slice(0, -1)}${end}`) };
  }
  const rule =
    'a host name has labels of 1 to 63 letters, digits and hyphens, with a dot between them, and at most 253 characters';
  return { rule, next: forms };
}

function withPort(authority: string): string {
  return /:\d+$/.test(authority) ? authority : `${authority}:443`;
}

/** Recommends a text only if it is an endpoint, and the general forms otherwise. */
function write(text: string): string {
  const colon = text.lastIndexOf(':');
  const name = text.slice(0, Math.max(colon, 0));
  const address = /^\[(.*)\]$/.exec(name)?.[1];
  const known =
    name === '*' || isIpv4Address(name) || isHostName(name) || canonicalIpv6(address ?? '') !== undefined;
  return known && parsePort(text.slice(colon + 1)) !== undefined ? `Write ${text} instead.` : forms;
}
