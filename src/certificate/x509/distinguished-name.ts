import { Asn1Error, type Element, Fields, tags } from '../asn1/ber.js';
import { oid, text } from '../asn1/values.js';
import { harmless } from '../harmless.js';

/** The short names that Windows writes for the attributes of a name. */
const attributeNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.13': 'Description',
  '2.5.4.17': 'PostalCode',
  '2.5.4.42': 'G',
  '2.5.4.43': 'I',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
};

const commonNameOid = '2.5.4.3';

/** A distinguished name, as text and with the common name that matters most. */
export interface DistinguishedName {
  /** One line, most specific part first as Windows shows it: `CN=www.example.com, O=Example, C=DE`. */
  text: string;
  /** The most specific common name. */
  commonName?: string;
}

/** Reads a `Name` of X.501. */
export function readName(name: Element): DistinguishedName {
  if (name.tag !== tags.sequence) throw new Asn1Error('a name is not a SEQUENCE');
  const parts = name.children.map((relative) => {
    if (relative.tag !== tags.set) throw new Asn1Error('a part of a name is not a SET');
    return relative.children.map(readAttribute);
  });
  parts.reverse();
  const commonName = parts.flat().find((attribute) => attribute.type === commonNameOid)?.value;
  return {
    text: harmless(parts.map((part) => part.map(written).join(' + ')).join(', ')),
    ...(commonName !== undefined && { commonName }),
  };
}

interface Attribute {
  type: string;
  value: string;
}

function readAttribute(attribute: Element): Attribute {
  const fields = new Fields(attribute, 'an attribute of a name');
  const type = oid(fields.next());
  const value = fields.next();
  return { type, value: harmless(text(value) ?? `#${Buffer.from(value.encoding).toString('hex')}`) };
}

function written({ type, value }: Attribute): string {
  const name = attributeNames[type] ?? `OID.${type}`;
  const special = /[,+="<>#;\\]|^\s|\s$|^$/.test(value);
  return `${name}=${special ? `"${value.replaceAll('"', '""')}"` : value}`;
}
