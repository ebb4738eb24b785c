import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({});
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* reexport */ main),
  b: () => (/* reexport */ post)
});

;// CONCATENATED MODULE: ./build/js/src/failure.js
/**
 * Every way in which a run can refuse or fail, by its stable code. The code stands in the error's title and
 * is a heading of docs/troubleshooting.md; a test keeps the three in step.
 */
const failures = {
    // Inputs
    'input-invalid': 'An input is not valid',
    'input-conflict': 'Inputs contradict each other',
    'certificate-missing': 'No certificate was given',
    'runner-environment': 'The runner environment is incomplete',
    // Certificate
    'pfx-unreadable': 'The PFX cannot be read',
    'pfx-password-wrong': 'The PFX password is wrong',
    'pfx-no-key': 'The PFX holds no private key',
    'pfx-ambiguous': 'The PFX holds more than one certificate with a key',
    'pem-unreadable': 'The PEM text cannot be read',
    'certificate-unreadable': 'A certificate cannot be read',
    'key-mismatch': 'The private key does not belong to the certificate',
    'key-unsupported': 'Windows cannot use this kind of key',
    'certificate-expired': 'The new certificate has expired',
    'certificate-not-yet-valid': 'The new certificate is not valid yet',
    'certificate-expires-soon': 'The new certificate expires too soon',
    'certificate-not-for-servers': 'The new certificate is not for servers',
    'certificate-not-in-store': 'The certificate is not in the store',
    'certificate-older': 'The present certificate expires later than the new one',
    'name-mismatch': 'The new certificate does not cover a name',
    'import-failed': 'Windows did not import the certificate',
    'key-unusable': 'HTTP.sys cannot use the private key of the new certificate',
    // Machine
    'not-windows': 'This is not a Windows server with HTTP.sys',
    'not-elevated': 'The runner is not elevated',
    'program-failed': 'A Windows program failed',
    'program-timeout': 'A Windows program did not end in time',
    'bindings-unreadable': 'The bindings of this machine cannot be read for certain',
    'readings-disagree': 'netsh and the registry disagree',
    'iis-unreadable': 'The sites of IIS cannot be read',
    // Selection and plan
    'site-unknown': 'A site is not known to IIS',
    'endpoint-not-bound': 'An endpoint has no binding',
    'endpoint-is-ccs': 'An endpoint uses the central certificate store',
    'nothing-selected': 'No binding is selected',
    'setting-not-portable': 'A binding has a setting that cannot be carried over',
    // Change
    locked: 'Another run holds this machine',
    'journal-failed': 'The journal cannot be written',
    'journal-unreadable': 'The journal of an earlier run cannot be read',
    'rehearsal-failed': 'The rehearsal on a spare socket failed',
    drift: 'A binding was changed by someone else',
    'change-failed': 'A binding could not be changed',
    'verification-failed': 'The result is not what was planned',
    'handshake-failed': 'A socket does not show the new certificate',
    cancelled: 'The run was cancelled',
    'rollback-incomplete': 'Not every binding could be put back',
    unexpected: 'An unexpected error',
};
/** An error that a run ends with on purpose. Anything else that is thrown is a bug and is reported as `unexpected`. */
class Failure extends Error {
    name = 'Failure';
    code;
    parts;
    constructor(code, parts) {
        super([parts.cause, parts.evidence, parts.next].filter(Boolean).join(' '));
        this.code = code;
        this.parts = parts;
    }
    /** The short title of this kind of failure. */
    get title() {
        return failures[this.code];
    }
}
/** Anything that is thrown, as a failure: what is not one yet is a bug of this action. */
function asFailure(error) {
    if (error instanceof Failure)
        return error;
    return new Failure('unexpected', {
        cause: error instanceof Error ? error.message : String(error),
        next: 'This is a mistake in the action itself. Run again with debug logging, and report it with the log.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/wording.js
/** The first of a list, and how many there are besides: `a, b, c and 4 more`. */
function firstOf(count, items, separator = ', ') {
    const shown = items.slice(0, count).join(separator);
    return items.length > count ? `${shown} and ${items.length - count} more` : shown;
}
/** A number with its noun: `1 binding`, `3 bindings`. */
function count(number, noun) {
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./build/js/src/certificate/unreadable.js
/**
 * A file, or a part of one, is damaged or of a kind that is not understood. The message is the end of a
 * sentence that begins with what the file is, such as "it ends too early", and holds nothing secret. The
 * readers of this room turn it into a Failure that names the input.
 */
class Unreadable extends Error {
    name = 'Unreadable';
}
/**
 * Reads those of several items that can be read, in their order: one odd certificate in a file is no reason
 * to refuse the rest.
 * @throws {Unreadable} the first reason, when there are items and none can be read
 */
function readable(items, read) {
    const values = [];
    let reason;
    for (const item of items) {
        try {
            values.push(read(item));
        }
        catch (error) {
            if (!(error instanceof Unreadable))
                throw error;
            reason ??= error;
        }
    }
    if (values.length === 0 && reason)
        throw reason;
    return values;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/asn1/ber.js

/**
 * A reader for BER, the superset of DER in which PFX files are written: definite and indefinite lengths,
 * primitive and constructed strings. It looks at a value only when it is asked for it, so that one odd
 * attribute in a file does not make the rest unreadable, and its work is bounded: depth, number of elements
 * and length of what it reads.
 */
/** The bytes are not the ASN.1 structure that was expected. */
class Asn1Error extends Unreadable {
    name = 'Asn1Error';
}
const maximumDepth = 40;
const maximumElements = 100_000;
/** Tags as they stand in the first byte, the bit for "constructed" aside. */
const tags = {
    boolean: 0x01,
    integer: 0x02,
    bitString: 0x03,
    octetString: 0x04,
    objectIdentifier: 0x06,
    utf8String: 0x0c,
    sequence: 0x10,
    set: 0x11,
    numericString: 0x12,
    printableString: 0x13,
    teletexString: 0x14,
    ia5String: 0x16,
    utcTime: 0x17,
    generalizedTime: 0x18,
    visibleString: 0x1a,
    universalString: 0x1c,
    bmpString: 0x1e,
};
/** The tag of a context-specific element, `[number]` in ASN.1 notation. */
function context(number) {
    return 0x80 | number;
}
/** One element: a tag and its content. Its children are read when they are first asked for. */
class Element {
    tag;
    constructed;
    encoding;
    content;
    depth;
    allowance;
    parsed;
    constructor(
    /** Class and number of the tag, as in `tags` and `context()`. */
    tag, constructed, 
    /** The whole element, with tag and length. */
    encoding, 
    /** The content alone, without an end-of-contents mark. */
    content, depth, allowance, children) {
        this.tag = tag;
        this.constructed = constructed;
        this.encoding = encoding;
        this.content = content;
        this.depth = depth;
        this.allowance = allowance;
        this.parsed = children;
    }
    /** The elements inside this one. */
    get children() {
        if (!this.constructed)
            throw new Asn1Error(`an element ${hex(this.tag)} has no parts`);
        this.parsed ??= readAll(this.content, this.depth + 1, this.allowance);
        return this.parsed;
    }
}
/** Reads the first element of some bytes; what follows it is left alone. */
function readBer(bytes) {
    return readElement(bytes, 0, 0, { elements: maximumElements }).element;
}
function readAll(bytes, depth, allowance) {
    const elements = [];
    let offset = 0;
    while (offset < bytes.length) {
        const { element, end } = readElement(bytes, offset, depth, allowance);
        elements.push(element);
        offset = end;
    }
    return elements;
}
function readElement(bytes, start, depth, allowance) {
    if (depth > maximumDepth)
        throw new Asn1Error('it is nested too deeply');
    if (--allowance.elements < 0)
        throw new Asn1Error('it has too many parts');
    const first = byteAt(bytes, start);
    const constructed = (first & 0x20) !== 0;
    const tag = first & 0xdf;
    let offset = start + 1;
    if ((first & 0x1f) === 0x1f) {
        // A tag number above 30 takes more bytes. No structure read here has one, so its value is of no interest.
        while (byteAt(bytes, offset++) & 0x80)
            ;
    }
    const lengthByte = byteAt(bytes, offset++);
    if (lengthByte === 0x80) {
        if (!constructed)
            throw new Asn1Error('a value of indefinite length has no parts');
        const children = [];
        const contentStart = offset;
        while (byteAt(bytes, offset) !== 0 || byteAt(bytes, offset + 1) !== 0) {
            const { element, end } = readElement(bytes, offset, depth + 1, allowance);
            children.push(element);
            offset = end;
        }
        const content = bytes.subarray(contentStart, offset);
        const end = offset + 2;
        const encoding = bytes.subarray(start, end);
        return { element: new Element(tag, true, encoding, content, depth, allowance, children), end };
    }
    let length = lengthByte;
    if (lengthByte > 0x80) {
        length = 0;
        for (let left = lengthByte & 0x7f; left > 0; left--) {
            length = length * 256 + byteAt(bytes, offset++);
            if (length > bytes.length)
                break;
        }
    }
    const end = offset + length;
    if (end > bytes.length)
        throw new Asn1Error('it ends too early');
    const encoding = bytes.subarray(start, end);
    return {
        element: new Element(tag, constructed, encoding, bytes.subarray(offset, end), depth, allowance),
        end,
    };
}
function byteAt(bytes, offset) {
    const byte = bytes[offset];
    if (byte === undefined)
        throw new Asn1Error('it ends too early');
    return byte;
}
function hex(tag) {
    return `0x${tag.toString(16).padStart(2, '0')}`;
}
/** Walks through the fields of a SEQUENCE in order. */
class Fields {
    name;
    position = 0;
    elements;
    constructor(sequence, name) {
        this.name = name;
        if (sequence.tag !== tags.sequence)
            throw new Asn1Error(`${name} is not a SEQUENCE`);
        this.elements = sequence.children;
    }
    /** The next field, which must be there and, if a tag is given, have it. */
    next(tag) {
        const element = this.elements[this.position];
        if (!element)
            throw new Asn1Error(`${this.name} is incomplete`);
        if (tag !== undefined && element.tag !== tag) {
            throw new Asn1Error(`${this.name} has ${hex(element.tag)} where ${hex(tag)} belongs`);
        }
        this.position++;
        return element;
    }
    /** The next field if it has this tag. */
    optional(tag) {
        const element = this.elements[this.position];
        if (element?.tag !== tag)
            return undefined;
        this.position++;
        return element;
    }
}
/** The only element inside an explicit tag. */
function inner(element) {
    const child = element.children[0];
    if (!child)
        throw new Asn1Error(`an element ${hex(element.tag)} is empty`);
    return child;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/asn1/values.js

/** The bytes of an OCTET STRING (or one with an implicit tag), whether in one piece or in several. */
function octets(element) {
    if (!element.constructed)
        return element.content;
    return Buffer.concat(element.children.map(octets));
}
/** An OBJECT IDENTIFIER in dotted notation. */
function oid(element) {
    if (element.tag !== tags.objectIdentifier || element.content.length === 0) {
        throw new Asn1Error('an object identifier is missing');
    }
    if (element.content.length > 64)
        throw new Asn1Error('an object identifier is too long');
    const arcs = [];
    let arc = 0n;
    for (const byte of element.content) {
        arc = (arc << 7n) | BigInt(byte & 0x7f);
        if (byte & 0x80)
            continue;
        if (arcs.length === 0) {
            const root = arc < 40n ? 0n : arc < 80n ? 1n : 2n;
            arcs.push(root, arc - root * 40n);
        }
        else {
            arcs.push(arc);
        }
        arc = 0n;
    }
    return arcs.join('.');
}
/** A small non-negative INTEGER. */
function smallInteger(element) {
    if (element.tag !== tags.integer || element.content.length === 0)
        throw new Asn1Error('a number is missing');
    let value = 0;
    for (const byte of element.content)
        value = value * 256 + byte;
    if (!Number.isSafeInteger(value) || ((element.content[0] ?? 0) & 0x80) !== 0) {
        throw new Asn1Error('a number is out of range');
    }
    return value;
}
const latin1 = (bytes) => Buffer.from(bytes).toString('latin1');
/** The text of a string of any of the ASN.1 string types; undefined for anything else. */
function values_text(element) {
    const bytes = element.constructed ? undefined : element.content;
    if (!bytes)
        return undefined;
    switch (element.tag) {
        case tags.utf8String:
            return Buffer.from(bytes).toString('utf8');
        case tags.bmpString:
            return Buffer.from(bytes.subarray(0, bytes.length & ~1))
                .swap16()
                .toString('utf16le');
        case tags.universalString:
            return utf32(bytes);
        case tags.numericString:
        case tags.printableString:
        case tags.teletexString:
        case tags.ia5String:
        case tags.visibleString:
            return latin1(bytes);
        default:
            return undefined;
    }
}
function utf32(bytes) {
    const view = Buffer.from(bytes);
    let result = '';
    for (let offset = 0; offset + 4 <= view.length; offset += 4) {
        const point = view.readUInt32BE(offset);
        result += String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd);
    }
    return result;
}
/** The moment of a UTCTime or GeneralizedTime. */
function time(element) {
    const written = latin1(element.content);
    const utc = element.tag === tags.utcTime;
    if (!utc && element.tag !== tags.generalizedTime)
        throw new Asn1Error('a time is missing');
    const match = (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/ : generalizedTime).exec(written);
    if (!match)
        throw new Asn1Error('a time is not valid');
    const [, years, month, day, hour, minute, second = '00', zone = 'Z'] = match;
    // RFC 5280: two digits from 50 on are of the 20th century.
    const year = utc ? (Number(years) >= 50 ? `19${years}` : `20${years}`) : years;
    const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
    const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
    if (Number.isNaN(moment.getTime()))
        throw new Asn1Error('a time is not valid');
    return moment;
}
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?(Z|[+-]\d{4})$/;

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: external "node:url"
const external_node_url_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");
;// CONCATENATED MODULE: ./build/js/src/certificate/host-name.js


const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const hostShape = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);
/**
 * A host name in the one form in which names are compared: lower case, A-labels for internationalised names,
 * no dot at the end. The left-most label may be `*`.
 * @returns undefined if this is no host name (an IP address is none)
 */
function canonicalHost(name) {
    const trimmed = name.trim().replace(/\.$/, '');
    const wildcard = trimmed.startsWith('*.') ? '*.' : '';
    const rest = trimmed.slice(wildcard.length);
    // domainToASCII, made for URLs, drops line breaks and decodes percent signs: neither belongs in a name.
    if (/[^\w.\-\u0080-\u{10ffff}]/u.test(rest))
        return undefined;
    const ascii = /^[\w.-]*$/.test(rest) ? rest.toLowerCase() : (0,external_node_url_namespaceObject.domainToASCII)(rest);
    const host = wildcard + ascii;
    return host.length <= 255 && hostShape.test(host) && (0,external_node_net_namespaceObject.isIP)(ascii) === 0 ? host : undefined;
}
/**
 * An IP address in the one form in which addresses are compared: dotted decimal, or compressed lower-case
 * IPv6 without brackets and zone.
 * @returns undefined if this is no IP address
 */
function canonicalAddress(address) {
    const bare = address.trim().replace(/^\[(.*)\]$/, '$1');
    switch ((0,external_node_net_namespaceObject.isIP)(bare)) {
        case 4:
            return bare;
        case 6:
            return new URL(`http://[${bare.replace(/%.*$/, '')}]/`).hostname.slice(1, -1);
        default:
            return undefined;
    }
}

;// CONCATENATED MODULE: ./build/js/src/certificate/thumbprint.js

/** The thumbprint of a certificate given as DER. */
function thumbprintOf(der) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha1').update(der).digest('hex').toUpperCase();
}
/**
 * Reads a thumbprint as people paste it: any case, with spaces, colons or hyphens, and with the
 * invisible characters (U+200E and its like) that the Windows certificate dialog copies along.
 * @returns undefined if what is left is not 40 hex digits
 */
function parseThumbprint(text) {
    const digits = text.replace(/[\s:\-\p{Cf}]/gu, '').toUpperCase();
    return /^[0-9A-F]{40}$/.test(digits) ? digits : undefined;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/harmless.js
/** Longer than any name that means something to people. */
const longest = 500;
/**
 * Text from a certificate or a file, fit to be shown in one line of a log: control characters, line
 * separators, characters that turn the direction of writing or are invisible, and halves of surrogate pairs
 * become U+FFFD, and what is far too long is cut.
 */
function harmless(text) {
    const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
    return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
}

;// CONCATENATED MODULE: ./build/js/src/certificate/x509/distinguished-name.js



/** The short names that Windows writes for the attributes of a name. */
const attributeNames = {
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
/** Reads a `Name` of X.501. */
function readName(name) {
    if (name.tag !== tags.sequence)
        throw new Asn1Error('a name is not a SEQUENCE');
    const parts = name.children.map((relative) => {
        if (relative.tag !== tags.set)
            throw new Asn1Error('a part of a name is not a SET');
        return relative.children.map(readAttribute);
    });
    parts.reverse();
    const commonName = parts.flat().find((attribute) => attribute.type === commonNameOid)?.value;
    return {
        text: harmless(parts.map((part) => part.map(written).join(' + ')).join(', ')),
        ...(commonName !== undefined && { commonName }),
    };
}
function readAttribute(attribute) {
    const fields = new Fields(attribute, 'an attribute of a name');
    const type = oid(fields.next());
    const value = fields.next();
    return { type, value: harmless(values_text(value) ?? `#${Buffer.from(value.encoding).toString('hex')}`) };
}
function written({ type, value }) {
    const name = attributeNames[type] ?? `OID.${type}`;
    const special = /[,+="<>#;\\]|^\s|\s$|^$/.test(value);
    return `${name}=${special ? `"${value.replaceAll('"', '""')}"` : value}`;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/x509/extensions.js



const oids = {
    subjectAltName: '2.5.29.17',
    basicConstraints: '2.5.29.19',
    keyUsage: '2.5.29.15',
    extendedKeyUsage: '2.5.29.37',
};
const serverAuthentication = new Set([
    '1.3.6.1.5.5.7.3.1', // id-kp-serverAuth
    '2.5.29.37.0', // anyExtendedKeyUsage
]);
/** Reads the extensions from the explicit `[3]` of a TBSCertificate, if there is one. */
function readExtensions(field) {
    const found = {
        dnsNames: [],
        hasDnsNames: false,
        ipAddresses: [],
        isCa: false,
        serverAuth: true,
        handshakeUsage: true,
    };
    for (const extension of field ? inner(field).children : []) {
        const fields = new Fields(extension, 'an extension');
        const type = oid(fields.next());
        fields.optional(tags.boolean);
        const value = octets(fields.next(tags.octetString));
        readExtension(type, value, found);
    }
    return found;
}
function readExtension(type, value, found) {
    switch (type) {
        case oids.subjectAltName:
            readAlternativeNames(readBer(value), found);
            break;
        case oids.basicConstraints: {
            const isCa = new Fields(readBer(value), 'basicConstraints').optional(tags.boolean);
            found.isCa = isCa?.content.some((byte) => byte !== 0) ?? false;
            break;
        }
        case oids.extendedKeyUsage:
            found.serverAuth = readBer(value).children.some((usage) => serverAuthentication.has(oid(usage)));
            break;
        case oids.keyUsage: {
            // A BIT STRING: the first byte counts unused bits; digitalSignature is bit 0, keyEncipherment bit 2.
            const bits = readBer(value).content[1] ?? 0;
            found.handshakeUsage = (bits & 0b1010_0000) !== 0;
            break;
        }
    }
}
const dnsName = 2;
const ipAddress = 7;
function readAlternativeNames(names, found) {
    const hosts = names.children.filter(({ tag }) => tag === context(dnsName));
    const addresses = names.children.filter(({ tag }) => tag === context(ipAddress));
    found.hasDnsNames = hosts.length > 0;
    found.dnsNames = distinct(hosts.map((name) => canonicalHost(Buffer.from(octets(name)).toString('utf8'))));
    found.ipAddresses = distinct(addresses.map((name) => addressOf(octets(name))));
}
function distinct(names) {
    return [...new Set(names)].filter((name) => name !== undefined);
}
function addressOf(bytes) {
    if (bytes.length === 4)
        return bytes.join('.');
    if (bytes.length !== 16)
        return undefined;
    const groups = Array.from({ length: 8 }, (_, i) => Buffer.from(bytes)
        .readUInt16BE(i * 2)
        .toString(16));
    return canonicalAddress(groups.join(':'));
}

;// CONCATENATED MODULE: ./build/js/src/certificate/x509/public-key.js


/**
 * Describes a key.
 * @param info the SubjectPublicKeyInfo
 * @param key the same key as Node.js sees it, if it knows the algorithm
 */
function describePublicKey(info, key) {
    const algorithm = new Fields(new Fields(info, 'a public key').next(tags.sequence), 'an algorithm');
    const dotted = oid(algorithm.next());
    const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
    return {
        kind: key?.asymmetricKeyType ?? dotted,
        ...(modulusLength !== undefined && { bits: modulusLength }),
        ...(namedCurve !== undefined && { curve: namedCurve }),
    };
}
/** A key in words: `RSA 2048`, `EC prime256v1`, `ED25519`. */
function keyInWords({ kind, bits, curve }) {
    return [kind.toUpperCase(), bits ?? curve].filter((part) => part !== undefined).join(' ');
}

;// CONCATENATED MODULE: ./build/js/src/certificate/hashes.js
/** Hash functions by object identifier, as Node.js calls them. */
const hashes = {
    '1.2.840.113549.2.5': 'md5',
    '1.3.14.3.2.26': 'sha1',
    '2.16.840.1.101.3.4.2.4': 'sha224',
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
    '2.16.840.1.101.3.4.2.5': 'sha512-224',
    '2.16.840.1.101.3.4.2.6': 'sha512-256',
    '2.16.840.1.101.3.4.2.7': 'sha3-224',
    '2.16.840.1.101.3.4.2.8': 'sha3-256',
    '2.16.840.1.101.3.4.2.9': 'sha3-384',
    '2.16.840.1.101.3.4.2.10': 'sha3-512',
};

;// CONCATENATED MODULE: ./build/js/src/certificate/x509/signature-algorithm.js



const known = {
    '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'md2' },
    '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'md5' },
    '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'sha1' },
    '1.3.14.3.2.29': { name: 'sha1WithRSAEncryption', hash: 'sha1' },
    '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'sha224' },
    '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'sha256' },
    '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'sha384' },
    '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'sha512' },
    '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'sha1' },
    '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'sha224' },
    '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'sha256' },
    '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'sha384' },
    '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'sha512' },
    '1.2.840.10040.4.3': { name: 'dsa-with-SHA1', hash: 'sha1' },
    '1.3.101.112': { name: 'Ed25519' },
    '1.3.101.113': { name: 'Ed448' },
};
const rsassaPss = '1.2.840.113549.1.1.10';
/** Reads an AlgorithmIdentifier of a signature. */
function readSignatureAlgorithm(identifier) {
    const fields = new Fields(identifier, 'a signature algorithm');
    const algorithm = oid(fields.next());
    if (algorithm !== rsassaPss)
        return known[algorithm] ?? { name: algorithm };
    const parameters = fields.optional(tags.sequence);
    const hashField = parameters && new Fields(parameters, 'RSASSA-PSS').optional(context(0));
    // RFC 4055: without the field it is SHA-1.
    const hash = hashField ? hashes[oid(new Fields(inner(hashField), 'a hash').next())] : 'sha1';
    return { name: 'RSASSA-PSS', ...(hash !== undefined && { hash }) };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/x509/structure.js

/**
 * Takes a certificate apart. What follows it in the bytes is left alone.
 * @throws {Asn1Error}
 */
function splitCertificate(der) {
    const certificate = readBer(der);
    const outer = new Fields(certificate, 'a certificate');
    const body = new Fields(outer.next(tags.sequence), 'the body of a certificate');
    body.optional(context(0)); // version
    body.next(tags.integer); // serial number
    body.next(tags.sequence); // signature algorithm, repeated outside
    const issuer = body.next(tags.sequence);
    const validity = new Fields(body.next(tags.sequence), 'the validity of a certificate');
    const subject = body.next(tags.sequence);
    const publicKeyInfo = body.next(tags.sequence);
    body.optional(context(1)); // issuerUniqueID
    body.optional(context(2)); // subjectUniqueID
    return {
        encoding: certificate.encoding,
        issuer,
        notBefore: validity.next(),
        notAfter: validity.next(),
        subject,
        publicKeyInfo,
        extensions: body.optional(context(3)),
        signatureAlgorithm: outer.next(tags.sequence),
    };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/certificate.js












/** What a sentence calls a certificate: its subject, or its first name where the subject is empty. */
function titleOf(certificate) {
    const { subject, dnsNames, ipAddresses, thumbprint } = certificate;
    return subject || dnsNames[0] || ipAddresses[0] || `with the thumbprint ${thumbprint}`;
}
/**
 * Reads a certificate.
 * @param der the certificate in DER and nothing else
 * @throws {Asn1Error} when it is not a certificate
 */
function parseCertificate(der) {
    const fields = splitCertificate(der);
    const x509 = openWithNode(fields.encoding);
    const subject = readName(fields.subject);
    const extensions = readExtensions(fields.extensions);
    const host = subject.commonName === undefined ? undefined : canonicalHost(subject.commonName);
    const selfIssued = Buffer.compare(fields.issuer.encoding, fields.subject.encoding) === 0;
    return {
        der: fields.encoding,
        thumbprint: thumbprintOf(fields.encoding),
        subject: subject.text,
        issuer: readName(fields.issuer).text,
        ...(subject.commonName !== undefined && { commonName: subject.commonName }),
        dnsNames: extensions.hasDnsNames || host === undefined ? extensions.dnsNames : [host],
        ipAddresses: extensions.ipAddresses,
        notBefore: time(fields.notBefore),
        notAfter: time(fields.notAfter),
        serverAuth: extensions.serverAuth,
        handshakeUsage: extensions.handshakeUsage,
        isCa: extensions.isCa,
        selfSigned: selfIssued && isSignedBy(x509, x509),
        publicKey: describePublicKey(fields.publicKeyInfo, publicKeyOf(x509)),
        signatureAlgorithm: readSignatureAlgorithm(fields.signatureAlgorithm),
    };
}
/**
 * Reads a certificate that stands alone in a file: DER, or base64 with or without PEM armour, as
 * `certutil -store` and the export dialog of Windows write it.
 * @throws {Failure} `certificate-unreadable`
 */
function readCertificateFile(bytes) {
    const der = bytes[0] === 0x30 ? bytes : fromBase64(bytes);
    return readCertificate(der);
}
/**
 * Reads a certificate in DER.
 * @throws {Failure} `certificate-unreadable`
 */
function readCertificate(der) {
    try {
        return parseCertificate(der);
    }
    catch (error) {
        if (!(error instanceof Unreadable))
            throw error;
        throw new Failure('certificate-unreadable', {
            cause: 'These bytes are not an X.509 certificate.',
            evidence: `${der.length} bytes: ${error.message}.`,
            next: 'Give a certificate in DER or base64 form.',
        });
    }
}
function fromBase64(bytes) {
    const text = Buffer.from(bytes).toString('latin1');
    const armoured = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END/.exec(text);
    return Buffer.from(armoured?.[1] ?? text, 'base64');
}
/** Whether a certificate was issued by another: the names fit and the signature is right. */
function isIssuedBy(certificate, issuer) {
    const child = openWithNode(certificate.der);
    const parent = openWithNode(issuer.der);
    return child.checkIssued(parent) && isSignedBy(child, parent);
}
/** Whether a private key belongs to a certificate. */
function isKeyOf(privateKey, certificate) {
    try {
        return openWithNode(certificate.der).checkPrivateKey(privateKey);
    }
    catch {
        // Node throws where OpenSSL cannot read the certificate's key: nothing that it read can fit that one.
        return false;
    }
}
function openWithNode(der) {
    try {
        return new external_node_crypto_namespaceObject.X509Certificate(der);
    }
    catch {
        throw new Asn1Error('OpenSSL finds no certificate in it');
    }
}
function publicKeyOf(x509) {
    try {
        return x509.publicKey;
    }
    catch {
        // An algorithm that OpenSSL does not know, such as GOST.
        return undefined;
    }
}
function isSignedBy(child, parent) {
    const key = publicKeyOf(parent);
    try {
        return key !== undefined && child.verify(key);
    }
    catch {
        // The kind of key does not fit the kind of signature.
        return false;
    }
}

;// CONCATENATED MODULE: ./build/js/src/certificate/schannel.js

/**
 * Whether Schannel, the TLS of Windows and so of IIS, serves certificates with this kind of key.
 * @param kind as Node.js calls it
 */
function isKindForSchannel(kind) {
    return ['rsa', 'rsa-pss', 'ec'].includes(kind);
}
/**
 * The failure for a key that Schannel cannot use.
 * @param key what the sentence begins with: "The private key"
 * @param kind what kind it is of
 */
function unsupportedKey(key, kind) {
    return new Failure('key-unsupported', {
        cause: `${key} is of the kind ${kind}, which IIS cannot use.`,
        evidence: 'Schannel, the TLS of Windows, serves certificates with RSA and ECDSA keys only.',
        next: 'Have the certificate issued for an RSA key (2048 bits or more) or an EC key (P-256 or P-384).',
    });
}

;// CONCATENATED MODULE: ./build/js/src/certificate/checks.js





const day = 24 * 60 * 60 * 1000;
/** Days until notAfter, rounded down; negative once expired. */
function daysRemaining(notAfter, now) {
    return Math.floor((notAfter.getTime() - now.getTime()) / day);
}
/**
 * Refuses a certificate that is not valid now or not for long enough.
 * @param minimumDays the fewest days that it must remain valid
 * @throws {Failure} `certificate-not-yet-valid`, `certificate-expired` or `certificate-expires-soon`
 */
function checkValidity(certificate, now, minimumDays) {
    const { notBefore, notAfter } = certificate;
    const title = titleOf(certificate);
    if (now < notBefore) {
        throw new Failure('certificate-not-yet-valid', {
            cause: `The new certificate ${title} is valid only from ${iso(notBefore)}.`,
            evidence: `This machine's clock says ${iso(now)}, which is ${span(notBefore, now)} earlier.`,
            next: "Check this server's clock and time zone; if they are right, deploy the certificate later.",
        });
    }
    if (now > notAfter) {
        throw new Failure('certificate-expired', {
            cause: `The new certificate ${title} was valid only until ${iso(notAfter)}.`,
            evidence: `This machine's clock says ${iso(now)}, which is ${span(now, notAfter)} later.`,
            next: "Give the renewed certificate; if this is the renewed one, check this server's clock.",
        });
    }
    const days = daysRemaining(notAfter, now);
    if (days < minimumDays) {
        throw new Failure('certificate-expires-soon', {
            cause: `The new certificate ${title} expires in ${count(days, 'day')}, and "minimum-days" is ${minimumDays}.`,
            evidence: `It is valid until ${iso(notAfter)}; this machine's clock says ${iso(now)}.`,
            next: 'Give the renewed certificate, or lower "minimum-days".',
        });
    }
}
/**
 * Refuses a certificate that a TLS server on Windows cannot use.
 * @throws {Failure} `key-unsupported` or `certificate-not-for-servers`
 */
function checkUsage(certificate) {
    checkKeyKind(certificate);
    if (!certificate.serverAuth) {
        throw new Failure('certificate-not-for-servers', {
            cause: `The certificate ${titleOf(certificate)} does not allow server authentication.`,
            evidence: 'Its extended key usage does not list serverAuth (1.3.6.1.5.5.7.3.1).',
            next: 'Give a certificate that was issued for a TLS server.',
        });
    }
    if (!certificate.handshakeUsage) {
        throw new Failure('certificate-not-for-servers', {
            cause: `The certificate ${titleOf(certificate)} does not allow its key to be used in a TLS handshake.`,
            evidence: 'Its key usage has neither digitalSignature nor keyEncipherment.',
            next: 'Give a certificate that was issued for a TLS server.',
        });
    }
}
/**
 * Refuses a key that Schannel cannot use at all: Ed25519, Ed448, DSA and the more exotic.
 * @throws {Failure} `key-unsupported`
 */
function checkKeyKind(certificate) {
    const { publicKey } = certificate;
    if (isKindForSchannel(publicKey.kind))
        return;
    throw unsupportedKey(`The key of the certificate ${titleOf(certificate)}`, keyInWords(publicKey));
}
const curvesOfWindows = ['prime256v1', 'secp384r1', 'secp521r1'];
const brokenHashes = ['md2', 'md5', 'sha1'];
/**
 * What is weak in a certificate and its chain, for warnings. The signature of a self-signed certificate
 * proves nothing and is not looked at.
 * @param chain the other certificates up to the root, if known
 */
function weaknesses(certificate, chain) {
    return [certificate, ...chain].flatMap((member) => {
        const { kind, bits = 2048, curve } = member.publicKey;
        const title = titleOf(member);
        const found = [];
        if (kind.startsWith('rsa') && bits < 2048) {
            found.push(`The RSA key of ${title} has only ${bits} bits. Clients and Windows refuse less than 2048.`);
        }
        if (kind === 'rsa-pss') {
            found.push(`The key of ${title} is for RSASSA-PSS only, which Schannel may not be able to use.`);
        }
        if (kind === 'ec' && !curvesOfWindows.includes(curve ?? '')) {
            found.push(`The EC key of ${title} is on ${curve ?? 'a curve without a name'}. Windows offers P-256, P-384 and ` +
                'P-521 unless its order of curves has been changed.');
        }
        if (!member.selfSigned && brokenHashes.includes(member.signatureAlgorithm.hash ?? '')) {
            found.push(`${title} is signed with ${member.signatureAlgorithm.name}, which clients no longer trust.`);
        }
        return found;
    });
}
const iso = (moment) => moment.toISOString().replace('.000Z', 'Z');
function span(later, earlier) {
    const minutes = Math.ceil((later.getTime() - earlier.getTime()) / 60_000);
    if (minutes < 120)
        return count(minutes, 'minute');
    return minutes < 2 * 24 * 60
        ? count(Math.round(minutes / 60), 'hour')
        : count(Math.round(minutes / 1440), 'day');
}

;// CONCATENATED MODULE: ./build/js/src/run/report.js

/** A certificate in the form of the report. */
function toCertificateReport(certificate, now) {
    return {
        thumbprint: certificate.thumbprint,
        subject: certificate.subject,
        issuer: certificate.issuer,
        dnsNames: [...certificate.dnsNames, ...certificate.ipAddresses],
        notBefore: certificate.notBefore.toISOString(),
        notAfter: certificate.notAfter.toISOString(),
        daysRemaining: daysRemaining(certificate.notAfter, now),
    };
}
/** The endpoints whose certificate expires within a number of days, soonest first. */
function expiringWithin(days, bindings, now) {
    return bindings
        .flatMap(({ endpoint, notAfter }) => (notAfter === null ? [] : [{ endpoint, notAfter }]))
        .filter(({ notAfter }) => daysRemaining(new Date(notAfter), now) < days)
        .sort((one, other) => one.notAfter.localeCompare(other.notAfter))
        .map(({ endpoint }) => endpoint);
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/address.js

/** Reads a port in plain decimal, 1 to 65535, without sign or leading zeros; undefined for anything else. */
function parsePort(text) {
    if (!/^[1-9]\d{0,4}$/.test(text))
        return undefined;
    const port = Number(text);
    return port <= 65535 ? port : undefined;
}
/** Four decimal octets without leading zeros: `010.0.0.1` is octal for some programs and decimal for others. */
function isIpv4Address(text) {
    return (0,external_node_net_namespaceObject.isIPv4)(text);
}
/**
 * The one spelling (RFC 5952, lower case, a numeric zone kept) of an IPv6 address given without brackets.
 * @returns undefined if it is not an IPv6 address
 */
function canonicalIpv6(text) {
    if (!(0,external_node_net_namespaceObject.isIPv6)(text))
        return undefined;
    const [address = '', zone] = text.split('%');
    if (zone !== undefined && !/^\d+$/.test(zone))
        return undefined;
    const spelled = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    return zone === undefined ? spelled : `${spelled}%${zone}`;
}
/**
 * A host name as HTTP.sys takes it for SNI: ASCII labels of letters, digits, hyphens and (tolerated, though DNS
 * host names have none) underscores; `*` only as the whole left-most label. A name whose last label is a number
 * is refused, as in URLs: it is a mistyped IPv4 address.
 */
function isHostName(text) {
    const name = text.startsWith('*.') ? text.slice(2) : text;
    if (text.length > 253 || !/^[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*$/.test(name))
        return false;
    return !/(?:^|\.)\d+$/.test(name);
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/endpoint-mistake.js


const endpoint_mistake_forms = 'Write one endpoint a line, such as 0.0.0.0:443, [::]:443, www.example.com:443 or *.example.com:443.';
/** Says what is wrong with a text that is not an endpoint, by the mistakes that people make most. */
function explainEndpointMistake(text) {
    return notation(text) ?? ipv6(text) ?? port(text) ?? host(text);
}
/** Notations of other programs: URLs, netsh arguments, IIS bindings. */
function notation(text) {
    if (text === '')
        return { rule: 'it is empty', next: endpoint_mistake_forms };
    const url = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text);
    if (url)
        return { rule: 'it is a URL', next: write(withPort(url[1] ?? '')) };
    const netsh = /^(?:ipport|hostnameport|ccs|scopedccs)=(.*)$/i.exec(text);
    if (netsh)
        return { rule: 'it is an argument of netsh', next: write(netsh[1] ?? '') };
    const iis = /^([^:\s]*|\[[^\]\s]*\]):(\d+):([^:\s]*)$/.exec(text);
    if (iis && !canonicalIpv6(text) && !canonicalIpv6(`${iis[1]}:${iis[2]}`)) {
        const [, address = '', number = '', name = ''] = iis;
        return { rule: 'it is written as a binding of an IIS site', next: write(`${name || address}:${number}`) };
    }
    if (/[\s,;]/.test(text))
        return { rule: 'it holds more than one word', next: endpoint_mistake_forms };
    if (/[/\\]/.test(text)) {
        return { rule: 'it holds a path', next: write(withPort(text.split(/[/\\]/, 1)[0] ?? '')) };
    }
    return undefined;
}
function ipv6(text) {
    const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
    if (bracketed) {
        const [, address = '', rest = ''] = bracketed;
        if (canonicalIpv6(address) === undefined) {
            return { rule: 'what stands in brackets is not an IPv6 address', next: endpoint_mistake_forms };
        }
        if (rest === '')
            return { rule: 'it has no port', next: write(`${text}:443`) };
        return undefined;
    }
    if (text.split(':').length < 3)
        return undefined;
    const colon = text.lastIndexOf(':');
    const [address, number] = [text.slice(0, colon), text.slice(colon + 1)];
    const split = canonicalIpv6(address) !== undefined && parsePort(number) !== undefined && number.length > 1;
    const next = split ? `[${address}]:${number}` : canonicalIpv6(text) ? `[${text}]:443` : '[::]:443';
    return { rule: 'an IPv6 address stands in brackets before its port', next: write(next) };
}
function port(text) {
    const colon = text.lastIndexOf(':');
    if (colon < 0 && /^[+-]?\d+$/.test(text))
        return { rule: portRule, next: endpoint_mistake_forms };
    if (colon < 0 || colon === text.length - 1) {
        const name = colon < 0 ? text : text.slice(0, colon);
        return { rule: 'it has no port', next: write(`${name}:443`) };
    }
    return parsePort(text.slice(colon + 1)) === undefined ? { rule: portRule, next: endpoint_mistake_forms } : undefined;
}
const portRule = 'a port is a whole number from 1 to 65535, without leading zeros';
function host(text) {
    const colon = text.lastIndexOf(':');
    const [name, end] = [text.slice(0, colon), text.slice(colon)];
    if (name === '' || name === '+') {
        return { rule: 'it has no address', next: `Write 0.0.0.0${end} for all IPv4 addresses.` };
    }
    if (/^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?$/i.test(name)) {
        const rule = 'an IPv4 address is four decimal numbers from 0 to 255 without leading zeros';
        return { rule, next: endpoint_mistake_forms };
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: every character outside ASCII is meant
    if (/[^\x00-\x7f]/.test(name)) {
        const rule = 'a host name is written in ASCII; an international name by its A-label';
        const ascii = (0,external_node_url_namespaceObject.domainToASCII)(name.replace(/^\*\./, ''));
        const wildcard = name.startsWith('*.') ? '*.' : '';
        return { rule, next: ascii === '' ? endpoint_mistake_forms : write(`${wildcard}${ascii}${end}`) };
    }
    if (name.slice(1).includes('*') || (name.startsWith('*') && !name.startsWith('*.'))) {
        return { rule: 'a * may stand only for the whole left-most label, as in *.example.com', next: endpoint_mistake_forms };
    }
    if (name.endsWith('.') && isHostName(name.slice(0, -1))) {
        return { rule: 'a host name does not end with a dot', next: write(`${name.slice(0, -1)}${end}`) };
    }
    const rule = 'a host name has labels of 1 to 63 letters, digits and hyphens, with a dot between them, and at most 253 characters';
    return { rule, next: endpoint_mistake_forms };
}
function withPort(authority) {
    return /:\d+$/.test(authority) ? authority : `${authority}:443`;
}
/** Recommends a text only if it is an endpoint, and the general forms otherwise. */
function write(text) {
    const colon = text.lastIndexOf(':');
    const name = text.slice(0, Math.max(colon, 0));
    const address = /^\[(.*)\]$/.exec(name)?.[1];
    const known = name === '*' || isIpv4Address(name) || isHostName(name) || canonicalIpv6(address ?? '') !== undefined;
    return known && parsePort(text.slice(colon + 1)) !== undefined ? `Write ${text} instead.` : endpoint_mistake_forms;
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/endpoint.js



/**
 * Reads an endpoint as a user writes it: `0.0.0.0:443`, `[::]:443`, `www.example.com:443`, `*.example.com:443`,
 * `*:443` (all IPv4 addresses, as IIS writes it), or a bare port for the central certificate store.
 * A host name is taken for an SNI binding; a scoped CCS record of the same name has another kind and key.
 * @throws Failure `input-invalid` that shows the value, states the rule and says what to write
 */
function parseEndpoint(text) {
    const given = text.trim();
    const port = parsePort(given);
    if (port !== undefined)
        return endpoint('ccs', given, '', port);
    const socket = splitSocket(given);
    if (socket?.host === '*')
        return endpoint('ipport', `0.0.0.0:${socket.port}`, '0.0.0.0', socket.port);
    const read = socket && (ipEndpoint(socket) ?? hostEndpoint('hostnameport', socket));
    if (read === undefined) {
        const { rule, next } = explainEndpointMistake(given);
        throw new Failure('input-invalid', {
            cause: `An entry of the input "bindings" is not an endpoint: ${rule}.`,
            evidence: `Given: ${shown(given)}.`,
            next,
        });
    }
    return read.host.includes(':') ? { ...read, text: `[${read.host}]:${read.port}` } : read;
}
/**
 * An endpoint as netsh or the registry shows it, its text kept to the letter.
 * @returns undefined if the text does not have the shape that this kind has
 */
function shownEndpoint(kind, text) {
    if (kind === 'ccs') {
        const port = parsePort(text);
        return port === undefined ? undefined : endpoint('ccs', text, '', port);
    }
    const socket = splitSocket(text);
    if (socket === undefined)
        return undefined;
    return kind === 'ipport' ? ipEndpoint(socket) : hostEndpoint(kind, socket);
}
/** Whether the endpoint is `0.0.0.0` or `[::]`: every address of its family that has no record of its own. */
function isWildcardAddress(endpoint) {
    return endpoint.kind === 'ipport' && (endpoint.host === '0.0.0.0' || endpoint.host === '::');
}
function splitSocket(text) {
    const colon = text.lastIndexOf(':');
    const port = colon < 0 ? undefined : parsePort(text.slice(colon + 1));
    return port === undefined ? undefined : { text, host: text.slice(0, colon), port };
}
function ipEndpoint({ text, host, port }) {
    if (isIpv4Address(host))
        return endpoint('ipport', text, host, port);
    const ipv6 = host.startsWith('[') && host.endsWith(']') ? canonicalIpv6(host.slice(1, -1)) : undefined;
    return ipv6 === undefined ? undefined : endpoint('ipport', text, ipv6, port);
}
function hostEndpoint(kind, { text, host, port }) {
    return isHostName(host) ? endpoint(kind, text, host, port) : undefined;
}
function endpoint(kind, text, host, port) {
    return { kind, text, host, port, key: `${kind} ${host.toLowerCase()} ${port}` };
}
/** Quoted, with control characters escaped, and no longer than a line. */
function shown(text) {
    return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}

;// CONCATENATED MODULE: ./build/js/src/inspect/site-sockets.js

const sni = 1;
const centralStore = 2;
/**
 * The HTTP.sys sockets of a site's https bindings. IIS's `sslFlags` say which kind of key HTTP.sys has for each:
 * 2 (central certificate store) a key by port alone, 1 (SNI) one by host name, neither one by address, where `*`
 * is `0.0.0.0`. Bindings that have no such shape are left out.
 */
function siteSockets(site) {
    return site.bindings.flatMap(({ information, sslFlags }) => {
        const parts = /^(\[[^\]]*\]|[^:]*):(\d+):(.*)$/.exec(information.trim());
        if (!parts)
            return [];
        const [, address = '', port = '', host = ''] = parts;
        const endpoint = sslFlags & centralStore
            ? shownEndpoint('ccs', port)
            : sslFlags & sni
                ? shownEndpoint('hostnameport', `${host}:${port}`)
                : shownEndpoint('ipport', `${address === '*' || address === '' ? '0.0.0.0' : address}:${port}`);
        return endpoint ? [endpoint] : [];
    });
}

;// CONCATENATED MODULE: ./build/js/src/inspect/owner.js

/** The application id that IIS has used for its bindings in every version. */
const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
/** Our own, on the spare sockets of a rehearsal; leftovers of a killed run are recognised by it. */
const rehearsalAppId = '{6d1c9d0e-55a7-4b5e-8d0b-3a6f2f1b7c94}';
const otherPrograms = new Map([
    ['{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}', 'WinRM'],
    ['{5d89a20c-beab-4389-9447-324788eb944a}', 'AD FS or Web Application Proxy'],
    ['{ba195980-cd49-458b-9e23-c84ee0adcd75}', 'SSTP (Routing and Remote Access)'],
    ['{214124cd-d05b-4309-9af9-9caa44b2b74a}', 'IIS Express'],
]);
/**
 * Tells the owners of bindings. A binding is IIS's if its application id is, or if it is the socket of an https
 * binding of an IIS site and its application id is not that of a well-known other program: tools also write random
 * or zero application ids.
 *
 * @param sites undefined where IIS's configuration was not read
 */
function ownerOf(sites) {
    const socketToSites = new Map();
    for (const site of sites ?? []) {
        for (const { key } of siteSockets(site)) {
            const names = socketToSites.get(key) ?? [];
            if (!names.includes(site.name))
                names.push(site.name);
            socketToSites.set(key, names);
        }
    }
    return (binding) => {
        const program = otherPrograms.get(binding.appId);
        if (program)
            return { is: 'other', program };
        const names = socketToSites.get(binding.endpoint.key);
        if (binding.appId === iisAppId || names)
            return { is: 'iis', sites: names ?? [] };
        return { is: 'unknown' };
    };
}
/** An owner in words, for tables and warnings. */
function ownerName(owner) {
    if (owner.is === 'iis')
        return 'IIS';
    return owner.is === 'other' ? owner.program : 'unknown';
}
/** IIS's application id on this machine: the known one if a binding has it, else the one on most of its sockets. */
function discoverAppId(bindings, owner) {
    const counts = new Map();
    for (const binding of bindings) {
        if (binding.appId === iisAppId)
            return iisAppId;
        if (owner(binding).is === 'iis')
            counts.set(binding.appId, (counts.get(binding.appId) ?? 0) + 1);
    }
    return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

;// CONCATENATED MODULE: ./build/js/src/plan/change.js

/** How a change is carried out: a binding that does not exist yet is added. */
function methodOf(change, methods) {
    return change.before === null ? 'add' : (methods.get(change.endpoint.key) ?? 'delete-add');
}
/** The methods of changes with their numbers, e.g. `update for 3 bindings`. */
function methodsInWords(changes, methods) {
    const counts = new Map();
    for (const change of changes) {
        const method = methodOf(change, methods);
        counts.set(method, (counts.get(method) ?? 0) + 1);
    }
    return [...counts].map(([method, number]) => `${method} for ${count(number, 'binding')}`).join(', ');
}
function boundArguments(to, appId, settings) {
    return [
        `certhash=${to.thumbprint.toLowerCase()}`,
        `appid=${appId}`,
        ...(to.store === null ? [] : [`certstorename=${to.store}`]),
        ...settings,
    ];
}
/** The command that creates the binding with all its settings. */
function addCommand({ endpoint, appId, settingsArguments }, to) {
    return { verb: 'add', endpoint, args: boundArguments(to, appId, settingsArguments.add) };
}
/**
 * The command that replaces the certificate in place. Every setting is passed again, because it is not known for
 * every Windows whether `update` keeps or resets what is left out.
 */
function updateCommand({ endpoint, appId, settingsArguments }, to) {
    return { verb: 'update', endpoint, args: boundArguments(to, appId, settingsArguments.update ?? []) };
}
/** The command that removes the binding. */
function deleteCommand({ endpoint }) {
    return { verb: 'delete', endpoint, args: [] };
}
/** Whether a binding points to this certificate in this store (store names compare without case). */
function pointsTo(binding, to) {
    return binding.thumbprint === to.thumbprint && sameStore(binding.store, to.store);
}
/** Store names compare without case; bound without a name is not the same text as bound with `MY`. */
function sameStore(one, other) {
    return one?.toLowerCase() === other?.toLowerCase();
}
/** Whether two texts of a binding show the same settings. */
function sameBlock(one, other) {
    return one === other || (one.length === other.length && one.every((line, index) => line === other[index]));
}
/** The lines in which the texts of a binding differ, for an error message. */
function blockDifference(before, after) {
    const had = new Set(before);
    const has = new Set(after);
    const lost = before.filter((line) => !has.has(line)).map((line) => `was "${line}"`);
    const gained = after.filter((line) => !had.has(line)).map((line) => `is "${line}"`);
    return [...lost, ...gained].slice(0, 8).join(', ') || 'the order of its lines';
}
/** Whether the binding is, in every respect, as it was before the change. */
function isBefore(change, now) {
    if (change.before === null)
        return now === undefined;
    return now !== undefined && pointsTo(now, change.before) && sameOtherwise(change, now);
}
/** Whether the binding is, in every respect, as it should be after the change. */
function isAfter(change, now) {
    return now !== undefined && pointsTo(now, change.after) && sameOtherwise(change, now);
}
function sameOtherwise(change, now) {
    return now.appId === change.appId && (change.block === null || sameBlock(change.block, now.block));
}

;// CONCATENATED MODULE: ./build/js/src/apply/spares.js


/** Whether a binding is the spare socket of a rehearsal: nobody else has its application id. */
function isSpare({ appId }) {
    return appId === rehearsalAppId;
}
/** A spare socket shall be gone; an endpoint that somebody else has bound since is left alone. */
function removalGoal(endpoint) {
    return {
        endpoint,
        next: (now) => now && isSpare(now) ? { is: 'commands', commands: [deleteCommand({ endpoint })] } : { is: 'reached' },
    };
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./build/js/src/http-sys/registry-output.js
const keyLine = /^HKEY_[A-Z_]+\\.*$/;
/** Four blanks stand before the name, and before type and data; the name itself may hold blanks. */
const valueLine = /^ {4}(\S.*?) {4}(REG_[A-Z_]+)(?: {4}(.*)| *)$/;
/**
 * Reads the output of `reg.exe query <key> /s`, whose keys, types and data are not translated, key by key. Lines
 * outside of a key and after the blank line that ends it, such as translated messages, are passed over.
 */
function* readKeys(text) {
    let key;
    let isOpen = false;
    for (const line of linesOf(text)) {
        if (keyLine.test(line)) {
            if (key)
                yield key;
            key = { path: line, values: [], isDamaged: false };
            isOpen = true;
        }
        else if (line === '') {
            isOpen = false;
        }
        else if (isOpen && key !== undefined) {
            const [, name, type, data = ''] = valueLine.exec(line) ?? [];
            if (name !== undefined && type !== undefined)
                key.values.push({ name, type, data });
            else
                key.isDamaged = true;
        }
    }
    if (key)
        yield key;
}
function* linesOf(text) {
    for (let from = 0; from <= text.length;) {
        const lineFeed = text.indexOf('\n', from);
        const end = lineFeed < 0 ? text.length : lineFeed;
        yield text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end);
        from = end + 1;
    }
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/registry.js



/** HTTP.sys keeps each kind of binding under a key of its own. */
const tableNames = { ipport: 'SslBindingInfo', hostnameport: 'SslSniBindingInfo' };
/**
 * Reads the output of `reg.exe query HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters\<table> /s`, which is
 * not translated. An output without the table (a key that does not exist, any message) holds no bindings, and a record
 * that is not understood for certain is none.
 * @param text the output, one character for each byte
 * @param known settings of earlier readings: equal ones will be the same object
 */
function parseRegistryTable(text, kind, known = new Map()) {
    const found = new Map();
    const doubtful = new Set();
    const names = new Set();
    for (const { name, keys } of recordsOf(readKeys(text), tableNames[kind])) {
        const binding = toBinding(name, keys, kind, known);
        const twin = binding && found.get(binding.endpoint.key);
        if (binding === undefined || names.has(name))
            doubtful.add(name);
        else if (twin === undefined)
            found.set(binding.endpoint.key, { name, binding });
        else
            doubtful.add(name).add(twin.name);
        names.add(name);
    }
    return [...found.values()].flatMap(({ name, binding }) => (doubtful.has(name) ? [] : [binding]));
}
/** The records of a table, one after the other; sub-keys follow their key. */
function* recordsOf(keys, table) {
    let record;
    for (const key of keys) {
        const parts = key.path.split('\\');
        const at = parts.findIndex((part) => part.toLowerCase() === table.toLowerCase());
        const name = at < 0 ? undefined : parts[at + 1];
        if (name === undefined)
            continue;
        const inside = { ...key, path: parts.slice(at + 2).join('\\') };
        if (record?.name === name) {
            record.keys.push(inside);
            continue;
        }
        if (record)
            yield record;
        record = { name, keys: [inside] };
    }
    if (record)
        yield record;
}
/** The values that a record is known to have, by name in lower case, with the type that they are known to have. */
const knownTypes = new Map([
    ['sslcerthash', 'REG_BINARY'],
    ['appid', 'REG_BINARY'],
    ['sslcertstorename', 'REG_SZ'],
    ['hostnameport', 'REG_SZ'],
    ['defaultsslcertcheckmode', 'REG_DWORD'],
    ['defaultsslrevocationfreshnesstime', 'REG_DWORD'],
    ['defaultsslrevocationurlretrievaltimeout', 'REG_DWORD'],
    ['defaultsslctlidentifier', 'REG_SZ'],
    ['defaultsslctlstorename', 'REG_SZ'],
    ['defaultflags', 'REG_DWORD'],
]);
/** undefined if a value that is needed is damaged. */
function toBinding(name, keys, kind, knownSettings) {
    const known = new Map();
    const unknown = [];
    for (const key of keys) {
        if (key.isDamaged)
            return undefined;
        if (key.path !== '' && key.values.length === 0)
            unknown.push(`${key.path}\\`);
        for (const value of key.values) {
            const id = value.name.toLowerCase();
            if (key.path === '' && known.has(id))
                return undefined;
            if (key.path === '' && knownTypes.get(id) === value.type)
                known.set(id, value.data);
            else if (!isEmptyDefault(value))
                unknown.push(opaque(key, value));
        }
    }
    const endpoint = shownEndpoint(kind, known.get('hostnameport') ?? name);
    const thumbprint = optional(known.get('sslcerthash'), toThumbprint);
    const appId = optional(known.get('appid'), toGuid);
    const settings = toSettings(known, unknown.sort());
    if (!endpoint || thumbprint === undefined || appId === undefined || !settings)
        return undefined;
    return {
        endpoint,
        thumbprint,
        appId,
        store: known.get('sslcertstorename') || null,
        settings: theOne(settings, knownSettings),
    };
}
/** Thousands of bindings have the same few settings: they share one object, and equal ones are seen at a glance. */
function theOne(settings, known) {
    const text = JSON.stringify(settings);
    const one = known.get(text) ?? settings;
    known.set(text, one);
    return one;
}
function opaque(key, { name, type, data }) {
    return `${key.path === '' ? '' : `${key.path}\\`}${name}=${type}:${data}`;
}
/** The default value has a translated name in brackets, and no data or a translated remark in brackets if it is not set. */
function isEmptyDefault({ name, type, data }) {
    return /^[(<].*[)>]$/.test(name) && type === 'REG_SZ' && /^(?:\(.*\))?$/.test(data);
}
/** null for an absent value, undefined for one that cannot be converted. */
function optional(data, convert) {
    return data === undefined ? null : convert(data);
}
function toThumbprint(hex) {
    return /^[0-9A-F]{40}$/i.test(hex) ? parseThumbprint(hex) : undefined;
}
/** A GUID as Windows keeps it in memory: its first three groups are little-endian numbers. */
function toGuid(hex) {
    if (!/^[0-9A-F]{32}$/i.test(hex))
        return undefined;
    const bytes = Buffer.from(hex, 'hex');
    const groups = [
        bytes.subarray(0, 4).reverse(),
        bytes.subarray(4, 6).reverse(),
        bytes.subarray(6, 8).reverse(),
    ];
    groups.push(bytes.subarray(8, 10), bytes.subarray(10));
    return `{${groups.map((group) => group.toString('hex')).join('-')}}`;
}
function toSettings(known, unknown) {
    const dword = (name) => {
        const data = known.get(name) ?? '0x0';
        return /^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : undefined;
    };
    const checkMode = dword('defaultsslcertcheckmode');
    const revocationFreshnessTime = dword('defaultsslrevocationfreshnesstime');
    const urlRetrievalTimeout = dword('defaultsslrevocationurlretrievaltimeout');
    const flags = dword('defaultflags');
    if (checkMode === undefined || revocationFreshnessTime === undefined)
        return undefined;
    if (urlRetrievalTimeout === undefined || flags === undefined)
        return undefined;
    const ctlIdentifier = known.get('defaultsslctlidentifier') || null;
    const ctlStoreName = known.get('defaultsslctlstorename') || null;
    return {
        checkMode,
        revocationFreshnessTime,
        urlRetrievalTimeout,
        ctlIdentifier,
        ctlStoreName,
        flags,
        unknown,
    };
}
/**
 * Why netsh and the registry do not say the same of one binding, as a sentence; undefined if they agree on hash,
 * appid and store. netsh reads HTTP.sys's live table, the registry holds what HTTP.sys starts with.
 * @param registry the registry's record of the binding's endpoint, if it has one
 */
function disagreement(binding, registry) {
    if (registry === undefined)
        return 'The registry has no such binding.';
    const differs = (what, shown, kept) => `netsh shows the ${what} ${shown ?? '(null)'}, the registry has ${kept ?? 'none'}.`;
    if (binding.thumbprint !== registry.thumbprint) {
        return differs('certificate', binding.thumbprint, registry.thumbprint);
    }
    // The appid is not what a change depends on, so a host that does not keep it here is no reason to refuse.
    if (registry.appId !== null && binding.appId.toLowerCase() !== registry.appId.toLowerCase()) {
        return differs('appid', binding.appId, registry.appId);
    }
    return isSameStore(binding.store, registry.store)
        ? undefined
        : differs('store', binding.store, registry.store);
}
/** Store names compare without case. A label that netsh does not set off with a colon is a part of the shown name. */
function isSameStore(shown, kept) {
    if (shown === null || kept === null)
        return shown === kept;
    const [whole, name] = [shown.toLowerCase(), kept.toLowerCase()];
    if (!whole.endsWith(name))
        return false;
    return !/[a-z0-9_-]$/.test(whole.slice(0, whole.length - name.length));
}

;// CONCATENATED MODULE: external "node:string_decoder"
const external_node_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");
;// CONCATENATED MODULE: ./build/js/src/windows/text.js

/**
 * The output of a Windows program as a string, piece by piece. Piped output is in the OEM code page of the machine,
 * which is not known here; every byte becomes the character of the same number, so ASCII is readable and the rest is
 * preserved for comparison. UTF-16 with a byte order mark, which some shells produce, is decoded.
 */
class OutputDecoder {
    #start = Buffer.alloc(0);
    #decoder;
    add(bytes) {
        if (this.#decoder)
            return this.#decoder.write(bytes);
        this.#start = Buffer.concat([this.#start, bytes]);
        return this.#start.length < longestMark ? '' : this.#begin();
    }
    end() {
        return this.#decoder ? this.#decoder.end() : this.#begin();
    }
    #begin() {
        const bytes = this.#start;
        const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
        const isUtf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
        this.#decoder = new external_node_string_decoder_namespaceObject.StringDecoder(isUtf16 ? 'utf16le' : 'latin1');
        return this.#decoder.write(bytes.subarray(isUtf16 ? 2 : isUtf8 ? 3 : 0));
    }
}
/** Bytes of the longest byte order mark. */
const longestMark = 3;
/** The same for an output that is there as a whole. */
function decodeOutput(bytes) {
    const decoder = new OutputDecoder();
    return decoder.add(bytes) + decoder.end();
}
/**
 * What a program printed, as one line for an error message: blank lines and control characters gone, characters
 * outside ASCII (their code page is unknown) shown as `?`, cut to a readable length.
 */
function excerpt(text, length = 300) {
    const line = text
        // Of a long text no more is looked at than can be shown, blanks included.
        .slice(0, length * 20)
        .replace(/[^\x20-\x7e\n\r\t]/g, '?')
        .split(/[\r\n]+/)
        .map((each) => each.trim())
        .filter(Boolean)
        .join(' / ');
    return line.length > length ? `${line.slice(0, length)}…` : line;
}

;// CONCATENATED MODULE: ./build/js/src/inspect/inspect.js




const readings = 3;
const pauseMs = 200;
/**
 * Reads the table. A reading that is damaged, or in which something is missing that was there before, is not
 * believed at once: it is repeated until two readings agree.
 * @param previous the last known table
 * @param mayBeGone keys of bindings that were deleted since
 * @throws Failure of netsh's last reading, if none succeeded
 */
async function readTable(machine, previous, mayBeGone = new Set()) {
    let last;
    for (let reading = 1;; reading += 1) {
        try {
            const { bindings, unreadable, said } = await machine.netsh.show();
            const table = {
                bindings: new Map(bindings.map((each) => [each.endpoint.key, each])),
                unreadable,
                said: excerpt(said),
            };
            if (!isSuspicious(table, previous, mayBeGone) || (last && sameTable(last, table)))
                return table;
            last = table;
        }
        catch (error) {
            if (reading >= readings)
                throw error;
        }
        if (reading >= readings && last)
            return last;
        await (0,promises_namespaceObject.setTimeout)(pauseMs);
    }
}
function isSuspicious(table, previous, mayBeGone) {
    if (table.unreadable.length > (previous?.unreadable.length ?? 0))
        return true;
    if (!previous)
        return table.bindings.size === 0;
    for (const key of previous.bindings.keys()) {
        if (!table.bindings.has(key) && !mayBeGone.has(key))
            return true;
    }
    return false;
}
function sameTable(one, other) {
    if (one.bindings.size !== other.bindings.size || one.unreadable.length !== other.unreadable.length)
        return false;
    for (const [key, binding] of one.bindings) {
        const twin = other.bindings.get(key);
        if (!twin || twin.thumbprint !== binding.thumbprint)
            return false;
    }
    return true;
}
/**
 * Reads the table from netsh and the settings from the registry, and compares the two. Where they disagree they are
 * read once more: a binding may have been changed between the two readings, or the output of netsh was cut.
 */
async function inspect(machine) {
    const first = await inspectOnce(machine);
    return first.agrees ? first : inspectOnce(machine);
}
async function inspectOnce(machine) {
    const table = await readTable(machine);
    const registry = await readSettings(machine, [...table.bindings.values()].map((each) => each.endpoint));
    const entries = new Map();
    for (const [key, binding] of table.bindings)
        entries.set(key, toEntry(binding, registry));
    const agrees = [...entries.values()].every((each) => each.problem === null) &&
        [...registry.bindings.keys()].every((key) => entries.has(key));
    return { entries, table, agrees };
}
function toEntry(binding, registry) {
    if (binding.thumbprint === null)
        return { binding, settings: null, problem: null };
    const found = registry.bindings.get(binding.endpoint.key);
    const problem = disagreement(binding, found);
    if (problem === undefined && found)
        return { binding, settings: found.settings, problem: null };
    const because = registry.failures[0] ? ` (${registry.failures[0].parts.cause})` : '';
    return { binding, settings: null, problem: `${problem ?? 'The registry has no such binding.'}${because}` };
}
/** The exact settings of the bindings on these endpoints, from the registry. What is missing is asked for twice. */
async function readSettings(machine, endpoints) {
    const bindings = new Map();
    let failures = [];
    for (let reading = 1; reading <= 2; reading += 1) {
        const missing = endpoints.filter((each) => !bindings.has(each.key)).map((each) => each.kind);
        const kinds = ['ipport', 'hostnameport'].filter((kind) => missing.includes(kind));
        if (kinds.length === 0)
            break;
        failures = [];
        for (const found of await Promise.all(kinds.map((kind) => readKind(machine, kind, failures))))
            for (const each of found)
                bindings.set(each.endpoint.key, each);
    }
    return { bindings, failures };
}
async function readKind({ registry }, kind, failures) {
    try {
        return await registry.bindings(kind);
    }
    catch (error) {
        // Without this reading no binding of the kind will be changed; that is said where it matters.
        if (!(error instanceof Failure))
            throw error;
        failures.push(error);
        return [];
    }
}

;// CONCATENATED MODULE: external "node:fs/promises"
const external_node_fs_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./build/js/src/http-sys/settings-table.js
const set = (field, bit) => ({ field, bit, enableMeans: 'set' });
const clear = (field, bit) => ({ field, bit, enableMeans: 'clear' });
/**
 * Every setting that netsh has an argument for, in the order of its help. The bits are those of
 * HTTP_SERVICE_CONFIG_SSL_PARAM and _SSL_FLAG_ in http.h; the releases are those whose help lists the argument.
 */
const settingsTable = [
    { argument: 'verifyclientcertrevocation', since: '2008', place: clear('checkMode', 0x1) },
    { argument: 'verifyrevocationwithcachedclientcertonly', since: '2008', place: set('checkMode', 0x2) },
    { argument: 'usagecheck', since: '2008', place: clear('checkMode', 0x10000) },
    { argument: 'revocationfreshnesstime', since: '2008', place: { number: 'revocationFreshnessTime' } },
    { argument: 'urlretrievaltimeout', since: '2008', place: { number: 'urlRetrievalTimeout' } },
    { argument: 'sslctlidentifier', since: '2008', place: { text: 'ctlIdentifier' } },
    { argument: 'sslctlstorename', since: '2008', place: { text: 'ctlStoreName' } },
    { argument: 'dsmapperusage', since: '2008', place: set('flags', 0x1) },
    { argument: 'clientcertnegotiation', since: '2008', place: set('flags', 0x2) },
    { argument: 'reject', since: '2016', place: set('flags', 0x8) },
    { argument: 'disablehttp2', since: '2016', place: set('flags', 0x10) },
    { argument: 'disablequic', since: '2019', place: set('flags', 0x20) },
    { argument: 'disablelegacytls', since: '2019', place: set('flags', 0x400) },
    { argument: 'disabletls12', since: '2019', place: set('flags', 0x1000) },
    { argument: 'disabletls13', since: '2019', place: set('flags', 0x40) },
    { argument: 'disableocspstapling', since: '2019', place: set('flags', 0x80) },
    { argument: 'enabletokenbinding', since: '2022', place: set('flags', 0x100) },
    { argument: 'logextendedevents', since: '2022', place: set('flags', 0x200) },
    { argument: 'enablesessionticket', since: '2022', place: set('flags', 0x800) },
    { argument: 'disablesessionid', since: '2025', place: set('flags', 0x4000) },
];
/** The check mode that netsh sets by itself together with a `revocationfreshnesstime` other than 0. */
const freshnessTimeInUse = 0x4;
/** Bits that have a meaning in http.h but no argument of their own. */
const bitsWithoutArgument = {
    checkMode: new Map([
        [freshnessTimeInUse, 'revocation freshness time in use'],
        [0x8, 'cached revocation URLs only'],
        [0x10, 'no retrieval of issuers'],
    ]),
    flags: new Map([
        [0x4, 'no raw filter'],
        [0x2000, 'client correlation'],
        [0x8000, 'caching client hello'],
    ]),
};

;// CONCATENATED MODULE: ./build/js/src/http-sys/settings.js

/** What a binding has that was added with endpoint, hash and appid alone. */
const defaultSettings = {
    checkMode: 0,
    revocationFreshnessTime: 0,
    urlRetrievalTimeout: 0,
    ctlIdentifier: null,
    ctlStoreName: null,
    flags: 0,
    unknown: [],
};
/**
 * The settings as arguments of `netsh http add sslcert` and `update sslcert`: every one, defaults included, since
 * it is not known for every Windows whether `update` keeps what is left out. Left out are zeros of the two times
 * (netsh of Server 2025 refuses them as "The parameter is incorrect") and absent strings.
 * @param known the arguments that this host's own help lists: an unknown one can make netsh exit with 0 and do nothing
 */
function settingsArguments(settings, known) {
    return settingsTable.flatMap(({ argument, place }) => {
        const value = argumentValue(settings, place);
        return value === null || !known.has(argument) ? [] : [`${argument}=${value}`];
    });
}
/**
 * What {@link settingsArguments} cannot set again, by name: registry values and bits that netsh has no argument for,
 * and settings other than the default whose argument this host does not have. They survive an update in place at best.
 */
function unportable(settings, known) {
    const unlisted = settingsTable
        .filter(({ argument, place }) => !known.has(argument) && !isDefault(settings, place))
        .map(({ argument, place, since }) => `${argument}=${argumentValue(settings, place)} (netsh has it since Windows Server ${since})`);
    const unrepeatable = settingsTable.flatMap(({ argument, place }) => {
        const text = 'text' in place ? settings[place.text] : null;
        return text === null || isRepeatable(text)
            ? []
            : [`${argument} with characters outside ASCII or a quotation mark`];
    });
    const implied = settings.revocationFreshnessTime === 0 ? 0 : freshnessTimeInUse;
    return [
        ...unlisted,
        ...unrepeatable,
        ...bitsApart('checkMode', settings.checkMode & ~implied),
        ...bitsApart('flags', settings.flags),
        ...settings.unknown.map((each) => `registry value ${each}`),
    ];
}
/** Every setting, bit and value in which two readings differ, as `name: before → after`; empty if there is none. */
function differences(before, after) {
    if (before === after)
        return [];
    const had = describe(before);
    const has = describe(after);
    return [...new Set([...had.keys(), ...has.keys()])]
        .filter((name) => had.get(name) !== has.get(name))
        .map((name) => `${name}: ${had.get(name) ?? 'absent'} → ${has.get(name) ?? 'absent'}`);
}
/**
 * The argument names (lower case) that the help of a netsh command lists, by their shape `name=` or `[name=`: they
 * are the same in every language. Empty for a text that is not such a help, as where the host has no such command.
 */
function parseHelp(text) {
    const names = new Set();
    for (const [, name = ''] of text.matchAll(/(?<![^\s[|])([a-z][a-z0-9]*)=/gi))
        names.add(name.toLowerCase());
    return names.has('certhash') ? names : new Set();
}
/**
 * Whether a text of the registry can be given to netsh again: one of ASCII without a quotation mark. What other bytes
 * mean depends on the code page, which is not known, and a quotation mark ends a word for netsh.
 */
function isRepeatable(text) {
    return /^[\x20-\x21\x23-\x7e]+$/.test(text);
}
/** The value of an argument that sets this setting; null where it is left out. */
function argumentValue(settings, place) {
    if ('text' in place) {
        const text = settings[place.text];
        return text !== null && isRepeatable(text) ? text : null;
    }
    if ('number' in place)
        return settings[place.number] === 0 ? null : String(settings[place.number]);
    const isSet = (settings[place.field] & place.bit) !== 0;
    return isSet === (place.enableMeans === 'set') ? 'enable' : 'disable';
}
function isDefault(settings, place) {
    return argumentValue(settings, place) === argumentValue(defaultSettings, place);
}
const registryNames = { checkMode: 'DefaultSslCertCheckMode', flags: 'DefaultFlags' };
/** The names of the bits of a field which no argument sets. */
function bitsApart(field, value) {
    const names = [];
    for (let position = 0; position < 32; position += 1) {
        const bit = (1 << position) >>> 0;
        if ((value & bit) === 0 || argumentBits[field].has(bit))
            continue;
        const meaning = bitsWithoutArgument[field].get(bit);
        names.push(`${registryNames[field]} 0x${bit.toString(16)}${meaning === undefined ? '' : ` (${meaning})`}`);
    }
    return names;
}
const argumentBits = {
    checkMode: bitsWithArgument('checkMode'),
    flags: bitsWithArgument('flags'),
};
function bitsWithArgument(field) {
    return new Set(settingsTable.flatMap(({ place }) => ('bit' in place && place.field === field ? [place.bit] : [])));
}
/** All that settings hold, by name. */
function describe(settings) {
    const states = new Map();
    for (const { argument, place } of settingsTable) {
        const value = argumentValue(settings, place);
        if (value !== null)
            states.set(argument, value);
    }
    const bits = [...bitsApart('checkMode', settings.checkMode), ...bitsApart('flags', settings.flags)];
    for (const bit of bits)
        states.set(bit, 'set');
    for (const each of settings.unknown)
        states.set(`registry value ${each}`, 'present');
    return states;
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-line.js

/**
 * Full-width colons as bytes read as Latin-1: code page 932 (`\x81F`), 950 (`\xA1G`), 936 and 949 (`\xA3\xBA`),
 * UTF-8, and the character itself in a text that was UTF-16.
 */
const wideColon = '\\x81F|\\xA1G|\\xA3\\xBA|\\xEF\\xBC\\x9A|\\uFF1A';
/** What may stand directly before a value that cannot be mistaken: nothing that could be a part of it. */
const edge = `(?:${wideColon}|[ \\t:\\x80-\\uFFFF])`;
/**
 * What may stand directly before a host name. Another character outside ASCII could be a part of the name, which
 * would then be half read; a no-break space counts after a colon only, since it is a letter in some code pages.
 */
const hostEdge = `(?:[ \\t:]|:(?:\\xC2)?[\\xA0\\xFF]|${wideColon})`;
const addressEnd = new RegExp(`${edge}((?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.%]{2,60}\\]):\\d{1,5})$`);
const hostEnd = new RegExp(`${hostEdge}((?:\\*\\.)?[A-Za-z0-9_.-]{1,253}:\\d{1,5})$`);
const digitsEnd = new RegExp(`${edge}(\\d{1,5})$`);
const hashEnd = new RegExp(`${edge}([0-9A-Fa-f]{40})$`);
const guidEnd = new RegExp(`${edge}(\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\})$`);
const nullEnd = new RegExp(`${edge}(\\(null\\))$`);
/** No value is longer than a host name of 253 characters with its port, so no more of a line is looked at. */
const longestValue = 300;
/** The lines of a text that are not blank, each recognised by its end. The text comes piece by piece. */
class LineReader {
    #texts;
    #lines = [];
    /** The beginning of a line that is not complete yet. */
    #rest = '';
    #opens = true;
    constructor(texts) {
        this.#texts = texts;
    }
    add(piece) {
        const first = piece.indexOf('\n');
        if (first < 0) {
            this.#rest += piece;
            return;
        }
        const line = this.#rest + piece.slice(0, first);
        this.#take(line, 0, line.length);
        let from = first + 1;
        for (let end = piece.indexOf('\n', from); end >= 0; end = piece.indexOf('\n', from)) {
            this.#take(piece, from, end);
            from = end + 1;
        }
        this.#rest = piece.slice(from);
    }
    /** To be called once, after the last piece. */
    end() {
        const isCut = this.#take(this.#rest, 0, this.#rest.length);
        if (isCut)
            this.#lines.push({ ...this.#lines.pop(), isCut });
        return this.#lines;
    }
    /** Takes the line between two positions. @returns false if it is blank */
    #take(text, from, to) {
        const content = trimBlanks(text, from, to);
        const isBlank = content === '';
        if (!isBlank)
            this.#lines.push(this.#texts.line(content, recognise)[this.#opens ? 'opening' : 'following']);
        this.#opens = isBlank;
        return !isBlank;
    }
}
function recognise(text) {
    const [shape, length, endpoint] = valueAtEnd(text.slice(-longestValue));
    const following = { text, shape, start: text.length - length, endpoint, opens: false, isCut: false };
    return { opening: { ...following, opens: true }, following };
}
function valueAtEnd(tail) {
    const last = tail.charCodeAt(tail.length - 1);
    if (last === closingBrace)
        return match('guid', guidEnd, tail);
    if (last === closingParenthesis)
        return match('null', nullEnd, tail);
    const hash = isHex(last) ? hashEnd.exec(tail)?.[1] : undefined;
    // In code page 932 this is a full-width colon and 39 digits.
    if (hash !== undefined && !(hash.startsWith('F') && tail.at(-41) === '\x81'))
        return ['hash', 40];
    if (!isDigit(last))
        return other;
    const address = endpointAtEnd('ipport', addressEnd, tail);
    if (address !== undefined)
        return ['address', address.text.length, address];
    const host = endpointAtEnd('hostnameport', hostEnd, tail);
    if (host !== undefined) {
        const { text } = host;
        const before = tail.slice(0, -text.length);
        const labelled = /[ \t]$/.test(before) || text.includes('.');
        return [labelled && hasColon(before) ? 'host' : 'word', text.length, host];
    }
    const digits = digitsEnd.exec(tail)?.[1];
    if (digits === undefined || shownEndpoint('ccs', digits) === undefined)
        return other;
    // The digits are the end of something else, such as a host name in another alphabet, and not a value.
    const before = tail.slice(0, -digits.length);
    if (before.endsWith(':') && !/[ \t]:$/.test(before) && hasColon(before.slice(0, -1)))
        return other;
    return ['digits', digits.length];
}
const other = ['other', 0];
const [closingBrace, closingParenthesis] = ['}'.charCodeAt(0), ')'.charCodeAt(0)];
function isDigit(code) {
    return code >= 0x30 && code <= 0x39;
}
function isHex(code) {
    return isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}
function match(shape, end, tail) {
    const value = end.exec(tail)?.[1];
    return value === undefined ? other : [shape, value.length];
}
function endpointAtEnd(kind, end, tail) {
    const value = end.exec(tail)?.[1];
    return value === undefined ? undefined : shownEndpoint(kind, value);
}
const anyColon = new RegExp(`:|${wideColon}`);
/** Whether a text holds a colon, full-width ones included. */
function hasColon(text) {
    return anyColon.test(text);
}
const lastColon = new RegExp(`^.*(?::|${wideColon})`, 's');
/**
 * The value of a field that may hold any text, such as a store name: what follows the last colon. Without a colon:
 * what follows the last wide gap, else the last word. Whether that is all of it the registry tells.
 */
function freeValue(text) {
    const separated = lastColon.exec(text)?.[0].length;
    if (separated !== undefined)
        return trimBlanks(text.slice(separated).replace(/^(?:\xC2?\xA0|\xFF)+/, ''));
    const wideGap = Math.max(text.lastIndexOf('  '), text.lastIndexOf('\t'));
    return trimBlanks(text.slice((wideGap < 0 ? text.lastIndexOf(' ') : wideGap) + 1));
}
/** Without ASCII blanks at its ends; other white space may be a letter in the code page of the text. */
function trimBlanks(text, begin = 0, end = text.length) {
    let [from, to] = [begin, end];
    while (from < to && isBlank(text.charCodeAt(from)))
        from += 1;
    while (to > from && isBlank(text.charCodeAt(to - 1)))
        to -= 1;
    return text.slice(from, to);
}
function isBlank(code) {
    return code === 0x20 || code === 0x09 || code === 0x0d;
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-preamble.js

const rule = /^[-=_]{3,}$/;
const show_preamble_prompt = /^(?:netsh\b[^>]*>|(?:PS )?[A-Za-z]:\\[^>]*>)/;
/** More than a header takes, or a sentence that nothing was found, wrapped. */
const mostLines = 4;
/**
 * The lines of a text without any record, if it is not an honest empty table: a header, a rule below it, and perhaps
 * a sentence that nothing was found, without a colon and with a stop. Empty if it is one.
 *
 * A header alone is not enough, since any message in any language (that a command was not found, that access was
 * denied) looks like one; and netsh never prints nothing.
 */
function unexplainedText(lines) {
    if (lines.length === 0)
        return ['(no output)'];
    const last = lines.at(-1);
    const { texts, ruled, isOdd } = survey(lines);
    const endsInLabel = last?.isCut === true && ruled < texts.length - 1 && !sentenceEnd.test(last.text);
    return isOdd || ruled < 0 || endsInLabel ? texts : [];
}
/** The lines before the first record, if they are not what netsh prints there: prompts, a header and a rule. */
function unexplainedHeader(lines) {
    const { texts, isOdd } = survey(lines);
    return isOdd ? texts : [];
}
/** A text that is cut may end within the label of its first field, which has no stop. */
const sentenceEnd = /[.!]$/;
function survey(lines) {
    const texts = lines.map((line) => line.text);
    const ruled = texts.findLastIndex((text) => rule.test(text));
    const before = texts.slice(0, Math.max(ruled, 0)).filter((text) => !show_preamble_prompt.test(text));
    const after = texts.slice(ruled + 1).filter((text) => !show_preamble_prompt.test(text));
    // Above the rule, or where there is none, a header may end with its colon.
    const isField = ruled < 0 ? hasValue : hasColon;
    const isOdd = before.length > mostLines ||
        after.length > mostLines ||
        after.some(isField) ||
        texts.some((text) => controls.test(text));
    return { texts, ruled, isOdd };
}
/** Whether anything stands behind the first colon, more colons apart. */
function hasValue(text) {
    const colon = text.indexOf(':');
    return colon >= 0 && /[^: ]/.test(text.slice(colon));
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\x00-\x08\x0b-\x1f\x7f]/;

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-head.js


/** The heads of all records that are understood for certain, in order. */
function findHeads(lines) {
    const heads = [];
    for (let at = 0; at < lines.length; at += 1) {
        const head = headAt(lines, at, heads.length > 0);
        if (head === undefined || !endsWell(lines, head))
            continue;
        heads.push(head);
        at = head.store;
    }
    return heads;
}
/** New fields that a later Windows may show between the endpoint and the appid. */
const strangersAllowed = 2;
/** @param within whether a record before it may go on up to this line */
function headAt(lines, at, within) {
    const first = lines[at];
    if (first === undefined || !mayBeEndpoint(first.shape))
        return undefined;
    let hash;
    let strangers = 0;
    let position = at + 1;
    for (; shapeAt(lines, position) !== 'guid'; position += 1) {
        const shape = shapeAt(lines, position);
        if (shape === undefined || shape === 'address' || shape === 'host')
            return undefined;
        if (shape !== 'hash' && shape !== 'null')
            strangers += 1;
        else if (hash === undefined)
            hash = position;
        else
            return undefined;
        if (strangers > strangersAllowed)
            return undefined;
    }
    if (hash === undefined)
        return undefined;
    const endpoint = nameOf(first, lines[hash]);
    if (endpoint === undefined)
        return undefined;
    const strict = strangers > 0;
    if (strict && lines.slice(at + 1, position + 1).some((line) => line.opens))
        return undefined;
    // Numbers are frequent among the settings, so one begins a record only where nothing else can be meant.
    if (endpoint.kind === 'ccs' && (strict || (within && !first.opens)))
        return undefined;
    return { at, hash, guid: position, store: position + 1, endpoint };
}
function mayBeEndpoint(shape) {
    return shape === 'address' || shape === 'host' || shape === 'word' || shape === 'digits';
}
function shapeAt(lines, at) {
    return lines[at]?.shape;
}
/** The endpoint that a line names, given the line of its hash; undefined where two readings are possible. */
function nameOf(line, hash) {
    const named = (kind, start) => line.endpoint?.kind === kind ? line.endpoint : shownEndpoint(kind, line.text.slice(start));
    const isNull = hash.shape === 'null';
    const asHost = () => named(isNull ? 'scopedccs' : 'hostnameport', line.start);
    switch (line.shape) {
        case 'address':
            return isNull ? undefined : named('ipport', line.start);
        case 'host':
            return asHost();
        case 'digits':
            return isNull ? named('ccs', line.start) : undefined;
        default: {
            // Whether the colon in `word:443` belongs to the label shows where the labels of this record end otherwise.
            const behindColon = hasColon(line.text.slice(0, line.start));
            const colonsElsewhere = hasColon(hash.text.slice(0, hash.start));
            if (behindColon)
                return isNull ? undefined : asHost();
            if (!colonsElsewhere)
                return asHost();
            return isNull ? named('ccs', line.text.lastIndexOf(':') + 1) : undefined;
        }
    }
}
/** Whether the record has a line for its store, and that line is not the beginning of something else. */
function endsWell(lines, head) {
    const store = lines[head.store];
    if (store === undefined || store.isCut || ['hash', 'guid', 'address'].includes(store.shape))
        return false;
    if (freeValue(store.text) === '' || headAt(lines, head.store, false))
        return false;
    const after = lines.slice(head.store + 1, head.store + 3).map((line) => line.shape);
    return !after.some(isIdentity) || headAt(lines, head.store + 1, false) !== undefined;
}
/** Whether a value is one that only the head of a record has. */
function isIdentity(shape) {
    return shape === 'hash' || shape === 'guid';
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-damage.js

/** Recognises lines that are like the beginning of a record and belong to no head. */
class DamageDetector {
    #lines;
    #endpointLabels;
    #identityLabels;
    /** @param heads all that are understood: their labels, whatever they say, mark the same fields of other records */
    constructor(lines, heads) {
        this.#lines = lines;
        this.#endpointLabels = distinctLabels(lines, heads, (head) => head.at);
        this.#identityLabels = [
            ...distinctLabels(lines, heads, (head) => head.hash),
            ...distinctLabels(lines, heads, (head) => head.guid),
        ];
    }
    /**
     * Whether the line is like the beginning of a record that is damaged or cut off.
     * @param end where the next head begins
     * @param within whether the line may be a field of a record before it
     */
    isDoubtful(at, end, within) {
        const line = this.#lines[at];
        if (startsWithAny(line, this.#endpointLabels))
            return true;
        // Inside a record, away from anything that only a head has, it is a field that a later Windows may have.
        if (line.shape === 'host' || line.shape === 'address') {
            const isLast = at === this.#lines.length - 1;
            return line.opens || !within || isLast || this.#near(at, 4, end).some((each) => this.#isOfHead(each));
        }
        if (line.shape === 'hash')
            return this.#near(at, 3, end).some((each) => each.shape === 'guid');
        if (line.shape === 'digits' || line.shape === 'word') {
            const [, second, third] = this.#near(at, 3, end);
            const isHashless = second?.shape === 'null' || second?.shape === 'hash';
            if (isHashless && third?.shape === 'guid')
                return true;
            const isLast = at + 2 >= this.#lines.length && (second === undefined || isHashless);
            if (line.opens && isLast && !this.#isRepeated(at))
                return true;
        }
        if (!line.opens)
            return false;
        return this.#near(at, 4, end).some((each) => (within && each.isCut) || this.#isOfHead(each));
    }
    #near(at, count, end) {
        return this.#lines.slice(at, Math.min(at + count, end));
    }
    #isOfHead(line) {
        return isIdentity(line.shape) || brokenGuid.test(line.text) || startsWithAny(line, this.#identityLabels);
    }
    /** Whether the label stands before another value above: then it is a field, and not the end of a cut text. */
    #isRepeated(at) {
        const { text, start } = this.#lines[at];
        const label = text.slice(0, start);
        return this.#lines.slice(0, at).some((line) => line.text.startsWith(label));
    }
}
/** A brace alone means nothing: it is the second byte of letters in code pages 932, 936 and 950. */
const brokenGuid = /\{[0-9A-FX-]{4}|[0-9A-FX-]{4}\}$/i;
function startsWithAny(line, labels) {
    // Asked for every line of a table, so without a closure.
    for (const label of labels)
        if (line.text.startsWith(label))
            return true;
    return false;
}
/** Only hostile input has more labels for one field. */
const mostLabels = 8;
/** What stands before one value of all heads, as far as it stands before no other line of a head. */
function distinctLabels(lines, heads, place) {
    const labels = new Set();
    for (const head of heads) {
        if (labels.size >= mostLabels)
            break;
        const at = place(head);
        const { text, start } = lines[at];
        const label = text.slice(0, at === head.at ? text.length - head.endpoint.text.length : start);
        if (labels.has(label))
            continue;
        const others = [head.at, head.hash, head.guid, head.store].filter((each) => each !== at);
        if (label !== '' && !others.some((each) => lines[each].text.startsWith(label)))
            labels.add(label);
    }
    return [...labels];
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-records.js


/**
 * Cuts the lines of a table into records. What stands before the first one is not a part of the result.
 *
 * A record begins with its endpoint, hash, appid and store, in this order, on every Windows. Whatever is like the
 * beginning of a record without being one, such as a hash without an endpoint, begins a segment without a head:
 * its lines must neither be lost nor be counted among the settings of the record before it.
 */
function segments(lines) {
    const heads = findHeads(lines);
    const damage = new DamageDetector(lines, heads);
    const found = [];
    const begin = (from, head) => {
        const last = found.at(-1);
        if (last !== undefined) {
            last.to = from;
            // Without a blank line between them it is not certain where the record before ends.
            if (head === undefined && lines[from]?.opens === false)
                last.head = undefined;
        }
        found.push({ from, to: lines.length, head, store: head?.store });
    };
    let upcoming = 0;
    for (let at = 0; at < lines.length; at += 1) {
        const head = heads[upcoming];
        if (head?.at === at) {
            begin(at, head);
            upcoming += 1;
            at = head.store;
            continue;
        }
        const last = found.at(-1);
        const end = head?.at ?? lines.length;
        const isInside = last !== undefined && last.store === undefined && at - last.from <= 3;
        if (isInside && !lines[at].opens)
            continue;
        if (damage.isDoubtful(at, end, last !== undefined))
            begin(beginningOf(lines, at, last), undefined);
    }
    return found;
}
/** A hash without an endpoint: the line before it is what is left of the endpoint, unless it has another place. */
function beginningOf(lines, at, last) {
    const line = lines[at];
    const first = last === undefined ? 0 : (last.store ?? last.from) + 1;
    return line.shape === 'hash' && !line.opens && at - 1 >= first ? at - 1 : at;
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show.js





/**
 * Reads the output of `netsh http show sslcert`, on any Windows and in any language, by the shape of its values.
 *
 * Nothing is guessed: a record that lacks a value or has one too many, a damaged value, the same endpoint twice, the
 * remains of a cut text and a text that is no table at all are `unreadable`. Only an honest empty table (a header with
 * a rule below it, and perhaps a sentence that nothing was found) has neither bindings nor unreadable lines.
 * @param text the output, one character for each byte, so that any code page is preserved
 * @param texts those of earlier readings: equal bindings, and equal blocks, will be the same object
 */
function parseShow(text, texts = new ShowTexts()) {
    const reader = new ShowReader(texts);
    reader.add(text);
    return reader.end();
}
/** {@link parseShow} for an output that comes piece by piece. */
class ShowReader {
    #texts;
    #lines;
    constructor(texts) {
        this.#texts = texts;
        this.#lines = new LineReader(texts);
    }
    add(piece) {
        this.#lines.add(piece);
    }
    /** To be called once, after the last piece. */
    end() {
        return show_readTable(withoutPrompt(this.#lines.end()), this.#texts);
    }
}
function show_readTable(lines, texts) {
    const records = segments(lines);
    const preamble = lines.slice(0, records[0]?.from ?? lines.length);
    const unreadable = [];
    const leftOver = records.length > 0 ? unexplainedHeader(preamble) : unexplainedText(preamble);
    if (leftOver.length > 0)
        unreadable.push(leftOver);
    const firsts = new Map();
    const doubles = new Map();
    for (const record of records) {
        const { head } = record;
        if (head === undefined) {
            unreadable.push(textOf(lines, record));
            continue;
        }
        const { key } = head.endpoint;
        const first = firsts.get(key);
        const others = doubles.get(key);
        if (first === undefined)
            firsts.set(key, record);
        else if (others === undefined)
            doubles.set(key, [first, record]);
        else
            others.push(record);
    }
    const bindings = [];
    for (const record of firsts.values()) {
        const same = doubles.get(record.head.endpoint.key);
        if (same === undefined)
            bindings.push(show_toBinding(lines, record, record.head, texts));
        else
            unreadable.push(...same.map((each) => textOf(lines, each)));
    }
    return { bindings, unreadable };
}
/** A prompt that stands after the output where netsh ran inside a shell. */
const show_prompt = /^(?:netsh(?: [a-z]+)*>|(?:PS )?[A-Za-z]:\\[^>]*>)$/;
function withoutPrompt(lines) {
    return show_prompt.test(lines.at(-1)?.text ?? '') ? lines.slice(0, -1) : lines;
}
function show_toBinding(lines, segment, head, texts) {
    const [hash, guid, store] = [lines[head.hash], lines[head.guid], lines[head.store]];
    const block = textOf(lines, { ...segment, from: segment.from + 1 });
    const mark = (position, text) => {
        block[position - segment.from - 1] = text;
    };
    mark(head.hash, `${hash.text.slice(0, hash.start)}<hash>`);
    mark(head.guid, `${guid.text.slice(0, guid.start)}<appid>`);
    mark(head.store, `${store.text.slice(0, -freeValue(store.text).length)}<store>`);
    return texts.binding({
        endpoint: head.endpoint,
        thumbprint: hash.shape === 'null' ? null : parseThumbprint(hash.text.slice(hash.start)),
        appId: guid.text.slice(guid.start).toLowerCase(),
        store: store.shape === 'null' ? null : freeValue(store.text),
        block: texts.block(block),
    });
}
function textOf(lines, { from, to }) {
    const texts = [];
    for (let at = from; at < to; at += 1)
        texts.push(lines[at].text);
    return texts;
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/show-texts.js
/**
 * What was seen before, each text with what was made of it. A table repeats nearly all of its lines for every
 * binding, and a run reads the same table many times: what is equal is recognised once and kept once.
 */
class show_texts_ShowTexts {
    #lines = new Map();
    #blocks = new Map();
    #bindings = new Map();
    #latest = [];
    /** What `recognise` makes of a line, asked once for each text. */
    line(text, recognise) {
        let line = this.#lines.get(text);
        if (line === undefined) {
            const own = apart(text);
            line = recognise(own);
            this.#lines.set(own, line);
        }
        return line;
    }
    /** The first of all equal lists of lines, so that two blocks can be compared by identity first. */
    block(lines) {
        const { length } = this.#latest;
        if (lines.length === length && lines.every((line, index) => line === this.#latest[index]))
            return this.#latest;
        const text = lines.join('\n');
        this.#latest = this.#blocks.get(text) ?? lines;
        this.#blocks.set(text, this.#latest);
        return this.#latest;
    }
    /** The same binding of an earlier reading, if nothing of it has changed. @param now its block from {@link block} */
    binding(now) {
        const { key, text } = now.endpoint;
        const before = this.#bindings.get(key);
        const isSame = before?.endpoint.text === text &&
            before.thumbprint === now.thumbprint &&
            before.appId === now.appId &&
            before.store === now.store &&
            before.block === now.block;
        if (before && isSame)
            return before;
        this.#bindings.set(key, now);
        return now;
    }
}
/** A copy that does not keep the whole output in memory, as a slice of it would. */
function apart(text) {
    return `\0${text}`.slice(1);
}

;// CONCATENATED MODULE: ./build/js/src/windows/temp-file.js

/**
 * Removes a temporary file. One that is still held, by a virus scanner say, goes with its folder at the end of the
 * run: it must not turn a change that went well into a failure.
 */
async function removeFile(file) {
    // Node tries again only where it removes recursively.
    await (0,external_node_fs_promises_namespaceObject.rm)(file, { force: true, recursive: true, maxRetries: 3 }).catch(() => undefined);
}

;// CONCATENATED MODULE: ./build/js/src/windows/netsh.js









/** Characters that no tokeniser of a script file can take for anything but part of a word. */
const plainWord = /^[A-Za-z0-9._*:[\]{}=-]+$/;
/** The arguments of one command, as an array for a process. */
function netshArguments({ verb, endpoint, args }) {
    return ['http', verb, 'sslcert', `${endpoint.kind}=${endpoint.text}`, ...args];
}
/** The command as a person would type it at a prompt, for errors that say how to mend something by hand. */
function netshCommandLine(command) {
    return [
        'netsh',
        ...netshArguments(command).map((arg) => (plainWord.test(arg) && !/[{}]/.test(arg) ? arg : quoted(arg))),
    ].join(' ');
}
/** cmd.exe and PowerShell both pass `"name=value"` on as one argument, braces included. */
function quoted(arg) {
    return `"${arg.replaceAll('"', '')}"`;
}
/** Of what netsh says, as much as an error could ever show. */
const saidAtMost = 10_000;
/** `netsh http … sslcert`: one method per intent. */
class Netsh {
    #system32;
    #temp;
    /** Shared by all readings, so that a run holds equal texts once. */
    #texts = new show_texts_ShowTexts();
    /** @param temp an existing folder for script files */
    constructor(system32, temp) {
        this.#system32 = system32;
        this.#temp = temp;
    }
    /**
     * The whole table. Neither the exit code nor the messages count: what is not a record is not there.
     * @returns also the beginning of what netsh said
     */
    async show() {
        const decoder = new OutputDecoder();
        const reader = new ShowReader(this.#texts);
        let said = '';
        const take = (piece) => {
            reader.add(piece);
            if (said.length < saidAtMost)
                said += piece.slice(0, saidAtMost);
        };
        const { stderr } = await this.#system32.run('netsh.exe', ['http', 'show', 'sslcert'], {
            onStdout: (data) => take(decoder.add(data)),
        });
        take(decoder.end());
        return { ...reader.end(), said: said.trim() === '' ? decodeOutput(stderr) : said };
    }
    async abilities() {
        const [add, update] = await Promise.all([this.#help('add'), this.#help('update')]);
        return { add, update };
    }
    async #help(verb) {
        const ask = async () => {
            const { stdout, stderr } = await this.#system32.run('netsh.exe', ['http', verb, 'sslcert', 'help']);
            return parseHelp(decodeOutput(Buffer.concat([stdout, stderr])));
        };
        const known = await ask();
        // Every netsh has `add`, and that of every Windows since Server 2016 `update`: an answer without is asked again.
        return known.has('certhash') ? known : ask();
    }
    /** Runs one command and returns what netsh said. Whether it took effect only {@link show} can tell. */
    async execute(command) {
        const { stdout, stderr } = await this.#system32.change('netsh.exe', netshArguments(command));
        return decodeOutput(Buffer.concat([stdout, stderr]));
    }
    /** Whether a command can stand in a script file: plain ASCII words only, since the file's code page is unknown. */
    static scriptable(command) {
        return netshArguments(command).every((arg) => plainWord.test(arg));
    }
    /**
     * Runs many commands in one process, in order (`netsh -f`). After a failing line netsh may go on or stop.
     * @param commands all of them {@link scriptable}
     * @throws Failure `program-failed` if the script cannot be written; single commands need no file
     */
    async executeScript(commands) {
        if (!commands.every(Netsh.scriptable))
            throw new Error('a command with unsafe words was put into a script');
        const file = (0,external_node_path_namespaceObject.join)(this.#temp, `${(0,external_node_crypto_namespaceObject.randomUUID)()}.netsh`);
        try {
            await writeScript(file, commands.map((each) => `${netshArguments(each).join(' ')}\r\n`).join(''));
            const timeoutMs = 30_000 + commands.length * 200;
            const { stdout, stderr } = await this.#system32.change('netsh.exe', ['-f', file], { timeoutMs });
            return decodeOutput(Buffer.concat([stdout, stderr]));
        }
        finally {
            await removeFile(file);
        }
    }
}
async function writeScript(file, text) {
    try {
        await (0,external_node_fs_promises_namespaceObject.writeFile)(file, text, { flag: 'wx', mode: 0o600 });
    }
    catch (error) {
        throw new Failure('program-failed', {
            cause: 'No script can be written for netsh.',
            evidence: error instanceof Error ? error.message : String(error),
            next: 'Check free space and permissions of RUNNER_TEMP.',
        });
    }
}

;// CONCATENATED MODULE: ./build/js/src/apply/converge.js





/** For commands that are known to work on this host: what fails twice in a row will fail again. */
const briefly = (attempt) => [0, 250, 1_000][attempt - 1];
/**
 * Commands in one script: enough to make the process starts and the read-backs of the whole table cheap, few enough
 * to notice a failure early.
 */
const commandsPerBatch = 500;
/** So many bindings in a row that do not even take alone: something is wrong with all of them … */
const hopelessAfter = 3;
/** … and with more than this to go, each with its pauses, it would take minutes to hours to hear so of each. */
const patientWith = 20;
/**
 * Brings bindings to their goals, in batches of one netsh process each. What counts is only what the table shows
 * after each batch; netsh's exit code and messages are never believed. A binding that did not take is tried again
 * alone, which also yields the message that belongs to it.
 *
 * @returns what was not reached (empty: all were) and the last reading of the table
 */
async function converge(machine, goals, start, options) {
    const work = new Convergence(machine, start, options);
    for (let begin = 0; begin < goals.length;) {
        work.position = [begin, goals.length];
        work.check();
        const end = work.endOfBatch(goals, begin);
        await work.batch(goals.slice(begin, end));
        if (work.isOver)
            break;
        begin = end;
    }
    return { unreached: work.unreached, table: work.table };
}
/** ms after which a pause looks whether the work is to end. */
const napMs = 250;
class Convergence {
    unreached = [];
    table;
    /** How many goals lie behind, of how many. */
    position = [0, 0];
    #machine;
    #options;
    /** Off once a script had no effect at all where the same command alone had one. */
    #scripts = true;
    constructor(machine, start, options) {
        this.#machine = machine;
        this.table = start;
        this.#options = options;
    }
    /** Whether a binding was not reached, and there is no point in going on. */
    get isOver() {
        return this.#options.afterFailure === 'stop' && this.unreached.length > 0;
    }
    /** @throws whatever the caller ends the work with */
    check() {
        this.#options.beforeBatch?.(...this.position);
    }
    /** Where the batch that begins here ends: as many goals as fit into one script, at least one. */
    endOfBatch(goals, begin) {
        let commands = 0;
        for (let end = begin; end < goals.length; end += 1) {
            const next = this.#next(goals[end], 1);
            if (next.is === 'commands')
                commands += next.commands.length;
            if (commands > commandsPerBatch && end > begin)
                return end;
        }
        return goals.length;
    }
    async batch(goals) {
        let pending = this.#pending(goals, 1);
        let failedInARow = 0;
        while (pending.length > 0 && !this.isOver) {
            await this.#execute(pending);
            const rest = this.#pending(pending.map((each) => each.goal), 1);
            if (rest.length === 0 || this.isOver)
                return;
            const first = rest[0];
            const tookAlone = await this.#alone(first.goal);
            failedInARow = tookAlone ? 0 : failedInARow + 1;
            // The first that did not take is settled, one way or the other. If nothing of a whole script took, although
            // its first command works alone, this host cannot run scripts.
            if (tookAlone && rest.length === pending.length && pending.length > 1)
                this.#scripts = false;
            pending = this.#pending(rest.slice(1).map((each) => each.goal), 1);
            if (failedInARow >= hopelessAfter && pending.length > patientWith)
                return this.#eachOnce(pending);
        }
    }
    /** Tries each by itself, without a second chance, so that thousands that all fail do not take hours. */
    async #eachOnce(pending) {
        const said = new Map();
        let broken = '';
        for (const { goal, commands } of pending) {
            try {
                said.set(goal, await this.#run(commands));
            }
            catch (error) {
                broken = messageOf(error);
                break;
            }
        }
        await this.#read(pending);
        const goals = pending.map((each) => each.goal);
        for (const { goal } of this.#pending(goals, 1))
            this.#failed(goal, said.get(goal) ?? broken);
    }
    #next(goal, attempt) {
        return goal.next(this.table.bindings.get(goal.endpoint.key), attempt);
    }
    /** The goals that are not reached yet, with the commands for each; foreign bindings are noted and left out. */
    #pending(goals, attempt) {
        return goals.flatMap((goal) => {
            const next = this.#next(goal, attempt);
            if (next.is === 'commands')
                return [{ goal, commands: next.commands }];
            if (next.is === 'foreign')
                this.unreached.push({ goal, kind: 'foreign', why: next.why });
            return [];
        });
    }
    /** Runs the commands, in a script as far as they can stand in one, and reads the table. @returns what netsh said */
    async #execute(pending) {
        const inScript = [];
        const apart = [];
        const isScript = this.#scripts && (pending.length > 1 || pending.some((each) => each.commands.length > 1));
        for (const { commands } of pending) {
            (isScript && commands.every(Netsh.scriptable) ? inScript : apart).push(...commands);
        }
        const said = [];
        try {
            if (inScript.length > 0)
                said.push(await this.#machine.netsh.executeScript(inScript));
            said.push(await this.#run(apart));
        }
        catch (error) {
            // A program that hung or could not be started may have done its work or not: the table tells.
            said.push(messageOf(error));
        }
        await this.#read(pending);
        return excerpt(said.join('\n'));
    }
    /** Runs commands one by one. @throws Failure for one that hung or could not be started; the rest is left out */
    async #run(commands) {
        const said = [];
        for (const command of commands)
            said.push(await this.#machine.netsh.execute(command));
        return excerpt(said.join('\n'));
    }
    async #read(done) {
        // Whoever ends the work reads the table anew.
        this.check();
        const deleted = done.filter((each) => each.commands.at(-1)?.verb === 'delete');
        const mayBeGone = new Set(deleted.map((each) => each.goal.endpoint.key));
        this.table = await readTable(this.#machine, this.table, mayBeGone);
        this.#options.onTable?.(this.table);
    }
    /** Tries one binding by itself, as often as the options allow. @returns whether it was reached */
    async #alone(goal) {
        const foreignBefore = this.unreached.length;
        let said = '';
        for (let attempt = 1;; attempt += 1) {
            const pause = this.#options.patience(attempt, said, goal);
            if (pause === undefined)
                break;
            await this.#pause(pause);
            const [step] = this.#pending([goal], attempt + 1);
            if (!step)
                return this.unreached.length === foreignBefore;
            said = await this.#execute([step]);
        }
        const [step] = this.#pending([goal], 1);
        if (step)
            this.#failed(goal, said);
        return this.unreached.length === foreignBefore;
    }
    async #pause(ms) {
        for (let left = ms; left > 0; left -= napMs) {
            await (0,promises_namespaceObject.setTimeout)(Math.min(left, napMs));
            this.check();
        }
    }
    #failed(goal, said) {
        this.unreached.push({ goal, kind: 'failed', why: said || 'netsh said nothing, and nothing changed' });
    }
}
/** @throws whatever is not a failure of a program */
function messageOf(error) {
    if (error instanceof Failure)
        return error.message;
    throw error;
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/left-over-spares.js


/**
 * Removes the spare sockets that a killed run has left, whose journal is gone. To be called under the lock of the
 * machine: nobody rehearses then.
 * @returns what is still there, as warnings
 */
async function removeLeftOverSpares(machine, table, beforeStep) {
    const goals = [...table.bindings.values()].filter(isSpare).map((binding) => removalGoal(binding.endpoint));
    if (goals.length === 0)
        return [];
    const { unreached } = await converge(machine, goals, table, {
        patience: briefly,
        afterFailure: 'go-on',
        beforeBatch: beforeStep,
    });
    return unreached.map(({ goal, why }) => `The spare socket ${goal.endpoint.text} of an earlier run is still there: ${why}`);
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/util.js

// functions
function assertEqual(val) {
    return val;
}
function assertNotEqual(val) {
    return val;
}
function toZod() {
    return (schema) => schema;
}
function assertIs(_arg) { }
function assertNever(_x) {
    throw new Error("Unexpected value in exhaustive check");
}
function assert(_) { }
function getEnumValues(entries) {
    const numericValues = Object.values(entries).filter((v) => typeof v === "number");
    const values = Object.entries(entries)
        .filter(([k, _]) => numericValues.indexOf(+k) === -1)
        .map(([_, v]) => v);
    return values;
}
function joinValues(array, separator = "|") {
    return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
    if (typeof value === "bigint")
        return value.toString();
    return value;
}
// the accessor lives on a shared prototype: an own accessor makes every box a dictionary-mode object (~360 B and a slow load per read against ~100 B and an inlined getter here)
class Cached {
    constructor(getter) {
        this._getter = getter;
        this._value = undefined;
    }
    get value() {
        const getter = this._getter;
        if (getter !== undefined) {
            this._value = getter();
            this._getter = undefined;
        }
        return this._value;
    }
}
function cached(getter) {
    return new Cached(getter);
}
function nullish(input) {
    return input === null || input === undefined;
}
function cleanRegex(source) {
    const start = source.startsWith("^") ? 1 : 0;
    const end = source.endsWith("$") ? source.length - 1 : source.length;
    return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
    const ratio = val / step;
    const roundedRatio = Math.round(ratio);
    // `val` and `step` each round to a double before the division rounds again, so a true decimal multiple's quotient can sit up to 1.5 of these scaled epsilons from the integer. A 1x tolerance therefore rejected 2.03 as a multiple of 0.07; 4x covers the worst case with margin.
    const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
    if (Math.abs(ratio - roundedRatio) < tolerance)
        return 0;
    return ratio - roundedRatio;
}
const EVALUATING = /* @__PURE__*/ (/* unused pure expression or super */ null && (Symbol("evaluating")));
function defineLazy(object, key, getter) {
    let value = undefined;
    Object.defineProperty(object, key, {
        get() {
            if (value === EVALUATING) {
                // Circular reference detected, return undefined to break the cycle
                return undefined;
            }
            if (value === undefined) {
                value = EVALUATING;
                value = getter();
            }
            return value;
        },
        set(v) {
            Object.defineProperty(object, key, {
                value: v,
                // configurable: true,
            });
            // object[key] = v;
        },
        configurable: true,
    });
}
function objectClone(obj) {
    return Object.create(Object.getPrototypeOf(obj), Object.getOwnPropertyDescriptors(obj));
}
function util_assignProp(target, prop, value) {
    Object.defineProperty(target, prop, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
    });
}
/**
 * Whichever object a def's `shape` currently answers from: the one the caller passed until the first read, the frozen copy after it.
 *
 * Its keys and descriptors read without invoking anything, which is what lets a discriminated union check its discriminator, and the cycle walk read a shape, without resolving a getter that references the schema being constructed. A def that answers `shape` from an accessor of its own has none.
 */
function rawShape(def) {
    const desc = Object.getOwnPropertyDescriptor(def, "shape");
    return desc?.get ? desc.get.raw : desc?.value;
}
// where a builder reads its source's keys and descriptors, resolving only a shape a def answers for itself. A shape resolves by object spread, so only its enumerable keys are ever part of it.
function sourceShape(schema) {
    return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
// a key whose value is not settled yet, self-caching so every read after the first gets the same one
function deferProp(target, key, getter) {
    Object.defineProperty(target, key, {
        get() {
            const value = getter();
            util_assignProp(this, key, value);
            return value;
        },
        enumerable: true,
        configurable: true,
    });
}
// Writes a settled key. A plain assignment is much cheaper than `defineProperty` and produces the same descriptor, but it runs whatever setter already answers to the key — an accessor this shape deferred, or an inherited one, which `__proto__` has on every object and prototype pollution can add for any name.
function putProp(target, key, value) {
    if (key in target)
        util_assignProp(target, key, value);
    else
        target[key] = value;
}
/**
 * Copies `keys` of `source`'s shape onto `target`, each value passed through `wrap`.
 *
 * A key the source has resolved is copied through now, so the derived shape states it outright and nothing has to resolve it to learn what it holds. A key the source still defers stays deferred, and reads back through the source's own `shape`, so it resolves once and both shapes get that one schema.
 */
function mirrorShape(target, source, keys, wrap) {
    const raw = sourceShape(source);
    for (const key of keys) {
        const desc = Object.getOwnPropertyDescriptor(raw, key);
        if (!desc.enumerable)
            continue;
        if (desc.get) {
            deferProp(target, key, () => {
                const value = source._zod.def.shape[key];
                return wrap ? wrap(value, key) : value;
            });
        }
        else
            putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
    }
}
// same, for a plain shape a caller passed rather than a schema's
function mirrorProps(target, source) {
    for (const key of Reflect.ownKeys(source)) {
        const desc = Object.getOwnPropertyDescriptor(source, key);
        if (!desc.enumerable)
            continue;
        if (desc.get)
            deferProp(target, key, () => source[key]);
        else
            putProp(target, key, desc.value);
    }
}
function mergeDefs(...defs) {
    const mergedDescriptors = {};
    for (const def of defs) {
        const descriptors = Object.getOwnPropertyDescriptors(def);
        Object.assign(mergedDescriptors, descriptors);
    }
    return Object.defineProperties({}, mergedDescriptors);
}
function cloneDef(schema) {
    return mergeDefs(schema._zod.def);
}
function getElementAtPath(obj, path) {
    if (!path)
        return obj;
    return path.reduce((acc, key) => acc?.[key], obj);
}
function promiseAllObject(promisesObj) {
    const keys = Object.keys(promisesObj);
    const promises = keys.map((key) => promisesObj[key]);
    return Promise.all(promises).then((results) => {
        const resolvedObj = {};
        for (let i = 0; i < keys.length; i++) {
            resolvedObj[keys[i]] = results[i];
        }
        return resolvedObj;
    });
}
function randomString(length = 10) {
    const chars = "abcdefghijklmnopqrstuvwxyz";
    let str = "";
    for (let i = 0; i < length; i++) {
        str += chars[Math.floor(Math.random() * chars.length)];
    }
    return str;
}
function esc(str) {
    return JSON.stringify(str);
}
function slugify(input) {
    return input
        .toLowerCase()
        .trim()
        .replace(/[^\w\s-]/g, "")
        .replace(/[\s_-]+/g, "-")
        .replace(/^-+|-+$/g, "");
}
const captureStackTrace = ("captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => { });
function util_isObject(data) {
    return typeof data === "object" && data !== null && !Array.isArray(data);
}
const util_allowsEval = /* @__PURE__*/ cached(() => {
    // Skip the probe under `jitless`: strict CSPs report the caught `new Function` as a `securitypolicyviolation` even though the throw is swallowed.
    if (globalConfig.jitless) {
        return false;
    }
    // @ts-ignore
    if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) {
        return false;
    }
    try {
        const F = Function;
        new F("");
        return true;
    }
    catch (_) {
        return false;
    }
});
function isPlainObject(o) {
    if (util_isObject(o) === false)
        return false;
    // modified constructor
    const ctor = o.constructor;
    if (ctor === undefined)
        return true;
    if (typeof ctor !== "function")
        return true;
    // modified prototype
    const prot = ctor.prototype;
    if (util_isObject(prot) === false)
        return false;
    // ctor doesn't have static `isPrototypeOf`
    if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) {
        return false;
    }
    return true;
}
function shallowClone(o) {
    if (isPlainObject(o))
        return { ...o };
    if (Array.isArray(o))
        return [...o];
    if (o instanceof Map)
        return new Map(o);
    if (o instanceof Set)
        return new Set(o);
    return o;
}
function numKeys(data) {
    let keyCount = 0;
    for (const key in data) {
        if (Object.prototype.hasOwnProperty.call(data, key)) {
            keyCount++;
        }
    }
    return keyCount;
}
const getParsedType = (data) => {
    const t = typeof data;
    switch (t) {
        case "undefined":
            return "undefined";
        case "string":
            return "string";
        case "number":
            return Number.isNaN(data) ? "nan" : "number";
        case "boolean":
            return "boolean";
        case "function":
            return "function";
        case "bigint":
            return "bigint";
        case "symbol":
            return "symbol";
        case "object":
            if (Array.isArray(data)) {
                return "array";
            }
            if (data === null) {
                return "null";
            }
            if (data.then && typeof data.then === "function" && data.catch && typeof data.catch === "function") {
                return "promise";
            }
            if (typeof Map !== "undefined" && data instanceof Map) {
                return "map";
            }
            if (typeof Set !== "undefined" && data instanceof Set) {
                return "set";
            }
            if (typeof Date !== "undefined" && data instanceof Date) {
                return "date";
            }
            // @ts-ignore
            if (typeof File !== "undefined" && data instanceof File) {
                return "file";
            }
            return "object";
        default:
            throw new Error(`Unknown data type: ${t}`);
    }
};
const propertyKeyTypes = /* @__PURE__*/ new Set(["string", "number", "symbol"]);
const primitiveTypes = /* @__PURE__*/ new Set([
    "string",
    "number",
    "bigint",
    "boolean",
    "symbol",
    "undefined",
]);
function escapeRegex(str) {
    return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
// zod-specific utils
function clone(inst, def, params) {
    const cl = new inst._zod.constr(def ?? inst._zod.def);
    if (!def || params?.parent)
        cl._zod.parent = inst;
    return cl;
}
function normalizeParams(_params) {
    const params = _params;
    if (!params)
        return {};
    if (typeof params === "string")
        return { error: () => params };
    if (params?.message !== undefined) {
        if (params?.error !== undefined)
            throw new Error("Cannot specify both `message` and `error` params");
        params.error = params.message;
    }
    delete params.message;
    if (typeof params.error === "string")
        return { ...params, error: () => params.error };
    return params;
}
function createTransparentProxy(getter) {
    let target;
    return new Proxy({}, {
        get(_, prop, receiver) {
            target ?? (target = getter());
            return Reflect.get(target, prop, receiver);
        },
        set(_, prop, value, receiver) {
            target ?? (target = getter());
            return Reflect.set(target, prop, value, receiver);
        },
        has(_, prop) {
            target ?? (target = getter());
            return Reflect.has(target, prop);
        },
        deleteProperty(_, prop) {
            target ?? (target = getter());
            return Reflect.deleteProperty(target, prop);
        },
        ownKeys(_) {
            target ?? (target = getter());
            return Reflect.ownKeys(target);
        },
        getOwnPropertyDescriptor(_, prop) {
            target ?? (target = getter());
            return Reflect.getOwnPropertyDescriptor(target, prop);
        },
        defineProperty(_, prop, descriptor) {
            target ?? (target = getter());
            return Reflect.defineProperty(target, prop, descriptor);
        },
    });
}
function stringifyPrimitive(value) {
    if (typeof value === "bigint")
        return value.toString() + "n";
    if (typeof value === "string")
        return `"${value}"`;
    return `${value}`;
}
function optionalKeys(shape) {
    return Object.keys(shape).filter((k) => {
        return shape[k]._zod.optin !== undefined && shape[k]._zod.optout === "optional";
    });
}
// Wrapped in a `@__PURE__` IIFE: esbuild never tree-shakes a top-level initializer that contains a member access on `Number`, so the bare object literal survived into every bundle.
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
    safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    int32: [-2147483648, 2147483647],
    uint32: [0, 4294967295],
    float32: [-3.4028234663852886e38, 3.4028234663852886e38],
    float64: [-Number.MAX_VALUE, Number.MAX_VALUE],
}))();
const BIGINT_FORMAT_RANGES = {
    int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
    uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")],
};
function pick(schema, mask) {
    const currDef = schema._zod.def;
    const checks = currDef.checks;
    const hasChecks = checks && checks.length > 0;
    if (hasChecks) {
        throw new Error(".pick() cannot be used on object schemas containing refinements");
    }
    const newShape = {};
    mirrorShape(newShape, schema, maskedKeys(schema, mask));
    return clone(schema, mergeDefs(currDef, { shape: newShape, checks: [] }));
}
// the mask keys that select something, checked against the source's shape without resolving it
function maskedKeys(schema, mask) {
    const raw = sourceShape(schema);
    const keys = [];
    // `for...in` skips symbols, so a symbol in the mask would select nothing
    for (const key of Reflect.ownKeys(mask)) {
        if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) {
            throw new Error(`Unrecognized key: "${String(key)}"`);
        }
        if (mask[key])
            keys.push(key);
    }
    return keys;
}
function omit(schema, mask) {
    const currDef = schema._zod.def;
    const checks = currDef.checks;
    const hasChecks = checks && checks.length > 0;
    if (hasChecks) {
        throw new Error(".omit() cannot be used on object schemas containing refinements");
    }
    const omitted = new Set(maskedKeys(schema, mask));
    const newShape = {};
    mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
    return clone(schema, mergeDefs(currDef, { shape: newShape, checks: [] }));
}
function extend(schema, shape) {
    if (!isPlainObject(shape)) {
        throw new Error("Invalid input to extend: expected a plain object");
    }
    const checks = schema._zod.def.checks;
    const hasChecks = checks && checks.length > 0;
    if (hasChecks) {
        // Only throw if new shape overlaps with existing shape. Use getOwnPropertyDescriptor to check key existence without accessing values
        const existingShape = sourceShape(schema);
        for (const key of Reflect.ownKeys(shape)) {
            if (Object.getOwnPropertyDescriptor(existingShape, key) !== undefined) {
                throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
            }
        }
    }
    return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
// the source's keys, then the caller's overlaid on top
function extended(schema, shape) {
    const newShape = {};
    mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
    mirrorProps(newShape, shape);
    return newShape;
}
function safeExtend(schema, shape) {
    if (!isPlainObject(shape)) {
        throw new Error("Invalid input to safeExtend: expected a plain object");
    }
    return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
    if (!b?._zod?.def) {
        throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
    }
    if (a._zod.def.checks?.length) {
        throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
    }
    const newShape = {};
    mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
    mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
    const def = mergeDefs(a._zod.def, {
        shape: newShape,
        get catchall() {
            return b._zod.def.catchall;
        },
        checks: b._zod.def.checks ?? [],
    });
    return clone(a, def);
}
function partial(Class, schema, mask, name = "partial") {
    const currDef = schema._zod.def;
    const checks = currDef.checks;
    const hasChecks = checks && checks.length > 0;
    if (hasChecks) {
        throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
    }
    const selected = mask ? new Set(maskedKeys(schema, mask)) : undefined;
    const newShape = {};
    mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class &&
        ((value, key) => (selected && !selected.has(key) ? value : new Class({ type: "optional", innerType: value }))));
    return clone(schema, mergeDefs(schema._zod.def, { shape: newShape, checks: [] }));
}
function required(Class, schema, mask) {
    const selected = mask ? new Set(maskedKeys(schema, mask)) : undefined;
    const newShape = {};
    mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => 
    // overwrite with non-optional
    selected && !selected.has(key) ? value : new Class({ type: "nonoptional", innerType: value }));
    return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
// invalid_type | too_big | too_small | invalid_format | not_multiple_of | unrecognized_keys | invalid_union | invalid_key | invalid_element | invalid_value | custom
function aborted(x, startIndex = 0) {
    if (x.aborted === true)
        return true;
    for (let i = startIndex; i < x.issues.length; i++) {
        if (x.issues[i]?.continue !== true) {
            return true;
        }
    }
    return false;
}
// Checks for explicit abort (continue === false), as opposed to implicit abort (continue === undefined). Used to respect `abort: true` in .refine() even for checks that have a `when` function.
function explicitlyAborted(x, startIndex = 0) {
    if (x.aborted === true)
        return true;
    for (let i = startIndex; i < x.issues.length; i++) {
        if (x.issues[i]?.continue === false) {
            return true;
        }
    }
    return false;
}
function prefixIssues(path, issues) {
    return issues.map((iss) => {
        var _a;
        (_a = iss).path ?? (_a.path = []);
        iss.path.unshift(path);
        return iss;
    });
}
function unwrapMessage(message) {
    return typeof message === "string" ? message : message?.message;
}
/* A check holds no link back to the schema it is attached to — the same check instance is shared by every clone of that schema — so the owner is stamped onto the issues a check just raised, at the only point where both are in scope. Runs on the failure path only; `start` is the issue count from before the check ran. */
/** The leading size checks of `defChecks` that set an upper bound, each paired with it. */
function sizeCaps(defChecks) {
    const caps = [];
    for (const ch of defChecks ?? []) {
        const d = ch._zod.def;
        // a later check may rewrite the value
        if (!/_(length|size)$|_equals$/.test(d.check))
            break;
        const max = d.maximum ?? d.length ?? d.size;
        if (max >= 0)
            caps.push([max, ch]);
    }
    return caps;
}
function attachSchema(issues, start, inst) {
    var _a;
    for (let i = start; i < issues.length; i++) {
        (_a = issues[i]).schema ?? (_a.schema = inst);
    }
}
function finalizeIssue(iss, ctx, config) {
    var _a;
    // A schema that raised an issue itself owns it outright, and outranks any stamp an enclosing check left in `attachSchema`. String formats and z.custom() are schema and check at once, so when they act as a check they defer to that stamp instead.
    const traits = iss.inst?._zod?.traits;
    if (traits?.has("$ZodType")) {
        if (traits.has("$ZodCheck"))
            (_a = iss).schema ?? (_a.schema = iss.inst);
        else
            iss.schema = iss.inst;
    }
    // Decreasing specificity, first map to return a message wins. `inst` is whatever raised the issue, so a check's own map outranks the owning schema's.
    const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : undefined;
    const message = iss.message
        ? iss.message
        : (unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ??
            unwrapMessage(schemaError?.(iss)) ??
            unwrapMessage(ctx?.error?.(iss)) ??
            unwrapMessage(config.customError?.(iss)) ??
            unwrapMessage(config.localeError?.(iss)) ??
            "Invalid input");
    // an explicit own-key copy beats object rest with excluded keys, which v8 routes through a generic runtime call; Object.keys rather than for-in so an issue pushed with a prototype does not leak inherited keys, and an own __proto__ key is dropped rather than assigned through the setter
    const full = {};
    for (const k of Object.keys(iss)) {
        if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__")
            continue;
        full[k] = iss[k];
    }
    full.path ?? (full.path = []);
    full.message = message;
    if (ctx?.reportInput) {
        full.input = iss.input;
    }
    return full;
}
function getSizableOrigin(input) {
    if (input instanceof Set)
        return "set";
    if (input instanceof Map)
        return "map";
    // @ts-ignore
    if (input instanceof File)
        return "file";
    return "unknown";
}
const highSurrogate = /[\uD800-\uDBFF]/;
// Code points in `str`: a surrogate pair counts once, a lone surrogate as itself. Hand-rolled because the string iterator allocates and runs ~250x slower on this path; the regex probe exits ~50x quicker for a string with no astral characters.
function codePointLength(str) {
    const units = str.length;
    if (!highSurrogate.test(str))
        return units;
    let count = units;
    for (let i = 0; i < units - 1; i++) {
        if ((str.charCodeAt(i) & 0xfc00) === 0xd800 && (str.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
            count--;
            i++;
        }
    }
    return count;
}
function getLengthableOrigin(input) {
    if (Array.isArray(input))
        return "array";
    if (typeof input === "string")
        return "string";
    return "unknown";
}
function parsedType(data) {
    const t = typeof data;
    switch (t) {
        case "number": {
            return Number.isNaN(data) ? "nan" : "number";
        }
        case "object": {
            if (data === null) {
                return "null";
            }
            if (Array.isArray(data)) {
                return "array";
            }
            const obj = data;
            if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) {
                return obj.constructor.name;
            }
        }
    }
    return t;
}
function util_issue(...args) {
    const [iss, input, inst] = args;
    if (typeof iss === "string") {
        return {
            message: iss,
            code: "custom",
            input,
            inst,
        };
    }
    return { ...iss };
}
function cleanEnum(obj) {
    return Object.entries(obj)
        .filter(([k, _]) => {
        // return true if NaN, meaning it's not a number, thus a string key
        return Number.isNaN(Number.parseInt(k, 10));
    })
        .map((el) => el[1]);
}
// Codec utility functions
function base64ToUint8Array(base64) {
    const binaryString = atob(base64);
    const bytes = new Uint8Array(binaryString.length);
    for (let i = 0; i < binaryString.length; i++) {
        bytes[i] = binaryString.charCodeAt(i);
    }
    return bytes;
}
function uint8ArrayToBase64(bytes) {
    let binaryString = "";
    for (let i = 0; i < bytes.length; i++) {
        binaryString += String.fromCharCode(bytes[i]);
    }
    return btoa(binaryString);
}
function base64urlToUint8Array(base64url) {
    const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
    const padding = "=".repeat((4 - (base64.length % 4)) % 4);
    return base64ToUint8Array(base64 + padding);
}
function uint8ArrayToBase64url(bytes) {
    return uint8ArrayToBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
function hexToUint8Array(hex) {
    const cleanHex = hex.replace(/^0x/, "");
    if (cleanHex.length % 2 !== 0) {
        throw new Error("Invalid hex string length");
    }
    const bytes = new Uint8Array(cleanHex.length / 2);
    for (let i = 0; i < cleanHex.length; i += 2) {
        bytes[i / 2] = Number.parseInt(cleanHex.slice(i, i + 2), 16);
    }
    return bytes;
}
function uint8ArrayToHex(bytes) {
    return Array.from(bytes)
        .map((b) => b.toString(16).padStart(2, "0"))
        .join("");
}
// instanceof
class Class {
    constructor(..._args) { }
}
//////////    PROTOTYPE INSTALLERS     //////////
//
// Members live on the prototype and materialize per instance on first read, which keeps own-property count under the step where V8 stops using inline slots. Changing anything here means re-measuring runtime, memory and bundle size together — see "The three axes" in AGENTS.md.
/**
 * Installs a trait's members on its prototype. Each value builds that member for the instance on first read; the built value shadows the accessor as an own property, so a detached `const { parse } = schema` keeps working.
 *
 * Call this from a `proto` initializer, which runs once per prototype — never per instance.
 */
function members(proto, table) {
    for (const key in table) {
        const desc = Object.getOwnPropertyDescriptor(table, key);
        // a getter installs as written, so it stays live: `description` reads through to the registry on every access. not enumerable: an object literal's is, and a prototype member never was
        if (desc.get)
            Object.defineProperty(proto, key, { ...desc, enumerable: false });
        // a method materializes bound on first read, which is what keeps a detached member working: `const opt = schema.optional; opt()`
        else
            defineBound(proto, key, desc.value);
    }
}
/** Shadows a prototype member with an own value, so a getter that builds from the instance runs once. */
function own(inst, key, value, enumerable = true) {
    Object.defineProperty(inst, key, { configurable: true, writable: true, enumerable, value });
    return value;
}
/** Like {@link own}, for a member that was never an own data property and has to stay out of `Object.keys`. */
function hide(inst, key, value) {
    return own(inst, key, value, false);
}
/** Adds members a table derives from the instance: each builds on first read and shadows as own data, and assignment shadows the same way, as when these were own properties. */
function derived(computes, table) {
    for (const key in computes) {
        const compute = computes[key];
        // an object literal's accessor is configurable and enumerable, and `members` copies the descriptor as written
        Object.defineProperty(table, key, {
            configurable: true,
            enumerable: true,
            get() {
                return own(this, key, compute(this));
            },
            set(value) {
                own(this, key, value);
            },
        });
    }
    return table;
}
function defineBound(proto, key, fn) {
    Object.defineProperty(proto, key, {
        configurable: true,
        get() {
            // vitest's spyOn calls a prototype getter bare to find the function it wraps, so a nullish receiver answers the raw method
            return this == null ? fn : own(this, key, fn.bind(this));
        },
        set(value) {
            own(this, key, value);
        },
    });
}
/** Returns the prototype to install on, or `undefined` if this group is already installed on it. */
function claim(inst, sentinel) {
    const proto = Object.getPrototypeOf(inst);
    // Runs on every construction, so `in` rather than the costlier `hasOwnProperty.call`. Sentinels are keys the group itself defines.
    return sentinel in proto ? undefined : proto;
}
// The internals whose init chain is installing. A second call for the same one is a derived constructor overriding its base, so it must not construct another schema in between or the override is dropped.
let installing;
// Set while a getter is running, so a value that resolved through a recursion break is not memoized. One shared descriptor shadows the key for the duration, which costs no per-key allocation.
let broke = false;
const breaker = {
    configurable: true,
    get() {
        broke = true;
        return undefined;
    },
};
/**
 * Installs a lazily-derived internal on the `_zod` prototype of `inst`'s
 * constructor, computed from the internals object itself and cached there on
 * first read. One accessor per constructor rather than one per instance.
 */
function defineLazyInternal(inst, key, compute) {
    const proto = Object.getPrototypeOf(inst._zod);
    if (key in proto && installing !== inst._zod) {
        // A repeat construction: everything is installed already. Cleared here so the reference is not held past the first construction of every type.
        installing = undefined;
        return;
    }
    installing = inst._zod;
    Object.defineProperty(proto, key, {
        configurable: true,
        get() {
            // Shadowed before computing so a re-entrant read from a recursive schema resolves to undefined instead of running the getter again.
            Object.defineProperty(this, key, breaker);
            const outer = broke;
            broke = false;
            try {
                const value = compute(this);
                // A result that resolved through a recursion break is recomputed once the graph is complete; everything else memoizes, undefined included.
                if (broke)
                    delete this[key];
                else
                    Object.defineProperty(this, key, { configurable: true, writable: true, value });
                broke = broke || outer;
                return value;
            }
            catch (err) {
                // A compute that threw memoizes nothing, so a later read runs it again and fails the same way. The shadow goes with it, since leaving it installed would answer undefined for every later read.
                delete this[key];
                broke = broke || outer;
                throw err;
            }
        },
        set(value) {
            Object.defineProperty(this, key, { configurable: true, writable: true, value });
        },
    });
}
/**
 * Installs `key` on `inst`'s prototype, computed by `make` on first read and cached there as an own
 * data property. One accessor per constructor rather than one per instance, because an own accessor
 * puts every instance after the first into v8 dictionary mode. The key doubles as the sentinel.
 */
function installLazyProp(inst, key, make, enumerable) {
    const proto = claim(inst, key);
    if (!proto)
        return;
    Object.defineProperty(proto, key, {
        configurable: true,
        get() {
            // Shadowed before computing, so a re-entrant read from a self-referential shape resolves to undefined instead of running the getter again. A data property rather than an accessor: an own accessor is the dictionary-mode transition this exists to avoid.
            const desc = { configurable: true, writable: true, enumerable, value: undefined };
            Object.defineProperty(this, key, desc);
            // a compute that throws leaves the shadow behind, so later reads answer undefined instead of re-throwing; `defineLazy` did the same, and `defineLazyInternal`'s delete-on-catch would cost bytes in every bundle for a case only a throwing user getter reaches
            desc.value = make(this);
            Object.defineProperty(this, key, desc);
            return desc.value;
        },
        set(value) {
            Object.defineProperty(this, key, { configurable: true, writable: true, enumerable, value });
        },
    });
}
/** Marks the thunk `_catch` synthesises for a constant catch value. `Function.length` cannot tell that thunk from a user callback — rest and defaulted parameters both report arity 0 — and a user callback reads `ctx.error`, whose issues only finalize correctly against the caller's per-parse error map. Provenance can say what arity cannot. A plain string key rather than `Symbol.for`, whose call at module scope no bundler can prove pure — the same shape that anchored `urlCanParse` into every build. */
const CONSTANT_CATCH = "~constantCatch";
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
    const fn = () => value;
    fn[CONSTANT_CATCH] = true;
    return fn;
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/core.js
var _a;

/** A special constant with type `never` */
const NEVER = /*@__PURE__*/ Object.freeze({
    status: "aborted",
});
/* Shared descriptor for installing `_zod`; defineProperty reads it
 * synchronously, so reusing one object avoids a per-instance allocation. */
const _zodDesc = { value: undefined, enumerable: false };
// null where suppressing the capture would be unrecoverable: `parse()` puts the frames back with `captureStackTrace`, so without it the throw would lose its stack. also latched to null once `stackTraceLimit` proves unassignable, which a realm can do at any point by hardening Error
let _E = "captureStackTrace" in Error ? Error : null;
// v8 captures a stack trace inside the Error constructor, which dominates a failed parse; costs only the frames, and parse() restores those. the constructor must RUN: Object.create is cheaper and passes instanceof, but Error.isError and util.types.isNativeError check an internal slot
function newError(Definition) {
    const E = _E;
    if (E) {
        const saved = E.stackTraceLimit;
        if (typeof saved === "number") {
            try {
                E.stackTraceLimit = 0;
            }
            catch {
                _E = null;
                return new Definition();
            }
            try {
                return new Definition();
            }
            finally {
                E.stackTraceLimit = saved;
            }
        }
    }
    return new Definition();
}
function $constructor(name, initializer, 
/** This trait's members, installed once on every prototype that composes it. They cannot be declared in the initializer above: that runs per instance, and the prototype is shared. */
proto, params) {
    // Prototype for this constructor's `_zod` internals. Lazily-derived fields (`values`, `pattern`, `optin`, …) install here once rather than as an accessor on every instance.
    const zodProto = {};
    // Assigning the fields in the constructor body is what gives instances in-object slots; building the object literally and reparenting it costs a second allocation and a generic property copy.
    function Internals(def) {
        this.def = def;
        this.constr = _;
        this.traits = new Set();
    }
    Internals.prototype = zodProto;
    const protoMembers = proto;
    // One trait's members land on every prototype whose chain composes it, so the answer is per prototype rather than per trait.
    const initialized = protoMembers && new WeakSet();
    function init(inst, def) {
        if (!inst._zod) {
            _zodDesc.value = new Internals(def);
            try {
                Object.defineProperty(inst, "_zod", _zodDesc);
            }
            finally {
                // Cleared even on throw, so the shared descriptor never leaks one instance's internals into the next.
                _zodDesc.value = undefined;
            }
        }
        else if (inst._zod.traits.has(name)) {
            return;
        }
        inst._zod.traits.add(name);
        initializer(inst, def);
        if (initialized) {
            // `super(def)` from a user subclass gives `this` a prototype the subclass owns, and installing there would overwrite whatever the subclass declared. `constr` built the instance, so its prototype is the one below the subclass's that should carry the members. A receiver whose chain never reaches that prototype installs on its own, which for a plain object handed straight to `init` means `Object.prototype` — unchanged from before.
            const own = Object.getPrototypeOf(inst);
            const ctorProto = inst._zod.constr.prototype;
            let up = own;
            while (up && up !== ctorProto)
                up = Object.getPrototypeOf(up);
            const target = up ?? own;
            if (!initialized.has(target)) {
                initialized.add(target);
                members(target, protoMembers);
            }
        }
        // support prototype modifications; for-in avoids the array allocation of Object.keys on the (usually empty) prototype
        const proto = _.prototype;
        for (const k in proto) {
            if (!Object.prototype.hasOwnProperty.call(proto, k))
                continue;
            if (!(k in inst)) {
                inst[k] = proto[k].bind(inst);
            }
        }
    }
    // doesn't work if Parent has a constructor with arguments
    const Parent = params?.Parent ?? Object;
    class Definition extends Parent {
    }
    Object.defineProperty(Definition, "name", { value: name });
    function _(def) {
        const inst = params?.Parent ? newError(Definition) : this;
        init(inst, def);
        const deferred = inst._zod.deferred;
        if (deferred) {
            for (const fn of deferred) {
                fn();
            }
            // Released: initializers run once, and the list would otherwise be retained for the schema's lifetime.
            inst._zod.deferred = undefined;
        }
        // Global post-processor hook. Internal: installed by `import "zod/compile"` to enable AOT compilation for every constructed schema. Runs last, once the instance is fully built, because it hands the instance to compile(). The post-processor is expected to be reentrancy-guarded by its own implementation.
        const pp = globalThis.__zod_globalConfig?.postProcessor;
        if (pp)
            pp(inst);
        return inst;
    }
    Object.defineProperty(_, "init", { value: init });
    Object.defineProperty(_, Symbol.hasInstance, {
        value: (inst) => {
            if (params?.Parent && inst instanceof params.Parent)
                return true;
            return inst?._zod?.traits?.has(name);
        },
    });
    Object.defineProperty(_, "name", { value: name });
    return _;
}
//////////////////////////////   UTILITIES   ///////////////////////////////////////
const $brand = /*@__PURE__*/ (/* unused pure expression or super */ null && (Symbol("zod_brand")));
class $ZodAsyncError extends Error {
    constructor() {
        super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
    }
}
class $ZodEncodeError extends Error {
    constructor(name) {
        super(`Encountered unidirectional transform during encode: ${name}`);
        this.name = "ZodEncodeError";
    }
}
(_a = globalThis).__zod_globalConfig ?? (_a.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
    if (newConfig)
        Object.assign(globalConfig, newConfig);
    return globalConfig;
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/memoizer.js

class $ZodCyclicError extends Error {
    constructor() {
        super(`Cannot parse a reference cycle that closes through a transform`);
        this.name = "ZodCyclicError";
    }
}
/** Keyed off the context object every schema in one parse call already shares. */
const STATE = "~memo";
const NO_ISSUES = [];
// a value a cycle can close through
function isRef(value) {
    return value !== null && typeof value === "object";
}
// Receivers prefix paths in place, so the cache and every hand-out need their own copies.
function cloneIssues(issues) {
    return issues.map((iss) => (iss.path ? { ...iss, path: iss.path.slice() } : { ...iss }));
}
const recursive = /*@__PURE__*/ new WeakMap();
/** What the walk established, in order of certainty: ordered so the strongest answer among children wins. */
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
/** Whether this schema's subtree contains a cycle, so one parse can re-enter it. */
function isRecursive(inst, stack, resolve) {
    const cached = recursive.get(inst);
    if (cached !== undefined)
        return cached ? PROVEN : NONE;
    // Relative to the walk in progress, so not cached.
    if (stack.has(inst))
        return PROVEN;
    stack.add(inst);
    let result = NONE;
    const check = (child) => {
        if (result !== PROVEN && child?._zod) {
            const answer = isRecursive(child, stack, resolve);
            if (answer > result)
                result = answer;
        }
    };
    // `Reflect.ownKeys` rather than `Object.keys`, so a cycle through a declared symbol key is still seen
    const shape = (sh, spread) => {
        let answer = NONE;
        for (const key of Reflect.ownKeys(sh)) {
            const desc = Object.getOwnPropertyDescriptor(sh, key);
            // an object resolves its shape by spread, so a key it does not enumerate is never parsed; `z.properties` reads every own key and so keeps them all
            if (spread && !desc.enumerable)
                continue;
            // resolving runs user code, and a factory mints a fresh subtree per read, so an edge the walk can't follow counts as a cycle
            const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve) : NONE;
            if (child > answer)
                answer = child;
        }
        return answer;
    };
    const merge = (answer) => {
        if (answer > result)
            result = answer;
    };
    const def = inst._zod.def;
    const kind = def.type;
    switch (kind) {
        case "object": {
            const raw = rawShape(def);
            // a def with no raw shape answers `shape` from an accessor of its own, and running that can mint a whole fresh subtree
            merge(raw ? shape(raw, true) : ASSUMED);
            check(def.catchall);
            break;
        }
        case "array":
            check(def.element);
            break;
        case "tuple":
            for (const el of def.items)
                check(el);
            check(def.rest);
            break;
        case "record":
        case "map":
            check(def.keyType);
            check(def.valueType);
            break;
        case "set":
            check(def.valueType);
            break;
        case "union":
            for (const el of def.options)
                check(el);
            break;
        case "intersection":
            check(def.left);
            check(def.right);
            break;
        case "optional":
        case "nullable":
        case "default":
        case "prefault":
        case "catch":
        case "readonly":
        case "nonoptional":
        case "promise":
        case "success":
            check(def.innerType);
            break;
        case "pipe":
            check(def.in);
            check(def.out);
            break;
        case "function":
            check(def.input);
            check(def.output);
            break;
        // `$ZodLazy` caches its inner on the def, so a resolved edge is followed exactly
        case "lazy": {
            const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : undefined);
            // walked with resolution off: one hop sees past the deferral, and a lazy that yields only another unresolved lazy is generative, so it stops there
            merge(inner ? isRecursive(inner, stack, false) : ASSUMED);
            break;
        }
        // a leaf by choice: `parts` are regex fragments, not data positions
        case "template_literal":
        // leaves
        case "string":
        case "number":
        case "int":
        case "boolean":
        case "bigint":
        case "symbol":
        case "undefined":
        case "null":
        case "void":
        case "never":
        case "any":
        case "unknown":
        case "date":
        case "nan":
        case "enum":
        case "literal":
        case "file":
        case "transform":
        case "custom":
            break;
        default: {
            // a new built-in kind becomes a compile error here
            kind;
            // a user-defined kind can still hold children, and only its author knows where, so fall back to scanning the def — skipping accessors, since reading one can run user code
            for (const key in def) {
                const desc = Object.getOwnPropertyDescriptor(def, key);
                if (!desc || desc.get)
                    continue;
                const value = desc.value;
                if (!value || typeof value !== "object")
                    continue;
                if (value._zod)
                    check(value);
                else if (Array.isArray(value))
                    for (const el of value)
                        check(el);
            }
        }
    }
    stack.delete(inst);
    return settle(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle(inst, answer) {
    if (answer !== ASSUMED)
        recursive.set(inst, answer === PROVEN);
    return answer;
}
/**
 * Whether one parse can re-enter this schema, i.e. its subtree contains a cycle.
 * Exported for `z.compile`, which refuses to compile such a schema: cycle
 * breaking is driven from here off state keyed on the parse context, and a
 * generated fast path has no context to key on.
 */
function isRecursiveSchema(inst) {
    // z.compile never parses, so nothing would ever resolve a lazy for it; it runs once and already treats a throw here as recursive
    return isRecursive(inst, new Set(), true) !== NONE;
}
function bucketFor(state, inst) {
    let bucket = state.buckets.get(inst);
    if (!bucket) {
        bucket = new WeakMap();
        state.buckets.set(inst, bucket);
    }
    return bucket;
}
// Set immediately before delegating to core and cleared immediately after, so `alloc` registers only for a visit this module is driving.
let handoff;
// Allocated but unfinished entries. `alloc` and the matching pop both happen in the synchronous part of a parse, so they nest even when children are async, and one stack serves every schema.
const memoizer_open = [];
const memo = {
    alloc(_inst, payload, empty) {
        const bucket = handoff;
        if (!bucket)
            return empty;
        handoff = undefined;
        const entry = { value: empty, issues: null };
        bucket.set(payload.value, entry);
        memoizer_open.push(entry);
        return empty;
    },
    guard(inst) {
        var _a;
        (_a = inst._zod).deferred ?? (_a.deferred = []);
        inst._zod.deferred.push(() => {
            const base = inst._zod.parse;
            const wrapped = (payload, ctx) => {
                // The value is a placeholder a back-edge is still waiting on, so the cycle closes through this transform. Its output can't exist in time to bind.
                if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value))
                    throw new $ZodCyclicError();
                return base(payload, ctx);
            };
            inst._zod.parse = wrapped;
            if (inst._zod.run === base)
                inst._zod.run = wrapped;
        });
    },
    attach(inst) {
        var _a;
        let isRecursiveInst;
        let rechecked = false;
        // a recursive schema is re-entered many times per parse and its bucket never changes
        let lastCtx;
        let lastBucket;
        // Wraps `parse` in a deferred so it sees the container's final parse. Core's own deferred copies `parse` into `run` when there are no checks, and it ran first, so `run` is patched to match; with checks, `run` reads `parse` dynamically.
        (_a = inst._zod).deferred ?? (_a.deferred = []);
        inst._zod.deferred.push(() => {
            const base = inst._zod.parse;
            const wrapped = (payload, ctx) => {
                if (isRecursiveInst === undefined) {
                    const walked = isRecursive(inst, new Set(), false);
                    if (walked === NONE) {
                        // Nothing here can ever fire, so take it back out.
                        inst._zod.parse = base;
                        if (inst._zod.run === wrapped)
                            inst._zod.run = base;
                        return base(payload, ctx);
                    }
                    // this parse resolves the deferred edges on its own path, so ask once more before latching
                    if (walked === PROVEN || rechecked)
                        isRecursiveInst = true;
                    else
                        rechecked = true;
                }
                const input = payload.value;
                if (!isRef(input))
                    return base(payload, ctx);
                let state = ctx[STATE];
                if (!state) {
                    state = { buckets: new WeakMap(), backEdges: undefined };
                    ctx[STATE] = state;
                }
                let bucket;
                if (lastCtx === ctx) {
                    bucket = lastBucket;
                }
                else {
                    bucket = bucketFor(state, inst);
                    lastCtx = ctx;
                    lastBucket = bucket;
                }
                const hit = bucket.get(input);
                if (hit) {
                    payload.value = hit.value;
                    if (hit.issues) {
                        if (hit.issues.length)
                            payload.issues.push(...cloneIssues(hit.issues));
                    }
                    else {
                        // Still being parsed: its own checks cover it, so skip them here.
                        payload.memo = true;
                        state.backEdges ?? (state.backEdges = new WeakSet());
                        state.backEdges.add(hit.value);
                    }
                    return payload;
                }
                handoff = bucket;
                const depth = memoizer_open.length;
                const result = base(payload, ctx);
                handoff = undefined;
                // A container that rejected its input outright allocated nothing.
                const entry = memoizer_open.length > depth ? memoizer_open.pop() : undefined;
                // Both paths written out so the sync one allocates no closure. It runs once per node, and capturing here cost more than everything else combined.
                if (result instanceof Promise) {
                    return result.then((r) => {
                        if (entry)
                            entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
                        return r;
                    });
                }
                if (entry)
                    entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
                return result;
            };
            inst._zod.parse = wrapped;
            if (inst._zod.run === base)
                inst._zod.run = wrapped;
        });
    },
};
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
    return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
    const backEdges = ctx[STATE]?.backEdges;
    return backEdges !== undefined && isRef(value) && backEdges.has(value);
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/regexes.js

/**
 * @deprecated CUID v1 is deprecated by its authors due to information leakage
 * (timestamps embedded in the id). Use {@link cuid2} instead.
 * See https://github.com/paralleldrive/cuid.
 */
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
    return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
/** ISO 8601-1 duration regex. Does not support the 8601-2 extensions like negative durations or fractional/negative components. */
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
/** Implements ISO 8601-2 extensions like explicit +- prefixes, mixing weeks with other units, and fractional/negative components. */
const extendedDuration = /^[-+]?P(?!$)(?:(?:[-+]?\d+Y)|(?:[-+]?\d+[.,]\d+Y$))?(?:(?:[-+]?\d+M)|(?:[-+]?\d+[.,]\d+M$))?(?:(?:[-+]?\d+W)|(?:[-+]?\d+[.,]\d+W$))?(?:(?:[-+]?\d+D)|(?:[-+]?\d+[.,]\d+D$))?(?:T(?=[\d+-])(?:(?:[-+]?\d+H)|(?:[-+]?\d+[.,]\d+H$))?(?:(?:[-+]?\d+M)|(?:[-+]?\d+[.,]\d+M$))?(?:[-+]?\d+(?:[.,]\d+)?S)?)??$/;
/** A regex for any UUID-like identifier: 8-4-4-4-12 hex pattern */
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
/** Returns a regex for validating an RFC 9562/4122 UUID.
 *
 * @param version Optionally specify a version 1-8. If no version is specified, all versions are supported. */
const uuid = (version) => {
    if (!version)
        return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
    return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
const uuid4 = /*@__PURE__*/ (/* unused pure expression or super */ null && (uuid(4)));
const uuid6 = /*@__PURE__*/ (/* unused pure expression or super */ null && (uuid(6)));
const uuid7 = /*@__PURE__*/ (/* unused pure expression or super */ null && (uuid(7)));
/** Practical email validation */
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
/** Equivalent to the HTML5 input[type=email] validation implemented by browsers. Source: https://developer.mozilla.org/en-US/docs/Web/HTML/Element/input/email */
const html5Email = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/** The classic emailregex.com regex for RFC 5322-compliant emails */
const rfc5322Email = /^(([^<>()\[\]\\.,;:\s@"]+(\.[^<>()\[\]\\.,;:\s@"]+)*)|(".+"))@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))$/;
/** A loose regex that allows Unicode characters, enforces length limits, and that's about it. */
const unicodeEmail = /^[^\s@"]{1,64}@[^\s@]{1,255}$/u;
const idnEmail = (/* unused pure expression or super */ null && (unicodeEmail));
const browserEmail = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
// from https://thekevinscott.com/emojis-in-javascript/#writing-a-regular-expression
// Single character class, not an alternation: the two properties overlap (U+1F9B0-U+1F9B3), so `(A|B)+` backtracks exponentially on a failed match. The leading lookahead then demands one anchor — a pictograph, a regional indicator, or the enclosing keycap — because `\p{Emoji_Component}` on its own covers ASCII digits, `#`, `*`, ZWJ, variation selectors and skin tone modifiers, none of which is an emoji without a base.
const _emoji = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
    return new RegExp(_emoji, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const regexes_ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const mac = (delimiter) => {
    const escapedDelim = util.escapeRegex(delimiter ?? ":");
    return new RegExp(`^(?:[0-9A-F]{2}${escapedDelim}){5}[0-9A-F]{2}$|^(?:[0-9a-f]{2}${escapedDelim}){5}[0-9a-f]{2}$`);
};
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
// https://stackoverflow.com/questions/7860392/determine-if-string-is-in-base64-using-javascript
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
// based on https://stackoverflow.com/questions/106179/regular-expression-to-match-dns-hostname-or-ip-address
// export const hostname: RegExp = /^([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+$/;
const hostname = /^(?=.{1,253}\.?$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-0-9a-zA-Z]{0,61}[0-9a-zA-Z])?)*\.?$/;
const domain = /^(?=.{1,253}$)([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$/;
const httpProtocol = /^https?$/;
// https://blog.stevenlevithan.com/archives/validate-phone-number#r4-3 (regex sans spaces) E.164: leading digit must be 1-9; total digits (excluding '+') between 7-15
const e164 = /^\+[1-9]\d{6,14}$/;
// Credit card shape: 12–19 digits, optionally separated by single spaces or single hyphens. ISO/IEC 7812 caps the PAN at 19 digits; 12 is the shortest issued length (Maestro).
const creditCard = /^\d(?:[ -]?\d){11,18}$/;
// ISO 4217 alpha codes from the SIX list, regenerated by scripts/update-iso-4217.ts
const currencyCode = /^(?:AED|AFN|ALL|AMD|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BHD|BIF|BMD|BND|BOB|BOV|BRL|BSD|BTN|BWP|BYN|BZD|CAD|CDF|CHE|CHF|CHW|CLF|CLP|CNY|COP|COU|CRC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRU|MUR|MVR|MWK|MXN|MXV|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SOS|SRD|SSP|STN|SVC|SYP|SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|USN|UYI|UYU|UYW|UZS|VED|VES|VND|VUV|WST|XAD|XAF|XAG|XAU|XBA|XBB|XBC|XBD|XCD|XCG|XDR|XOF|XPD|XPF|XPT|XSU|XTS|XUA|XXX|YER|ZAR|ZMW|ZWG)$/;
// iban electronic format: 2-letter country, check digits 02-98 (the only values `98 - remainder` can produce), 11-30 bban characters
const iban = /^[A-Z]{2}(?!00|01|99)\d{2}[A-Z0-9]{11,30}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
 * esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
 * will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function regexes_anchor(source) {
    return new RegExp(`^${source}$`);
}
const date = /*@__PURE__*/ regexes_anchor(dateSource);
function timeSource(args) {
    const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
    const regex = typeof args.precision === "number"
        ? args.precision === -1
            ? `${hhmm}`
            : args.precision === 0
                ? `${hhmm}:[0-5]\\d`
                : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}`
        : args.seconds
            ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?`
            : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
    return regex;
}
function regexes_time(args) {
    return new RegExp(`^${timeSource(args)}$`);
}
// Adapted from https://stackoverflow.com/a/3143231
function datetime(args) {
    const opts = ["Z"];
    // if (args.offset) opts.push(`([+-]\\d{2}:\\d{2})`);
    if (args.offset)
        opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
    // RFC 3339 mandates seconds wherever the time carries a `Z` or an offset, so only the unqualified form `local` adds may omit them
    const qualified = `${timeSource({ precision: args.precision, seconds: true })}(?:${opts.join("|")})`;
    const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
    return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
// the unbounded form of `string()` as a literal, so every plain string shares one instance instead of building its own
const anyString = /^[\s\S]{0,}$/;
const string = (params) => {
    const regex = params ? `[\\s\\S]{${params?.minimum ?? 0},${params?.maximum ?? ""}}` : `[\\s\\S]*`;
    return new RegExp(`^${regex}$`);
};
const bigint = /^-?\d+n?$/;
const integer = /^-?\d+$/;
const number = /^-?\d+(?:\.\d+)?$/;
const regexes_boolean = /^(?:true|false)$/i;
const _null = /^null$/i;

const _undefined = /^undefined$/i;

// regex for string with no uppercase letters
const lowercase = /^[^A-Z]*$/;
// regex for string with no lowercase letters
const uppercase = /^[^a-z]*$/;
// regex for hexadecimal strings (any length)
const regexes_hex = /^[0-9a-fA-F]*$/;
// Hash regexes for different algorithms and encodings
// Helper function to create base64 regex with exact length and padding
function fixedBase64(bodyLength, padding) {
    return new RegExp(`^[A-Za-z0-9+/]{${bodyLength}}${padding}$`);
}
// Helper function to create base64url regex with exact length (no padding)
function fixedBase64url(length) {
    return new RegExp(`^[A-Za-z0-9_-]{${length}}$`);
}
// MD5 (16 bytes): base64 = 24 chars total (22 + "==")
const md5_hex = /^[0-9a-fA-F]{32}$/;
const md5_base64 = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64(22, "==")));
const md5_base64url = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64url(22)));
// SHA1 (20 bytes): base64 = 28 chars total (27 + "=")
const sha1_hex = /^[0-9a-fA-F]{40}$/;
const sha1_base64 = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64(27, "=")));
const sha1_base64url = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64url(27)));
// SHA256 (32 bytes): base64 = 44 chars total (43 + "=")
const sha256_hex = /^[0-9a-fA-F]{64}$/;
const sha256_base64 = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64(43, "=")));
const sha256_base64url = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64url(43)));
// SHA384 (48 bytes): base64 = 64 chars total (no padding)
const sha384_hex = /^[0-9a-fA-F]{96}$/;
const sha384_base64 = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64(64, "")));
const sha384_base64url = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64url(64)));
// SHA512 (64 bytes): base64 = 88 chars total (86 + "==")
const sha512_hex = /^[0-9a-fA-F]{128}$/;
const sha512_base64 = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64(86, "==")));
const sha512_base64url = /*@__PURE__*/ (/* unused pure expression or super */ null && (fixedBase64url(86)));

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/checks.js
// import { $ZodType } from "./schemas.js";



const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
    var _a;
    inst._zod ?? (inst._zod = {});
    inst._zod.def = def;
    (_a = inst._zod).onattach ?? (_a.onattach = []);
});
/** Default `when` for size-based checks: run only on non-nullish values with a `size`. */
const _whenHasSize = (payload) => {
    const val = payload.value;
    return !util.nullish(val) && val.size !== undefined;
};
/** Default `when` for length-based checks: run only on non-nullish values with a `length`. */
const _whenHasLength = (payload) => {
    const val = payload.value;
    return !nullish(val) && val.length !== undefined;
};
const numericOriginMap = {
    number: "number",
    bigint: "bigint",
    object: "date",
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
    $ZodCheck.init(inst, def);
    const origin = numericOriginMap[typeof def.value];
    inst._zod.check = (payload) => {
        if (def.inclusive ? payload.value <= def.value : payload.value < def.value) {
            return;
        }
        payload.issues.push({
            origin: numericOriginMap[typeof payload.value] ?? origin,
            code: "too_big",
            maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
            input: payload.value,
            inclusive: def.inclusive,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
    $ZodCheck.init(inst, def);
    const origin = numericOriginMap[typeof def.value];
    inst._zod.check = (payload) => {
        if (def.inclusive ? payload.value >= def.value : payload.value > def.value) {
            return;
        }
        payload.issues.push({
            origin: numericOriginMap[typeof payload.value] ?? origin,
            code: "too_small",
            minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
            input: payload.value,
            inclusive: def.inclusive,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckMultipleOf = 
/*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
    $ZodCheck.init(inst, def);
    inst._zod.check = (payload) => {
        if (typeof payload.value !== typeof def.value)
            throw new Error("Cannot mix number and bigint in multiple_of check.");
        const isMultiple = typeof payload.value === "bigint"
            ? // `value % 0n` throws, and nothing is a multiple of zero — the number branch already fails this way via NaN
                def.value !== BigInt(0) && payload.value % def.value === BigInt(0)
            : floatSafeRemainder(payload.value, def.value) === 0;
        if (isMultiple)
            return;
        payload.issues.push({
            origin: typeof payload.value,
            code: "not_multiple_of",
            divisor: def.value,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
    $ZodCheck.init(inst, def); // no format checks
    def.format = def.format || "float64";
    const isInt = def.format?.includes("int");
    const origin = isInt ? "int" : "number";
    const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
    inst._zod.check = (payload) => {
        const input = payload.value;
        if (isInt) {
            if (!Number.isInteger(input)) {
                // invalid_format issue
                // payload.issues.push({
                //   expected: def.format,
                //   format: def.format,
                //   code: "invalid_format",
                //   input,
                //   inst,
                // });
                // invalid_type issue
                payload.issues.push({
                    expected: origin,
                    format: def.format,
                    code: "invalid_type",
                    continue: false,
                    input,
                    inst,
                });
                return;
                // not_multiple_of issue
                // payload.issues.push({
                //   code: "not_multiple_of",
                //   origin: "number",
                //   input,
                //   inst,
                //   divisor: 1,
                // });
            }
            if (!Number.isSafeInteger(input)) {
                if (input > 0) {
                    // too_big
                    payload.issues.push({
                        input,
                        code: "too_big",
                        maximum: Number.MAX_SAFE_INTEGER,
                        note: "Integers must be within the safe integer range.",
                        inst,
                        origin,
                        inclusive: true,
                        continue: !def.abort,
                    });
                }
                else {
                    // too_small
                    payload.issues.push({
                        input,
                        code: "too_small",
                        minimum: Number.MIN_SAFE_INTEGER,
                        note: "Integers must be within the safe integer range.",
                        inst,
                        origin,
                        inclusive: true,
                        continue: !def.abort,
                    });
                }
                return;
            }
        }
        if (input < minimum) {
            payload.issues.push({
                origin: "number",
                input,
                code: "too_small",
                minimum,
                inclusive: true,
                inst,
                continue: !def.abort,
            });
        }
        if (input > maximum) {
            payload.issues.push({
                origin: "number",
                input,
                code: "too_big",
                maximum,
                inclusive: true,
                inst,
                continue: !def.abort,
            });
        }
    };
});
const $ZodCheckBigIntFormat = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckBigIntFormat", (inst, def) => {
    $ZodCheck.init(inst, def); // no format checks
    const [minimum, maximum] = util.BIGINT_FORMAT_RANGES[def.format];
    inst._zod.check = (payload) => {
        const input = payload.value;
        if (input < minimum) {
            payload.issues.push({
                origin: "bigint",
                input,
                code: "too_small",
                minimum: minimum,
                inclusive: true,
                inst,
                continue: !def.abort,
            });
        }
        if (input > maximum) {
            payload.issues.push({
                origin: "bigint",
                input,
                code: "too_big",
                maximum,
                inclusive: true,
                inst,
                continue: !def.abort,
            });
        }
    };
})));
const $ZodCheckMaxSize = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckMaxSize", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasSize);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const size = input.size;
        if (size <= def.maximum)
            return;
        payload.issues.push({
            origin: util.getSizableOrigin(input),
            code: "too_big",
            maximum: def.maximum,
            inclusive: true,
            input,
            inst,
            continue: !def.abort,
        });
    };
})));
const $ZodCheckMinSize = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckMinSize", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasSize);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const size = input.size;
        if (size >= def.minimum)
            return;
        payload.issues.push({
            origin: util.getSizableOrigin(input),
            code: "too_small",
            minimum: def.minimum,
            inclusive: true,
            input,
            inst,
            continue: !def.abort,
        });
    };
})));
const $ZodCheckSizeEquals = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckSizeEquals", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasSize);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const size = input.size;
        if (size === def.size)
            return;
        const tooBig = size > def.size;
        payload.issues.push({
            origin: util.getSizableOrigin(input),
            ...(tooBig ? { code: "too_big", maximum: def.size } : { code: "too_small", minimum: def.size }),
            inclusive: true,
            exact: true,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
})));
const $ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        // Strings are measured in Unicode code points, not UTF-16 units. A code point is at most two units, so a string that already fits in units fits in code points; only an overflow has to be counted.
        const length = typeof input === "string" && units > def.maximum ? codePointLength(input) : units;
        if (length <= def.maximum)
            return;
        const origin = getLengthableOrigin(input);
        payload.issues.push({
            origin,
            code: "too_big",
            maximum: def.maximum,
            inclusive: true,
            input,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        // A code point is one or two UTF-16 units, so fewer units than the floor can never reach it and twice the floor always clears it. Only in between is the exact count in doubt.
        const length = typeof input === "string" && units >= def.minimum && units < def.minimum * 2
            ? codePointLength(input)
            : units;
        if (length >= def.minimum)
            return;
        const origin = getLengthableOrigin(input);
        payload.issues.push({
            origin,
            code: "too_small",
            minimum: def.minimum,
            inclusive: true,
            input,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
    var _a;
    $ZodCheck.init(inst, def);
    (_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
    inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        // A code point is one or two UTF-16 units, so outside `[length, length * 2]` units the target is missed either way — and missed in the same direction in both measures.
        const length = typeof input === "string" && units >= def.length && units <= def.length * 2
            ? codePointLength(input)
            : units;
        if (length === def.length)
            return;
        const origin = getLengthableOrigin(input);
        const tooBig = length > def.length;
        payload.issues.push({
            origin,
            ...(tooBig ? { code: "too_big", maximum: def.length } : { code: "too_small", minimum: def.length }),
            inclusive: true,
            exact: true,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
    var _a, _b;
    $ZodCheck.init(inst, def);
    if (def.pattern)
        (_a = inst._zod).check ?? (_a.check = (payload) => {
            def.pattern.lastIndex = 0;
            if (def.pattern.test(payload.value))
                return;
            payload.issues.push({
                origin: "string",
                code: "invalid_format",
                format: def.format,
                input: payload.value,
                ...(def.pattern ? { pattern: def.pattern.toString() } : {}),
                inst,
                continue: !def.abort,
            });
        });
    else
        (_b = inst._zod).check ?? (_b.check = () => { });
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
    $ZodCheckStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        def.pattern.lastIndex = 0;
        if (def.pattern.test(payload.value))
            return;
        payload.issues.push({
            origin: "string",
            code: "invalid_format",
            format: "regex",
            input: payload.value,
            pattern: def.pattern.toString(),
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
    def.pattern ?? (def.pattern = lowercase);
    $ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
    def.pattern ?? (def.pattern = uppercase);
    $ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
    $ZodCheck.init(inst, def);
    const escapedRegex = escapeRegex(def.includes);
    // `String.prototype.includes(sub, position)` matches `sub` at `position`
    // OR LATER, so the pattern must allow at least `position` leading chars
    // (`{N,}`), not exactly `position` chars (`{N}`).
    const pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
    def.pattern = pattern;
    inst._zod.check = (payload) => {
        if (payload.value.includes(def.includes, def.position))
            return;
        payload.issues.push({
            origin: "string",
            code: "invalid_format",
            format: "includes",
            includes: def.includes,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
    $ZodCheck.init(inst, def);
    const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
    def.pattern ?? (def.pattern = pattern);
    inst._zod.check = (payload) => {
        if (payload.value.startsWith(def.prefix))
            return;
        payload.issues.push({
            origin: "string",
            code: "invalid_format",
            format: "starts_with",
            prefix: def.prefix,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
    $ZodCheck.init(inst, def);
    const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
    def.pattern ?? (def.pattern = pattern);
    inst._zod.check = (payload) => {
        if (payload.value.endsWith(def.suffix))
            return;
        payload.issues.push({
            origin: "string",
            code: "invalid_format",
            format: "ends_with",
            suffix: def.suffix,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
///////////////////////////////////
/////    $ZodCheckProperty    /////
///////////////////////////////////
function handleCheckPropertyResult(result, payload, property) {
    if (result.issues.length) {
        payload.issues.push(...prefixIssues(property, result.issues));
    }
}
const $ZodCheckProperty = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckProperty", (inst, def) => {
    $ZodCheck.init(inst, def);
    inst._zod.check = (payload) => {
        const result = def.schema._zod.run({
            value: payload.value[def.property],
            issues: [],
        }, {});
        if (result instanceof Promise) {
            return result.then((result) => handleCheckPropertyResult(result, payload, def.property));
        }
        handleCheckPropertyResult(result, payload, def.property);
        return;
    };
})));
const $ZodCheckProperties = /*@__PURE__*/ $constructor("$ZodCheckProperties", (inst, def) => {
    $ZodCheck.init(inst, def);
    hide(inst, Symbol.iterator, function* () {
        yield inst;
    });
    // key and schema snapshotted together: reading one live and the other cached lets a later mutation of the caller's shape object pair a stale key with a missing schema
    let entries;
    inst._zod.check = (payload) => {
        // the base schema already typed the value, so only a nullish one is rejected here: the properties read on a primitive too, matching z.property() on a string's length
        if (payload.value == null) {
            payload.issues.push({ expected: "object", code: "invalid_type", input: payload.value, inst });
            return undefined;
        }
        entries ?? (entries = Reflect.ownKeys(def.shape).map((key) => [key, def.shape[key]]));
        const input = payload.value;
        let proms;
        for (const [key, schema] of entries) {
            const result = schema._zod.run({ value: input[key], issues: [] }, {});
            if (result instanceof Promise) {
                proms ?? (proms = []);
                proms.push(result.then((result) => handleCheckPropertyResult(result, payload, key)));
            }
            else {
                handleCheckPropertyResult(result, payload, key);
            }
        }
        if (proms)
            return Promise.all(proms).then(() => undefined);
        return undefined;
    };
});
const $ZodCheckMimeType = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCheckMimeType", (inst, def) => {
    $ZodCheck.init(inst, def);
    const mimeSet = new Set(def.mime);
    inst._zod.check = (payload) => {
        if (mimeSet.has(payload.value.type))
            return;
        payload.issues.push({
            code: "invalid_value",
            values: def.mime,
            input: payload.value.type,
            inst,
            continue: !def.abort,
        });
    };
})));
const $ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
    $ZodCheck.init(inst, def);
    inst._zod.check = (payload) => {
        payload.value = def.tx(payload.value);
    };
});

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/doc.js
class Doc {
    constructor(args = [], closed = {}) {
        this.content = [];
        this.indent = 0;
        this.args = args;
        this.closed = closed;
    }
    // the compiler catches a child's throw and keeps writing into this doc, so the indent has to unwind with it
    indented(fn) {
        this.indent += 1;
        try {
            fn(this);
        }
        finally {
            this.indent -= 1;
        }
    }
    write(arg) {
        if (typeof arg === "function") {
            arg(this, { execution: "sync" });
            arg(this, { execution: "async" });
            return;
        }
        const content = arg;
        const lines = content.split("\n").filter((x) => x);
        const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
        const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
        for (const line of dedented) {
            this.content.push(line);
        }
    }
    compile() {
        const F = Function;
        const content = this?.content ?? [``];
        const factory = new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`);
        return factory(...Object.values(this.closed));
    }
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/versions.js
const version = {
    major: 4,
    minor: 6,
    patch: 7,
};

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/schemas.js







const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
    var _a;
    inst ?? (inst = {});
    inst._zod.def = def; // set _def property
    inst._zod.bag = inst._zod.bag || {}; // initialize _bag object
    inst._zod.version = version;
    const defChecks = inst._zod.def.checks;
    // if inst is itself a checks.$ZodCheck, run it as a check
    const checks = inst._zod.traits.has("$ZodCheck")
        ? [inst, ...(defChecks ?? [])]
        : defChecks?.length
            ? [...defChecks]
            : [];
    for (const ch of checks) {
        for (const fn of ch._zod.onattach) {
            fn(inst);
        }
    }
    if (checks.length === 0) {
        // deferred initializer inst._zod.parse is not yet defined
        (_a = inst._zod).deferred ?? (_a.deferred = []);
        inst._zod.deferred?.push(() => {
            inst._zod.run = inst._zod.parse;
        });
    }
    else {
        const runChecks = (payload, checks, ctx) => {
            if (payload.memo)
                return payload;
            let isAborted = aborted(payload);
            let asyncResult;
            for (const ch of checks) {
                if (ch._zod.def.when) {
                    if (explicitlyAborted(payload))
                        continue;
                    const shouldRun = ch._zod.def.when(payload);
                    if (!shouldRun)
                        continue;
                }
                else if (isAborted) {
                    continue;
                }
                const currLen = payload.issues.length;
                const _ = ch._zod.check(payload);
                if (_ instanceof Promise && ctx?.async === false) {
                    throw new $ZodAsyncError();
                }
                if (asyncResult || _ instanceof Promise) {
                    asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
                        await _;
                        const nextLen = payload.issues.length;
                        if (nextLen === currLen)
                            return;
                        attachSchema(payload.issues, currLen, inst);
                        if (!isAborted)
                            isAborted = aborted(payload, currLen);
                    });
                }
                else {
                    const nextLen = payload.issues.length;
                    if (nextLen === currLen)
                        continue;
                    attachSchema(payload.issues, currLen, inst);
                    if (!isAborted)
                        isAborted = aborted(payload, currLen);
                }
            }
            if (asyncResult) {
                return asyncResult.then(() => {
                    return payload;
                });
            }
            return payload;
        };
        const handleCanaryResult = (canary, payload, ctx) => {
            // abort if the canary is aborted
            if (aborted(canary)) {
                canary.aborted = true;
                return canary;
            }
            // run checks first, then
            const checkResult = runChecks(payload, checks, ctx);
            if (checkResult instanceof Promise) {
                if (ctx.async === false)
                    throw new $ZodAsyncError();
                return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
            }
            return inst._zod.parse(checkResult, ctx);
        };
        inst._zod.run = (payload, ctx) => {
            if (ctx.skipChecks) {
                return inst._zod.parse(payload, ctx);
            }
            if (ctx.direction === "backward") {
                // run canary initial pass (no checks)
                const canary = inst._zod.parse({ value: payload.value, issues: [] }, { ...ctx, skipChecks: true });
                if (canary instanceof Promise) {
                    return canary.then((canary) => {
                        return handleCanaryResult(canary, payload, ctx);
                    });
                }
                return handleCanaryResult(canary, payload, ctx);
            }
            // forward
            const result = inst._zod.parse(payload, ctx);
            if (result instanceof Promise) {
                if (ctx.async === false)
                    throw new $ZodAsyncError();
                return result.then((result) => runChecks(result, checks, ctx));
            }
            return runChecks(result, checks, ctx);
        };
    }
}, {
    // Wrappers extend this by installing a richer factory over it; reading it eagerly would defeat the laziness.
    get "~standard"() {
        return hide(this, "~standard", standardProps(this));
    },
    set "~standard"(value) {
        own(this, "~standard", value);
    },
});
/** The Standard Schema surface for `inst`. Shared so wrappers can extend it without forcing it. */
// a Standard Schema result only reports issues, so a failure finalizes them straight off the raw payload: no ZodError, and no lazy result to read through
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
    const ctx = { async: true };
    return toStandardResult((await inst._zod.run({ value, issues: [] }, ctx)), ctx);
}
function standardProps(inst) {
    return {
        validate: (value) => {
            const ctx = { async: false };
            try {
                const r = inst._zod.run({ value, issues: [] }, ctx);
                if (!(r instanceof Promise))
                    return toStandardResult(r, ctx);
            }
            catch (_) { }
            // async function so a synchronously throwing check rejects instead of escaping validate
            return validateAsync(inst, value);
        },
        vendor: "zod",
        version: 1,
    };
}

const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
    $ZodType.init(inst, def);
    // a format's own pattern, else unbounded; a template literal derives the check-aware form itself
    inst._zod.pattern = def.pattern ?? anyString;
    inst._zod.parse = (payload, _) => {
        if (def.coerce)
            try {
                payload.value = String(payload.value);
            }
            catch (_) { }
        if (typeof payload.value === "string")
            return payload;
        payload.issues.push({
            expected: "string",
            code: "invalid_type",
            input: payload.value,
            inst,
        });
        return payload;
    };
});
const $ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
    // check initialization must come first
    $ZodCheckStringFormat.init(inst, def);
    $ZodString.init(inst, def);
});
const $ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
    def.pattern ?? (def.pattern = guid);
    $ZodStringFormat.init(inst, def);
});
const $ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
    if (def.version) {
        const versionMap = {
            v1: 1,
            v2: 2,
            v3: 3,
            v4: 4,
            v5: 5,
            v6: 6,
            v7: 7,
            v8: 8,
        };
        const v = versionMap[def.version];
        if (v === undefined)
            throw new Error(`Invalid UUID version: "${def.version}"`);
        def.pattern ?? (def.pattern = uuid(v));
    }
    else
        def.pattern ?? (def.pattern = uuid());
    $ZodStringFormat.init(inst, def);
});
const $ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
    def.pattern ?? (def.pattern = email);
    $ZodStringFormat.init(inst, def);
});
/** The `://` guard rejected the input before the URL constructor saw it. */
const URL_BAD_FORMAT = 1;
/** The URL parser rejected the input. */
const URL_UNPARSEABLE = 2;
function canParseURL(input) {
    try {
        if (typeof URL !== "undefined" && typeof URL.canParse === "function")
            return URL.canParse(input);
        new URL(input);
        return true;
    }
    catch {
        return false;
    }
}
function validateURL(trimmed, def) {
    if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) {
        return canParseURL(trimmed) || URL_UNPARSEABLE;
    }
    return parseURLObject(trimmed, def);
}
/** Parses a URL while preserving the non-normalizing HTTP guard. */
function parseURLObject(trimmed, def) {
    // When normalize is off, require :// for http/https URLs. This prevents strings like "http:example.com" or "https:/path" from being silently accepted
    if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) {
        return URL_BAD_FORMAT;
    }
    try {
        if (typeof URL !== "undefined") {
            const URLStatic = URL;
            if (typeof URLStatic.parse === "function")
                return URLStatic.parse(trimmed) ?? URL_UNPARSEABLE;
        }
        // @ts-ignore
        return new URL(trimmed);
    }
    catch {
        return URL_UNPARSEABLE;
    }
}
const asciiTabOrNewline = /[\t\n\r]/g;
/** The URL parser deletes every ASCII tab, LF and CR from its input before it parses, so `new URL("https://exa\nmple.com")` reports on `example.com`. Applying the same deletion to the returned value closes the half of that divergence which can move the host; the parser's other rewrite, stripping C0 controls at the edges, cannot. */
function stripTabAndNewline(value) {
    return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
    hostname.lastIndex = 0;
    return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
    protocol.lastIndex = 0;
    return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        try {
            // Trim whitespace from input
            const trimmed = payload.value.trim();
            const url = validateURL(trimmed, def);
            if (url === URL_BAD_FORMAT) {
                payload.issues.push({
                    code: "invalid_format",
                    format: "url",
                    note: "Invalid URL format",
                    input: payload.value,
                    inst,
                    continue: !def.abort,
                });
                return;
            }
            if (url === URL_UNPARSEABLE) {
                payload.issues.push({
                    code: "invalid_format",
                    format: "url",
                    input: payload.value,
                    inst,
                    continue: !def.abort,
                });
                return;
            }
            if (url === true) {
                payload.value = stripTabAndNewline(trimmed);
                return;
            }
            if (def.hostname && !urlHostnameOk(url, def.hostname)) {
                payload.issues.push({
                    code: "invalid_format",
                    format: "url",
                    note: "Invalid hostname",
                    pattern: def.hostname.source,
                    input: payload.value,
                    inst,
                    continue: !def.abort,
                });
            }
            if (def.protocol && !urlProtocolOk(url, def.protocol)) {
                payload.issues.push({
                    code: "invalid_format",
                    format: "url",
                    note: "Invalid protocol",
                    pattern: def.protocol.source,
                    input: payload.value,
                    inst,
                    continue: !def.abort,
                });
            }
            // Set the output value based on normalize flag
            payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
            return;
        }
        catch (_) {
            payload.issues.push({
                code: "invalid_format",
                format: "url",
                input: payload.value,
                inst,
                continue: !def.abort,
            });
        }
    };
});
const $ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
    def.pattern ?? (def.pattern = emoji());
    $ZodStringFormat.init(inst, def);
});
const $ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
    if (def.length !== undefined && (!Number.isInteger(def.length) || def.length < 1))
        throw new Error(`Invalid nanoid length: ${def.length}`);
    def.pattern ?? (def.pattern = def.length === undefined ? nanoid : nanoidOfLength(def.length));
    $ZodStringFormat.init(inst, def);
});
/**
 * @deprecated CUID v1 is deprecated by its authors due to information leakage
 * (timestamps embedded in the id). Use {@link $ZodCUID2} instead.
 * See https://github.com/paralleldrive/cuid.
 */
const $ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
    def.pattern ?? (def.pattern = cuid);
    $ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
    def.pattern ?? (def.pattern = cuid2);
    $ZodStringFormat.init(inst, def);
});
const $ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
    def.pattern ?? (def.pattern = ulid);
    $ZodStringFormat.init(inst, def);
});
const $ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
    def.pattern ?? (def.pattern = xid);
    $ZodStringFormat.init(inst, def);
});
const $ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
    def.pattern ?? (def.pattern = ksuid);
    $ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
    def.pattern ?? (def.pattern = datetime(def));
    $ZodStringFormat.init(inst, def);
});
const $ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
    def.pattern ?? (def.pattern = date);
    $ZodStringFormat.init(inst, def);
});
const $ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
    def.pattern ?? (def.pattern = regexes_time(def));
    $ZodStringFormat.init(inst, def);
});
const $ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
    def.pattern ?? (def.pattern = duration);
    $ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
    def.pattern ?? (def.pattern = ipv4);
    $ZodStringFormat.init(inst, def);
});
/** An IPv6 address is written with hex digits, colons and dots, and nothing else. The guard is what makes the check below an IPv6 check: `new URL("http://[...]")` parses an authority, not an address, so `@` and `\` re-delimit it and `"::@1\\"` validates against the host `0.0.0.1`. The URL parser also deletes ASCII tab, LF and CR rather than failing, which is how `"::1\n"` validated as `::1`. */
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
    if (!ipv6Alphabet.test(value))
        return false;
    return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
    def.pattern ?? (def.pattern = regexes_ipv6);
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (!isValidIPv6(payload.value)) {
            payload.issues.push({
                code: "invalid_format",
                format: "ipv6",
                input: payload.value,
                inst,
                continue: !def.abort,
            });
        }
    };
});
const $ZodMAC = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodMAC", (inst, def) => {
    def.pattern ?? (def.pattern = regexes.mac(def.delimiter));
    $ZodStringFormat.init(inst, def);
})));
const $ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
    def.pattern ?? (def.pattern = cidrv4);
    $ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
    const parts = value.split("/");
    if (parts.length !== 2)
        return false;
    const [address, prefix] = parts;
    if (!prefix)
        return false;
    const prefixNum = Number(prefix);
    if (`${prefixNum}` !== prefix)
        return false;
    if (prefixNum < 0 || prefixNum > 128)
        return false;
    return isValidIPv6(address);
}
const $ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
    def.pattern ?? (def.pattern = cidrv6); // not used for validation
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (!isValidCIDRv6(payload.value)) {
            payload.issues.push({
                code: "invalid_format",
                format: "cidrv6",
                input: payload.value,
                inst,
                continue: !def.abort,
            });
        }
    };
});
//////////////////////////////   ZodBase64   //////////////////////////////
function isValidBase64(data) {
    if (data === "")
        return true;
    // atob ignores whitespace, so reject it up front.
    if (/\s/.test(data))
        return false;
    if (data.length % 4 !== 0)
        return false;
    try {
        // @ts-ignore
        atob(data);
        return true;
    }
    catch {
        return false;
    }
}
// lax on purpose: the quantified regexes.base64 overflows the regex stack on multi-MB input and its leading ^$| alternation leaks through template-literal composition; isValidBase64 enforces length and padding
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
    def.pattern ?? (def.pattern = base64Charset);
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (isValidBase64(payload.value))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: "base64",
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
//////////////////////////////   ZodBase64URL   //////////////////////////////
// lax on purpose: the quantified regexes.base64url overflows the regex stack on multi-MB input; isValidBase64 enforces length on the padded string
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
    if (!base64urlCharset.test(data))
        return false;
    const base64 = data.replace(/[-_]/g, (c) => (c === "-" ? "+" : "/"));
    const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, "=");
    return isValidBase64(padded);
}
const $ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
    def.pattern ?? (def.pattern = base64urlCharset);
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (isValidBase64URL(payload.value))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: "base64url",
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
    def.pattern ?? (def.pattern = e164);
    $ZodStringFormat.init(inst, def);
});
//////////////////////////////   ZodCreditCard   //////////////////////////////
const CC_SANITIZE = /[- ]/g;
/** Luhn checksum on a digit-only string. Adapted from valibot (MIT). */
function isLuhnAlgo(digits) {
    let length = digits.length;
    let bit = 1;
    let sum = 0;
    while (length) {
        const value = digits.charCodeAt(--length) - 48;
        bit ^= 1;
        sum += bit ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][value] : value;
    }
    return sum % 10 === 0;
}
function isValidCreditCard(input) {
    if (!regexes.creditCard.test(input))
        return false;
    return isLuhnAlgo(input.replace(CC_SANITIZE, ""));
}
const $ZodCreditCard = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCreditCard", (inst, def) => {
    // Shape only — the Luhn check below is not expressible as a pattern, so consumers of `pattern` (JSON Schema, template literals) get the length and separator rules alone.
    def.pattern ?? (def.pattern = regexes.creditCard);
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (isValidCreditCard(payload.value))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: "credit_card",
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
})));
//////////////////////////////   ZodIBAN   //////////////////////////////
// iso 7064 mod 97-10 checksum without BigInt
function isIso7064Mod97(iban) {
    let remainder = 0;
    const len = iban.length;
    for (let i = 4; i < len; i++) {
        const code = iban.charCodeAt(i);
        remainder = (code >= 65 ? remainder * 100 + (code - 55) : remainder * 10 + (code - 48)) % 97;
    }
    for (let i = 0; i < 4; i++) {
        const code = iban.charCodeAt(i);
        remainder = (code >= 65 ? remainder * 100 + (code - 55) : remainder * 10 + (code - 48)) % 97;
    }
    return remainder === 1;
}
function isValidIBAN(input) {
    if (!regexes.iban.test(input))
        return false;
    return isIso7064Mod97(input);
}
const $ZodIBAN = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodIBAN", (inst, def) => {
    // shape only — checksum is not expressible as a pattern
    def.pattern ?? (def.pattern = regexes.iban);
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (isValidIBAN(payload.value))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: "iban",
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
})));
//////////////////////////////   ZodJWT   //////////////////////////////
function isValidJWT(token, algorithm = null) {
    try {
        const tokensParts = token.split(".");
        if (tokensParts.length !== 3)
            return false;
        const [header] = tokensParts;
        if (!header)
            return false;
        // @ts-ignore
        const parsedHeader = JSON.parse(atob(header));
        if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT")
            return false;
        if (!parsedHeader.alg)
            return false;
        if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm))
            return false;
        return true;
    }
    catch {
        return false;
    }
}
const $ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (isValidJWT(payload.value, def.alg))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: "jwt",
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
});
const $ZodCustomStringFormat = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCustomStringFormat", (inst, def) => {
    $ZodStringFormat.init(inst, def);
    inst._zod.check = (payload) => {
        if (def.fn(payload.value))
            return;
        payload.issues.push({
            code: "invalid_format",
            format: def.format,
            input: payload.value,
            inst,
            continue: !def.abort,
        });
    };
})));
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.pattern = number;
    inst._zod.parse = (payload, _ctx) => {
        if (def.coerce)
            try {
                payload.value = Number(payload.value);
            }
            catch (_) { }
        const input = payload.value;
        if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) {
            return payload;
        }
        const received = typeof input === "number"
            ? Number.isNaN(input)
                ? "NaN"
                : !Number.isFinite(input)
                    ? String(input)
                    : undefined
            : undefined;
        payload.issues.push({
            expected: "number",
            code: "invalid_type",
            input,
            inst,
            ...(received ? { received } : {}),
        });
        return payload;
    };
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
    $ZodCheckNumberFormat.init(inst, def);
    $ZodNumber.init(inst, def); // no format checks
});
const $ZodBoolean = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodBoolean", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.pattern = regexes.boolean;
    inst._zod.parse = (payload, _ctx) => {
        if (def.coerce)
            try {
                payload.value = Boolean(payload.value);
            }
            catch (_) { }
        const input = payload.value;
        if (typeof input === "boolean")
            return payload;
        payload.issues.push({
            expected: "boolean",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodBigInt = /*@__PURE__*/ $constructor("$ZodBigInt", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.pattern = bigint;
    inst._zod.parse = (payload, _ctx) => {
        if (def.coerce)
            try {
                payload.value = BigInt(payload.value);
            }
            catch (_) { }
        if (typeof payload.value === "bigint")
            return payload;
        payload.issues.push({
            expected: "bigint",
            code: "invalid_type",
            input: payload.value,
            inst,
        });
        return payload;
    };
});
const $ZodBigIntFormat = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodBigIntFormat", (inst, def) => {
    checks.$ZodCheckBigIntFormat.init(inst, def);
    $ZodBigInt.init(inst, def); // no format checks
})));
const $ZodSymbol = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodSymbol", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (typeof input === "symbol")
            return payload;
        payload.issues.push({
            expected: "symbol",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodUndefined = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodUndefined", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.pattern = regexes.undefined;
    inst._zod.values = new Set([undefined]);
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (typeof input === "undefined")
            return payload;
        payload.issues.push({
            expected: "undefined",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodNull = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodNull", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.pattern = regexes.null;
    inst._zod.values = new Set([null]);
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (input === null)
            return payload;
        payload.issues.push({
            expected: "null",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodAny = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodAny", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload) => payload;
})));
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        payload.issues.push({
            expected: "never",
            code: "invalid_type",
            input: payload.value,
            inst,
        });
        return payload;
    };
});
const $ZodVoid = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodVoid", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (typeof input === "undefined")
            return payload;
        payload.issues.push({
            expected: "void",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodDate = /*@__PURE__*/ $constructor("$ZodDate", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        if (def.coerce) {
            try {
                payload.value = new Date(payload.value);
            }
            catch (_err) { }
        }
        const input = payload.value;
        const isDate = input instanceof Date;
        const isValidDate = isDate && !Number.isNaN(input.getTime());
        if (isValidDate)
            return payload;
        payload.issues.push({
            expected: "date",
            code: "invalid_type",
            input,
            ...(isDate ? { received: "Invalid Date" } : {}),
            inst,
        });
        return payload;
    };
});
// an oversized container fails its leading size checks before any element is parsed
function capSize(inst, size) {
    const caps = sizeCaps(inst._zod.def.checks);
    if (!caps.length)
        return;
    const cap = Math.min(...caps.map((c) => c[0]));
    const parse = inst._zod.parse;
    inst._zod.parse = (payload, ctx) => {
        const n = size(payload.value);
        if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
            for (const [max, ch] of sizeCaps(inst._zod.def.checks)) {
                if (n > max && ch._zod.def.when(payload)) {
                    const start = payload.issues.length;
                    ch._zod.check(payload);
                    // the value is still the raw input, so no later check may read it
                    payload.issues[start].continue = false;
                    attachSchema(payload.issues, start, inst);
                    return payload;
                }
            }
        }
        return parse(payload, ctx);
    };
}
const arraySize = (input) => (Array.isArray(input) ? input.length : -1);
const mapSize = (input) => (input instanceof Map ? input.size : -1);
const setSize = (input) => (input instanceof Set ? input.size : -1);
function handleArrayResult(result, final, index) {
    if (result.issues.length) {
        final.issues.push(...prefixIssues(index, result.issues));
    }
    final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
    $ZodType.init(inst, def);
    const memo = globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!Array.isArray(input)) {
            payload.issues.push({
                expected: "array",
                code: "invalid_type",
                input,
                inst,
            });
            return payload;
        }
        payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
        const proms = [];
        const abortEarly = ctx?.abortEarly;
        for (let i = 0; i < input.length; i++) {
            const item = input[i];
            const result = def.element._zod.run({
                value: item,
                issues: [],
            }, ctx);
            if (result instanceof Promise) {
                proms.push(result.then((result) => handleArrayResult(result, payload, i)));
            }
            else {
                handleArrayResult(result, payload, i);
                // the element's payload is authoritative here, since handleArrayResult forwards every issue; an object's is not, because it drops a failed absent optional
                if (abortEarly && result.issues.length !== 0 && aborted(result))
                    break;
            }
        }
        if (proms.length) {
            return Promise.all(proms).then(() => payload);
        }
        return payload; //handleArrayResultsAsync(parseResults, final);
    };
    capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
    const isPresent = key in input;
    const isOptionalOut = optout === "optional";
    // The middle rung means "absence permitted, nothing supplied in its place", so an absent key contributes nothing — whatever the schema made of `undefined` is invented, not substituted. Only `optional` reaches this with a value: `defaulted` substitutes, and a schema that isn't optional-out has to keep the key.
    if (!isPresent && isOptionalOut && optin === "optional") {
        return;
    }
    if (result.issues.length) {
        // For optional-in/out schemas, ignore errors on absent keys.
        if (optin !== undefined && isOptionalOut && !isPresent) {
            return;
        }
        final.issues.push(...prefixIssues(key, result.issues));
    }
    if (!isPresent && optin === undefined) {
        if (!result.issues.length) {
            final.issues.push({
                code: "invalid_type",
                expected: "nonoptional",
                input: undefined,
                path: [key],
            });
        }
        return;
    }
    if (result.value === undefined) {
        if (isPresent || (optin === "defaulted" && !isOptionalOut)) {
            final.value[key] = undefined;
        }
    }
    else {
        final.value[key] = result.value;
    }
}
// one shared instance; a fresh [] per schema cost 56 bytes retained
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
    const keys = Object.keys(def.shape);
    const ownSymbols = Object.getOwnPropertySymbols(def.shape);
    const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
    // aliases `keys` when there are no symbols, so a string-only shape keeps one array
    const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
    for (const k of allKeys) {
        if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) {
            throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
        }
    }
    const okeys = optionalKeys(def.shape);
    return {
        ...def,
        allKeys,
        symbolKeys,
        // string-only: handleCatchall matches it against `for...in`, which never yields a symbol
        keySet: new Set(keys),
        numKeys: keys.length,
        optionalKeys: new Set(okeys),
    };
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
    const unrecognized = [];
    const keySet = def.keySet;
    const _catchall = def.catchall._zod;
    const t = _catchall.def.type;
    const optin = _catchall.optin;
    const optout = _catchall.optout;
    // starts at 0, not the current length: the shape phase already ran and may have aborted
    let seen = 0;
    for (const key in input) {
        if (abortEarly && payload.issues.length !== seen) {
            if (aborted(payload, seen))
                break;
            seen = payload.issues.length;
        }
        // Must precede the __proto__ branch: a declared key is not unrecognized, even though the shape loop deliberately strips __proto__ from the parsed output.
        if (keySet.has(key))
            continue;
        // Don't copy an undeclared __proto__ into the result; assignment to a plain {} would replace the result prototype. But in strict mode it is still an unknown key, so report it before skipping.
        if (key === "__proto__") {
            if (t === "never")
                unrecognized.push(key);
            continue;
        }
        if (t === "never") {
            unrecognized.push(key);
            continue;
        }
        const r = _catchall.run({ value: input[key], issues: [] }, ctx);
        if (r instanceof Promise) {
            proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
        }
        else {
            handlePropertyResult(r, payload, key, input, optin, optout);
        }
    }
    if (unrecognized.length) {
        payload.issues.push({
            code: "unrecognized_keys",
            keys: unrecognized,
            input,
            inst,
            // Describes the shape of the input, not the validity of the parsed value, so it never aborts. The parse still fails; the schema's own checks just get to run first, and an enclosing intersection can reconcile the key against a sibling operand.
            continue: true,
        });
    }
    if (!proms.length)
        return payload;
    return Promise.all(proms).then(() => {
        return payload;
    });
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
    // requires cast because technically $ZodObject doesn't extend
    $ZodType.init(inst, def);
    const desc = Object.getOwnPropertyDescriptor(def, "shape");
    // a cloned def carries its source's accessor, which knows the shape it answers from; adopting that keeps the clone's keys readable without running it
    const sh = desc?.get ? desc.get.raw : (def.shape ?? {});
    if (sh) {
        // Freezes the shape on first read, so its getters resolve once and every later read sees the same schemas.
        const get = () => {
            const newSh = { ...sh };
            Object.defineProperty(def, "shape", { value: newSh });
            get.raw = newSh;
            return newSh;
        };
        get.raw = sh;
        Object.defineProperty(def, "shape", { get });
    }
    const _normalized = cached(() => normalizeDef(def));
    defineLazyInternal(inst, "propValues", (zod) => {
        const shape = zod.def.shape;
        const propValues = {};
        for (const key in shape) {
            const field = shape[key]._zod;
            if (field.values) {
                if (!Object.prototype.hasOwnProperty.call(propValues, key)) {
                    util_assignProp(propValues, key, new Set());
                }
                for (const v of field.values)
                    propValues[key].add(v);
                // An omittable slot reads back as undefined at a discriminator lookup, so it has to claim undefined: two options that can both omit the key are not discriminable on it.
                if (field.optin !== undefined)
                    propValues[key].add(undefined);
            }
        }
        return propValues;
    });
    const isObject = util_isObject;
    const catchall = def.catchall;
    let value;
    const memo = globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        value ?? (value = _normalized.value);
        const input = payload.value;
        if (!isObject(input)) {
            payload.issues.push({
                expected: "object",
                code: "invalid_type",
                input,
                inst,
            });
            return payload;
        }
        payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
        const proms = [];
        const shape = value.shape;
        const abortEarly = ctx?.abortEarly;
        let seen = payload.issues.length;
        for (const key of value.allKeys) {
            if (abortEarly && payload.issues.length !== seen) {
                if (aborted(payload, seen))
                    break;
                seen = payload.issues.length;
            }
            if (key === "__proto__")
                continue;
            const el = shape[key];
            const optin = el._zod.optin;
            const optout = el._zod.optout;
            const r = el._zod.run({ value: input[key], issues: [] }, ctx);
            if (r instanceof Promise) {
                proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
            }
            else {
                handlePropertyResult(r, payload, key, input, optin, optout);
            }
        }
        if (!catchall) {
            return proms.length ? Promise.all(proms).then(() => payload) : payload;
        }
        return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
    };
});
const $ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
    // requires cast because technically $ZodObject doesn't extend
    $ZodObject.init(inst, def);
    const superParse = inst._zod.parse;
    const _normalized = cached(() => normalizeDef(def));
    const memo = globalConfig.memoizer;
    const generateFastpass = (shape) => {
        const normalized = _normalized.value;
        const syms = normalized.symbolKeys;
        // a symbol has no source literal, so it is read as `syms[i]` off the closed-over scope
        const doc = new Doc(["payload", "ctx"], { shape, inst, memo, syms });
        const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
        // prefixes in place, like util.prefixIssues. newResult must land before the early return: a catchall runs after this and would otherwise write onto the caller's input
        const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
        doc.write(`const input = payload.value;`);
        const ids = Object.create(null);
        let counter = 0;
        for (const key of normalized.allKeys) {
            ids[key] = `key_${counter++}`;
        }
        // A: preserve key order {
        doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
        for (const key of normalized.allKeys) {
            if (key === "__proto__")
                continue;
            const id = ids[key];
            const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
            const isPresent = `${k} in input`;
            const schema = shape[key];
            const optin = schema?._zod?.optin;
            const isOptionalIn = optin !== undefined;
            const isOptionalOut = schema?._zod?.optout === "optional";
            doc.write(`const ${id} = ${parseStr(k)};`);
            if (isOptionalIn && isOptionalOut) {
                // For optional-in/out schemas, ignore errors on absent keys — and, like the interpreted path, drop the value produced alongside them. The middle rung goes further: it permits absence without supplying anything in its place, so an absent key contributes nothing at all.
                const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
                doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
            }
            else if (!isOptionalIn) {
                doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
            }
            else {
                doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
                if (optin === "defaulted") {
                    doc.write(`newResult[${k}] = ${id}.value;`);
                }
                else {
                    doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
                }
            }
        }
        doc.write(`payload.value = newResult;`);
        doc.write(`return payload;`);
        // closing `shape` in is what pays: turbofan specializes the parser against that one shape object, so every `shape[k]._zod.run` folds to a known callee. as a parameter it stays a generic load and measures 13% slower even with the forwarding frame gone
        return doc.compile();
    };
    let fastpass;
    const isObject = util_isObject;
    const jit = !globalConfig.jitless;
    const allowsEval = util_allowsEval;
    const fastEnabled = jit && allowsEval.value; // && !def.catchall;
    const catchall = def.catchall;
    let value;
    inst._zod.parse = (payload, ctx) => {
        value ?? (value = _normalized.value);
        const input = payload.value;
        if (!isObject(input)) {
            payload.issues.push({
                expected: "object",
                code: "invalid_type",
                input,
                inst,
            });
            return payload;
        }
        if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
            // always synchronous
            if (!fastpass)
                fastpass = generateFastpass(def.shape);
            payload = fastpass(payload, ctx);
            if (!catchall)
                return payload;
            return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
        }
        return superParse(payload, ctx);
    };
});
function handleUnionResults(results, final, inst, ctx) {
    for (const result of results) {
        if (result.issues.length === 0) {
            final.value = result.value;
            return final;
        }
    }
    const nonaborted = results.filter((r) => !aborted(r));
    if (nonaborted.length === 1) {
        final.value = nonaborted[0].value;
        return nonaborted[0];
    }
    final.issues.push({
        code: "invalid_union",
        input: final.value,
        inst,
        errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config()))),
    });
    return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted")
        ? "defaulted"
        : zod.def.options.some((o) => o._zod.optin !== undefined)
            ? "optional"
            : undefined);
    defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : undefined);
    defineLazyInternal(inst, "values", (zod) => {
        if (zod.def.options.every((o) => o._zod.values)) {
            return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
        }
        return undefined;
    });
    defineLazyInternal(inst, "pattern", (zod) => {
        if (zod.def.options.every((o) => o._zod.pattern)) {
            const patterns = zod.def.options.map((o) => o._zod.pattern);
            return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
        }
        return undefined;
    });
    const first = def.options.length === 1 ? def.options[0]._zod.run : null;
    inst._zod.parse = (payload, ctx) => {
        if (first) {
            return first(payload, ctx);
        }
        let async = false;
        const results = [];
        for (const option of def.options) {
            const result = option._zod.run({
                value: payload.value,
                issues: [],
            }, ctx);
            if (result instanceof Promise) {
                results.push(result);
                async = true;
            }
            else {
                if (result.issues.length === 0)
                    return result;
                results.push(result);
            }
        }
        if (!async)
            return handleUnionResults(results, payload, inst, ctx);
        return Promise.all(results).then((results) => {
            return handleUnionResults(results, payload, inst, ctx);
        });
    };
});
function handleExclusiveUnionResults(results, final, inst, ctx) {
    const matches = [];
    for (let i = 0; i < results.length; i++) {
        if (results[i].issues.length === 0)
            matches.push(i);
    }
    if (matches.length === 1) {
        final.value = results[matches[0]].value;
        return final;
    }
    if (matches.length === 0) {
        // No matches - same as regular union
        final.issues.push({
            code: "invalid_union",
            input: final.value,
            inst,
            errors: results.map((result) => result.issues.map((iss) => util.finalizeIssue(iss, ctx, core.config()))),
        });
    }
    else {
        // Multiple matches - exclusive union failure
        final.issues.push({
            code: "invalid_union",
            input: final.value,
            inst,
            errors: [],
            inclusive: false,
            matches,
        });
    }
    return final;
}
const $ZodXor = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodXor", (inst, def) => {
    $ZodUnion.init(inst, def);
    def.inclusive = false;
    const first = def.options.length === 1 ? def.options[0]._zod.run : null;
    inst._zod.parse = (payload, ctx) => {
        if (first) {
            return first(payload, ctx);
        }
        let async = false;
        const results = [];
        for (const option of def.options) {
            const result = option._zod.run({
                value: payload.value,
                issues: [],
            }, ctx);
            if (result instanceof Promise) {
                results.push(result);
                async = true;
            }
            else {
                results.push(result);
            }
        }
        if (!async)
            return handleExclusiveUnionResults(results, payload, inst, ctx);
        return Promise.all(results).then((results) => {
            return handleExclusiveUnionResults(results, payload, inst, ctx);
        });
    };
})));
/** Returns the option whose discriminator claims `value`, or throws if ambiguous. */
function getDiscriminatedOption(union, value) {
    const internals = union._zod;
    let map = internals.bag.optionsMap;
    if (!map) {
        map = discriminatorMap(internals.def);
        internals.bag.optionsMap = map;
    }
    const option = map.get(value);
    if (option === null)
        throw new Error(`Ambiguous discriminator value "${String(value)}"`);
    return option;
}
function discriminatorMap(def) {
    const map = new Map();
    for (const option of def.options) {
        const values = option._zod.propValues?.[def.discriminator];
        if (!values || values.size === 0)
            throw new Error(`Invalid discriminated union option at index "${def.options.indexOf(option)}"`);
        for (const value of values) {
            if (map.has(value)) {
                if (value !== undefined)
                    throw new Error(`Duplicate discriminator value "${String(value)}"`);
                // keep the collision marked so a later member cannot reclaim it
                map.set(value, null);
            }
            else {
                map.set(value, option);
            }
        }
    }
    return map;
}
const $ZodDiscriminatedUnion = 
/*@__PURE__*/
$constructor("$ZodDiscriminatedUnion", (inst, def) => {
    def.inclusive = false;
    $ZodUnion.init(inst, def);
    const _super = inst._zod.parse;
    defineLazyInternal(inst, "propValues", (zod) => {
        const propValues = {};
        let undefinedCount = 0;
        for (const option of zod.def.options) {
            const pv = option._zod.propValues;
            if (!pv || Object.keys(pv).length === 0)
                throw new Error(`Invalid discriminated union option at index "${zod.def.options.indexOf(option)}"`);
            if (pv[zod.def.discriminator]?.has(undefined))
                undefinedCount++;
            for (const [k, v] of Object.entries(pv)) {
                if (!Object.prototype.hasOwnProperty.call(propValues, k)) {
                    util_assignProp(propValues, k, new Set());
                }
                for (const val of v) {
                    propValues[k].add(val);
                }
            }
        }
        if (!zod.def.unionFallback && undefinedCount > 1)
            propValues[zod.def.discriminator]?.delete(undefined);
        return propValues;
    });
    // Checked now rather than in the lookup map below, so an option that lacks the discriminator fails at the `discriminatedUnion` call instead of on the first object parsed. Options whose shape cannot be enumerated without resolving it — pipes and lazies — are left to the map.
    def.options.forEach((option, i) => {
        const propShape = rawShape(option._zod.def);
        if (propShape && !Object.prototype.hasOwnProperty.call(propShape, def.discriminator)) {
            throw new Error(`Invalid discriminated union option at index "${i}"`);
        }
    });
    const disc = cached(() => discriminatorMap(def));
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!util_isObject(input)) {
            payload.issues.push({
                code: "invalid_type",
                expected: "object",
                input,
                inst,
            });
            return payload;
        }
        const value = input?.[def.discriminator];
        const opt = disc.value.get(value);
        // forward metadata cannot choose an encoder for an absent tag
        if (opt && (value !== undefined || ctx.direction !== "backward")) {
            return opt._zod.run(payload, ctx);
        }
        // Fall back to union matching when the fast discriminator path fails:
        // - explicitly enabled via unionFallback, or
        // - during backward direction (encode), since codec-based discriminators have different values in forward vs backward directions
        if (def.unionFallback || ctx.direction === "backward") {
            return _super(payload, ctx);
        }
        // no matching discriminator
        payload.issues.push({
            code: "invalid_union",
            errors: [],
            note: "No matching discriminator",
            discriminator: def.discriminator,
            options: Array.from(disc.value.keys()).filter((value) => disc.value.get(value) !== null),
            input,
            path: [def.discriminator],
            inst,
        });
        return payload;
    };
});
const $ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        const left = def.left._zod.run({ value: input, issues: [] }, ctx);
        const right = def.right._zod.run({ value: input, issues: [] }, ctx);
        const async = left instanceof Promise || right instanceof Promise;
        if (async) {
            return Promise.all([left, right]).then(([left, right]) => {
                return handleIntersectionResults(payload, left, right);
            });
        }
        return handleIntersectionResults(payload, left, right);
    };
});
function mergeValues(a, b) {
    // const aType = parse.t(a);
    // const bType = parse.t(b);
    if (a === b) {
        return { valid: true, data: a };
    }
    if (a instanceof Date && b instanceof Date && +a === +b) {
        return { valid: true, data: a };
    }
    if (isPlainObject(a) && isPlainObject(b)) {
        const bKeys = Object.keys(b);
        const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
        const newObj = { ...a, ...b };
        if (Object.prototype.hasOwnProperty.call(newObj, "__proto__"))
            delete newObj.__proto__;
        for (const key of sharedKeys) {
            if (key === "__proto__")
                continue;
            const sharedValue = mergeValues(a[key], b[key]);
            if (!sharedValue.valid) {
                return {
                    valid: false,
                    mergeErrorPath: [key, ...sharedValue.mergeErrorPath],
                };
            }
            newObj[key] = sharedValue.data;
        }
        return { valid: true, data: newObj };
    }
    if (Array.isArray(a) && Array.isArray(b)) {
        if (a.length !== b.length) {
            return { valid: false, mergeErrorPath: [] };
        }
        const newArray = [];
        for (let index = 0; index < a.length; index++) {
            const itemA = a[index];
            const itemB = b[index];
            const sharedValue = mergeValues(itemA, itemB);
            if (!sharedValue.valid) {
                return {
                    valid: false,
                    mergeErrorPath: [index, ...sharedValue.mergeErrorPath],
                };
            }
            newArray.push(sharedValue.data);
        }
        return { valid: true, data: newArray };
    }
    return { valid: false, mergeErrorPath: [] };
}
function handleIntersectionResults(result, left, right) {
    // Track which side(s) reject each key. A key rejection is reported only when BOTH sides reject it, so a key owned by one branch survives the other's key schema. strictObject reports these as unrecognized_keys; a record with an open key schema reports one invalid_key per key.
    const unrecKeys = new Map();
    let unrecIssue;
    const keyIssues = new Map();
    const collect = (iss, side) => {
        let keys;
        if (iss.code === "unrecognized_keys" && !iss.path?.length) {
            unrecIssue ?? (unrecIssue = iss);
            keys = iss.keys;
        }
        else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
            const k = String(iss.path[0]);
            if (!keyIssues.has(k))
                keyIssues.set(k, iss);
            keys = [k];
        }
        else {
            return false;
        }
        for (const k of keys) {
            if (!unrecKeys.has(k))
                unrecKeys.set(k, {});
            unrecKeys.get(k)[side] = true;
        }
        return true;
    };
    for (const iss of left.issues) {
        if (!collect(iss, "l"))
            result.issues.push(iss);
    }
    for (const iss of right.issues) {
        if (!collect(iss, "r"))
            result.issues.push(iss);
    }
    // Report only keys rejected by BOTH sides
    const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
    if (bothKeys.length) {
        const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
        if (aggregated.length)
            result.issues.push({ ...unrecIssue, keys: aggregated });
        for (const k of bothKeys) {
            if (!aggregated.includes(k) && keyIssues.has(k))
                result.issues.push(keyIssues.get(k));
        }
    }
    const merged = mergeValues(left.value, right.value);
    if (!merged.valid) {
        if (aborted(result))
            return result;
        throw new Error(`Unmergable intersection. Error path: ` + `${JSON.stringify(merged.mergeErrorPath)}`);
    }
    result.value = merged.data;
    return result;
}
const $ZodTuple = /*@__PURE__*/ $constructor("$ZodTuple", (inst, def) => {
    $ZodType.init(inst, def);
    const items = def.items;
    const memo = globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!Array.isArray(input)) {
            payload.issues.push({
                input,
                inst,
                expected: "tuple",
                code: "invalid_type",
            });
            return payload;
        }
        payload.value = memo ? memo.alloc(inst, payload, [], ctx) : [];
        const proms = [];
        const optinStart = getTupleOptStart(items, "optin");
        const optoutStart = getTupleOptStart(items, "optout");
        if (!def.rest) {
            if (input.length < optinStart) {
                payload.issues.push({
                    code: "too_small",
                    minimum: optinStart,
                    inclusive: true,
                    input,
                    inst,
                    origin: "array",
                });
                return payload;
            }
            if (input.length > items.length) {
                payload.issues.push({
                    code: "too_big",
                    maximum: items.length,
                    inclusive: true,
                    input,
                    inst,
                    origin: "array",
                });
            }
        }
        // Run every item in parallel, collecting results into an indexed array. The post-processing in `handleTupleResults` walks them in order so it can decide whether an absent optional-output error can truncate the tail or must be reported to preserve required output.
        const itemResults = new Array(items.length);
        // only tracked when there is a rest loop to skip
        const abortEarly = def.rest ? ctx?.abortEarly : undefined;
        let itemAborted = false;
        for (let i = 0; i < items.length; i++) {
            const r = items[i]._zod.run({ value: input[i], issues: [] }, ctx);
            if (r instanceof Promise) {
                proms.push(r.then((rr) => {
                    itemResults[i] = rr;
                }));
            }
            else {
                itemResults[i] = r;
                if (abortEarly && !itemAborted && r.issues.length)
                    itemAborted = aborted(r);
            }
        }
        // sound because rest is non-empty exactly when every fixed index is present, the one case handleTupleResults cannot discard an item's issues
        if (def.rest && !itemAborted) {
            let i = items.length - 1;
            const rest = input.slice(items.length);
            let seen = payload.issues.length;
            for (const el of rest) {
                if (abortEarly && payload.issues.length !== seen) {
                    if (aborted(payload, seen))
                        break;
                    seen = payload.issues.length;
                }
                i++;
                const result = def.rest._zod.run({ value: el, issues: [] }, ctx);
                if (result instanceof Promise) {
                    proms.push(result.then((r) => handleTupleResult(r, payload, i)));
                }
                else {
                    handleTupleResult(result, payload, i);
                }
            }
        }
        if (proms.length) {
            return Promise.all(proms).then(() => handleTupleResults(itemResults, payload, items, input, optoutStart));
        }
        return handleTupleResults(itemResults, payload, items, input, optoutStart);
    };
});
function getTupleOptStart(items, key) {
    for (let i = items.length - 1; i >= 0; i--) {
        // optin is a three-rung ladder so any rung above `undefined` permits an absent slot; optout stays two-valued.
        const omittable = key === "optin" ? items[i]._zod.optin !== undefined : items[i]._zod.optout === "optional";
        if (!omittable)
            return i + 1;
    }
    return 0;
}
function handleTupleResult(result, final, index) {
    if (result.issues.length) {
        final.issues.push(...prefixIssues(index, result.issues));
    }
    final.value[index] = result.value;
}
function handleTupleResults(itemResults, final, items, input, optoutStart) {
    // Walk results in order. Mirror $ZodObject's swallow-on-absent-optional rule, but only after `optoutStart`: the first index where the output tuple tail can be absent.
    for (let i = 0; i < items.length; i++) {
        const r = itemResults[i];
        const isPresent = i < input.length;
        // The array analog of `handlePropertyResult`'s absent-key early return: the middle rung permits absence without supplying anything in its place, so the tail truncates here instead of materializing whatever the item made of `undefined`.
        if (!isPresent && i >= optoutStart && items[i]._zod.optin === "optional") {
            final.value.length = i;
            break;
        }
        if (r.issues.length) {
            if (!isPresent && i >= optoutStart) {
                final.value.length = i;
                break;
            }
            final.issues.push(...prefixIssues(i, r.issues));
        }
        final.value[i] = r.value;
    }
    // Drop trailing slots that produced `undefined` for absent input
    // (the array analog of an absent optional key on an object). The
    // `i >= input.length` floor is critical: an explicit `undefined`
    // *inside* the input must be preserved even when the schema is
    // optional-out (e.g. `z.string().or(z.undefined())` accepting an
    // explicit undefined value).
    for (let i = final.value.length - 1; i >= input.length; i--) {
        if (items[i]._zod.optout === "optional" && final.value[i] === undefined) {
            final.value.length = i;
        }
        else {
            break;
        }
    }
    return final;
}
const $ZodRecord = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodRecord", (inst, def) => {
    $ZodType.init(inst, def);
    const memo = core.globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!util.isPlainObject(input)) {
            payload.issues.push({
                expected: "record",
                code: "invalid_type",
                input,
                inst,
            });
            return payload;
        }
        // no guard in either loop below: a record's invalid_key aborts but an enclosing intersection can reconcile it, so a stopped loop hides keys the sibling does not own and the intersection then rejects nothing
        const proms = [];
        const values = def.keyType._zod.values;
        if (values && !def.partial) {
            payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
            const recordKeys = new Set();
            for (const key of values) {
                if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
                    recordKeys.add(typeof key === "number" ? key.toString() : key);
                    // A declared __proto__ is stripped but is not an unrecognized key.
                    if (key === "__proto__")
                        continue;
                    const keyResult = def.keyType._zod.run({ value: key, issues: [] }, ctx);
                    if (keyResult instanceof Promise) {
                        throw new Error("Async schemas not supported in object keys currently");
                    }
                    if (keyResult.issues.length) {
                        payload.issues.push({
                            code: "invalid_key",
                            origin: "record",
                            issues: keyResult.issues.map((iss) => util.finalizeIssue(iss, ctx, core.config())),
                            input: key,
                            path: [key],
                            inst,
                        });
                        continue;
                    }
                    const outKey = keyResult.value;
                    if (outKey === "__proto__")
                        continue;
                    const result = def.valueType._zod.run({ value: input[key], issues: [] }, ctx);
                    if (result instanceof Promise) {
                        proms.push(result.then((result) => {
                            if (result.issues.length) {
                                payload.issues.push(...util.prefixIssues(key, result.issues));
                            }
                            payload.value[outKey] = result.value;
                        }));
                    }
                    else {
                        if (result.issues.length) {
                            payload.issues.push(...util.prefixIssues(key, result.issues));
                        }
                        payload.value[outKey] = result.value;
                    }
                }
            }
            let unrecognized;
            for (const key in input) {
                if (!recordKeys.has(key)) {
                    if (def.mode === "loose") {
                        // skip __proto__ so it can't replace the result prototype via the assignment setter on the plain {} we build into
                        if (key === "__proto__")
                            continue;
                        payload.value[key] = input[key];
                    }
                    else {
                        unrecognized = unrecognized ?? [];
                        unrecognized.push(key);
                    }
                }
            }
            if (unrecognized && unrecognized.length > 0) {
                payload.issues.push({
                    code: "unrecognized_keys",
                    input,
                    inst,
                    keys: unrecognized,
                    continue: true,
                });
            }
        }
        else {
            payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
            // An enumerable key schema declares which keys the record owns, so a key outside the set is unrecognized. A non-enumerable one (regex, refine) is a constraint every key must satisfy, so a failing key is invalid. Only the former is reconcilable against the other side of an intersection.
            let unrecognized;
            // Reflect.ownKeys for Symbol-key support; filter non-enumerable to match z.object()
            for (const key of Reflect.ownKeys(input)) {
                if (key === "__proto__")
                    continue;
                if (!Object.prototype.propertyIsEnumerable.call(input, key))
                    continue;
                let keyResult = def.keyType._zod.run({ value: key, issues: [] }, ctx);
                if (keyResult instanceof Promise) {
                    throw new Error("Async schemas not supported in object keys currently");
                }
                // Numeric string fallback: if key is a numeric string and failed, retry with Number(key). This handles z.number(), z.literal([1, 2, 3]), and unions containing numeric literals
                const checkNumericKey = typeof key === "string" && regexes.number.test(key) && keyResult.issues.length;
                if (checkNumericKey) {
                    const retryResult = def.keyType._zod.run({ value: Number(key), issues: [] }, ctx);
                    if (retryResult instanceof Promise) {
                        throw new Error("Async schemas not supported in object keys currently");
                    }
                    if (retryResult.issues.length === 0) {
                        keyResult = retryResult;
                    }
                }
                if (keyResult.issues.length) {
                    if (def.mode === "loose") {
                        // Pass through unchanged
                        payload.value[key] = input[key];
                    }
                    else if (values) {
                        unrecognized = unrecognized ?? [];
                        unrecognized.push(key);
                    }
                    else {
                        // Default "strict" behavior: error on invalid key
                        payload.issues.push({
                            code: "invalid_key",
                            origin: "record",
                            issues: keyResult.issues.map((iss) => util.finalizeIssue(iss, ctx, core.config())),
                            input: key,
                            path: [key],
                            inst,
                        });
                    }
                    continue;
                }
                // the guard above tests the raw input key, but the key schema can normalize an ordinary key into __proto__; re-check the key we actually write under
                const outKey = keyResult.value;
                if (outKey === "__proto__")
                    continue;
                const result = def.valueType._zod.run({ value: input[key], issues: [] }, ctx);
                if (result instanceof Promise) {
                    proms.push(result.then((result) => {
                        if (result.issues.length) {
                            payload.issues.push(...util.prefixIssues(key, result.issues));
                        }
                        payload.value[outKey] = result.value;
                    }));
                }
                else {
                    if (result.issues.length) {
                        payload.issues.push(...util.prefixIssues(key, result.issues));
                    }
                    payload.value[outKey] = result.value;
                }
            }
            if (unrecognized && unrecognized.length > 0) {
                payload.issues.push({
                    code: "unrecognized_keys",
                    input,
                    inst,
                    keys: unrecognized,
                    continue: true,
                });
            }
        }
        if (proms.length) {
            return Promise.all(proms).then(() => payload);
        }
        return payload;
    };
})));
const $ZodMap = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodMap", (inst, def) => {
    $ZodType.init(inst, def);
    const memo = core.globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!(input instanceof Map)) {
            payload.issues.push({
                expected: "map",
                code: "invalid_type",
                input,
                inst,
            });
            return payload;
        }
        const proms = [];
        payload.value = memo ? memo.alloc(inst, payload, new Map(), ctx) : new Map();
        const abortEarly = ctx?.abortEarly;
        let seen = payload.issues.length;
        for (const [key, value] of input) {
            if (abortEarly && payload.issues.length !== seen) {
                if (util.aborted(payload, seen))
                    break;
                seen = payload.issues.length;
            }
            const keyResult = def.keyType._zod.run({ value: key, issues: [] }, ctx);
            const valueResult = def.valueType._zod.run({ value: value, issues: [] }, ctx);
            if (keyResult instanceof Promise || valueResult instanceof Promise) {
                proms.push(Promise.all([keyResult, valueResult]).then(([keyResult, valueResult]) => {
                    handleMapResult(keyResult, valueResult, payload, key, input, inst, ctx);
                }));
            }
            else {
                handleMapResult(keyResult, valueResult, payload, key, input, inst, ctx);
            }
        }
        if (proms.length)
            return Promise.all(proms).then(() => payload);
        return payload;
    };
    capSize(inst, mapSize);
})));
function handleMapResult(keyResult, valueResult, final, key, input, inst, ctx) {
    if (keyResult.issues.length) {
        if (util.propertyKeyTypes.has(typeof key)) {
            final.issues.push(...util.prefixIssues(key, keyResult.issues));
        }
        else {
            final.issues.push({
                code: "invalid_key",
                origin: "map",
                input,
                inst,
                issues: keyResult.issues.map((iss) => util.finalizeIssue(iss, ctx, core.config())),
            });
        }
    }
    if (valueResult.issues.length) {
        if (util.propertyKeyTypes.has(typeof key)) {
            final.issues.push(...util.prefixIssues(key, valueResult.issues));
        }
        else {
            final.issues.push({
                origin: "map",
                code: "invalid_element",
                input,
                inst,
                key: key,
                issues: valueResult.issues.map((iss) => util.finalizeIssue(iss, ctx, core.config())),
            });
        }
    }
    final.value.set(keyResult.value, valueResult.value);
}
const $ZodSet = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodSet", (inst, def) => {
    $ZodType.init(inst, def);
    const memo = core.globalConfig.memoizer;
    memo?.attach(inst);
    inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!(input instanceof Set)) {
            payload.issues.push({
                input,
                inst,
                expected: "set",
                code: "invalid_type",
            });
            return payload;
        }
        const proms = [];
        payload.value = memo ? memo.alloc(inst, payload, new Set(), ctx) : new Set();
        const abortEarly = ctx?.abortEarly;
        let seen = payload.issues.length;
        for (const item of input) {
            if (abortEarly && payload.issues.length !== seen) {
                if (util.aborted(payload, seen))
                    break;
                seen = payload.issues.length;
            }
            const result = def.valueType._zod.run({ value: item, issues: [] }, ctx);
            if (result instanceof Promise) {
                proms.push(result.then((result) => handleSetResult(result, payload)));
            }
            else
                handleSetResult(result, payload);
        }
        if (proms.length)
            return Promise.all(proms).then(() => payload);
        return payload;
    };
    capSize(inst, setSize);
})));
function handleSetResult(result, final) {
    if (result.issues.length) {
        final.issues.push(...result.issues);
    }
    final.value.add(result.value);
}
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
    $ZodType.init(inst, def);
    const values = getEnumValues(def.entries);
    const valuesSet = new Set(values);
    inst._zod.values = valuesSet;
    defineLazyInternal(inst, "pattern", (zod) => {
        const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
        // unmatchable fallback, RE2-safe: an empty alternation would compile to /^()$/, which matches ""
        return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
    });
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (valuesSet.has(input)) {
            return payload;
        }
        payload.issues.push({
            code: "invalid_value",
            values,
            input,
            inst,
        });
        return payload;
    };
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
    $ZodType.init(inst, def);
    const values = new Set(def.values);
    inst._zod.values = values;
    defineLazyInternal(inst, "pattern", (zod) => {
        const vals = zod.def.values;
        // unmatchable fallback, RE2-safe: an empty alternation would compile to /^()$/, which matches ""
        return new RegExp(vals.length
            ? `^(${vals
                .map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o))
                .join("|")})$`
            : "^[^\\s\\S]$");
    });
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (values.has(input)) {
            return payload;
        }
        payload.issues.push({
            code: "invalid_value",
            values: def.values,
            input,
            inst,
        });
        return payload;
    };
});
const $ZodFile = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodFile", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        // @ts-ignore
        if (input instanceof File)
            return payload;
        payload.issues.push({
            expected: "file",
            code: "invalid_type",
            input,
            inst,
        });
        return payload;
    };
})));
const $ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.optin = "optional";
    globalConfig.memoizer?.guard(inst);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            throw new $ZodEncodeError(inst.constructor.name);
        }
        const _out = def.transform(payload.value, payload);
        if (ctx.async) {
            const output = _out instanceof Promise ? _out : Promise.resolve(_out);
            return output.then((output) => {
                payload.value = output;
                return payload;
            });
        }
        if (_out instanceof Promise) {
            throw new $ZodAsyncError();
        }
        payload.value = _out;
        return payload;
    };
});
function handleOptionalResult(payload, result) {
    // A substituting schema that still failed has no usable answer; yield undefined. Its issues are simply dropped: it ran on a payload of its own, so there is no shared array to truncate and nothing of the caller's to lose with it.
    payload.value = result.issues.length ? undefined : result.value;
    return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
    $ZodType.init(inst, def);
    // .optional() propagates absence rather than substituting for it, so a defaulted inner keeps its rung.
    defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
    inst._zod.optout = "optional";
    defineLazyInternal(inst, "values", (zod) => {
        const values = zod.def.innerType._zod.values;
        return values ? new Set([...values, undefined]) : undefined;
    });
    defineLazyInternal(inst, "pattern", (zod) => {
        const pattern = zod.def.innerType._zod.pattern;
        return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : undefined;
    });
    inst._zod.parse = (payload, ctx) => {
        if (payload.value === undefined) {
            // Only the top rung substitutes a value for absence; everything else leaves it intact, which is what .optional() means.
            if (def.innerType._zod.optin !== "defaulted")
                return payload;
            // Its own payload, for the same reason $ZodCatch gets one: a pipe forwards an unrecognized key through the caller's issues array, and this must not read that as the substituting schema failing and drop it.
            const result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
            if (result instanceof Promise)
                return result.then((result) => handleOptionalResult(payload, result));
            return handleOptionalResult(payload, result);
        }
        return def.innerType._zod.run(payload, ctx);
    };
});
const $ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
    // Call parent init - inherits optin/optout = "optional"
    $ZodOptional.init(inst, def);
    // Override values/pattern to NOT add undefined
    defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
    defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
    // Override parse to just delegate (no undefined handling)
    inst._zod.parse = (payload, ctx) => {
        return def.innerType._zod.run(payload, ctx);
    };
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
    defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
    defineLazyInternal(inst, "pattern", (zod) => {
        const pattern = zod.def.innerType._zod.pattern;
        return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : undefined;
    });
    defineLazyInternal(inst, "values", (zod) => {
        return zod.def.innerType._zod.values ? new Set([...zod.def.innerType._zod.values, null]) : undefined;
    });
    inst._zod.parse = (payload, ctx) => {
        // Forward direction (decode): allow null to pass through
        if (payload.value === null)
            return payload;
        return def.innerType._zod.run(payload, ctx);
    };
});
const $ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
    $ZodType.init(inst, def);
    // inst._zod.qin = "true";
    inst._zod.optin = "defaulted";
    defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            return def.innerType._zod.run(payload, ctx);
        }
        // Forward direction (decode): apply defaults for undefined input
        if (payload.value === undefined) {
            payload.value = def.defaultValue;
            /**
             * $ZodDefault returns the default value immediately in forward direction.
             * It doesn't pass the default value into the validator ("prefault"). There's no reason to pass the default value through validation. The validity of the default is enforced by TypeScript statically. Otherwise, it's the responsibility of the user to ensure the default is valid. In the case of pipes with divergent in/out types, you can specify the default on the `in` schema of your ZodPipe to set a "prefault" for the pipe.   */
            return payload;
        }
        // Forward direction: continue with default handling
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
            return result.then((result) => handleDefaultResult(result, def));
        }
        return handleDefaultResult(result, def);
    };
});
function handleDefaultResult(payload, def) {
    if (payload.value === undefined) {
        payload.value = def.defaultValue;
    }
    return payload;
}
const $ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.optin = "defaulted";
    defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            return def.innerType._zod.run(payload, ctx);
        }
        // Forward direction (decode): apply prefault for undefined input
        if (payload.value === undefined) {
            payload.value = def.defaultValue;
        }
        return def.innerType._zod.run(payload, ctx);
    };
});
const $ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "values", (zod) => {
        const v = zod.def.innerType._zod.values;
        return v ? new Set([...v].filter((x) => x !== undefined)) : undefined;
    });
    inst._zod.parse = (payload, ctx) => {
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
            return result.then((result) => handleNonOptionalResult(result, inst));
        }
        return handleNonOptionalResult(result, inst);
    };
});
function handleNonOptionalResult(payload, inst) {
    if (!payload.issues.length && payload.value === undefined) {
        payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: payload.value,
            inst,
        });
    }
    return payload;
}
const $ZodSuccess = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodSuccess", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            throw new core.$ZodEncodeError("ZodSuccess");
        }
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
            return result.then((result) => {
                payload.value = result.issues.length === 0;
                return payload;
            });
        }
        payload.value = result.issues.length === 0;
        return payload;
    };
})));
function handleCatchResult(payload, result, def, ctx) {
    if (!result.issues.length) {
        payload.value = result.value;
        // The value carries up, so the flag describing it has to carry with it: a back-edge into a node still being parsed must not be frozen by an enclosing readonly, and its checks belong to the node itself. Guarded so the ordinary case adds no own property.
        if (result.memo)
            payload.memo = true;
        return payload;
    }
    // Spread the inner's own payload, not ours: `value` has to stay the input the catch was handed, and the inner ran on a payload of its own so its issues are already private to this call.
    payload.value = def.catchValue({
        ...result,
        value: payload.value,
        error: {
            issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())),
        },
        input: payload.value,
    });
    return payload;
}
const $ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
    defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
    defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            return def.innerType._zod.run(payload, ctx);
        }
        // Forward direction (decode): apply catch logic
        const result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
        if (result instanceof Promise) {
            return result.then((result) => handleCatchResult(payload, result, def, ctx));
        }
        return handleCatchResult(payload, result, def, ctx);
    };
});
const $ZodNaN = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodNaN", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _ctx) => {
        if (typeof payload.value !== "number" || !Number.isNaN(payload.value)) {
            payload.issues.push({
                input: payload.value,
                inst,
                expected: "nan",
                code: "invalid_type",
            });
            return payload;
        }
        return payload;
    };
})));
const $ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
    defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
    defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
    defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            const right = def.out._zod.run(payload, ctx);
            if (right instanceof Promise) {
                return right.then((right) => handlePipeResult(right, def.in, ctx));
            }
            return handlePipeResult(right, def.in, ctx);
        }
        const left = def.in._zod.run(payload, ctx);
        if (left instanceof Promise) {
            return left.then((left) => handlePipeResult(left, def.out, ctx));
        }
        return handlePipeResult(left, def.out, ctx);
    };
});
function handlePipeResult(left, next, ctx) {
    // Any issue stops the pipe, so a failing refinement never feeds its transform. An unrecognized key is the exception: it describes the input's extra properties, not the value being piped, and an enclosing intersection may yet reconcile it.
    if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
        // prevent further checks
        left.aborted = true;
        return left;
    }
    return next._zod.run({ value: left.value, issues: left.issues }, ctx);
}
const $ZodCodec = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodCodec", (inst, def) => {
    $ZodType.init(inst, def);
    util.defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
    util.defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
    util.defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
    util.defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
    inst._zod.parse = (payload, ctx) => {
        const direction = ctx.direction || "forward";
        if (direction === "forward") {
            const left = def.in._zod.run(payload, ctx);
            if (left instanceof Promise) {
                return left.then((left) => handleCodecAResult(left, def, ctx));
            }
            return handleCodecAResult(left, def, ctx);
        }
        else {
            const right = def.out._zod.run(payload, ctx);
            if (right instanceof Promise) {
                return right.then((right) => handleCodecAResult(right, def, ctx));
            }
            return handleCodecAResult(right, def, ctx);
        }
    };
})));
function handleCodecAResult(result, def, ctx) {
    if (result.issues.length) {
        // prevent further checks
        result.aborted = true;
        return result;
    }
    const direction = ctx.direction || "forward";
    if (direction === "forward") {
        const transformed = def.transform(result.value, result);
        if (transformed instanceof Promise) {
            return transformed.then((value) => handleCodecTxResult(result, value, def.out, ctx));
        }
        return handleCodecTxResult(result, transformed, def.out, ctx);
    }
    else {
        const transformed = def.reverseTransform(result.value, result);
        if (transformed instanceof Promise) {
            return transformed.then((value) => handleCodecTxResult(result, value, def.in, ctx));
        }
        return handleCodecTxResult(result, transformed, def.in, ctx);
    }
}
function handleCodecTxResult(left, value, nextSchema, ctx) {
    // Check if transform added any issues
    if (left.issues.length) {
        left.aborted = true;
        return left;
    }
    return nextSchema._zod.run({ value, issues: left.issues }, ctx);
}
const $ZodPreprocess = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodPreprocess", (inst, def) => {
    $ZodPipe.init(inst, def);
})));
const $ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
    $ZodType.init(inst, def);
    defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
    defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
    defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
    defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
    inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
            return def.innerType._zod.run(payload, ctx);
        }
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
            return result.then(handleReadonlyResult);
        }
        return handleReadonlyResult(result);
    };
});
function handleReadonlyResult(payload) {
    // A repeat visit hands back a node that is still being built; freezing it here would make the rest of its keys fail to assign.
    if (!payload.memo)
        payload.value = Object.freeze(payload.value);
    return payload;
}
// a leaf's pattern source with its own checks folded in: the last pattern-carrying check wins, else length bounds narrow the catch-all, else an integer format narrows the number form. the fold lives here instead of on `_zod.pattern` so a bundle without template literals never pays for it
function leafPattern(schema) {
    const def = schema._zod.def;
    let pattern = def.pattern;
    let isInt = !!def.format?.includes("int");
    let minimum;
    let maximum;
    for (const ch of def.checks ?? []) {
        const d = ch._zod.def;
        if (d.pattern)
            pattern = d.pattern;
        isInt || (isInt = !!d.format?.includes("int"));
        const lo = d.minimum ?? d.length;
        const hi = d.maximum ?? d.length;
        if (lo !== undefined && (minimum === undefined || lo > minimum))
            minimum = lo;
        if (hi !== undefined && (maximum === undefined || hi < maximum))
            maximum = hi;
    }
    if (pattern)
        return pattern.source;
    // an empty range matches nothing at runtime, and `{8,5}` is not a legal quantifier
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
        return "(?!)";
    if (minimum !== undefined || maximum !== undefined)
        return regexes.string({ minimum, maximum }).source;
    const own = schema._zod.pattern;
    return (isInt && own === regexes.number ? regexes.integer : own)?.source;
}
// a part's pattern source. a wrapper's pattern embeds its inner pattern's source verbatim, so the folded form is substituted in place without knowing the wrapper's own composition; a union's options are joined the way the union builds its own pattern
function partPattern(schema) {
    const def = schema._zod.def;
    const own = schema._zod.pattern?.source;
    // lazy resolves its inner on the internals, not the def
    const inner = def.innerType ?? schema._zod.innerType;
    if (inner) {
        const before = inner._zod.pattern?.source;
        const after = partPattern(inner);
        if (own && before && after && after !== before) {
            return own.replace(util.cleanRegex(before), () => util.cleanRegex(after));
        }
        return own;
    }
    if (def.options) {
        const sources = def.options.map(partPattern);
        if (sources.every(Boolean))
            return `^(${sources.map((s) => util.cleanRegex(s)).join("|")})$`;
    }
    return leafPattern(schema);
}
const $ZodTemplateLiteral = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodTemplateLiteral", (inst, def) => {
    $ZodType.init(inst, def);
    const regexParts = [];
    for (const part of def.parts) {
        if (typeof part === "object" && part !== null) {
            // is Zod schema
            const source = partPattern(part);
            if (!source) {
                throw new Error(`Invalid template literal part, no pattern found: ${[...part._zod.traits].shift()}`);
            }
            regexParts.push(util.cleanRegex(source));
        }
        else if (part === null || util.primitiveTypes.has(typeof part)) {
            regexParts.push(util.escapeRegex(`${part}`));
        }
        else {
            throw new Error(`Invalid template literal part: ${part}`);
        }
    }
    inst._zod.pattern = new RegExp(`^${regexParts.join("")}$`);
    inst._zod.parse = (payload, _ctx) => {
        if (typeof payload.value !== "string") {
            payload.issues.push({
                input: payload.value,
                inst,
                expected: "string",
                code: "invalid_type",
            });
            return payload;
        }
        inst._zod.pattern.lastIndex = 0;
        if (!inst._zod.pattern.test(payload.value)) {
            payload.issues.push({
                input: payload.value,
                inst,
                code: "invalid_format",
                format: def.format ?? "template_literal",
                pattern: inst._zod.pattern.source,
            });
            return payload;
        }
        return payload;
    };
})));
const $ZodFunction = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodFunction", (inst, def) => {
    $ZodType.init(inst, def);
    // Defined, not assigned: the classic prototype exposes `_def` as a getter with no setter.
    Object.defineProperty(inst, "_def", { value: def });
    inst._zod.def = def;
    inst.implement = (func) => {
        if (typeof func !== "function") {
            throw new Error("implement() must be called with a function");
        }
        // Defined inline so the closure stays anonymous: binding it to a `const` first names it, which costs 256 bytes per implemented function.
        return Object.defineProperty(function (...args) {
            const parsedArgs = inst._def.input ? parse(inst._def.input, args) : args;
            const result = Reflect.apply(func, this, parsedArgs);
            if (inst._def.output) {
                return parse(inst._def.output, result);
            }
            return result;
        }, "_zod", { value: inst._zod, enumerable: false });
    };
    inst.implementAsync = (func) => {
        if (typeof func !== "function") {
            throw new Error("implementAsync() must be called with a function");
        }
        return Object.defineProperty(async function (...args) {
            const parsedArgs = inst._def.input ? await parseAsync(inst._def.input, args) : args;
            const result = await Reflect.apply(func, this, parsedArgs);
            if (inst._def.output) {
                return await parseAsync(inst._def.output, result);
            }
            return result;
        }, "_zod", { value: inst._zod, enumerable: false });
    };
    inst._zod.parse = (payload, _ctx) => {
        if (typeof payload.value !== "function") {
            payload.issues.push({
                code: "invalid_type",
                expected: "function",
                input: payload.value,
                inst,
            });
            return payload;
        }
        // Check if output is a promise type to determine if we should use async implementation
        const hasPromiseOutput = inst._def.output && inst._def.output._zod.def.type === "promise";
        if (hasPromiseOutput) {
            payload.value = inst.implementAsync(payload.value);
        }
        else {
            payload.value = inst.implement(payload.value);
        }
        return payload;
    };
    inst.input = (...args) => {
        const F = inst.constructor;
        if (Array.isArray(args[0])) {
            return new F({
                type: "function",
                input: new $ZodTuple({
                    type: "tuple",
                    items: args[0],
                    rest: args[1],
                }),
                output: inst._def.output,
            });
        }
        return new F({
            type: "function",
            input: args[0],
            output: inst._def.output,
        });
    };
    inst.output = (output) => {
        const F = inst.constructor;
        return new F({
            type: "function",
            input: inst._def.input,
            output,
        });
    };
    return inst;
})));
const $ZodPromise = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodPromise", (inst, def) => {
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, ctx) => {
        return Promise.resolve(payload.value).then((inner) => def.innerType._zod.run({ value: inner, issues: [] }, ctx));
    };
})));
const $ZodLazy = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("$ZodLazy", (inst, def) => {
    $ZodType.init(inst, def);
    // Cache the resolved inner type on the shared `def` so all clones of this lazy (e.g. via `.describe()`/`.meta()`) share the same inner instance, preserving identity for cycle detection on recursive schemas.
    util.defineLazy(inst._zod, "innerType", () => {
        const d = def;
        if (!d._cachedInner)
            d._cachedInner = def.getter();
        return d._cachedInner;
    });
    util.defineLazyInternal(inst, "pattern", (zod) => zod.innerType?._zod?.pattern);
    util.defineLazyInternal(inst, "propValues", (zod) => zod.innerType?._zod?.propValues);
    util.defineLazyInternal(inst, "optin", (zod) => zod.innerType?._zod?.optin ?? undefined);
    util.defineLazyInternal(inst, "optout", (zod) => zod.innerType?._zod?.optout ?? undefined);
    inst._zod.parse = (payload, ctx) => {
        const inner = inst._zod.innerType;
        return inner._zod.run(payload, ctx);
    };
})));
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
    $ZodCheck.init(inst, def);
    $ZodType.init(inst, def);
    inst._zod.parse = (payload, _) => {
        return payload;
    };
    inst._zod.check = (payload) => {
        const input = payload.value;
        const r = def.fn(input);
        if (r instanceof Promise) {
            return r.then((r) => handleRefineResult(r, payload, input, inst));
        }
        handleRefineResult(r, payload, input, inst);
        return;
    };
});
function handleRefineResult(result, payload, input, inst) {
    if (!result) {
        const _iss = {
            code: "custom",
            input,
            inst, // incorporates params.error into issue reporting
            path: [...(inst._zod.def.path ?? [])], // incorporates params.error into issue reporting
            continue: !inst._zod.def.abort,
            // params: inst._zod.def.params,
        };
        if (inst._zod.def.params)
            _iss.params = inst._zod.def.params;
        payload.issues.push(util_issue(_iss));
    }
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/registries.js
var registries_a;
const $output = /*@__PURE__*/ (/* unused pure expression or super */ null && (Symbol("ZodOutput")));
const $input = /*@__PURE__*/ (/* unused pure expression or super */ null && (Symbol("ZodInput")));
class $ZodRegistry {
    constructor() {
        this._map = new WeakMap();
        this._idmap = new Map();
    }
    add(schema, ..._meta) {
        const meta = _meta[0];
        this._map.set(schema, meta);
        if (meta && typeof meta === "object" && "id" in meta) {
            this._idmap.set(meta.id, schema);
        }
        return this;
    }
    clear() {
        this._map = new WeakMap();
        this._idmap = new Map();
        return this;
    }
    remove(schema) {
        const meta = this._map.get(schema);
        if (meta && typeof meta === "object" && "id" in meta) {
            this._idmap.delete(meta.id);
        }
        this._map.delete(schema);
        return this;
    }
    get(schema) {
        // return this._map.get(schema) as any;
        // inherit metadata
        const p = schema._zod.parent;
        if (p) {
            const pm = { ...(this.get(p) ?? {}) };
            delete pm.id; // do not inherit id
            const f = { ...pm, ...this._map.get(schema) };
            return Object.keys(f).length ? f : undefined;
        }
        return this._map.get(schema);
    }
    has(schema) {
        return this._map.has(schema);
    }
}
// registries
function registry() {
    return new $ZodRegistry();
}
(registries_a = globalThis).__zod_globalRegistry ?? (registries_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/api.js




function snapshotChecks(def) {
    if (def.checks)
        def.checks = [...def.checks];
    return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
    return new Class(snapshotChecks({ type: "string", ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _coercedString(Class, params) {
    return new Class(snapshotChecks({ type: "string", coerce: true, ...util.normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _email(Class, params) {
    return new Class({
        type: "string",
        format: "email",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _guid(Class, params) {
    return new Class({
        type: "string",
        format: "guid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class, params) {
    return new Class({
        type: "string",
        format: "uuid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class, params) {
    return new Class({
        type: "string",
        format: "uuid",
        check: "string_format",
        abort: false,
        version: "v4",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class, params) {
    return new Class({
        type: "string",
        format: "uuid",
        check: "string_format",
        abort: false,
        version: "v6",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class, params) {
    return new Class({
        type: "string",
        format: "uuid",
        check: "string_format",
        abort: false,
        version: "v7",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _url(Class, params) {
    return new Class({
        type: "string",
        format: "url",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function api_emoji(Class, params) {
    return new Class({
        type: "string",
        format: "emoji",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class, params) {
    return new Class({
        type: "string",
        format: "nanoid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
/**
 * @deprecated CUID v1 is deprecated by its authors due to information leakage
 * (timestamps embedded in the id). Use {@link _cuid2} instead.
 * See https://github.com/paralleldrive/cuid.
 */
// @__NO_SIDE_EFFECTS__
function _cuid(Class, params) {
    return new Class({
        type: "string",
        format: "cuid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class, params) {
    return new Class({
        type: "string",
        format: "cuid2",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class, params) {
    return new Class({
        type: "string",
        format: "ulid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _xid(Class, params) {
    return new Class({
        type: "string",
        format: "xid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class, params) {
    return new Class({
        type: "string",
        format: "ksuid",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class, params) {
    return new Class({
        type: "string",
        format: "ipv4",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class, params) {
    return new Class({
        type: "string",
        format: "ipv6",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _mac(Class, params) {
    return new Class({
        type: "string",
        format: "mac",
        check: "string_format",
        abort: false,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class, params) {
    return new Class({
        type: "string",
        format: "cidrv4",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class, params) {
    return new Class({
        type: "string",
        format: "cidrv6",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _base64(Class, params) {
    return new Class({
        type: "string",
        format: "base64",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class, params) {
    return new Class({
        type: "string",
        format: "base64url",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _e164(Class, params) {
    return new Class({
        type: "string",
        format: "e164",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _creditCard(Class, params) {
    return new Class({
        type: "string",
        format: "credit_card",
        check: "string_format",
        abort: false,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _iban(Class, params) {
    return new Class({
        type: "string",
        format: "iban",
        check: "string_format",
        abort: false,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class, params) {
    return new Class({
        type: "string",
        format: "jwt",
        check: "string_format",
        abort: false,
        ...normalizeParams(params),
    });
}
const TimePrecision = {
    Any: null,
    Minute: -1,
    Second: 0,
    Millisecond: 3,
    Microsecond: 6,
};
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
    return new Class({
        type: "string",
        format: "datetime",
        check: "string_format",
        offset: false,
        local: false,
        precision: null,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
    return new Class({
        type: "string",
        format: "date",
        check: "string_format",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
    return new Class({
        type: "string",
        format: "time",
        check: "string_format",
        precision: null,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
    return new Class({
        type: "string",
        format: "duration",
        check: "string_format",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
    return new Class(snapshotChecks({ type: "number", checks: [], ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _coercedNumber(Class, params) {
    return new Class(snapshotChecks({ type: "number", coerce: true, checks: [], ...util.normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
    return new Class({
        type: "number",
        check: "number_format",
        abort: false,
        format: "safeint",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _float32(Class, params) {
    return new Class({
        type: "number",
        check: "number_format",
        abort: false,
        format: "float32",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _float64(Class, params) {
    return new Class({
        type: "number",
        check: "number_format",
        abort: false,
        format: "float64",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _int32(Class, params) {
    return new Class({
        type: "number",
        check: "number_format",
        abort: false,
        format: "int32",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uint32(Class, params) {
    return new Class({
        type: "number",
        check: "number_format",
        abort: false,
        format: "uint32",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
    return new Class({
        type: "boolean",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _coercedBoolean(Class, params) {
    return new Class({
        type: "boolean",
        coerce: true,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _bigint(Class, params) {
    return new Class({
        type: "bigint",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _coercedBigint(Class, params) {
    return new Class({
        type: "bigint",
        coerce: true,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _int64(Class, params) {
    return new Class({
        type: "bigint",
        check: "bigint_format",
        abort: false,
        format: "int64",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uint64(Class, params) {
    return new Class({
        type: "bigint",
        check: "bigint_format",
        abort: false,
        format: "uint64",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _symbol(Class, params) {
    return new Class({
        type: "symbol",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function api_undefined(Class, params) {
    return new Class({
        type: "undefined",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function api_null(Class, params) {
    return new Class({
        type: "null",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _any(Class) {
    return new Class({
        type: "any",
    });
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
    return new Class({
        type: "unknown",
    });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
    return new Class({
        type: "never",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _void(Class, params) {
    return new Class({
        type: "void",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _date(Class, params) {
    return new Class({
        type: "date",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _coercedDate(Class, params) {
    return new Class({
        type: "date",
        coerce: true,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _nan(Class, params) {
    return new Class({
        type: "nan",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
    return new $ZodCheckLessThan({
        check: "less_than",
        ...normalizeParams(params),
        value,
        inclusive: false,
    });
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
    return new $ZodCheckLessThan({
        check: "less_than",
        ...normalizeParams(params),
        value,
        inclusive: true,
    });
}

// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
    return new $ZodCheckGreaterThan({
        check: "greater_than",
        ...normalizeParams(params),
        value,
        inclusive: false,
    });
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
    return new $ZodCheckGreaterThan({
        check: "greater_than",
        ...normalizeParams(params),
        value,
        inclusive: true,
    });
}

// @__NO_SIDE_EFFECTS__
function _positive(params) {
    return _gt(0, params);
}
// negative
// @__NO_SIDE_EFFECTS__
function _negative(params) {
    return _lt(0, params);
}
// nonpositive
// @__NO_SIDE_EFFECTS__
function _nonpositive(params) {
    return _lte(0, params);
}
// nonnegative
// @__NO_SIDE_EFFECTS__
function _nonnegative(params) {
    return _gte(0, params);
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
    return new $ZodCheckMultipleOf({
        check: "multiple_of",
        ...normalizeParams(params),
        value,
    });
}
// @__NO_SIDE_EFFECTS__
function _maxSize(maximum, params) {
    return new checks.$ZodCheckMaxSize({
        check: "max_size",
        ...util.normalizeParams(params),
        maximum,
    });
}
// @__NO_SIDE_EFFECTS__
function _minSize(minimum, params) {
    return new checks.$ZodCheckMinSize({
        check: "min_size",
        ...util.normalizeParams(params),
        minimum,
    });
}
// @__NO_SIDE_EFFECTS__
function _size(size, params) {
    return new checks.$ZodCheckSizeEquals({
        check: "size_equals",
        ...util.normalizeParams(params),
        size,
    });
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
    const ch = new $ZodCheckMaxLength({
        check: "max_length",
        ...normalizeParams(params),
        maximum,
    });
    return ch;
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
    return new $ZodCheckMinLength({
        check: "min_length",
        ...normalizeParams(params),
        minimum,
    });
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
    return new $ZodCheckLengthEquals({
        check: "length_equals",
        ...normalizeParams(params),
        length,
    });
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
    return new $ZodCheckRegex({
        check: "string_format",
        format: "regex",
        ...normalizeParams(params),
        pattern,
    });
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
    return new $ZodCheckLowerCase({
        check: "string_format",
        format: "lowercase",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
    return new $ZodCheckUpperCase({
        check: "string_format",
        format: "uppercase",
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
    return new $ZodCheckIncludes({
        check: "string_format",
        format: "includes",
        ...normalizeParams(params),
        includes,
    });
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
    return new $ZodCheckStartsWith({
        check: "string_format",
        format: "starts_with",
        ...normalizeParams(params),
        prefix,
    });
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
    return new $ZodCheckEndsWith({
        check: "string_format",
        format: "ends_with",
        ...normalizeParams(params),
        suffix,
    });
}
// @__NO_SIDE_EFFECTS__
function _property(property, schema, params) {
    return new checks.$ZodCheckProperty({
        check: "property",
        property,
        schema,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _properties(shape, params) {
    return new $ZodCheckProperties({
        check: "properties",
        shape,
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _mime(types, params) {
    return new checks.$ZodCheckMimeType({
        check: "mime_type",
        mime: types,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
    return new $ZodCheckOverwrite({
        check: "overwrite",
        tx,
    });
}
// normalize
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
    return _overwrite((input) => input.normalize(form));
}
// trim
// @__NO_SIDE_EFFECTS__
function _trim() {
    return _overwrite((input) => input.trim());
}
// toLowerCase
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
    return _overwrite((input) => input.toLowerCase());
}
// toUpperCase
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
    return _overwrite((input) => input.toUpperCase());
}
// slugify
// @__NO_SIDE_EFFECTS__
function _slugify() {
    return _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class, element, params) {
    return new Class({
        type: "array",
        element,
        // get element() {
        //   return element;
        // },
        ...normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _union(Class, options, params) {
    return new Class({
        type: "union",
        options,
        ...util.normalizeParams(params),
    });
}
function _xor(Class, options, params) {
    return new Class({
        type: "union",
        options,
        inclusive: false,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _discriminatedUnion(Class, discriminator, options, params) {
    return new Class({
        type: "union",
        options: options,
        discriminator,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _intersection(Class, left, right) {
    return new Class({
        type: "intersection",
        left,
        right,
    });
}
// export function _tuple(
//   Class: util.SchemaClass<schemas.$ZodTuple>,
//   items: [],
//   params?: string | $ZodTupleParams
// ): schemas.$ZodTuple<[], null>;
// @__NO_SIDE_EFFECTS__
function _tuple(Class, items, _paramsOrRest, _params) {
    const hasRest = _paramsOrRest instanceof schemas.$ZodType;
    const params = hasRest ? _params : _paramsOrRest;
    const rest = hasRest ? _paramsOrRest : null;
    return new Class({
        type: "tuple",
        items,
        rest,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _record(Class, keyType, valueType, params) {
    return new Class({
        type: "record",
        keyType,
        valueType,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _map(Class, keyType, valueType, params) {
    return new Class({
        type: "map",
        keyType,
        valueType,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _set(Class, valueType, params) {
    return new Class({
        type: "set",
        valueType,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _enum(Class, values, params) {
    const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
    // if (Array.isArray(values)) {
    //   for (const value of values) {
    //     entries[value] = value;
    //   }
    // } else {
    //   Object.assign(entries, values);
    // }
    // const entries: util.EnumLike = {};
    // for (const val of values) {
    //   entries[val] = val;
    // }
    return new Class({
        type: "enum",
        entries,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
/** @deprecated This API has been merged into `z.enum()`. Use `z.enum()` instead.
 *
 * ```ts
 * enum Colors { red, green, blue }
 * z.enum(Colors);
 * ```
 */
function _nativeEnum(Class, entries, params) {
    return new Class({
        type: "enum",
        entries,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _literal(Class, value, params) {
    return new Class({
        type: "literal",
        values: Array.isArray(value) ? value : [value],
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _file(Class, params) {
    return new Class({
        type: "file",
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _transform(Class, fn) {
    return new Class({
        type: "transform",
        transform: fn,
    });
}
// @__NO_SIDE_EFFECTS__
function _optional(Class, innerType) {
    return new Class({
        type: "optional",
        innerType,
    });
}
// @__NO_SIDE_EFFECTS__
function _nullable(Class, innerType) {
    return new Class({
        type: "nullable",
        innerType,
    });
}
// @__NO_SIDE_EFFECTS__
function _default(Class, innerType, defaultValue) {
    return new Class({
        type: "default",
        innerType,
        get defaultValue() {
            return typeof defaultValue === "function" ? defaultValue() : util.shallowClone(defaultValue);
        },
    });
}
// @__NO_SIDE_EFFECTS__
function _nonoptional(Class, innerType, params) {
    return new Class({
        type: "nonoptional",
        innerType,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _success(Class, innerType) {
    return new Class({
        type: "success",
        innerType,
    });
}
// @__NO_SIDE_EFFECTS__
function _catch(Class, innerType, catchValue) {
    return new Class({
        type: "catch",
        innerType,
        catchValue: (typeof catchValue === "function" ? catchValue : util.constantCatch(catchValue)),
    });
}
// @__NO_SIDE_EFFECTS__
function _pipe(Class, in_, out) {
    return new Class({
        type: "pipe",
        in: in_,
        out,
    });
}
// @__NO_SIDE_EFFECTS__
function _readonly(Class, innerType) {
    return new Class({
        type: "readonly",
        innerType,
    });
}
// @__NO_SIDE_EFFECTS__
function _templateLiteral(Class, parts, params) {
    return new Class({
        type: "template_literal",
        parts,
        ...util.normalizeParams(params),
    });
}
// @__NO_SIDE_EFFECTS__
function _lazy(Class, getter) {
    return new Class({
        type: "lazy",
        getter,
    });
}
// @__NO_SIDE_EFFECTS__
function _promise(Class, innerType) {
    return new Class({
        type: "promise",
        innerType,
    });
}
// @__NO_SIDE_EFFECTS__
function _custom(Class, fn, _params) {
    const norm = util.normalizeParams(_params);
    norm.abort ?? (norm.abort = true); // default to abort:false
    const schema = new Class({
        type: "custom",
        check: "custom",
        fn: fn,
        ...norm,
    });
    return schema;
}
// same as _custom but defaults to abort:false
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
    const schema = new Class({
        type: "custom",
        check: "custom",
        fn: fn,
        ...normalizeParams(_params),
    });
    return schema;
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
    const ch = _check((payload) => {
        payload.addIssue = (issue) => {
            if (typeof issue === "string") {
                payload.issues.push(util_issue(issue, payload.value, ch._zod.def));
            }
            else {
                // for Zod 3 backwards compatibility
                const _issue = issue;
                if (_issue.fatal)
                    _issue.continue = false;
                _issue.code ?? (_issue.code = "custom");
                if (!("input" in _issue))
                    _issue.input = payload.value;
                _issue.inst ?? (_issue.inst = ch);
                _issue.continue ?? (_issue.continue = !ch._zod.def.abort); // abort is always undefined, so this is always true...
                payload.issues.push(util_issue(_issue));
            }
        };
        return fn(payload.value, payload);
    }, params);
    return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
    const ch = new $ZodCheck({
        check: "custom",
        ...normalizeParams(params),
    });
    ch._zod.check = fn;
    return ch;
}
// @__NO_SIDE_EFFECTS__
function api_describe(description) {
    const ch = new $ZodCheck({ check: "describe" });
    ch._zod.onattach = [
        (inst) => {
            const existing = globalRegistry.get(inst) ?? {};
            globalRegistry.add(inst, { ...existing, description });
        },
    ];
    ch._zod.check = () => { }; // no-op check
    return ch;
}
// @__NO_SIDE_EFFECTS__
function meta(metadata) {
    const ch = new $ZodCheck({ check: "meta" });
    ch._zod.onattach = [
        (inst) => {
            const existing = globalRegistry.get(inst) ?? {};
            globalRegistry.add(inst, { ...existing, ...metadata });
        },
    ];
    ch._zod.check = () => { }; // no-op check
    return ch;
}
// @__NO_SIDE_EFFECTS__
function _stringbool(Classes, _params) {
    const params = util.normalizeParams(_params);
    let truthyArray = params.truthy ?? ["true", "1", "yes", "on", "y", "enabled"];
    let falsyArray = params.falsy ?? ["false", "0", "no", "off", "n", "disabled"];
    if (params.case !== "sensitive") {
        truthyArray = truthyArray.map((v) => (typeof v === "string" ? v.toLowerCase() : v));
        falsyArray = falsyArray.map((v) => (typeof v === "string" ? v.toLowerCase() : v));
    }
    const truthySet = new Set(truthyArray);
    const falsySet = new Set(falsyArray);
    const _Codec = Classes.Codec ?? schemas.$ZodCodec;
    const _Boolean = Classes.Boolean ?? schemas.$ZodBoolean;
    const _String = Classes.String ?? schemas.$ZodString;
    const stringSchema = new _String({ type: "string", error: params.error });
    const booleanSchema = new _Boolean({ type: "boolean", error: params.error });
    const codec = new _Codec({
        type: "pipe",
        in: stringSchema,
        out: booleanSchema,
        transform: ((input, payload) => {
            let data = input;
            if (params.case !== "sensitive")
                data = data.toLowerCase();
            if (truthySet.has(data)) {
                return true;
            }
            else if (falsySet.has(data)) {
                return false;
            }
            else {
                payload.issues.push({
                    code: "invalid_value",
                    expected: "stringbool",
                    values: [...truthySet, ...falsySet],
                    input: payload.value,
                    inst: codec,
                    continue: false,
                });
                return {};
            }
        }),
        reverseTransform: ((input, _payload) => {
            if (input === true) {
                return truthyArray[0] || "true";
            }
            else {
                return falsyArray[0] || "false";
            }
        }),
        error: params.error,
    });
    codec._zod.bag.truthy = truthyArray;
    codec._zod.bag.falsy = falsyArray;
    codec._zod.bag.case = params.case ?? "insensitive";
    return codec;
}
// @__NO_SIDE_EFFECTS__
function _stringFormat(Class, format, fnOrRegex, _params = {}) {
    const params = util.normalizeParams(_params);
    const def = {
        check: "string_format",
        type: "string",
        format,
        fn: typeof fnOrRegex === "function" ? fnOrRegex : (val) => fnOrRegex.test(val),
        ...params,
    };
    if (fnOrRegex instanceof RegExp) {
        def.pattern = fnOrRegex;
    }
    const inst = new Class(def);
    return inst;
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/to-json-schema.js


function assignProps(target, ...sources) {
    for (const source of sources) {
        for (const key of Reflect.ownKeys(source)) {
            if (Object.prototype.propertyIsEnumerable.call(source, key)) {
                util_assignProp(target, key, source[key]);
            }
        }
    }
    return target;
}
// function initializeContext<T extends schemas.$ZodType>(inputs: JSONSchemaGeneratorParams<T>): ToJSONSchemaContext<T> {
//   return {
//     processor: inputs.processor,
//     metadataRegistry: inputs.metadata ?? globalRegistry,
//     target: inputs.target ?? "draft-2020-12",
//     unrepresentable: inputs.unrepresentable ?? "throw",
//   };
// }
function to_json_schema_initializeContext(params) {
    // Normalize target: convert old non-hyphenated versions to hyphenated versions
    let target = params?.target ?? "draft-2020-12";
    if (target === "draft-4")
        target = "draft-04";
    if (target === "draft-7")
        target = "draft-07";
    return {
        processors: params.processors ?? {},
        metadataRegistry: params?.metadata ?? globalRegistry,
        target,
        unrepresentable: params?.unrepresentable ?? "throw",
        override: params?.override ?? (() => { }),
        io: params?.io ?? "output",
        counter: 0,
        seen: new Map(),
        sharedDefsExtractedFor: undefined,
        sharedEmitDoneFor: undefined,
        cycles: params?.cycles ?? "ref",
        reused: params?.reused ?? "inline",
        intersections: [],
        deferred: [],
        external: params?.external ?? undefined,
    };
}
/**
 * Applies the `unrepresentable` setting at a site that has no JSON Schema equivalent. Throws
 * `message` unless the setting (or the handler's return value) says otherwise. Returns `true` if a
 * custom JSON Schema was written into `json`, in which case the caller must not write its own.
 */
function handleUnrepresentable(schema, ctx, json, params, message) {
    const result = typeof ctx.unrepresentable === "function"
        ? ctx.unrepresentable({ zodSchema: schema, path: params.path, message })
        : ctx.unrepresentable;
    if (result === "any")
        return false;
    if (result === undefined || result === "throw")
        throw new Error(message);
    Object.assign(json, result);
    return true;
}
// never rename this back to `process`: bundler polyfills inject a top-level `const process` that a lexical declaration of the same name collides with (#6397)
function to_json_schema_processSchema(schema, ctx, _params = { path: [], schemaPath: [] }) {
    var _a;
    const def = schema._zod.def;
    // check for schema in seens
    const seen = ctx.seen.get(schema);
    if (seen) {
        seen.count++;
        // check if cycle
        const isCycle = _params.schemaPath.includes(schema);
        if (isCycle) {
            seen.cycle = _params.path;
        }
        return seen.schema;
    }
    // initialize
    const result = { schema: {}, count: 1, cycle: undefined, path: _params.path };
    ctx.seen.set(schema, result);
    ctx.sharedDefsExtractedFor = undefined;
    ctx.sharedEmitDoneFor = undefined;
    // custom method overrides default behavior
    const overrideSchema = schema._zod.toJSONSchema?.();
    if (overrideSchema) {
        result.schema = overrideSchema;
    }
    else {
        const params = {
            ..._params,
            schemaPath: [..._params.schemaPath, schema],
            path: _params.path,
        };
        if (schema._zod.processJSONSchema) {
            schema._zod.processJSONSchema(ctx, result.schema, params);
        }
        else {
            const _json = result.schema;
            const processor = ctx.processors[def.type];
            if (!processor) {
                throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
            }
            processor(schema, ctx, _json, params);
        }
        const parent = schema._zod.parent;
        if (parent) {
            // Also set ref if processor didn't (for inheritance)
            if (!result.ref)
                result.ref = parent;
            to_json_schema_processSchema(parent, ctx, params);
            ctx.seen.get(parent).isParent = true;
        }
    }
    // metadata
    const meta = ctx.metadataRegistry.get(schema);
    if (meta)
        assignProps(result.schema, meta);
    if (ctx.io === "input" && isTransforming(schema)) {
        // examples/defaults only apply to output type of pipe
        delete result.schema.examples;
        delete result.schema.default;
    }
    // set prefault as default
    if (ctx.io === "input" && "_prefault" in result.schema)
        (_a = result.schema).default ?? (_a.default = result.schema._prefault);
    delete result.schema._prefault;
    // pulling fresh from ctx.seen in case it was overwritten
    const _result = ctx.seen.get(schema);
    return _result.schema;
}
/** @deprecated Renamed to `processSchema`. An export alias declares no binding, so it is safe to keep. */

// Escape a reference token for use in a JSON Pointer fragment (RFC 6901): `~` becomes `~0` and `/` becomes `~1`. The `~` replacement must run first.
function encodeJSONPointerSegment(segment) {
    return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function to_json_schema_extractDefs(ctx, schema
// params: EmitParams
) {
    // iterate over seen map;
    const root = ctx.seen.get(schema);
    if (!root)
        throw new Error("Unprocessed schema. This is a bug in Zod.");
    // With `external` set, every registered schema resolves through the external branch of `makeURI`, so the root branch below produces the same ref the external branch would — this pass is identical whichever schema it is called with, and only needs to run once.
    if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external)
        return;
    // Track ids to detect duplicates across different schemas
    const idToSchema = new Map();
    for (const entry of ctx.seen.entries()) {
        const id = ctx.metadataRegistry.get(entry[0])?.id;
        if (id) {
            const existing = idToSchema.get(id);
            if (existing && existing !== entry[0]) {
                throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
            }
            idToSchema.set(id, entry[0]);
        }
    }
    // returns a ref to the schema defId will be empty if the ref points to an external schema (or #)
    const makeURI = (entry) => {
        // comparing the seen objects because sometimes multiple schemas map to the same seen object. e.g. lazy
        // external is configured
        const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
        if (ctx.external) {
            const externalId = ctx.external.registry.get(entry[0])?.id; // ?? "__shared";// `__schema${ctx.counter++}`;
            // check if schema is in the external registry
            const uriGenerator = ctx.external.uri ?? ((id) => id);
            if (externalId) {
                return { ref: uriGenerator(externalId) };
            }
            // otherwise, add to __shared
            const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
            entry[1].defId = id; // set defId so it will be reused if needed
            return { defId: id, ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}` };
        }
        const uriPrefix = `#`;
        const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
        // an id-less root has nowhere to be extracted to, so it stays inline and self-references as `#`
        if (entry[1] === root && !entry[1].schema.id) {
            return { ref: uriPrefix };
        }
        // self-contained schema
        const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
        return { defId, ref: defUriPrefix + encodeJSONPointerSegment(defId) };
    };
    // stored cached version in `def` property remove all properties, set $ref
    const extractToDef = (entry) => {
        // if the schema is already a reference, do not extract it
        if (entry[1].schema.$ref) {
            return;
        }
        const seen = entry[1];
        const { ref, defId } = makeURI(entry);
        seen.def = { ...seen.schema };
        // defId won't be set if the schema is a reference to an external schema or if the schema is the root schema
        if (defId)
            seen.defId = defId;
        // wipe away all properties except $ref
        const schema = seen.schema;
        for (const key in schema) {
            delete schema[key];
        }
        schema.$ref = ref;
    };
    // throw on cycles
    // break cycles
    if (ctx.cycles === "throw") {
        for (const entry of ctx.seen.entries()) {
            const seen = entry[1];
            if (seen.cycle) {
                throw new Error("Cycle detected: " +
                    `#/${seen.cycle?.join("/")}/<root>` +
                    '\n\nSet the `cycles` parameter to `"ref"` to resolve cyclical schemas with defs.');
            }
        }
    }
    // extract schemas into $defs
    for (const entry of ctx.seen.entries()) {
        const seen = entry[1];
        // convert root schema to # $ref
        if (schema === entry[0]) {
            extractToDef(entry); // this has special handling for the root schema
            continue;
        }
        // extract schemas that are in the external registry
        if (ctx.external) {
            const ext = ctx.external.registry.get(entry[0])?.id;
            if (schema !== entry[0] && ext) {
                extractToDef(entry);
                continue;
            }
        }
        // extract schemas with `id` meta
        const id = ctx.metadataRegistry.get(entry[0])?.id;
        if (id) {
            extractToDef(entry);
            continue;
        }
        // break cycles
        if (seen.cycle) {
            // any
            extractToDef(entry);
            continue;
        }
        // extract reused schemas
        if (seen.count > 1) {
            if (ctx.reused === "ref") {
                extractToDef(entry);
            }
        }
    }
    if (ctx.external)
        ctx.sharedDefsExtractedFor = ctx.external;
}
/** Rewrites `anyOf: [{type: "a"}, {type: "b"}]` to `type: ["a", "b"]`, which every JSON Schema draft treats as equivalent and most consumers render far better for the nullable case. Only branches that are a bare type assertion qualify — anything carrying a constraint, `$ref`, `const` or metadata is left alone. Runs after `flattenRef`, so a branch an override decorated or `$defs` extraction turned into a `$ref` is no longer bare and correctly stays in `anyOf`. `oneOf` is excluded: `integer` and `number` overlap, so "exactly one" and "at least one" are not the same there. OpenAPI 3.0 is excluded: its `type` must be a single string. */
function compactTypeUnion(schema) {
    const options = schema.anyOf;
    if (!Array.isArray(options) || options.length === 0 || schema.type !== undefined)
        return;
    const types = [];
    for (const option of options) {
        if (!option || typeof option !== "object")
            return;
        // A branch that is itself a compactible union folds into this one — nested `anyOf` and a flat `type` array say the same thing. Compacting it first also makes the result independent of the order this pass walks the seen map in.
        compactTypeUnion(option);
        const keys = Object.keys(option);
        if (keys.length !== 1 || keys[0] !== "type")
            return;
        const type = option.type;
        for (const member of Array.isArray(type) ? type : [type]) {
            if (typeof member !== "string")
                return;
            if (!types.includes(member))
                types.push(member);
        }
    }
    delete schema.anyOf;
    // A `type` array must be non-empty and unique (metaschema); a single member is spelled as a bare string.
    schema.type = types.length === 1 ? types[0] : types;
}
/** Keywords `foldIntersection` knows how to combine. Anything else — `$ref`, `patternProperties`,
 * an annotation like `description` — makes a member unfoldable, so a constraint this does not
 * understand leaves the `allOf` alone instead of being silently dropped or misattributed. */
const FOLDABLE_KEYS = new Set(["type", "properties", "required", "additionalProperties"]);
const UNION_KEYS = ["oneOf", "anyOf"];
/** A member's constraint on a key it does not declare itself. A `catchall` states one; `false`, an absent `additionalProperties`, and the empty schema a loose object emits state nothing. */
function undeclaredConstraint(member) {
    const extra = member.additionalProperties;
    if (extra === undefined || extra === false || typeof extra !== "object" || extra === null)
        return null;
    return Object.keys(extra).length ? extra : null;
}
/** Combines object members into the single object they describe together, or returns `null` if any of them carries a keyword outside {@link FOLDABLE_KEYS}. */
function foldObjects(members) {
    const objects = [];
    for (const member of members) {
        // A boolean subschema is legal JSON Schema and carries no keywords to fold.
        if (typeof member !== "object" || member.type !== "object")
            return null;
        for (const key in member) {
            if (!FOLDABLE_KEYS.has(key))
                return null;
        }
        objects.push(member);
    }
    const properties = {};
    const required = new Set();
    for (const object of objects) {
        for (const key in object.properties) {
            // `in` would report a `__proto__` key as already present via the prototype chain and skip it.
            if (Object.prototype.hasOwnProperty.call(properties, key))
                continue;
            // Every member constrains this key: the ones that declare it say how, and a `catchall` member constrains it too even though it does not name it. The key has to satisfy all of them, which is the same intersection one level down.
            const parts = [];
            for (const other of objects) {
                const part = other.properties?.[key] ?? undeclaredConstraint(other);
                if (part === null || part === undefined)
                    continue;
                if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part)))
                    parts.push(part);
            }
            const merged = parts.length === 1
                ? parts[0]
                : (foldObjects(parts) ?? { allOf: parts });
            util_assignProp(properties, key, merged);
        }
        for (const key of object.required ?? [])
            required.add(key);
    }
    const folded = { type: "object", properties };
    if (required.size)
        folded.required = [...required];
    // A key no member declares is rejected only when every member rejects it, so the fold is closed only when every member is. Otherwise it carries whatever the `catchall` members demand of such a key.
    if (objects.every((object) => object.additionalProperties === false)) {
        folded.additionalProperties = false;
    }
    else {
        const constraints = [];
        for (const object of objects) {
            const constraint = undeclaredConstraint(object);
            if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint)))
                constraints.push(constraint);
        }
        if (constraints.length === 1)
            folded.additionalProperties = constraints[0];
        else if (constraints.length > 1)
            folded.additionalProperties = { allOf: constraints };
    }
    return folded;
}
/** `additionalProperties` in an `allOf` member sees only that member's own `properties`, so two
 * closed object members reject each other's keys and the schema validates nothing. Zod's parser
 * pools the key sets instead — `handleIntersectionResults` reports a key as unrecognized only when
 * *every* side rejects it — so the emitted schema has to pool them too, and folding the members
 * into one object is the encoding that says so on every target.
 *
 * This runs from `finalize`, after `extractDefs`, which is what keeps it clear of the `$ref`
 * machinery: a member extracted into `$defs` is already a `$ref` by now and declines to fold, so it
 * keeps its reference and its own closedness rather than being inlined as a stale copy. */
function foldIntersection(json) {
    const allOf = json.allOf;
    if (!Array.isArray(allOf) || allOf.length < 2)
        return;
    // An `override` runs before this pass and may have written object keywords onto the intersection itself. Those are deliberate, so decline rather than overwrite them.
    for (const key of FOLDABLE_KEYS)
        if (key in json)
            return;
    // An intersection distributes over a union: `A & (X | Y)` is `(A & X) | (A & Y)`. Only the first union is distributed over; a second one stays among the members every branch folds against, where it fails the object check and declines the whole intersection rather than multiplying out.
    const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
    let folded = null;
    if (!unions.length) {
        folded = foldObjects(allOf);
    }
    else {
        const union = unions[0];
        const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
        if (Object.keys(union).length !== 1)
            return;
        const rest = allOf.filter((m) => m !== union);
        const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
        if (branches.some((b) => !b))
            return;
        folded = { [keyword]: branches };
    }
    if (!folded)
        return;
    delete json.allOf;
    assignProps(json, folded);
}
function to_json_schema_finalize(ctx, schema) {
    const root = ctx.seen.get(schema);
    if (!root)
        throw new Error("Unprocessed schema. This is a bug in Zod.");
    // flatten refs - inherit properties from parent schemas
    const flattenRef = (zodSchema) => {
        const seen = ctx.seen.get(zodSchema);
        // already processed
        if (seen.ref === null)
            return;
        const schema = seen.def ?? seen.schema;
        const _cached = { ...schema };
        const ref = seen.ref;
        seen.ref = null; // prevent infinite recursion
        if (ref) {
            flattenRef(ref);
            const refSeen = ctx.seen.get(ref);
            const refSchema = refSeen.schema;
            // merge referenced schema into current
            if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
                // older drafts can't combine $ref with other properties
                schema.allOf = schema.allOf ?? [];
                schema.allOf.push(refSchema);
            }
            else {
                assignProps(schema, refSchema);
            }
            // restore child's own properties (child wins)
            assignProps(schema, _cached);
            const isParentRef = zodSchema._zod.parent === ref;
            // For parent chain, child is a refinement - remove parent-only properties
            if (isParentRef) {
                for (const key in schema) {
                    if (key === "$ref" || key === "allOf")
                        continue;
                    if (!(key in _cached)) {
                        delete schema[key];
                    }
                }
            }
            // When ref was extracted to $defs, remove properties that match the definition
            if (refSchema.$ref && refSeen.def) {
                for (const key in schema) {
                    if (key === "$ref" || key === "allOf")
                        continue;
                    if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) {
                        delete schema[key];
                    }
                }
            }
        }
        // If parent was extracted (has $ref), propagate $ref to this schema. This handles cases like: readonly().meta({id}).describe() where processor sets ref to innerType but parent should be referenced
        const parent = zodSchema._zod.parent;
        if (parent && parent !== ref) {
            // Ensure parent is processed first so its def has inherited properties
            flattenRef(parent);
            const parentSeen = ctx.seen.get(parent);
            if (parentSeen?.schema.$ref) {
                schema.$ref = parentSeen.schema.$ref;
                // De-duplicate with parent's definition
                if (parentSeen.def) {
                    for (const key in schema) {
                        if (key === "$ref" || key === "allOf")
                            continue;
                        if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) {
                            delete schema[key];
                        }
                    }
                }
            }
        }
        // execute overrides
        ctx.override({
            zodSchema: zodSchema,
            jsonSchema: schema,
            path: seen.path ?? [],
        });
    };
    // Flattening walks the whole map and clears each `ref` as it goes, so a second call over the same map is a no-op scan. Skip it outright once it has run for a registry conversion.
    if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
        for (const entry of [...ctx.seen.entries()].reverse()) {
            flattenRef(entry[0]);
        }
        if (ctx.target !== "openapi-3.0") {
            for (const entry of ctx.seen.entries()) {
                compactTypeUnion(entry[1].def ?? entry[1].schema);
            }
        }
        for (const rewrite of ctx.deferred)
            rewrite();
        // After flattening, every member that was extracted is a `$ref`, so the fold sees the final shape. A schema that inherits an intersection — through `z.lazy`, or any `ref` chain — holds the same `allOf` array, so fold by array identity to catch every copy.
        if (ctx.intersections.length) {
            const carriers = new Map();
            for (const seen of ctx.seen.values()) {
                for (const json of [seen.schema, seen.def]) {
                    const allOf = json?.allOf;
                    if (!Array.isArray(allOf))
                        continue;
                    const existing = carriers.get(allOf);
                    if (existing)
                        existing.push(json);
                    else
                        carriers.set(allOf, [json]);
                }
            }
            for (const allOf of ctx.intersections) {
                for (const json of carriers.get(allOf) ?? [])
                    foldIntersection(json);
            }
        }
    }
    const result = {};
    if (ctx.target === "draft-2020-12") {
        result.$schema = "https://json-schema.org/draft/2020-12/schema";
    }
    else if (ctx.target === "draft-07") {
        result.$schema = "http://json-schema.org/draft-07/schema#";
    }
    else if (ctx.target === "draft-04") {
        result.$schema = "http://json-schema.org/draft-04/schema#";
    }
    else if (ctx.target === "openapi-3.0") {
        // OpenAPI 3.0 schema objects should not include a $schema property
    }
    else {
        // Arbitrary string values are allowed but won't have a $schema property set
    }
    if (ctx.external?.uri) {
        const id = ctx.external.registry.get(schema)?.id;
        if (!id)
            throw new Error("Schema is missing an `id` property");
        result.$id = ctx.external.uri(id);
    }
    // when the root was extracted into $defs, `root.schema` is the `$ref` wrapper and `root.def` is the body that now lives under $defs
    assignProps(result, root.defId ? root.schema : (root.def ?? root.schema));
    // The `id` in `.meta()` is a Zod-specific registration tag used to extract schemas into $defs — it is not user-facing JSON Schema metadata. Strip it from the output body where it would otherwise leak. The id is preserved implicitly via the $defs key (and via $ref paths).
    const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
    if (rootMetaId !== undefined && result.id === rootMetaId)
        delete result.id;
    // build defs object. With `external`, `defs` is the shared object every schema writes into, so the same entries are reassigned on every call. Without it, `defs` is fresh per call and must be rebuilt.
    const defs = ctx.external?.defs ?? {};
    if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
        for (const entry of ctx.seen.entries()) {
            const seen = entry[1];
            if (seen.def && seen.defId) {
                if (seen.def.id === seen.defId)
                    delete seen.def.id;
                util_assignProp(defs, seen.defId, seen.def);
            }
        }
    }
    if (ctx.external)
        ctx.sharedEmitDoneFor = ctx.external;
    // set definitions in result
    if (ctx.external) {
    }
    else {
        if (Object.keys(defs).length > 0) {
            if (ctx.target === "draft-2020-12") {
                result.$defs = defs;
            }
            else {
                result.definitions = defs;
            }
        }
    }
    try {
        // this "finalizes" this schema and ensures all cycles are removed each call to finalize() is functionally independent though the seen map is shared
        const finalized = JSON.parse(JSON.stringify(result));
        Object.defineProperty(finalized, "~standard", {
            value: {
                ...schema["~standard"],
                jsonSchema: {
                    input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
                    output: createStandardJSONSchemaMethod(schema, "output", ctx.processors),
                },
            },
            enumerable: false,
            writable: false,
        });
        return finalized;
    }
    catch (_err) {
        throw new Error("Error converting schema to JSON.");
    }
}
function isTransforming(_schema, _ctx) {
    const ctx = _ctx ?? { seen: new Set() };
    if (ctx.seen.has(_schema))
        return false;
    ctx.seen.add(_schema);
    const def = _schema._zod.def;
    if (def.type === "transform")
        return true;
    if (def.type === "array")
        return isTransforming(def.element, ctx);
    if (def.type === "set")
        return isTransforming(def.valueType, ctx);
    if (def.type === "lazy")
        return isTransforming(def.getter(), ctx);
    if (def.type === "promise" ||
        def.type === "optional" ||
        def.type === "nonoptional" ||
        def.type === "nullable" ||
        def.type === "readonly" ||
        def.type === "default" ||
        def.type === "prefault" ||
        def.type === "catch") {
        return isTransforming(def.innerType, ctx);
    }
    if (def.type === "intersection") {
        return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
    }
    if (def.type === "record" || def.type === "map") {
        return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
    }
    if (def.type === "pipe") {
        if (_schema._zod.traits.has("$ZodCodec"))
            return true;
        return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
    }
    if (def.type === "object") {
        for (const key in def.shape) {
            if (isTransforming(def.shape[key], ctx))
                return true;
        }
        return false;
    }
    if (def.type === "union") {
        for (const option of def.options) {
            if (isTransforming(option, ctx))
                return true;
        }
        return false;
    }
    if (def.type === "tuple") {
        for (const item of def.items) {
            if (isTransforming(item, ctx))
                return true;
        }
        if (def.rest && isTransforming(def.rest, ctx))
            return true;
        return false;
    }
    return false;
}
/**
 * Creates a toJSONSchema method for a schema instance.
 * This encapsulates the logic of initializing context, processing, extracting defs, and finalizing.
 */
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
    const ctx = to_json_schema_initializeContext({ ...params, processors });
    to_json_schema_processSchema(schema, ctx);
    to_json_schema_extractDefs(ctx, schema);
    return to_json_schema_finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
    const { libraryOptions, target } = params ?? {};
    const ctx = to_json_schema_initializeContext({ ...(libraryOptions ?? {}), target, io, processors });
    to_json_schema_processSchema(schema, ctx);
    to_json_schema_extractDefs(ctx, schema);
    return to_json_schema_finalize(ctx, schema);
};

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/json-schema-processors.js




const narrowMin = (agg, key, value) => {
    if (agg[key] === undefined || value > agg[key])
        agg[key] = value;
};
const narrowMax = (agg, key, value) => {
    if (agg[key] === undefined || value < agg[key])
        agg[key] = value;
};
const narrowBoth = (agg, value) => {
    narrowMin(agg, "minimum", value);
    narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
    agg.multipleOf ?? (agg.multipleOf = []);
    if (!agg.multipleOf.includes(value))
        agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
    agg.patterns ?? (agg.patterns = new Set());
    agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
    agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
// last-wins, matching the bag's historical write order; the flag keeps an integer format from being lost to a later float one
const setFormat = (agg, format) => {
    agg.format = format;
    if (format.includes("int"))
        agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
    setFormat(agg, def.format);
    const [minimum, maximum] = ranges[def.format];
    narrowMin(agg, "minimum", minimum);
    narrowMax(agg, "maximum", maximum);
};
const contributors = {
    greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
    less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
    multiple_of: (agg, def) => addDivisor(agg, def.value),
    number_format: formatContributor(NUMBER_FORMAT_RANGES),
    bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
    min_length: minContributor,
    max_length: maxContributor,
    length_equals: (agg, def) => narrowBoth(agg, def.length),
    min_size: minContributor,
    max_size: maxContributor,
    size_equals: (agg, def) => narrowBoth(agg, def.size),
    string_format: (agg, def) => {
        setFormat(agg, def.format);
        if (def.pattern)
            addPattern(agg, def.pattern);
        if (def.format === "base64" || def.format === "base64url")
            agg.contentEncoding = def.format;
        if (def.local || def.precision === -1)
            agg.laxFormat = true;
    },
    mime_type: (agg, def) => intersectMime(agg, def.mime),
};
function aggregateChecks(schema) {
    const agg = {};
    const def = schema._zod.def;
    // a format schema is its own first check, same rule as $ZodType init
    const list = schema._zod.traits.has("$ZodCheck")
        ? [schema, ...(def.checks ?? [])]
        : (def.checks ?? []);
    for (const ch of list)
        contributors[ch._zod.def.check]?.(agg, ch._zod.def);
    // reconcile with the bag so third-party onattach contributions still land; first-party residue is never tighter than the fold, so merging it back is idempotent for one and additive for the other
    const bag = schema._zod.bag;
    if (bag.minimum !== undefined)
        narrowMin(agg, "minimum", bag.minimum);
    if (bag.exclusiveMinimum !== undefined)
        narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
    if (bag.maximum !== undefined)
        narrowMax(agg, "maximum", bag.maximum);
    if (bag.exclusiveMaximum !== undefined)
        narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
    if (bag.multipleOf !== undefined)
        addDivisor(agg, bag.multipleOf);
    if (bag.format !== undefined) {
        agg.format ?? (agg.format = bag.format);
        if (bag.format.includes("int"))
            agg.isInt = true;
    }
    if (bag.mime)
        intersectMime(agg, bag.mime);
    for (const pattern of bag.patterns ?? [])
        addPattern(agg, pattern);
    return agg;
}
const formatMap = {
    guid: "uuid",
    url: "uri",
    datetime: "date-time",
    json_string: "json-string",
    regex: "", // do not set
};
// ==================== SIMPLE TYPE PROCESSORS ====================
// the runtime patterns are lax so parse paths never overflow the regex stack; the emitted schema swaps in the exact block forms, which zod itself never executes
const exactPatterns = new Map([
    [base64Charset, base64],
    [base64urlCharset, base64url],
]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
    const json = _json;
    json.type = "string";
    const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
    if (typeof minimum === "number")
        json.minLength = minimum;
    if (typeof maximum === "number")
        json.maxLength = maximum;
    // custom pattern overrides format
    if (format) {
        json.format = formatMap[format] ?? format;
        if (json.format === "")
            delete json.format; // empty format is not valid
        // `z.iso.time()` is never full-time, and `laxFormat` carries the datetime shapes that also accept what their keyword forbids
        if (format === "time" || laxFormat) {
            delete json.format;
        }
    }
    if (contentEncoding)
        json.contentEncoding = contentEncoding;
    if (patterns && patterns.size > 0) {
        const patternList = [...patterns].map(exactPattern);
        if (patternList.length === 1)
            json.pattern = patternList[0].source;
        else if (patternList.length > 1) {
            json.allOf = [
                ...patternList.map((regex) => ({
                    ...(ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0"
                        ? { type: "string" }
                        : {}),
                    pattern: regex.source,
                })),
            ];
        }
    }
};
const numberProcessor = (schema, ctx, _json, params) => {
    const json = _json;
    const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
    json.type = isInt ? "integer" : "number";
    // when both minimum and exclusiveMinimum exist, pick the more restrictive one
    const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
    const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
    const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
    if (exMin) {
        if (legacy) {
            json.minimum = exclusiveMinimum;
            json.exclusiveMinimum = true;
        }
        else {
            json.exclusiveMinimum = exclusiveMinimum;
        }
    }
    else if (typeof minimum === "number") {
        json.minimum = minimum;
    }
    if (exMax) {
        if (legacy) {
            json.maximum = exclusiveMaximum;
            json.exclusiveMaximum = true;
        }
        else {
            json.exclusiveMaximum = exclusiveMaximum;
        }
    }
    else if (typeof maximum === "number") {
        json.maximum = maximum;
    }
    if (multipleOf) {
        // JSON Schema requires a divisor strictly greater than zero, and a non-finite one does not survive JSON at all. A negative divisor accepts exactly what its absolute value accepts, so it still maps; zero, NaN and Infinity have no keyword form.
        const divisors = new Set();
        for (const divisor of multipleOf) {
            if (Number.isFinite(divisor) && divisor !== 0)
                divisors.add(Math.abs(divisor));
            else
                handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
        }
        // chained divisors are a conjunction the keyword cannot carry alone, so extras ride an allOf, same as stacked patterns
        const [first, ...rest] = divisors;
        if (first !== undefined)
            json.multipleOf = first;
        if (rest.length)
            json.allOf = [...(json.allOf ?? []), ...rest.map((m) => ({ multipleOf: m }))];
    }
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
    json.type = "boolean";
};
const bigintProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "BigInt cannot be represented in JSON Schema");
};
const symbolProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Symbols cannot be represented in JSON Schema");
};
const nullProcessor = (_schema, ctx, json, _params) => {
    if (ctx.target === "openapi-3.0") {
        json.type = "string";
        json.nullable = true;
        json.enum = [null];
    }
    else {
        json.type = "null";
    }
};
const undefinedProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Undefined cannot be represented in JSON Schema");
};
const voidProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Void cannot be represented in JSON Schema");
};
const neverProcessor = (_schema, _ctx, json, _params) => {
    json.not = {};
};
const anyProcessor = (_schema, _ctx, _json, _params) => {
    // empty schema accepts anything
};
const unknownProcessor = (_schema, _ctx, _json, _params) => {
    // empty schema accepts anything
};
const dateProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Date cannot be represented in JSON Schema");
};
const enumProcessor = (schema, _ctx, json, _params) => {
    const def = schema._zod.def;
    const values = getEnumValues(def.entries);
    // an empty enum accepts nothing, same as z.never()
    if (values.length === 0) {
        json.not = {};
        return;
    }
    // Number enums can have both string and number values
    if (values.every((v) => typeof v === "number"))
        json.type = "number";
    if (values.every((v) => typeof v === "string"))
        json.type = "string";
    json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    // a literal with no values accepts nothing, same as z.never()
    if (def.values.length === 0) {
        json.not = {};
        return;
    }
    const vals = [];
    for (const val of def.values) {
        if (val === undefined) {
            // a custom schema replaces the whole literal, so there is nothing left to accumulate
            if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema"))
                return;
            // otherwise do not add to vals
        }
        else if (typeof val === "bigint") {
            if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema"))
                return;
            vals.push(Number(val));
        }
        else {
            vals.push(val);
        }
    }
    if (vals.length === 0) {
        // do nothing (an undefined literal was stripped)
    }
    else if (vals.length === 1) {
        const val = vals[0];
        json.type = val === null ? "null" : typeof val;
        if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") {
            json.enum = [val];
        }
        else {
            json.const = val;
        }
    }
    else {
        if (vals.every((v) => typeof v === "number"))
            json.type = "number";
        if (vals.every((v) => typeof v === "string"))
            json.type = "string";
        if (vals.every((v) => typeof v === "boolean"))
            json.type = "boolean";
        if (vals.every((v) => v === null))
            json.type = "null";
        json.enum = vals;
    }
};
const nanProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "NaN cannot be represented in JSON Schema");
};
const templateLiteralProcessor = (schema, _ctx, json, _params) => {
    const _json = json;
    const pattern = schema._zod.pattern;
    if (!pattern)
        throw new Error("Pattern not found in template literal");
    _json.type = "string";
    _json.pattern = pattern.source;
};
const fileProcessor = (schema, _ctx, json, _params) => {
    const _json = json;
    _json.type = "string";
    _json.format = "binary";
    _json.contentEncoding = "binary";
    const { minimum, maximum, mime } = aggregateChecks(schema);
    if (minimum !== undefined)
        _json.minLength = minimum;
    if (maximum !== undefined)
        _json.maxLength = maximum;
    if (!mime)
        return;
    // an empty intersection means the mime checks share no value, so nothing passes at runtime; `anyOf` must be non-empty, so the false schema is `not: {}`
    if (mime.length === 0)
        _json.not = {};
    else if (mime.length === 1)
        _json.contentMediaType = mime[0];
    // only contentMediaType differs, so the shared props stay at the root
    else
        _json.anyOf = mime.map((m) => ({ contentMediaType: m }));
};
const successProcessor = (_schema, _ctx, json, _params) => {
    json.type = "boolean";
};
const customProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const functionProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Function types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const mapProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Map cannot be represented in JSON Schema");
};
const setProcessor = (schema, ctx, json, params) => {
    handleUnrepresentable(schema, ctx, json, params, "Set cannot be represented in JSON Schema");
};
// ==================== COMPOSITE TYPE PROCESSORS ====================
const arrayProcessor = (schema, ctx, _json, params) => {
    const json = _json;
    const def = schema._zod.def;
    const { minimum, maximum } = aggregateChecks(schema);
    if (typeof minimum === "number")
        json.minItems = minimum;
    if (typeof maximum === "number")
        json.maxItems = maximum;
    json.type = "array";
    json.items = to_json_schema_processSchema(def.element, ctx, {
        ...params,
        path: [...params.path, "items"],
    });
};
// Transform and catch set `optin = "optional"` at runtime so the parser lets them observe an
// absent key, but their declared input type stays required. An input JSON Schema describes the
// declared type, so resolve past them to the schema that actually carries the optionality.
// Used by both `objectProcessor` (for `required`) and `tupleProcessor` (for `minItems`); see
// wiki/optionality.md, "The JSON Schema emitter reads the *static* value".
function inputOptin(schema) {
    const def = schema._zod.def;
    if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) {
        return inputOptin(def.out);
    }
    if (def.type === "catch") {
        return inputOptin(def.innerType);
    }
    return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
    const json = _json;
    const def = schema._zod.def;
    const shape = def.shape;
    // dropping it while still emitting `additionalProperties: false` would emit a schema that rejects data this one requires
    const symbolKeys = Object.getOwnPropertySymbols(shape);
    if (symbolKeys.length &&
        handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) {
        return;
    }
    json.type = "object";
    json.properties = {};
    for (const key in shape) {
        // assignProp so a __proto__ key becomes an own property instead of hitting the inherited setter on the plain {} we build into
        util_assignProp(json.properties, key, to_json_schema_processSchema(shape[key], ctx, {
            ...params,
            path: [...params.path, "properties", key],
        }));
    }
    // required keys
    const requiredKeys = [];
    for (const key of Object.keys(shape)) {
        const field = def.shape[key];
        if (ctx.io === "input" ? inputOptin(field) === undefined : field._zod.optout === undefined) {
            requiredKeys.push(key);
        }
    }
    if (requiredKeys.length > 0) {
        json.required = requiredKeys;
    }
    // catchall
    if (def.catchall?._zod.def.type === "never") {
        // strict
        json.additionalProperties = false;
    }
    else if (!def.catchall) {
        // regular
        if (ctx.io === "output")
            json.additionalProperties = false;
    }
    else if (def.catchall) {
        json.additionalProperties = to_json_schema_processSchema(def.catchall, ctx, {
            ...params,
            path: [...params.path, "additionalProperties"],
        });
    }
};
const unionProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    // Exclusive unions (inclusive === false) use oneOf (exactly one match) instead of anyOf (one or more matches). This includes both z.xor() and discriminated unions
    const isExclusive = def.inclusive === false;
    const options = def.options.map((x, i) => to_json_schema_processSchema(x, ctx, {
        ...params,
        path: [...params.path, isExclusive ? "oneOf" : "anyOf", i],
    }));
    if (isExclusive) {
        json.oneOf = options;
    }
    else {
        json.anyOf = options;
    }
};
const intersectionProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    const a = to_json_schema_processSchema(def.left, ctx, {
        ...params,
        path: [...params.path, "allOf", 0],
    });
    const b = to_json_schema_processSchema(def.right, ctx, {
        ...params,
        path: [...params.path, "allOf", 1],
    });
    const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
    const allOf = [
        ...(isSimpleIntersection(a) ? a.allOf : [a]),
        ...(isSimpleIntersection(b) ? b.allOf : [b]),
    ];
    json.allOf = allOf;
    // Recorded innermost first, so a nested intersection has already folded by the time this one is considered. The array is the handle rather than the schema, because a wrapper that inherits this schema shares the same array; `finalize` folds every object holding it. See `foldIntersection`.
    ctx.intersections.push(allOf);
};
const tupleProcessor = (schema, ctx, _json, params) => {
    const json = _json;
    const def = schema._zod.def;
    json.type = "array";
    const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
    const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
    const prefixItems = def.items.map((x, i) => to_json_schema_processSchema(x, ctx, {
        ...params,
        path: [...params.path, prefixPath, i],
    }));
    const rest = def.rest
        ? to_json_schema_processSchema(def.rest, ctx, {
            ...params,
            path: [...params.path, restPath, ...(ctx.target === "openapi-3.0" ? [def.items.length] : [])],
        })
        : null;
    let minItems = def.items.length;
    while (minItems > 0) {
        const item = def.items[minItems - 1];
        const optional = ctx.io === "input" ? inputOptin(item) !== undefined : item._zod.optout === "optional";
        if (!optional)
            break;
        minItems--;
    }
    const maxItems = def.items.length;
    const isClosed = !def.rest;
    if (ctx.target === "draft-2020-12") {
        json.prefixItems = prefixItems;
        if (isClosed) {
            json.items = false;
        }
        else if (rest) {
            json.items = rest;
        }
        if (minItems > 0)
            json.minItems = minItems;
        if (isClosed)
            json.maxItems = maxItems;
    }
    else if (ctx.target === "openapi-3.0") {
        json.items = {
            anyOf: prefixItems,
        };
        if (rest) {
            json.items.anyOf.push(rest);
        }
        if (minItems > 0)
            json.minItems = minItems;
        if (isClosed)
            json.maxItems = maxItems;
    }
    else {
        json.items = prefixItems;
        if (isClosed) {
            json.additionalItems = false;
        }
        else if (rest) {
            json.additionalItems = rest;
        }
        if (minItems > 0)
            json.minItems = minItems;
        if (isClosed)
            json.maxItems = maxItems;
    }
    // explicit user-defined length checks take precedence
    const { minimum, maximum } = aggregateChecks(schema);
    if (typeof minimum === "number")
        json.minItems = minimum;
    if (typeof maximum === "number")
        json.maxItems = maximum;
};
/** JSON object keys are always strings, so a numeric record key schema is re-expressed over the
 * numeric-string form the record parser matches. Deferred to `finalize`, after the flatten: a key
 * behind a wrapper only carries its own `type` before then, and a union key only has its branches.
 *
 * A numeric bound cannot apply to a property name, so `minimum` and its siblings are dropped rather
 * than carried over: keeping them beside `type: "string"` reproduces the match-nothing schema this
 * exists to fix. A key that carries one therefore emits wider than the record parses — `z.record(z.number().min(5), V)`
 * accepts `"3"` — which is the deliberate trade, since throwing on it would reject an ordinary schema
 * outright. */
function stringifyKeyNames(bySchema, json, visited) {
    // an extracted key that rewrites cannot go on sharing its definition — the string form a key position needs is not the number form every other reference wants — so it inlines. One that does not rewrite keeps the `$ref`.
    if (json.$ref) {
        // a recursive key holds its own reference inside its definition, so a node already on the path is left alone rather than resolved again
        if (visited.has(json))
            return json;
        visited.add(json);
        const def = bySchema.get(json)?.def;
        if (!def)
            return json;
        const inlined = stringifyKeyNames(bySchema, def, visited);
        return inlined === def ? json : inlined;
    }
    for (const keyword of ["anyOf", "oneOf"]) {
        const branches = json[keyword];
        if (!Array.isArray(branches))
            continue;
        const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
        // rebuilding regardless would detach a key that had nothing to re-express, dropping its `$ref` and leaking the internal `id`
        if (mapped.some((branch, i) => branch !== branches[i]))
            json = { ...json, [keyword]: mapped };
    }
    // a member that already admits a string leaves the key unconstrained, so the node's own type re-expresses only when every member is numeric
    const types = Array.isArray(json.type) ? json.type : [json.type];
    const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
    // a heterogeneous key carries no type at all, so its numeric members are caught here instead
    const values = json.enum ?? (json.const !== undefined ? [json.const] : undefined);
    if (!numericType && !values?.some((v) => typeof v === "number"))
        return json;
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
    if (rest.enum)
        rest.enum = rest.enum.map((v) => (typeof v === "number" ? String(v) : v));
    else if (typeof rest.const === "number")
        rest.const = String(rest.const);
    // a heterogeneous key keeps its absent type: the stringified members already say what a key may be
    if (!numericType)
        return rest;
    rest.type = "string";
    if (!values)
        rest.pattern = (types.includes("number") ? number : integer).source;
    return rest;
}
/** Every record of one conversion, so the carriers are found in a single pass rather than once per record. */
const pendingRecords = new WeakMap();
function rewriteKeyNames(ctx) {
    // an extracted key is resolved by the object `extractToDef` left in its place, so the map is built once rather than searched per reference. `_zod.toJSONSchema` can hand the same object to two schemas, so the first entry carrying a body wins, as a search would have found it.
    const bySchema = new Map();
    for (const entry of ctx.seen.values()) {
        if (entry.def && !bySchema.has(entry.schema))
            bySchema.set(entry.schema, entry);
    }
    const rewrites = new Map();
    for (const record of pendingRecords.get(ctx) ?? []) {
        const seen = ctx.seen.get(record);
        const names = (seen?.def ?? seen?.schema)?.propertyNames;
        if (!names || names === true || rewrites.has(names))
            continue;
        const rewritten = stringifyKeyNames(bySchema, names, new Set());
        if (rewritten !== names)
            rewrites.set(names, rewritten);
    }
    if (!rewrites.size)
        return;
    // the flatten has already copied each record's own properties onto every wrapper by reference, and an extracted body is another such copy, so every carrier holding a rewritten key is updated together
    for (const entry of ctx.seen.values()) {
        for (const carrier of [entry.schema, entry.def]) {
            const rewritten = carrier && rewrites.get(carrier.propertyNames);
            if (rewritten)
                carrier.propertyNames = rewritten;
        }
    }
}
const recordProcessor = (schema, ctx, _json, params) => {
    const json = _json;
    const def = schema._zod.def;
    json.type = "object";
    // For looseRecord with regex patterns, use patternProperties. This correctly represents "only validate keys matching the pattern" semantics and composes well with allOf (intersections)
    const keyType = def.keyType;
    const patterns = aggregateChecks(keyType).patterns;
    if (def.mode === "loose" && patterns && patterns.size > 0) {
        // Use patternProperties for looseRecord with regex patterns
        const valueSchema = to_json_schema_processSchema(def.valueType, ctx, {
            ...params,
            path: [...params.path, "patternProperties", "*"],
        });
        json.patternProperties = {};
        for (const pattern of patterns) {
            util_assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
        }
    }
    else {
        // Default behavior: use propertyNames + additionalProperties
        if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
            json.propertyNames = to_json_schema_processSchema(def.keyType, ctx, {
                ...params,
                path: [...params.path, "propertyNames"],
            });
            let pending = pendingRecords.get(ctx);
            if (!pending) {
                pending = [];
                pendingRecords.set(ctx, pending);
                ctx.deferred.push(() => rewriteKeyNames(ctx));
            }
            pending.push(schema);
        }
        json.additionalProperties = to_json_schema_processSchema(def.valueType, ctx, {
            ...params,
            path: [...params.path, "additionalProperties"],
        });
    }
    // Add required for keys with discrete values (enum, literal, etc.)
    const keyValues = keyType._zod.values;
    // Every key shares one value schema, so an optional-in value makes the whole key set omittable on input. Output keeps them: the exhaustive branch assigns every key, even one whose value came back undefined.
    const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== undefined;
    if (keyValues && !def.partial && !omittableOnInput) {
        const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
        if (validKeyValues.length > 0) {
            json.required = validKeyValues.map(String);
        }
    }
};
const nullableProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    const inner = to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    if (ctx.target === "openapi-3.0") {
        seen.ref = def.innerType;
        json.nullable = true;
    }
    else {
        json.anyOf = [inner, { type: "null" }];
    }
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
};
/** Round-trips a default value through JSON so the emitted schema is guaranteed to be valid JSON.
 * A BigInt has no reliable encoding, so it goes through `unrepresentable` like any other
 * unrepresentable value. Returns a sentinel when the caller must not write a default of its own. */
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
    let unrepresentable = false;
    const serialized = JSON.stringify(value, (_, val) => {
        if (typeof val !== "bigint")
            return val;
        unrepresentable = true;
        return null;
    });
    if (!unrepresentable)
        return JSON.parse(serialized);
    handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
    return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
    const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
    if (value !== UNREPRESENTABLE_DEFAULT)
        json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
    if (ctx.io !== "input")
        return;
    const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
    if (value !== UNREPRESENTABLE_DEFAULT)
        json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
    let catchValue;
    try {
        catchValue = def.catchValue(undefined);
    }
    catch {
        handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
        return;
    }
    json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
    const def = schema._zod.def;
    const inIsTransform = def.in._zod.traits.has("$ZodTransform");
    const innerType = ctx.io === "input" ? (inIsTransform ? def.out : def.in) : def.out;
    to_json_schema_processSchema(innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
    json.readOnly = true;
};
const promiseProcessor = (schema, ctx, _json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
};
const optionalProcessor = (schema, ctx, _json, params) => {
    const def = schema._zod.def;
    to_json_schema_processSchema(def.innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = def.innerType;
};
const lazyProcessor = (schema, ctx, _json, params) => {
    const innerType = schema._zod.innerType;
    to_json_schema_processSchema(innerType, ctx, params);
    const seen = ctx.seen.get(schema);
    seen.ref = innerType;
};
// ==================== ALL PROCESSORS ====================
const allProcessors = {
    string: stringProcessor,
    number: numberProcessor,
    boolean: booleanProcessor,
    bigint: bigintProcessor,
    symbol: symbolProcessor,
    null: nullProcessor,
    undefined: undefinedProcessor,
    void: voidProcessor,
    never: neverProcessor,
    any: anyProcessor,
    unknown: unknownProcessor,
    date: dateProcessor,
    enum: enumProcessor,
    literal: literalProcessor,
    nan: nanProcessor,
    template_literal: templateLiteralProcessor,
    file: fileProcessor,
    success: successProcessor,
    custom: customProcessor,
    function: functionProcessor,
    transform: transformProcessor,
    map: mapProcessor,
    set: setProcessor,
    array: arrayProcessor,
    object: objectProcessor,
    union: unionProcessor,
    intersection: intersectionProcessor,
    tuple: tupleProcessor,
    record: recordProcessor,
    nullable: nullableProcessor,
    nonoptional: nonoptionalProcessor,
    default: defaultProcessor,
    prefault: prefaultProcessor,
    catch: catchProcessor,
    pipe: pipeProcessor,
    readonly: readonlyProcessor,
    promise: promiseProcessor,
    optional: optionalProcessor,
    lazy: lazyProcessor,
};
function toJSONSchema(input, params) {
    if ("_idmap" in input) {
        // Registry case
        const registry = input;
        const ctx = initializeContext({ ...params, processors: allProcessors });
        const defs = {};
        // First pass: process all schemas to build the seen map
        for (const entry of registry._idmap.entries()) {
            const [_, schema] = entry;
            processSchema(schema, ctx);
        }
        const schemas = {};
        const external = {
            registry,
            uri: params?.uri,
            defs,
        };
        // Update the context with external configuration
        ctx.external = external;
        // Second pass: emit each schema
        for (const entry of registry._idmap.entries()) {
            const [key, schema] = entry;
            extractDefs(ctx, schema);
            assignProp(schemas, key, finalize(ctx, schema));
        }
        if (Object.keys(defs).length > 0) {
            const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
            schemas.__shared = {
                [defsSegment]: defs,
            };
        }
        return { schemas };
    }
    // Single schema case
    const ctx = initializeContext({ ...params, processors: allProcessors });
    processSchema(input, ctx);
    extractDefs(ctx, input);
    return finalize(ctx, input);
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/locales/en.js

const error = () => {
    const Sizable = {
        string: { unit: "characters", verb: "to have" },
        file: { unit: "bytes", verb: "to have" },
        array: { unit: "items", verb: "to have" },
        set: { unit: "items", verb: "to have" },
        map: { unit: "entries", verb: "to have" },
    };
    function getSizing(origin) {
        return Sizable[origin] ?? null;
    }
    const FormatDictionary = {
        regex: "input",
        email: "email address",
        url: "URL",
        emoji: "emoji",
        uuid: "UUID",
        uuidv4: "UUIDv4",
        uuidv6: "UUIDv6",
        nanoid: "nanoid",
        guid: "GUID",
        cuid: "cuid",
        cuid2: "cuid2",
        ulid: "ULID",
        xid: "XID",
        ksuid: "KSUID",
        datetime: "ISO datetime",
        date: "ISO date",
        time: "ISO time",
        duration: "ISO duration",
        ipv4: "IPv4 address",
        ipv6: "IPv6 address",
        mac: "MAC address",
        cidrv4: "IPv4 range",
        cidrv6: "IPv6 range",
        base64: "base64-encoded string",
        base64url: "base64url-encoded string",
        json_string: "JSON string",
        e164: "E.164 number",
        currency_code: "currency code",
        credit_card: "credit card number",
        iban: "IBAN",
        jwt: "JWT",
        template_literal: "input",
    };
    // type names: missing keys = do not translate (use raw value via ?? fallback)
    const TypeDictionary = {
        // Compatibility: "nan" -> "NaN" for display
        nan: "NaN",
        // All other type names omitted - they fall back to raw values via ?? operator
    };
    function getTypeName(type, input) {
        if (type === "number" && typeof input === "number" && !Number.isFinite(input)) {
            return String(input);
        }
        return TypeDictionary[type] ?? type;
    }
    return (issue) => {
        switch (issue.code) {
            case "invalid_type": {
                const expected = getTypeName(issue.expected);
                const receivedType = parsedType(issue.input);
                const received = getTypeName(receivedType, issue.input);
                return `Invalid input: expected ${expected}, received ${received}`;
            }
            case "invalid_value":
                if (issue.values.length === 1)
                    return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
                return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
            case "too_big": {
                const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
                const sizing = getSizing(issue.origin);
                if (sizing)
                    return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
                return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
            }
            case "too_small": {
                const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
                const sizing = getSizing(issue.origin);
                if (sizing) {
                    return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
                }
                return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
            }
            case "invalid_format": {
                const _issue = issue;
                if (_issue.format === "starts_with") {
                    return `Invalid string: must start with "${_issue.prefix}"`;
                }
                if (_issue.format === "ends_with")
                    return `Invalid string: must end with "${_issue.suffix}"`;
                if (_issue.format === "includes")
                    return `Invalid string: must include "${_issue.includes}"`;
                if (_issue.format === "regex")
                    return `Invalid string: must match pattern ${_issue.pattern}`;
                return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
            }
            case "not_multiple_of":
                return `Invalid number: must be a multiple of ${issue.divisor}`;
            case "unrecognized_keys":
                return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
            case "invalid_key":
                return `Invalid key in ${issue.origin}`;
            case "invalid_union":
                if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) {
                    const opts = issue.options.map((o) => `'${o}'`).join(" | ");
                    return `Invalid discriminator value. Expected ${opts}`;
                }
                if (issue.inclusive === false) {
                    return "Invalid input: more than one option matched";
                }
                return "Invalid input";
            case "invalid_element":
                return `Invalid value in ${issue.origin}`;
            default:
                return `Invalid input`;
        }
    };
};
/* harmony default export */ function en() {
    return {
        localeError: error(),
    };
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/errors.js


/* Computing the message eagerly is expensive (pretty-printed JSON of all
 * issues), so defer it until first read. The accessor functions and
 * descriptors are shared across instances to keep error construction
 * cheap; the computed message is cached on the internals object. The
 * setter preserves plain assignment semantics for consumers that
 * overwrite `message`. */
function _getMessage() {
    const internals = this._zod;
    internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
    return internals.message;
}
function _setMessage(value) {
    this._zod.message = value;
}
const _messageDesc = {
    get: _getMessage,
    set: _setMessage,
    enumerable: true,
    configurable: true,
};
const _issuesDesc = { value: undefined, enumerable: false };
/* Prototypes that already carry the lazy `toString`. Seeded with the
 * intrinsics so that `init` on a foreign object — it accepts any object —
 * can never install an accessor onto a prototype we do not own. */
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer = (inst, def) => {
    inst.name = "$ZodError";
    // `_zod` is already non-enumerable: $constructor's init defined it with this same descriptor
    _issuesDesc.value = def;
    Object.defineProperty(inst, "issues", _issuesDesc);
    // Clear the shared slot; a retained `value` pins the last error's issues.
    _issuesDesc.value = undefined;
    Object.defineProperty(inst, "message", _messageDesc);
    /* `toString` lives as a non-enumerable lazy getter on the shared
     * prototype; on first access it caches a per-instance closure so
     * detached usage still works. */
    const proto = Object.getPrototypeOf(inst);
    if (!_installedToString.has(proto)) {
        _installedToString.add(proto);
        Object.defineProperty(proto, "toString", {
            configurable: true,
            enumerable: false,
            get() {
                const value = () => this.message;
                Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
                return value;
            },
            set(value) {
                Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
            },
        });
    }
};
const $ZodError = $constructor("$ZodError", initializer);
const $ZodRealError = $constructor("$ZodError", initializer, undefined, {
    Parent: Error,
});
/** Get-or-create `obj[key]` as an own data property. A path segment naming an inherited member
 * ("toString", "constructor") would otherwise read through to the prototype, and assigning
 * "__proto__" would hit the setter instead of creating a key. */
function node(obj, key, make) {
    if (!Object.prototype.hasOwnProperty.call(obj, key)) {
        if (key === "__proto__") {
            Object.defineProperty(obj, key, { value: make(), writable: true, enumerable: true, configurable: true });
        }
        else {
            obj[key] = make();
        }
    }
    return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
    const fieldErrors = {};
    const formErrors = [];
    for (const sub of error.issues) {
        if (sub.path.length > 0) {
            node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
        }
        else {
            formErrors.push(mapper(sub));
        }
    }
    return { formErrors, fieldErrors };
}
function formatError(error, mapper = (issue) => issue.message) {
    const fieldErrors = { _errors: [] };
    const processError = (error, path = []) => {
        for (const issue of error.issues) {
            if (issue.code === "invalid_union" && issue.errors.length) {
                issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
            }
            else if (issue.code === "invalid_key") {
                processError({ issues: issue.issues }, [...path, ...issue.path]);
            }
            else if (issue.code === "invalid_element") {
                processError({ issues: issue.issues }, [...path, ...issue.path]);
            }
            else {
                const fullpath = [...path, ...issue.path];
                if (fullpath.length === 0) {
                    fieldErrors._errors.push(mapper(issue));
                }
                else {
                    let curr = fieldErrors;
                    let i = 0;
                    while (i < fullpath.length) {
                        const el = fullpath[i];
                        const terminal = i === fullpath.length - 1;
                        // `_errors` is reserved by this legacy format, so merge a matching path segment into the current node instead of treating its array as a child.
                        if (el === "_errors") {
                            if (terminal)
                                curr._errors.push(mapper(issue));
                            i++;
                            continue;
                        }
                        // A path element may collide with an inherited property name such as
                        // "__proto__" or "constructor". Truthiness checks read the prototype
                        // (so no node is created, then ._errors.push throws), and bracket
                        // assignment of "__proto__" hits the setter instead of creating an
                        // own key. Guard the read with hasOwnProperty and create the node
                        // with defineProperty so any path element becomes a real own key.
                        if (!Object.prototype.hasOwnProperty.call(curr, el)) {
                            Object.defineProperty(curr, el, {
                                value: { _errors: [] },
                                enumerable: true,
                                writable: true,
                                configurable: true,
                            });
                        }
                        const node = curr[el];
                        if (terminal) {
                            node._errors.push(mapper(issue));
                        }
                        curr = node;
                        i++;
                    }
                }
            }
        }
    };
    processError(error);
    return fieldErrors;
}
function treeifyError(error, mapper = (issue) => issue.message) {
    const result = { errors: [] };
    const processError = (error, path = []) => {
        var _a;
        for (const issue of error.issues) {
            if (issue.code === "invalid_union" && issue.errors.length) {
                // regular union error
                issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
            }
            else if (issue.code === "invalid_key") {
                processError({ issues: issue.issues }, [...path, ...issue.path]);
            }
            else if (issue.code === "invalid_element") {
                processError({ issues: issue.issues }, [...path, ...issue.path]);
            }
            else {
                const fullpath = [...path, ...issue.path];
                if (fullpath.length === 0) {
                    result.errors.push(mapper(issue));
                    continue;
                }
                let curr = result;
                let i = 0;
                while (i < fullpath.length) {
                    const el = fullpath[i];
                    const terminal = i === fullpath.length - 1;
                    if (typeof el === "string") {
                        curr.properties ?? (curr.properties = {});
                        // el may collide with an inherited property name ("__proto__",
                        // "constructor", ...); ??= reads the prototype so the node is never
                        // created and curr.errors.push throws. Guard with hasOwnProperty and
                        // create the node with defineProperty so "__proto__" becomes a real
                        // own key rather than invoking the prototype setter.
                        if (!Object.prototype.hasOwnProperty.call(curr.properties, el)) {
                            Object.defineProperty(curr.properties, el, {
                                value: { errors: [] },
                                enumerable: true,
                                writable: true,
                                configurable: true,
                            });
                        }
                        curr = curr.properties[el];
                    }
                    else {
                        curr.items ?? (curr.items = []);
                        (_a = curr.items)[el] ?? (_a[el] = { errors: [] });
                        curr = curr.items[el];
                    }
                    if (terminal) {
                        curr.errors.push(mapper(issue));
                    }
                    i++;
                }
            }
        }
    };
    processError(error);
    return result;
}
/** Format a ZodError as a human-readable string in the following form.
 *
 * From
 *
 * ```ts
 * ZodError {
 *   issues: [
 *     {
 *       expected: 'string',
 *       code: 'invalid_type',
 *       path: [ 'username' ],
 *       message: 'Invalid input: expected string'
 *     },
 *     {
 *       expected: 'number',
 *       code: 'invalid_type',
 *       path: [ 'favoriteNumbers', 1 ],
 *       message: 'Invalid input: expected number'
 *     }
 *   ];
 * }
 * ```
 *
 * to
 *
 * ```
 * username
 *   ✖ Expected number, received string at "username
 * favoriteNumbers[0]
 *   ✖ Invalid input: expected number
 * ```
 */
function toDotPath(_path) {
    const segs = [];
    const path = _path.map((seg) => (typeof seg === "object" ? seg.key : seg));
    for (const seg of path) {
        if (typeof seg === "number")
            segs.push(`[${seg}]`);
        else if (typeof seg === "symbol")
            segs.push(`[${JSON.stringify(String(seg))}]`);
        else if (/[^\w$]/.test(seg))
            segs.push(`[${JSON.stringify(seg)}]`);
        else {
            if (segs.length)
                segs.push(".");
            segs.push(seg);
        }
    }
    return segs.join("");
}
function prettifyError(error) {
    const lines = [];
    // sort by path length
    const issues = [...error.issues].sort((a, b) => (a.path ?? []).length - (b.path ?? []).length);
    // Process each issue
    for (const issue of issues) {
        lines.push(`✖ ${issue.message}`);
        if (issue.path?.length)
            lines.push(`  → at ${toDotPath(issue.path)}`);
    }
    // Convert Map to formatted string
    return lines.join("\n");
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/core/parse.js



// Always both keys, so the `_params` read site in `_parse` sees one object shape rather than two.
function finalizeParams(callee, params) {
    return { callee: params?.callee ?? callee, Err: params?.Err };
}
const _parse = (_Err) => {
    const fn = (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
        const result = schema._zod.run({ value, issues: [] }, ctx);
        if (result instanceof Promise) {
            throw new $ZodAsyncError();
        }
        if (result.issues.length) {
            const e = new (_params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
            captureStackTrace(e, _params?.callee ?? fn);
            throw e;
        }
        return result.value;
    };
    return fn;
};
const parse_parse = /* @__PURE__*/ _parse($ZodRealError);
const _parseAsync = (_Err) => {
    const fn = async (schema, value, _ctx, params) => {
        const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
        let result = schema._zod.run({ value, issues: [] }, ctx);
        if (result instanceof Promise)
            result = await result;
        if (result.issues.length) {
            const e = new (params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
            captureStackTrace(e, params?.callee ?? fn);
            throw e;
        }
        return result.value;
    };
    return fn;
};
const parse_parseAsync = /* @__PURE__*/ _parseAsync($ZodRealError);
const _safeParse = (_Err) => (schema, value, _ctx) => {
    const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
    const result = schema._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise) {
        throw new $ZodAsyncError();
    }
    return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
};
const safeParse = /* @__PURE__*/ _safeParse($ZodRealError);
// the error is built on the first read of `error`: finalizing the issues and constructing the instance is most of a failing parse, and a caller that only branches on `success` never pays it. a getter in the literal keeps this small; the alternative, one shared accessor descriptor plus a hidden state slot, reads ~15% faster but costs ~75 B gzipped in every bundle
function failure(Err, issues, ctx) {
    let error;
    return {
        success: false,
        get error() {
            if (!error) {
                error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
                // finalizeIssue drops `input`, so the built error holds nothing; keeping the raw issues past this point pins the parsed value for the life of the result
                issues = undefined;
                ctx = undefined;
            }
            return error;
        },
        set error(e) {
            error = e;
            // a replacement makes the getter's branch unreachable, so the captures have to go here too
            issues = undefined;
            ctx = undefined;
        },
    };
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
    const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
    let result = schema._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise)
        result = await result;
    return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
};
const safeParseAsync = /* @__PURE__*/ _safeParseAsync($ZodRealError);
// registry mirrors of the compiler's sentinels, so this module never imports the compiler
const COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
// Deliberately tiny, because v8 will not inline a body carrying the fallback's object literals and throw. Everything that is not the compiled happy path lives in validateFallback, and that split is worth ~35% on a compiled schema.
const validate = ((schema, value, _ctx) => {
    const validator = schema._zod.bag.validator;
    if (validator !== undefined) {
        if (validator(value) !== COMPILE_INVALID)
            return true;
        // a definite sentinel means the runtime would reject, so skip the re-parse; a ctx can still change the answer
        if (validator.definite === true && _ctx === undefined)
            return false;
    }
    return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
    const ctx = _ctx
        ? { ..._ctx, async: false, abortEarly: true }
        : { async: false, abortEarly: true };
    const fallbackRun = schema._zod.bag.fallbackRun;
    let result;
    if (fallbackRun) {
        // skip nested fast paths on the fallback, so user callbacks keep the at-most-twice bound
        ctx[COMPILE_FALLBACK] = true;
        result = fallbackRun({ value, issues: [] }, ctx);
    }
    else {
        result = schema._zod.run({ value, issues: [] }, ctx);
    }
    if (result instanceof Promise) {
        throw new $ZodAsyncError();
    }
    return result.issues.length === 0;
}
// no fast path: the compiler keeps async parses on the runtime, because a promise-returning callback that is not declared async compiles to a throw
const parse_validateAsync = async (schema, value, _ctx) => {
    const ctx = _ctx
        ? { ..._ctx, async: true, abortEarly: true }
        : { async: true, abortEarly: true };
    let result = schema._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise)
        result = await result;
    return result.issues.length === 0;
};
const _encode = (_Err) => {
    const parse = _parse(_Err);
    const fn = (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
        return parse(schema, value, ctx, finalizeParams(fn, _params));
    };
    return fn;
};
const encode = /* @__PURE__*/ _encode($ZodRealError);
const _decode = (_Err) => {
    const parse = _parse(_Err);
    const fn = (schema, value, _ctx, _params) => {
        return parse(schema, value, _ctx, finalizeParams(fn, _params));
    };
    return fn;
};
const decode = /* @__PURE__*/ _decode($ZodRealError);
const _encodeAsync = (_Err) => {
    const parseAsync = _parseAsync(_Err);
    const fn = async (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
        return (await parseAsync(schema, value, ctx, finalizeParams(fn, _params)));
    };
    return fn;
};
const encodeAsync = /* @__PURE__*/ _encodeAsync($ZodRealError);
const _decodeAsync = (_Err) => {
    const parseAsync = _parseAsync(_Err);
    const fn = async (schema, value, _ctx, _params) => {
        return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
    };
    return fn;
};
const decodeAsync = /* @__PURE__*/ _decodeAsync($ZodRealError);
const _safeEncode = (_Err) => (schema, value, _ctx) => {
    const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
    return _safeParse(_Err)(schema, value, ctx);
};
const safeEncode = /* @__PURE__*/ _safeEncode($ZodRealError);
const _safeDecode = (_Err) => (schema, value, _ctx) => {
    return _safeParse(_Err)(schema, value, _ctx);
};
const safeDecode = /* @__PURE__*/ _safeDecode($ZodRealError);
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
    const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
    return _safeParseAsync(_Err)(schema, value, ctx);
};
const safeEncodeAsync = /* @__PURE__*/ _safeEncodeAsync($ZodRealError);
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
    return _safeParseAsync(_Err)(schema, value, _ctx);
};
const safeDecodeAsync = /* @__PURE__*/ _safeDecodeAsync($ZodRealError);

;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/errors.js



/* Prototypes that already carry the lazy helper methods. Seeded with the
 * intrinsics so that `init` on a foreign object — it accepts any object —
 * can never install an accessor onto a prototype we do not own. */
const _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
/* Helper methods live as non-enumerable lazy getters on the shared
 * prototype instead of own properties on every instance. On first
 * access the getter allocates the per-instance closure and caches it
 * as a non-enumerable own property, so detached usage still works and
 * the allocation only happens for methods actually touched. */
function _lazyMethod(proto, key, make) {
    Object.defineProperty(proto, key, {
        configurable: true,
        enumerable: false,
        get() {
            const value = make(this);
            Object.defineProperty(this, key, { value, configurable: true, writable: true });
            return value;
        },
        set(value) {
            Object.defineProperty(this, key, { value, configurable: true, writable: true });
        },
    });
}
const errors_initializer = (inst, issues) => {
    $ZodError.init(inst, issues);
    inst.name = "ZodError";
    const proto = Object.getPrototypeOf(inst);
    if (_installedErrorProtos.has(proto))
        return;
    _installedErrorProtos.add(proto);
    _lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
    _lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
    _lazyMethod(proto, "addIssue", (self) => (issue) => {
        self.issues.push(issue);
        self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
    });
    _lazyMethod(proto, "addIssues", (self) => (issues) => {
        self.issues.push(...issues);
        self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
    });
    Object.defineProperty(proto, "isEmpty", {
        configurable: true,
        enumerable: false,
        get() {
            return this.issues.length === 0;
        },
    });
};
const ZodError = /*@__PURE__*/ $constructor("ZodError", errors_initializer);
const ZodRealError = /*@__PURE__*/ $constructor("ZodError", errors_initializer, undefined, {
    Parent: Error,
});
// /** @deprecated Use `z.core.$ZodErrorMapCtx` instead. */
// export type ErrorMapCtx = core.$ZodErrorMapCtx;

;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/parse.js


const classic_parse_parse = /* @__PURE__ */ _parse(ZodRealError);
const classic_parse_parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const parse_safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const parse_safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);

// Codec functions
const parse_encode = /* @__PURE__ */ _encode(ZodRealError);
const parse_decode = /* @__PURE__ */ _decode(ZodRealError);
const parse_encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
const parse_decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
const parse_safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
const parse_safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
const parse_safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
const parse_safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);

;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/schemas.js








// Register English as the default locale on first ZodType construction. Hooked into the `ZodType` `$constructor` (rather than a top-level `config(en())` in `external.ts`) so bundlers honoring `sideEffects: false` can't tree-shake it out — see #5953, #5725. An explicit `z.config(z.locales.xx())` call wins regardless of order, since this only sets the default when none is present.
function _ensureDefaultLocale() {
    if (!globalConfig.localeError)
        config(en());
}
// the default memoizer is read by the core container init, which runs before `ZodType.init`, so each container calls this first
function _ensureDefaultMemoizer() {
    if (!globalConfig.memoizer)
        config({ memoizer: memoizer() });
}
const ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
    _ensureDefaultLocale();
    $ZodType.init(inst, def);
    inst.def = def;
    inst.type = def.type;
    return inst;
}, {
    check(...chks) {
        const def = this.def;
        return this.clone(mergeDefs(def, {
            checks: [
                ...(def.checks ?? []),
                ...chks.map((ch) => typeof ch === "function" ? { _zod: { check: ch, def: { check: "custom" }, onattach: [] } } : ch),
            ],
        }), { parent: true });
    },
    with(...chks) {
        return this.check(...chks);
    },
    clone(def, params) {
        return clone(this, def, params);
    },
    brand() {
        return this;
    },
    register(reg, meta) {
        reg.add(this, meta);
        return this;
    },
    refine(check, params) {
        return this.check(refine(check, params));
    },
    superRefine(refinement, params) {
        return this.check(superRefine(refinement, params));
    },
    overwrite(fn) {
        return this.check(_overwrite(fn));
    },
    optional() {
        return schemas_optional(this);
    },
    exactOptional() {
        return exactOptional(this);
    },
    nullable() {
        return nullable(this);
    },
    nullish() {
        return schemas_optional(nullable(this));
    },
    nonoptional(params) {
        return nonoptional(this, params);
    },
    array() {
        return array(this);
    },
    or(arg) {
        return union([this, arg]);
    },
    and(arg) {
        return intersection(this, arg);
    },
    transform(tx) {
        return pipe(this, transform(tx));
    },
    default(d) {
        return schemas_default(this, d);
    },
    prefault(d) {
        return prefault(this, d);
    },
    catch(params) {
        return schemas_catch(this, params);
    },
    pipe(target) {
        return pipe(this, target);
    },
    readonly() {
        return readonly(this);
    },
    describe(description) {
        const cl = this.clone();
        globalRegistry.add(cl, { description });
        return cl;
    },
    meta(...args) {
        // overloaded: meta() returns the registered metadata, meta(data) returns a clone with `data` registered. The mapped type picks up the second overload, so we accept variadic any-args and return `any` to satisfy both at runtime.
        if (args.length === 0)
            return globalRegistry.get(this);
        const cl = this.clone();
        globalRegistry.add(cl, args[0]);
        return cl;
    },
    isOptional() {
        return this.safeParse(undefined).success;
    },
    isNullable() {
        return this.safeParse(null).success;
    },
    apply(fn, ...args) {
        return args.length === 0 ? fn(this) : fn(this, ...args);
    },
    // Overrides core's `~standard` to add `jsonSchema`. Must stay a prototype entry: redefining it per instance demotes instances to dictionary mode.
    get "~standard"() {
        return hide(this, "~standard", {
            ...standardProps(this),
            jsonSchema: {
                input: createStandardJSONSchemaMethod(this, "input"),
                output: createStandardJSONSchemaMethod(this, "output"),
            },
        });
    },
    set "~standard"(value) {
        own(this, "~standard", value);
    },
    parse: function _parse(data, params) {
        return classic_parse_parse(this, data, params, { callee: _parse });
    },
    parseAsync: async function _parseAsync(data, params) {
        return await classic_parse_parseAsync(this, data, params, { callee: _parseAsync });
    },
    safeParse(data, params) {
        return parse_safeParse(this, data, params);
    },
    async safeParseAsync(data, params) {
        return parse_safeParseAsync(this, data, params);
    },
    // `spa` is an alias: same function object as `safeParseAsync`, as before.
    get spa() {
        return this?.safeParseAsync;
    },
    set spa(value) {
        own(this, "spa", value);
    },
    validate(data, params) {
        return validate(this, data, params);
    },
    validateAsync(data, params) {
        return parse_validateAsync(this, data, params);
    },
    encode: function _encode(data, params) {
        return parse_encode(this, data, params, { callee: _encode });
    },
    decode: function _decode(data, params) {
        return parse_decode(this, data, params, { callee: _decode });
    },
    encodeAsync: async function _encodeAsync(data, params) {
        return await parse_encodeAsync(this, data, params, { callee: _encodeAsync });
    },
    decodeAsync: async function _decodeAsync(data, params) {
        return await parse_decodeAsync(this, data, params, { callee: _decodeAsync });
    },
    safeEncode(data, params) {
        return parse_safeEncode(this, data, params);
    },
    safeDecode(data, params) {
        return parse_safeDecode(this, data, params);
    },
    async safeEncodeAsync(data, params) {
        return parse_safeEncodeAsync(this, data, params);
    },
    async safeDecodeAsync(data, params) {
        return parse_safeDecodeAsync(this, data, params);
    },
    toJSONSchema(params) {
        return createToJSONSchemaMethod(this, {})(params);
    },
    // Reads through to the registry on every access, so it must not cache.
    get description() {
        return globalRegistry.get(this)?.description;
    },
    // No setter: `schema._def = x` throws, as it did when `_def` was a non-writable own property.
    get _def() {
        return this._zod.def;
    },
});
/** @internal */
const _ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
    $ZodString.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, 
/*@__PURE__*/ derived({
    format: (inst) => aggregateChecks(inst).format ?? null,
    minLength: (inst) => aggregateChecks(inst).minimum ?? null,
    maxLength: (inst) => aggregateChecks(inst).maximum ?? null,
}, {
    regex(...args) {
        return this.check(_regex(...args));
    },
    includes(...args) {
        return this.check(_includes(...args));
    },
    startsWith(...args) {
        return this.check(_startsWith(...args));
    },
    endsWith(...args) {
        return this.check(_endsWith(...args));
    },
    min(...args) {
        return this.check(_minLength(...args));
    },
    max(...args) {
        return this.check(_maxLength(...args));
    },
    length(...args) {
        return this.check(_length(...args));
    },
    nonempty(...args) {
        return this.check(_minLength(1, ...args));
    },
    lowercase(params) {
        return this.check(_lowercase(params));
    },
    uppercase(params) {
        return this.check(_uppercase(params));
    },
    trim() {
        return this.check(_trim());
    },
    normalize(...args) {
        return this.check(_normalize(...args));
    },
    toLowerCase() {
        return this.check(_toLowerCase());
    },
    toUpperCase() {
        return this.check(_toUpperCase());
    },
    slugify() {
        return this.check(_slugify());
    },
}));
const ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
    $ZodString.init(inst, def);
    _ZodString.init(inst, def);
}, {
    email(params) {
        return this.check(_email(ZodEmail, params));
    },
    url(params) {
        return this.check(_url(ZodURL, params));
    },
    jwt(params) {
        return this.check(_jwt(ZodJWT, params));
    },
    emoji(params) {
        return this.check(api_emoji(ZodEmoji, params));
    },
    guid(params) {
        return this.check(_guid(ZodGUID, params));
    },
    uuid(params) {
        return this.check(_uuid(ZodUUID, params));
    },
    uuidv4(params) {
        return this.check(_uuidv4(ZodUUID, params));
    },
    uuidv6(params) {
        return this.check(_uuidv6(ZodUUID, params));
    },
    uuidv7(params) {
        return this.check(_uuidv7(ZodUUID, params));
    },
    nanoid(params) {
        return this.check(_nanoid(ZodNanoID, params));
    },
    cuid(params) {
        return this.check(_cuid(ZodCUID, params));
    },
    cuid2(params) {
        return this.check(_cuid2(ZodCUID2, params));
    },
    ulid(params) {
        return this.check(_ulid(ZodULID, params));
    },
    base64(params) {
        return this.check(_base64(ZodBase64, params));
    },
    base64url(params) {
        return this.check(_base64url(ZodBase64URL, params));
    },
    xid(params) {
        return this.check(_xid(ZodXID, params));
    },
    ksuid(params) {
        return this.check(_ksuid(ZodKSUID, params));
    },
    ipv4(params) {
        return this.check(_ipv4(ZodIPv4, params));
    },
    ipv6(params) {
        return this.check(_ipv6(ZodIPv6, params));
    },
    cidrv4(params) {
        return this.check(_cidrv4(ZodCIDRv4, params));
    },
    cidrv6(params) {
        return this.check(_cidrv6(ZodCIDRv6, params));
    },
    e164(params) {
        return this.check(_e164(ZodE164, params));
    },
    datetime(params) {
        return this.check(_isoDateTime(ZodISODateTime, params));
    },
    date(params) {
        return this.check(_isoDate(schemas_ZodISODate, params));
    },
    time(params) {
        return this.check(_isoTime(schemas_ZodISOTime, params));
    },
    duration(params) {
        return this.check(_isoDuration(schemas_ZodISODuration, params));
    },
});
function schemas_string(params) {
    return _string(ZodString, params);
}
const ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
    $ZodStringFormat.init(inst, def);
    _ZodString.init(inst, def);
});
const ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
    $ZodISODateTime.init(inst, def);
    ZodStringFormat.init(inst, def);
});
const schemas_ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
    $ZodISODate.init(inst, def);
    ZodStringFormat.init(inst, def);
});
const schemas_ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
    $ZodISOTime.init(inst, def);
    ZodStringFormat.init(inst, def);
});
const schemas_ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
    $ZodISODuration.init(inst, def);
    ZodStringFormat.init(inst, def);
});
const ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodEmail.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_email(params) {
    return core._email(ZodEmail, params);
}
const ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodGUID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_guid(params) {
    return core._guid(ZodGUID, params);
}
const ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodUUID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_uuid(params) {
    return core._uuid(ZodUUID, params);
}
function uuidv4(params) {
    return core._uuidv4(ZodUUID, params);
}
// ZodUUIDv6
function uuidv6(params) {
    return core._uuidv6(ZodUUID, params);
}
// ZodUUIDv7
function uuidv7(params) {
    return core._uuidv7(ZodUUID, params);
}
const ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodURL.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function url(params) {
    return core._url(ZodURL, params);
}
function httpUrl(params) {
    return core._url(ZodURL, {
        protocol: regexes.httpProtocol,
        hostname: regexes.domain,
        ...util.normalizeParams(params),
    });
}
const ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodEmoji.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_emoji(params) {
    return core._emoji(ZodEmoji, params);
}
const ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodNanoID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_nanoid(params) {
    return core._nanoid(ZodNanoID, params);
}
/**
 * @deprecated CUID v1 is deprecated by its authors due to information leakage
 * (timestamps embedded in the id). Use {@link ZodCUID2} instead.
 * See https://github.com/paralleldrive/cuid.
 */
const ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodCUID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
/**
 * Validates a CUID v1 string.
 *
 * @deprecated CUID v1 is deprecated by its authors due to information leakage
 * (timestamps embedded in the id). Use {@link cuid2 | `z.cuid2()`} instead.
 * See https://github.com/paralleldrive/cuid.
 */
function schemas_cuid(params) {
    return core._cuid(ZodCUID, params);
}
const ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodCUID2.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_cuid2(params) {
    return core._cuid2(ZodCUID2, params);
}
const ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodULID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_ulid(params) {
    return core._ulid(ZodULID, params);
}
const ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodXID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_xid(params) {
    return core._xid(ZodXID, params);
}
const ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodKSUID.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_ksuid(params) {
    return core._ksuid(ZodKSUID, params);
}
const ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodIPv4.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_ipv4(params) {
    return core._ipv4(ZodIPv4, params);
}
const ZodMAC = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodMAC", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    core.$ZodMAC.init(inst, def);
    ZodStringFormat.init(inst, def);
})));
function schemas_mac(params) {
    return core._mac(ZodMAC, params);
}
const ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodIPv6.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_ipv6(params) {
    return core._ipv6(ZodIPv6, params);
}
const ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
    $ZodCIDRv4.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_cidrv4(params) {
    return core._cidrv4(ZodCIDRv4, params);
}
const ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
    $ZodCIDRv6.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_cidrv6(params) {
    return core._cidrv6(ZodCIDRv6, params);
}
const ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodBase64.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_base64(params) {
    return core._base64(ZodBase64, params);
}
const ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodBase64URL.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_base64url(params) {
    return core._base64url(ZodBase64URL, params);
}
const ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodE164.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function schemas_e164(params) {
    return core._e164(ZodE164, params);
}
const ZodCreditCard = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodCreditCard", (inst, def) => {
    core.$ZodCreditCard.init(inst, def);
    ZodStringFormat.init(inst, def);
})));
function schemas_creditCard(params) {
    return core._creditCard(ZodCreditCard, params);
}
const ZodIBAN = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodIBAN", (inst, def) => {
    core.$ZodIBAN.init(inst, def);
    ZodStringFormat.init(inst, def);
})));
function schemas_iban(params) {
    return core._iban(ZodIBAN, params);
}
const ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    $ZodJWT.init(inst, def);
    ZodStringFormat.init(inst, def);
});
function jwt(params) {
    return core._jwt(ZodJWT, params);
}
const ZodCustomStringFormat = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodCustomStringFormat", (inst, def) => {
    // ZodStringFormat.init(inst, def);
    core.$ZodCustomStringFormat.init(inst, def);
    ZodStringFormat.init(inst, def);
})));
function stringFormat(format, fnOrRegex, _params = {}) {
    return core._stringFormat(ZodCustomStringFormat, format, fnOrRegex, _params);
}
function schemas_hostname(_params) {
    return core._stringFormat(ZodCustomStringFormat, "hostname", regexes.hostname, _params);
}
function schemas_hex(_params) {
    return core._stringFormat(ZodCustomStringFormat, "hex", regexes.hex, _params);
}
function schemas_currencyCode(_params) {
    return core._stringFormat(ZodCustomStringFormat, "currency_code", regexes.currencyCode, _params);
}
function hash(alg, params) {
    const enc = params?.enc ?? "hex";
    const format = `${alg}_${enc}`;
    const regex = core.regexes[format];
    if (!regex)
        throw new Error(`Unrecognized hash format: ${format}`);
    return core._stringFormat(ZodCustomStringFormat, format, regex, params);
}
const ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
    $ZodNumber.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
    inst.isFinite = true;
}, 
/*@__PURE__*/ derived({
    minValue: (inst) => {
        const { minimum, exclusiveMinimum } = aggregateChecks(inst);
        return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
    },
    maxValue: (inst) => {
        const { maximum, exclusiveMaximum } = aggregateChecks(inst);
        return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
    },
    isInt: (inst) => {
        const { isInt, multipleOf } = aggregateChecks(inst);
        return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
    },
    format: (inst) => aggregateChecks(inst).format ?? null,
}, {
    gt(value, params) {
        return this.check(_gt(value, params));
    },
    gte(value, params) {
        return this.check(_gte(value, params));
    },
    min(value, params) {
        return this.check(_gte(value, params));
    },
    lt(value, params) {
        return this.check(_lt(value, params));
    },
    lte(value, params) {
        return this.check(_lte(value, params));
    },
    max(value, params) {
        return this.check(_lte(value, params));
    },
    int(params) {
        return this.check(schemas_int(params));
    },
    safe(params) {
        return this.check(schemas_int(params));
    },
    positive(params) {
        return this.check(_gt(0, params));
    },
    nonnegative(params) {
        return this.check(_gte(0, params));
    },
    negative(params) {
        return this.check(_lt(0, params));
    },
    nonpositive(params) {
        return this.check(_lte(0, params));
    },
    multipleOf(value, params) {
        return this.check(_multipleOf(value, params));
    },
    step(value, params) {
        return this.check(_multipleOf(value, params));
    },
    finite() {
        return this;
    },
}));
function schemas_number(params) {
    return _number(ZodNumber, params);
}
const ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
    $ZodNumberFormat.init(inst, def);
    ZodNumber.init(inst, def);
});
function schemas_int(params) {
    return _int(ZodNumberFormat, params);
}
function float32(params) {
    return core._float32(ZodNumberFormat, params);
}
function float64(params) {
    return core._float64(ZodNumberFormat, params);
}
function int32(params) {
    return core._int32(ZodNumberFormat, params);
}
function uint32(params) {
    return core._uint32(ZodNumberFormat, params);
}
const ZodBoolean = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodBoolean", (inst, def) => {
    core.$ZodBoolean.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.booleanProcessor(inst, ctx, json, params);
})));
function schemas_boolean(params) {
    return core._boolean(ZodBoolean, params);
}
const ZodBigInt = /*@__PURE__*/ $constructor("ZodBigInt", (inst, def) => {
    $ZodBigInt.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => bigintProcessor(inst, ctx, json, params);
}, 
/*@__PURE__*/ derived({
    minValue: (inst) => aggregateChecks(inst).minimum ?? null,
    maxValue: (inst) => aggregateChecks(inst).maximum ?? null,
    format: (inst) => aggregateChecks(inst).format ?? null,
}, {
    gte(value, params) {
        return this.check(_gte(value, params));
    },
    min(value, params) {
        return this.check(_gte(value, params));
    },
    gt(value, params) {
        return this.check(_gt(value, params));
    },
    lt(value, params) {
        return this.check(_lt(value, params));
    },
    lte(value, params) {
        return this.check(_lte(value, params));
    },
    max(value, params) {
        return this.check(_lte(value, params));
    },
    positive(params) {
        return this.check(_gt(BigInt(0), params));
    },
    negative(params) {
        return this.check(_lt(BigInt(0), params));
    },
    nonpositive(params) {
        return this.check(_lte(BigInt(0), params));
    },
    nonnegative(params) {
        return this.check(_gte(BigInt(0), params));
    },
    multipleOf(value, params) {
        return this.check(_multipleOf(value, params));
    },
}));
function schemas_bigint(params) {
    return core._bigint(ZodBigInt, params);
}
const ZodBigIntFormat = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodBigIntFormat", (inst, def) => {
    core.$ZodBigIntFormat.init(inst, def);
    ZodBigInt.init(inst, def);
})));
function int64(params) {
    return core._int64(ZodBigIntFormat, params);
}
function uint64(params) {
    return core._uint64(ZodBigIntFormat, params);
}
const ZodSymbol = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodSymbol", (inst, def) => {
    core.$ZodSymbol.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.symbolProcessor(inst, ctx, json, params);
})));
function symbol(params) {
    return core._symbol(ZodSymbol, params);
}
const ZodUndefined = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodUndefined", (inst, def) => {
    core.$ZodUndefined.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.undefinedProcessor(inst, ctx, json, params);
})));
function schemas_undefined(params) {
    return core._undefined(ZodUndefined, params);
}

const ZodNull = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodNull", (inst, def) => {
    core.$ZodNull.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.nullProcessor(inst, ctx, json, params);
})));
function schemas_null(params) {
    return core._null(ZodNull, params);
}

const ZodAny = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodAny", (inst, def) => {
    core.$ZodAny.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.anyProcessor(inst, ctx, json, params);
})));
function any() {
    return core._any(ZodAny);
}
const ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
    $ZodUnknown.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => unknownProcessor(inst, ctx, json, params);
});
function unknown() {
    return _unknown(ZodUnknown);
}
const ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
    $ZodNever.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
    return _never(ZodNever, params);
}
const ZodVoid = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodVoid", (inst, def) => {
    core.$ZodVoid.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.voidProcessor(inst, ctx, json, params);
})));
function schemas_void(params) {
    return core._void(ZodVoid, params);
}

const ZodDate = /*@__PURE__*/ $constructor("ZodDate", (inst, def) => {
    $ZodDate.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => dateProcessor(inst, ctx, json, params);
    inst.min = (value, params) => inst.check(_gte(value, params));
    inst.max = (value, params) => inst.check(_lte(value, params));
}, 
/*@__PURE__*/ derived({
    minDate: (inst) => {
        const { minimum } = aggregateChecks(inst);
        return minimum ? new Date(minimum) : null;
    },
    maxDate: (inst) => {
        const { maximum } = aggregateChecks(inst);
        return maximum ? new Date(maximum) : null;
    },
}, {}));
function schemas_date(params) {
    return core._date(ZodDate, params);
}
const ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
    _ensureDefaultMemoizer();
    $ZodArray.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
    inst.element = def.element;
}, {
    min(n, params) {
        return this.check(_minLength(n, params));
    },
    nonempty(params) {
        return this.check(_minLength(1, params));
    },
    max(n, params) {
        return this.check(_maxLength(n, params));
    },
    length(n, params) {
        return this.check(_length(n, params));
    },
    unwrap() {
        return this.element;
    },
});
function array(element, params) {
    return _array(ZodArray, element, params);
}
// .keyof
function keyof(schema) {
    const shape = schema._zod.def.shape;
    return schemas_enum(Object.keys(shape));
}
const ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
    _ensureDefaultMemoizer();
    $ZodObjectJIT.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
    installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
    keyof() {
        return schemas_enum(Object.keys(this._zod.def.shape));
    },
    catchall(catchall) {
        // `mergeDefs` rather than a spread: spreading reads `shape`, and resolving it can mint a whole fresh subtree
        return this.clone(mergeDefs(this._zod.def, { catchall: catchall }));
    },
    passthrough() {
        return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
    },
    loose() {
        return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
    },
    strict() {
        return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
    },
    strip() {
        return this.clone(mergeDefs(this._zod.def, { catchall: undefined }));
    },
    extend(incoming) {
        return extend(this, incoming);
    },
    safeExtend(incoming) {
        return safeExtend(this, incoming);
    },
    merge(other) {
        return merge(this, other);
    },
    pick(mask) {
        return pick(this, mask);
    },
    omit(mask) {
        return omit(this, mask);
    },
    partial(...args) {
        return partial(ZodOptional, this, args[0]);
    },
    exactPartial(...args) {
        return partial(ZodExactOptional, this, args[0], "exactPartial");
    },
    required(...args) {
        return required(ZodNonOptional, this, args[0]);
    },
});
function object(shape, params) {
    const def = {
        type: "object",
        shape: shape ?? {},
        ...normalizeParams(params),
    };
    return new ZodObject(def);
}
// strictObject
function strictObject(shape, params) {
    return new ZodObject({
        type: "object",
        shape,
        catchall: never(),
        ...util.normalizeParams(params),
    });
}
// looseObject
function looseObject(shape, params) {
    return new ZodObject({
        type: "object",
        shape,
        catchall: unknown(),
        ...util.normalizeParams(params),
    });
}
const ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
    $ZodUnion.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
    inst.options = def.options;
});
function union(options, params) {
    return new ZodUnion({
        type: "union",
        options: options,
        ...normalizeParams(params),
    });
}
const ZodXor = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodXor", (inst, def) => {
    ZodUnion.init(inst, def);
    core.$ZodXor.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.unionProcessor(inst, ctx, json, params);
    inst.options = def.options;
})));
/** Creates an exclusive union (XOR) where exactly one option must match.
 * Unlike regular unions that succeed when any option matches, xor fails if
 * zero or more than one option matches the input. */
function xor(options, params) {
    return new ZodXor({
        type: "union",
        options: options,
        inclusive: false,
        ...util.normalizeParams(params),
    });
}
const ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
    ZodUnion.init(inst, def);
    $ZodDiscriminatedUnion.init(inst, def);
});
function discriminatedUnion(discriminator, options, params) {
    // const [options, params] = args;
    return new ZodDiscriminatedUnion({
        type: "union",
        options: options,
        discriminator,
        ...normalizeParams(params),
    });
}
const ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
    $ZodIntersection.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
    return new ZodIntersection({
        type: "intersection",
        left: left,
        right: right,
    });
}
const ZodTuple = /*@__PURE__*/ $constructor("ZodTuple", (inst, def) => {
    _ensureDefaultMemoizer();
    $ZodTuple.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => tupleProcessor(inst, ctx, json, params);
}, {
    rest(rest) {
        return this.clone({
            ...this._zod.def,
            rest: rest,
        });
    },
    partial() {
        const def = this._zod.def;
        // a refinement was authored against the full arity; partialing would run it on a shorter array
        if (def.checks?.length)
            throw new Error(".partial() cannot be used on tuple schemas containing refinements");
        return this.clone({
            ...def,
            items: def.items.map((item) => new ZodOptional({ type: "optional", innerType: item })),
        });
    },
});
function tuple(items, _paramsOrRest, _params) {
    const hasRest = _paramsOrRest instanceof $ZodType;
    const params = hasRest ? _params : _paramsOrRest;
    const rest = hasRest ? _paramsOrRest : null;
    return new ZodTuple({
        type: "tuple",
        items: items,
        rest,
        ...normalizeParams(params),
    });
}
const ZodRecord = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodRecord", (inst, def) => {
    _ensureDefaultMemoizer();
    core.$ZodRecord.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.recordProcessor(inst, ctx, json, params);
    inst.keyType = def.keyType;
    inst.valueType = def.valueType;
})));
function record(keyType, valueType, params) {
    // v3-compat: z.record(valueType, params?) — defaults keyType to z.string()
    if (!valueType || !valueType._zod) {
        return new ZodRecord({
            type: "record",
            keyType: schemas_string(),
            valueType: keyType,
            ...util.normalizeParams(valueType),
        });
    }
    return new ZodRecord({
        type: "record",
        keyType,
        valueType: valueType,
        ...util.normalizeParams(params),
    });
}
// type alksjf = core.output<core.$ZodRecordKey>;
function partialRecord(keyType, valueType, params) {
    return new ZodRecord({
        type: "record",
        keyType,
        valueType: valueType,
        ...util.normalizeParams(params),
        partial: true,
    });
}
function looseRecord(keyType, valueType, params) {
    return new ZodRecord({
        type: "record",
        keyType,
        valueType: valueType,
        mode: "loose",
        ...util.normalizeParams(params),
    });
}
const ZodMap = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodMap", (inst, def) => {
    _ensureDefaultMemoizer();
    core.$ZodMap.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.mapProcessor(inst, ctx, json, params);
    inst.keyType = def.keyType;
    inst.valueType = def.valueType;
    inst.min = (...args) => inst.check(core._minSize(...args));
    inst.nonempty = (params) => inst.check(core._minSize(1, params));
    inst.max = (...args) => inst.check(core._maxSize(...args));
    inst.size = (...args) => inst.check(core._size(...args));
})));
function map(keyType, valueType, params) {
    return new ZodMap({
        type: "map",
        keyType: keyType,
        valueType: valueType,
        ...util.normalizeParams(params),
    });
}
const ZodSet = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodSet", (inst, def) => {
    _ensureDefaultMemoizer();
    core.$ZodSet.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.setProcessor(inst, ctx, json, params);
    inst.min = (...args) => inst.check(core._minSize(...args));
    inst.nonempty = (params) => inst.check(core._minSize(1, params));
    inst.max = (...args) => inst.check(core._maxSize(...args));
    inst.size = (...args) => inst.check(core._size(...args));
})));
function schemas_set(valueType, params) {
    return new ZodSet({
        type: "set",
        valueType: valueType,
        ...util.normalizeParams(params),
    });
}
const ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
    $ZodEnum.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
    inst.enum = def.entries;
    // reuse the parsed value set so a numeric TS enum's reverse-mapping keys stay out
    inst.options = [...inst._zod.values];
    const keys = new Set(Object.keys(def.entries));
    inst.extract = (values, params) => {
        const newEntries = {};
        for (const value of values) {
            if (keys.has(value)) {
                newEntries[value] = def.entries[value];
            }
            else
                throw new Error(`Key ${value} not found in enum`);
        }
        return new ZodEnum({
            ...def,
            checks: [],
            ...normalizeParams(params),
            entries: newEntries,
        });
    };
    inst.exclude = (values, params) => {
        const newEntries = { ...def.entries };
        for (const value of values) {
            if (keys.has(value)) {
                delete newEntries[value];
            }
            else
                throw new Error(`Key ${value} not found in enum`);
        }
        return new ZodEnum({
            ...def,
            checks: [],
            ...normalizeParams(params),
            entries: newEntries,
        });
    };
});
function schemas_enum(values, params) {
    const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
    return new ZodEnum({
        type: "enum",
        entries,
        ...normalizeParams(params),
    });
}

/** @deprecated This API has been merged into `z.enum()`. Use `z.enum()` instead.
 *
 * ```ts
 * enum Colors { red, green, blue }
 * z.enum(Colors);
 * ```
 */
function nativeEnum(entries, params) {
    return new ZodEnum({
        type: "enum",
        entries,
        ...util.normalizeParams(params),
    });
}
const ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
    $ZodLiteral.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
    inst.values = new Set(def.values);
    Object.defineProperty(inst, "value", {
        get() {
            if (def.values.length > 1) {
                throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
            }
            return def.values[0];
        },
    });
});
function literal(value, params) {
    return new ZodLiteral({
        type: "literal",
        values: Array.isArray(value) ? value : [value],
        ...normalizeParams(params),
    });
}
const ZodFile = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodFile", (inst, def) => {
    core.$ZodFile.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.fileProcessor(inst, ctx, json, params);
    inst.min = (size, params) => inst.check(core._minSize(size, params));
    inst.max = (size, params) => inst.check(core._maxSize(size, params));
    inst.mime = (types, params) => inst.check(core._mime(Array.isArray(types) ? types : [types], params));
})));
function file(params) {
    return core._file(ZodFile, params);
}
const ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
    _ensureDefaultMemoizer();
    $ZodTransform.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
    inst._zod.parse = (payload, _ctx) => {
        if (_ctx.direction === "backward") {
            throw new $ZodEncodeError(inst.constructor.name);
        }
        payload.addIssue = (issue) => {
            if (typeof issue === "string") {
                payload.issues.push(util_issue(issue, payload.value, def));
            }
            else {
                // for Zod 3 backwards compatibility
                const _issue = issue;
                if (_issue.fatal)
                    _issue.continue = false;
                _issue.code ?? (_issue.code = "custom");
                if (!("input" in _issue))
                    _issue.input = payload.value;
                _issue.inst ?? (_issue.inst = inst);
                // _issue.continue ??= true;
                payload.issues.push(util_issue(_issue));
            }
        };
        const output = def.transform(payload.value, payload);
        if (output instanceof Promise) {
            return output.then((output) => {
                payload.value = output;
                return payload;
            });
        }
        payload.value = output;
        return payload;
    };
});
function transform(fn) {
    return new ZodTransform({
        type: "transform",
        transform: fn,
    });
}
const ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
    $ZodOptional.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function schemas_optional(innerType) {
    return new ZodOptional({
        type: "optional",
        innerType: innerType,
    });
}
const ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
    $ZodExactOptional.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
    return new ZodExactOptional({
        type: "optional",
        innerType: innerType,
    });
}
const ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
    $ZodNullable.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
    return new ZodNullable({
        type: "nullable",
        innerType: innerType,
    });
}
// nullish
function schemas_nullish(innerType) {
    return schemas_optional(nullable(innerType));
}
const ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
    $ZodDefault.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
    inst.removeDefault = inst.unwrap;
});
function schemas_default(innerType, defaultValue) {
    return new ZodDefault({
        type: "default",
        innerType: innerType,
        get defaultValue() {
            return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
        },
    });
}
const ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
    $ZodPrefault.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
    return new ZodPrefault({
        type: "prefault",
        innerType: innerType,
        get defaultValue() {
            return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
        },
    });
}
const ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
    $ZodNonOptional.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
    return new ZodNonOptional({
        type: "nonoptional",
        innerType: innerType,
        ...normalizeParams(params),
    });
}
const ZodSuccess = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodSuccess", (inst, def) => {
    core.$ZodSuccess.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.successProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
})));
function success(innerType) {
    return new ZodSuccess({
        type: "success",
        innerType: innerType,
    });
}
const ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
    $ZodCatch.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
    inst.removeCatch = inst.unwrap;
});
function schemas_catch(innerType, catchValue) {
    return new ZodCatch({
        type: "catch",
        innerType: innerType,
        catchValue: (typeof catchValue === "function" ? catchValue : constantCatch(catchValue)),
    });
}

const ZodNaN = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodNaN", (inst, def) => {
    core.$ZodNaN.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.nanProcessor(inst, ctx, json, params);
})));
function nan(params) {
    return core._nan(ZodNaN, params);
}
const ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
    $ZodPipe.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
    inst.in = def.in;
    inst.out = def.out;
});
function pipe(in_, out) {
    return new ZodPipe({
        type: "pipe",
        in: in_,
        out: out,
        // ...util.normalizeParams(params),
    });
}
const ZodCodec = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodCodec", (inst, def) => {
    ZodPipe.init(inst, def);
    core.$ZodCodec.init(inst, def);
})));
function codec(in_, out, params) {
    return new ZodCodec({
        type: "pipe",
        in: in_,
        out: out,
        transform: params.decode,
        reverseTransform: params.encode,
    });
}
function invertCodec(codec) {
    const def = codec._zod.def;
    return new ZodCodec({
        type: "pipe",
        in: def.out,
        out: def.in,
        transform: def.reverseTransform,
        reverseTransform: def.transform,
    });
}
const ZodPreprocess = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodPreprocess", (inst, def) => {
    ZodPipe.init(inst, def);
    core.$ZodPreprocess.init(inst, def);
})));
const ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
    $ZodReadonly.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
    return new ZodReadonly({
        type: "readonly",
        innerType: innerType,
    });
}
const ZodTemplateLiteral = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodTemplateLiteral", (inst, def) => {
    core.$ZodTemplateLiteral.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.templateLiteralProcessor(inst, ctx, json, params);
})));
function templateLiteral(parts, params) {
    return new ZodTemplateLiteral({
        type: "template_literal",
        parts,
        ...util.normalizeParams(params),
    });
}
const ZodLazy = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodLazy", (inst, def) => {
    core.$ZodLazy.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.lazyProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.getter();
})));
function lazy(getter) {
    return new ZodLazy({
        type: "lazy",
        getter: getter,
    });
}
const ZodPromise = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodPromise", (inst, def) => {
    core.$ZodPromise.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.promiseProcessor(inst, ctx, json, params);
    inst.unwrap = () => inst._zod.def.innerType;
})));
function promise(innerType) {
    return new ZodPromise({
        type: "promise",
        innerType: innerType,
    });
}
const ZodFunction = /*@__PURE__*/ (/* unused pure expression or super */ null && (core.$constructor("ZodFunction", (inst, def) => {
    core.$ZodFunction.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => processors.functionProcessor(inst, ctx, json, params);
})));
function _function(params) {
    return new ZodFunction({
        type: "function",
        input: Array.isArray(params?.input) ? tuple(params?.input) : (params?.input ?? array(unknown())),
        output: params?.output ?? unknown(),
    });
}

const ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
    $ZodCustom.init(inst, def);
    ZodType.init(inst, def);
    inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
// custom checks
function check(fn) {
    const ch = new core.$ZodCheck({
        check: "custom",
        // ...util.normalizeParams(params),
    });
    ch._zod.check = fn;
    return ch;
}
function custom(fn, _params) {
    return core._custom(ZodCustom, fn ?? (() => true), _params);
}
function refine(fn, _params = {}) {
    return _refine(ZodCustom, fn, _params);
}
// superRefine
function superRefine(fn, params) {
    return _superRefine(fn, params);
}
// Re-export describe and meta from core
const schemas_describe = api_describe;
const schemas_meta = meta;
const ZodInstanceOf = /*@__PURE__*/ $constructor("ZodInstanceOf", (inst, def) => {
    ZodCustom.init(inst, def);
}, {
    properties(shape, params) {
        // asserts in place, so the narrowed output type is truthful without a wrapper
        return this.check(_properties(shape, params));
    },
});
function _instanceof(cls, params = {}) {
    const inst = new ZodInstanceOf({
        type: "custom",
        check: "custom",
        fn: (data) => data instanceof cls,
        abort: true,
        ...util.normalizeParams(params),
    });
    inst._zod.bag.Class = cls;
    // Override check to emit invalid_type instead of custom
    inst._zod.check = (payload) => {
        if (!(payload.value instanceof cls)) {
            payload.issues.push({
                code: "invalid_type",
                expected: cls.name,
                input: payload.value,
                inst,
                path: [...(inst._zod.def.path ?? [])],
            });
        }
    };
    return inst;
}

// stringbool
const stringbool = (...args) => core._stringbool({
    Codec: ZodCodec,
    Boolean: ZodBoolean,
    String: ZodString,
}, ...args);
function json(params) {
    const jsonSchema = lazy(() => {
        return union([schemas_string(params), schemas_number(), schemas_boolean(), schemas_null(), array(jsonSchema), record(schemas_string(), jsonSchema)]);
    });
    return jsonSchema;
}
// preprocess
function preprocess(fn, schema) {
    return new ZodPreprocess({
        type: "pipe",
        in: transform(fn),
        out: schema,
    });
}

;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/iso.js



function iso_datetime(params) {
    return _isoDateTime(ZodISODateTime, params);
}
function iso_date(params) {
    return core._isoDate(ZodISODate, params);
}
function iso_time(params) {
    return core._isoTime(ZodISOTime, params);
}
function iso_duration(params) {
    return core._isoDuration(ZodISODuration, params);
}

;// CONCATENATED MODULE: ./build/js/src/undo/journal-format.js



/** The changes in the form of the journal. */
function toJournalChanges(changes) {
    // Equal settings, arguments and texts are one object each, see the readers of netsh and of the registry.
    const ids = new Map();
    const id = (value) => ids.get(value) ?? ids.set(value, ids.size).size - 1;
    const indexes = new Map();
    const common = [];
    const journaled = changes.map(({ endpoint, before, after, ...shared }) => {
        const { appId, settings, settingsArguments, block, opaque } = shared;
        const key = [appId, id(settings), id(settingsArguments), id(block), id(opaque)].join(' ');
        const index = indexes.get(key) ?? common.push(shared) - 1;
        indexes.set(key, index);
        return { endpoint, before, after, common: index };
    });
    return { common, changes: journaled };
}
// Everything that will stand in a command again goes through the same parsers as at its first reading.
const thumbprint = schemas_string().transform((text, context) => {
    const parsed = parseThumbprint(text);
    if (parsed)
        return parsed;
    context.addIssue('not a thumbprint');
    return NEVER;
});
const journal_format_endpoint = object({ kind: schemas_enum(['ipport', 'hostnameport', 'ccs', 'scopedccs']), text: schemas_string() })
    .transform(({ kind, text }, context) => {
    const parsed = shownEndpoint(kind, text);
    if (parsed)
        return parsed;
    context.addIssue('not an endpoint');
    return NEVER;
});
const argument = schemas_string().regex(/^[a-z0-9]+=[^"\r\n\0]*$/);
const store = schemas_string().regex(/^[^"\r\n\0]+$/);
const boundTo = object({ thumbprint, store: store.nullable() });
const method = schemas_enum(['update', 'delete-add']);
const imported = object({ store, thumbprint });
const header = object({
    version: literal(1),
    created: iso_datetime(),
    job: object({ runId: schemas_string(), runAttempt: schemas_string(), job: schemas_string(), tracking: schemas_string() }),
    temp: schemas_string(),
    restoreAfterJob: schemas_enum(['never', 'failure', 'always']),
    common: array(object({
        appId: schemas_string().regex(/^\{[0-9a-f-]{36}\}$/),
        settings: object({
            checkMode: schemas_number(),
            revocationFreshnessTime: schemas_number(),
            urlRetrievalTimeout: schemas_number(),
            ctlIdentifier: schemas_string().nullable(),
            ctlStoreName: schemas_string().nullable(),
            flags: schemas_number(),
            unknown: array(schemas_string()),
        }),
        settingsArguments: object({ add: array(argument), update: array(argument).nullable() }),
        block: array(schemas_string()).nullable(),
        opaque: array(schemas_string()),
    })),
    changes: array(object({ endpoint: journal_format_endpoint, before: boundTo.nullable(), after: boundTo, common: schemas_number() })),
    removeReplaced: array(imported),
});
const note = discriminatedUnion('phase', [
    object({ phase: literal('importing'), certificates: array(imported) }),
    object({ phase: literal('rehearsing'), endpoints: array(journal_format_endpoint) }),
    object({ phase: literal('applying'), methods: array(tuple([schemas_string(), method])) }),
    object({ phase: literal('verified') }),
    object({ phase: literal('kept') }),
    object({ phase: literal('rolling-back') }),
]);
/**
 * The lines of a journal that were written to their end. A last line that was cut off is not there: its phase had not
 * begun. A loss of power can also leave a line that has its end and lacks its middle.
 */
function completeLines(text) {
    const lines = text.split('\n');
    // What follows the last line feed.
    lines.pop();
    if (lines.length > 1 && !isJson(lines.at(-1)))
        lines.pop();
    return lines;
}
function isJson(line) {
    try {
        JSON.parse(line);
        return true;
    }
    catch {
        return false;
    }
}
/** Reads a journal. @returns the reason, as text, if it is not a journal of this version */
function parseJournal(text) {
    try {
        const [first, ...rest] = completeLines(text).map((line) => JSON.parse(line));
        const parsed = header.parse(first);
        if (parsed.changes.some(({ common }) => parsed.common[common] === undefined)) {
            return 'It refers to settings that it does not hold.';
        }
        return { header: parsed, notes: array(note).parse(rest) };
    }
    catch (error) {
        return error instanceof ZodError ? prettifyError(error) : String(error);
    }
}

;// CONCATENATED MODULE: ./build/js/src/undo/journal.js






/**
 * The number makes the order of journals independent of the clock. It is unique only among the journals of a time,
 * which is what the order is about; the rest of the name is unique for ever.
 */
const journalName = /^journal-(\d{6})-[0-9a-f-]{36}\.jsonl$/;
const draftName = /^journal-[0-9a-f-]+\.jsonl\.new$/;
/**
 * The prior state of everything that a run touches, on disk before the first change: first line the header, then a
 * line for each phase, each flushed before the phase begins. It holds no secret.
 */
class Journal {
    file;
    #handle;
    /** Bytes of complete lines. */
    #length;
    constructor(file, handle, length) {
        this.file = file;
        this.#handle = handle;
        this.#length = length;
    }
    /**
     * A name for a new journal, later than all that are there. To be called under the lock of the machine.
     * @throws Failure `journal-failed`
     */
    static async newFile(folder) {
        try {
            const numbers = (await namesIn(folder)).map((name) => Number(journalName.exec(name)?.[1] ?? 0));
            const number = String(Math.max(0, ...numbers) + 1).padStart(6, '0');
            return (0,external_node_path_namespaceObject.join)(folder, `journal-${number}-${(0,external_node_crypto_namespaceObject.randomUUID)()}.jsonl`);
        }
        catch (error) {
            throw journalFailed(error);
        }
    }
    /**
     * Writes the header and flushes it; only a complete file ever has the journal's name.
     * @param file from {@link newFile}
     * @throws Failure `journal-failed`
     */
    static async create(file, header) {
        const folder = (0,external_node_path_namespaceObject.dirname)(file);
        const draft = draftOf(file);
        const text = `${JSON.stringify(header)}\n`;
        try {
            const problem = parseJournal(text);
            if (typeof problem === 'string')
                throw new Error(`It could not be read again: ${problem}`);
            await (0,external_node_fs_promises_namespaceObject.mkdir)(folder, { recursive: true });
            try {
                const handle = await (0,external_node_fs_promises_namespaceObject.open)(draft, 'wx', 0o600);
                try {
                    await handle.writeFile(text);
                    await handle.sync();
                }
                finally {
                    await handle.close();
                }
                await (0,external_node_fs_promises_namespaceObject.rename)(draft, file);
            }
            catch (error) {
                await (0,external_node_fs_promises_namespaceObject.rm)(draft, { force: true });
                throw error;
            }
            await syncFolder(folder);
            return await Journal.reopen(file);
        }
        catch (error) {
            throw journalFailed(error);
        }
    }
    /** Opens an existing journal for further notes; a last line that was cut off is overwritten. */
    static async reopen(file) {
        try {
            const handle = await (0,external_node_fs_promises_namespaceObject.open)(file, 'r+');
            const lines = completeLines(await handle.readFile('utf8'));
            return new Journal(file, handle, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
        }
        catch (error) {
            throw journalFailed(error);
        }
    }
    /** Adds a note and flushes it. @throws Failure `journal-failed` */
    async note(note) {
        try {
            const line = Buffer.from(`${JSON.stringify(note)}\n`);
            await this.#handle.truncate(this.#length);
            // A disk that is about to be full takes a part; the next attempt says why.
            for (let done = 0; done < line.length;) {
                const { bytesWritten } = await this.#handle.write(line, done, line.length - done, this.#length + done);
                done += bytesWritten;
            }
            await this.#handle.sync();
            this.#length += line.length;
        }
        catch (error) {
            throw journalFailed(error);
        }
    }
    /** Closes the file and leaves it for the post step or the next run. */
    async leave() {
        await this.#handle.close();
    }
    /**
     * Nothing is left to be done: closes and removes the file. One that cannot be removed is harmless: the next run sees
     * that there is nothing to do, and removes it.
     */
    async remove() {
        await this.#handle.close();
        await removeFile(this.file);
    }
    /** Reads without the lock of the machine as well. @throws Failure `journal-unreadable` if the folder cannot be read */
    static async readAll(folder) {
        const names = await namesIn(folder).catch((error) => {
            throw journalUnreadable({ file: folder, why: error.message });
        });
        const records = [];
        const damaged = [];
        for (const name of names.filter((each) => journalName.test(each)).sort()) {
            const file = (0,external_node_path_namespaceObject.join)(folder, name);
            const text = await journal_textOf(file);
            if (text === undefined)
                continue;
            const parsed = parseJournal(text);
            if (typeof parsed === 'string')
                damaged.push({ file, why: parsed });
            else
                records.push({ file, ...parsed });
        }
        return { records, damaged };
    }
    /** Removes drafts that were never finished: nothing had begun. To be called under the lock of the machine. */
    static async removeDrafts(folder) {
        for (const name of await namesIn(folder).catch(() => []))
            if (draftName.test(name))
                await removeFile((0,external_node_path_namespaceObject.join)(folder, name));
    }
    /** Removes the draft of a journal that a run was about to write when it was killed. */
    static async removeDraftOf(file) {
        await removeFile(draftOf(file));
    }
}
function draftOf(file) {
    return `${file}.new`;
}
async function namesIn(folder) {
    try {
        return await (0,external_node_fs_promises_namespaceObject.readdir)(folder);
    }
    catch (error) {
        const { code } = error;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return [];
        throw error;
    }
}
/** @returns undefined for a journal that its run has removed in the meantime; any other trouble is its damage */
async function journal_textOf(file) {
    try {
        return await (0,external_node_fs_promises_namespaceObject.readFile)(file, 'utf8');
    }
    catch (error) {
        return error.code === 'ENOENT' ? undefined : '';
    }
}
/** Makes the new name durable where the system can do that; NTFS does it with the next flush of the file. */
async function syncFolder(folder) {
    try {
        const handle = await (0,external_node_fs_promises_namespaceObject.open)(folder, 'r');
        await handle.sync().finally(() => handle.close());
    }
    catch {
        // Windows does not flush folders.
    }
}
/** Reads the progress out of the notes. */
function progressOf(notes) {
    const applying = notes.find((note) => note.phase === 'applying');
    const has = (phase) => notes.some((note) => note.phase === phase);
    return {
        verified: has('verified'),
        kept: has('kept'),
        applying: applying !== undefined,
        rollingBack: has('rolling-back'),
        methods: new Map(applying?.methods ?? []),
    };
}
/** The changes of a journal, as rollback wants them. */
function changesOf(header) {
    return header.changes.map(({ common, ...change }) => ({ ...change, ...header.common[common] }));
}
function journalFailed(error) {
    if (error instanceof Failure)
        return error;
    return new Failure('journal-failed', {
        cause: 'The journal, which makes every change undoable, cannot be written.',
        evidence: error instanceof Error ? error.message : String(error),
        next: 'Check free space and permissions of the folder in RUNNER_TOOL_CACHE, and run again.',
    });
}
/** The refusal to work on a machine where an earlier change may be half done. */
function journalUnreadable({ file, why }) {
    return new Failure('journal-unreadable', {
        cause: `The journal of an earlier run at ${file} cannot be read.`,
        evidence: why,
        next: 'Compare "netsh http show sslcert" with what you expect, mend what differs, delete that file, and run again.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/import/imported.js
/** Equal for two entries if they are the same certificate in the same store; store names compare without case. */
function certificateKey({ store, thumbprint }) {
    return `${store.toLowerCase()}\\${thumbprint}`;
}

;// CONCATENATED MODULE: ./build/js/src/apply/apply.js







/**
 * Checks that every binding still is what the plan says.
 * @throws Failure `drift`: somebody else has changed one since it was read
 */
function refuseDrift(changes, table) {
    const drifted = changes.filter((change) => !isBefore(change, table.bindings.get(change.endpoint.key)));
    if (drifted.length === 0)
        return;
    throw new Failure('drift', {
        cause: `${firstOf(5, drifted.map((each) => each.endpoint.text))}: changed by someone else while this run was at work.`,
        evidence: describeNow(drifted[0], table.bindings.get(drifted[0].endpoint.key)),
        next: 'Nothing was changed. Find out what else manages certificates on this server (an ACME client, a deployment), and run again.',
    });
}
/**
 * Carries out the changes, in batches, each read back. Nothing is undone here: after a failure call
 * {@link rollBack}.
 * @throws Failure `change-failed` with what netsh said, `drift` where somebody else was at work, `verification-failed`
 *   if a setting or another binding is not what it was
 */
async function apply(machine, changes, options) {
    const goals = new Map(changes.map((change) => [applyGoal(change, methodOf(change, options.methods)), change]));
    let latest = options.table;
    const nowOf = ({ endpoint }) => latest.bindings.get(endpoint.key);
    const untold = new Set(changes);
    const tellChanged = () => {
        const changed = [...untold].filter((change) => isAfter(change, nowOf(change)));
        for (const change of changed)
            untold.delete(change);
        options.onChanged(changed);
    };
    // One of an earlier batch may be changed by somebody else while a later one is at work.
    const refuseStrayed = () => {
        const strayed = changes.filter((change) => !untold.has(change) && !isAfter(change, nowOf(change)));
        for (const change of strayed) {
            if (nowOf(change))
                options.onDrift(change);
        }
        if (strayed[0])
            throw changedByOthers(strayed[0], latest);
    };
    const { unreached, table } = await converge(machine, [...goals.keys()], options.table, {
        patience: briefly,
        afterFailure: 'stop',
        beforeBatch: (done, total) => {
            options.throwIfStopped();
            options.progress(done, total);
            tellChanged();
        },
        onTable: (now) => {
            refuseDamage(changes, options.table, now);
            latest = now;
            refuseStrayed();
        },
    });
    for (const { goal, kind } of unreached) {
        const change = goals.get(goal);
        // One that is missing may have been removed by netsh while it updated it, so it is put back.
        if (kind === 'foreign' && table.bindings.has(change.endpoint.key))
            options.onDrift(change);
    }
    const failed = unreached[0];
    if (failed?.kind === 'foreign') {
        throw changedByOthers(goals.get(failed.goal), table);
    }
    if (failed) {
        throw new Failure('change-failed', {
            cause: `${failed.goal.endpoint.text} could not be changed.`,
            evidence: failed.why,
            next: 'Look up what netsh said in docs/troubleshooting.md.',
        });
    }
    await refuseLostSettings(machine, changes);
    return table;
}
function changedByOthers(change, now) {
    const binding = now.bindings.get(change.endpoint.key);
    const fate = binding ? 'It is left as it is, and the changes' : 'It is put back, and so are the changes';
    return new Failure('drift', {
        cause: `${change.endpoint.text} was changed by someone else while this run was at work.`,
        evidence: describeNow(change, binding),
        next: `${fate} of this run${binding ? ' are put back' : ''}. Find out what else manages certificates on this server (an ACME client, a deployment), and run again.`,
    });
}
function applyGoal(change, method) {
    const add = addCommand(change, change.after);
    const commands = (now) => {
        if (now && pointsTo(now, change.after))
            return { is: 'reached' };
        if (isBefore(change, now)) {
            if (method === 'update')
                return { is: 'commands', commands: [updateCommand(change, change.after)] };
            return { is: 'commands', commands: method === 'add' ? [add] : [deleteCommand(change), add] };
        }
        // The delete took and the add did not; where the method is update, it was not us who removed it.
        if (!now && method === 'delete-add')
            return { is: 'commands', commands: [add] };
        return { is: 'foreign', why: describeNow(change, now) };
    };
    return { endpoint: change.endpoint, next: commands };
}
/** What a binding is instead of what it should be, for an error. */
function describeNow(change, now) {
    const { text } = change.endpoint;
    if (!now)
        return `${text} is not bound any more.`;
    if (now.thumbprint !== change.before?.thumbprint && now.thumbprint !== change.after.thumbprint) {
        return `${text} is now bound to ${now.thumbprint ?? '(null)'}.`;
    }
    if (now.appId !== change.appId)
        return `The application id of ${text} is now ${now.appId}.`;
    if (change.block && !sameBlock(change.block, now.block)) {
        return `The settings of ${text} differ: ${blockDifference(change.block, now.block)}.`;
    }
    return `${text} is now bound to ${now.thumbprint ?? '(null)'} in store ${now.store ?? '(null)'}.`;
}
/**
 * Compares the table with what it was: a changed binding must be the same but for its certificate, every other
 * binding the same in all.
 */
function refuseDamage(changes, before, now) {
    for (const change of changes) {
        const binding = now.bindings.get(change.endpoint.key);
        if (binding && pointsTo(binding, change.after) && !isAfter(change, binding)) {
            throw damaged(`${change.endpoint.text} lost a setting.`, describeNow(change, binding));
        }
    }
    const ours = new Set(changes.map((each) => each.endpoint.key));
    for (const [key, binding] of before.bindings) {
        if (ours.has(key) || isSpare(binding))
            continue;
        const twin = now.bindings.get(key);
        const { text } = binding.endpoint;
        if (!twin)
            throw damaged(`${text}, which this run does not touch, is gone.`, undefined);
        if (twin.thumbprint !== binding.thumbprint ||
            twin.appId !== binding.appId ||
            twin.store !== binding.store) {
            throw damaged(`${text}, which this run does not touch, is now bound to ${twin.thumbprint ?? '(null)'}.`, undefined);
        }
        if (!sameBlock(binding.block, twin.block)) {
            throw damaged(`${text}, which this run does not touch, has changed.`, blockDifference(binding.block, twin.block));
        }
    }
}
/** The registry shows some settings that netsh does not print. */
async function refuseLostSettings(machine, changes) {
    const registry = await readSettings(machine, changes.map((each) => each.endpoint));
    for (const change of changes) {
        const exact = registry.bindings.get(change.endpoint.key);
        if (!exact)
            throw damaged(`The registry does not show ${change.endpoint.text}.`, registry.failures[0]?.message);
        const lost = differences(change.settings, exact.settings);
        if (lost.length > 0)
            throw damaged(`${change.endpoint.text} lost a setting.`, lost.join(', '));
    }
}
function damaged(cause, evidence) {
    return new Failure('verification-failed', {
        cause,
        ...(evidence === undefined ? {} : { evidence }),
        next: 'Run again with debug logging (re-run the job with "Enable debug logging") and report what netsh shows.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/http-sys/table.js
/**
 * Whether a record that could not be understood may use a certificate: unless it names another one, or none.
 */
function unreadableMayUse({ unreadable }, thumbprint) {
    return unreadable.some((lines) => {
        if (lines.join('\n').toLowerCase().includes(thumbprint.toLowerCase()))
            return true;
        return !hasNoCertificate(lines) && !/(?<![0-9a-f])[0-9a-f]{40}$/i.test(hashLine(lines));
    });
}
/** Whether a record that could not be understood surely is one without a certificate, as of a central store. */
function hasNoCertificate(record) {
    return hashLine(record).endsWith('(null)');
}
/** In all known outputs the hash stands in the line before the application id. */
function hashLine(record) {
    const appId = record.findIndex((line) => /\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(line));
    return record[appId - 1] ?? '';
}

;// CONCATENATED MODULE: ./build/js/src/import/remove-imported.js




/** ms before each attempt. */
const attempts = [0, 250, 1_000];
/**
 * Removes the certificates that a run has imported, unless something needs them.
 * @param table the bindings as they are now
 * @param needed certificates that must stay, by {@link certificateKey}
 * @returns warnings, one for each certificate of which it is not certain that it is gone or needed
 */
async function removeImported(machine, imported, table, needed) {
    const bound = new Set([...table.bindings.values()].map((each) => each.thumbprint));
    const unneeded = imported.filter((each) => !bound.has(each.thumbprint) && !needed.has(certificateKey(each)));
    const warnings = [];
    for (const each of unneeded) {
        const doubtful = unreadableMayUse(table, each.thumbprint);
        const why = doubtful ? 'a binding that cannot be read may use it' : await remove(machine, each);
        if (why !== undefined) {
            warnings.push(`The certificate ${each.thumbprint}, which the run had imported, may still be in ${each.store}: ${why}`);
        }
    }
    return warnings;
}
/** @returns why it is still there, or undefined once it is gone */
async function remove(machine, { store, thumbprint }) {
    let why = '';
    for (const pause of attempts) {
        if (pause > 0)
            await (0,promises_namespaceObject.setTimeout)(pause);
        try {
            if (!(await machine.certutil.find(store, thumbprint)))
                return undefined;
            why = (await machine.certutil.remove(store, thumbprint)).text;
            if (!(await machine.certutil.find(store, thumbprint)))
                return undefined;
        }
        catch (error) {
            if (!(error instanceof Failure))
                throw error;
            why = error.message;
        }
    }
    return why;
}

;// CONCATENATED MODULE: ./build/js/src/undo/roll-back.js









/**
 * Puts every binding back to what it was, last change first, and reads back whether it is. It can be repeated: what
 * is as it was is left alone, and so is what somebody else has changed in the meantime. It goes on past a binding
 * that fails. The spare sockets of rehearsals and the imported certificates go, too.
 * @param changes those that may have begun
 */
async function rollBack(machine, changes, options) {
    const { beforeStep, isForeign, methods } = options;
    const start = await readTable(machine, expected(changes));
    const nowOf = (change) => start.bindings.get(change.endpoint.key);
    const changed = changes.toReversed().filter((change) => !isBefore(change, nowOf(change)));
    const foreign = new Set(changed.filter((change) => isForeign(change, nowOf(change))));
    const undo = changed.filter((change) => !foreign.has(change));
    const goals = new Map([
        ...undo.map((change) => [undoGoal(change, methodOf(change, methods)), change]),
        ...[...start.bindings.values()]
            .filter(isSpare)
            .map((binding) => [removalGoal(binding.endpoint), undefined]),
    ]);
    const how = { patience: briefly, afterFailure: 'go-on', beforeBatch: beforeStep };
    const work = await converge(machine, [...goals.keys()], start, how);
    const dead = work.unreached.flatMap(({ goal }) => goals.get(goal) ?? []);
    const table = await bindAnew(machine, dead, work.table, how);
    const notRestored = [...foreign].map((change) => ({
        change,
        why: describeNow(change, nowOf(change)),
        commands: commandsByHand(change, nowOf(change) !== undefined),
        foreign: true,
    }));
    const warnings = [];
    for (const { goal, kind, why } of work.unreached) {
        const change = goals.get(goal);
        if (!change) {
            warnings.push(`The spare socket ${goal.endpoint.text} of the rehearsal is still there: ${why}`);
            continue;
        }
        const now = table.bindings.get(change.endpoint.key);
        const means = now && pointsTo(now, change.after) ? ' It is bound to the new certificate meanwhile.' : '';
        notRestored.push({
            change,
            why: `${sentence(why)}${means}`,
            foreign: kind === 'foreign',
            commands: commandsByHand(change, now !== undefined),
        });
    }
    const failed = new Set(notRestored.map((each) => each.change));
    warnings.push(...(await removeImported(machine, options.imported, table, options.needed)));
    return { restored: undo.filter((change) => !failed.has(change)), notRestored, warnings, table };
}
/** What the first reading must show, or be repeated. */
function expected(changes) {
    const bound = changes.filter((change) => change.before !== null);
    return { bindings: new Map(bound.map((change) => [change.endpoint.key, change])), unreadable: [] };
}
function undoGoal(change, method) {
    const next = (now, attempt) => {
        const { before } = change;
        if (isBefore(change, now))
            return { is: 'reached' };
        // A binding that we deleted, or that was deleted while netsh updated it, is missing: it is ours to put back.
        if (!now)
            return before ? { is: 'commands', commands: [addCommand(change, before)] } : { is: 'reached' };
        const ours = pointsTo(now, change.after) || (before !== null && pointsTo(now, before));
        if (!ours || now.appId !== change.appId)
            return { is: 'foreign', why: describeNow(change, now) };
        if (!before)
            return { is: 'commands', commands: [deleteCommand(change)] };
        // If update does not put it back, delete + add may; but not where that would lose a setting for certain.
        const inPlace = method === 'update' && (attempt <= 2 || change.opaque.length > 0);
        return {
            is: 'commands',
            commands: inPlace
                ? [updateCommand(change, before)]
                : [deleteCommand(change), addCommand(change, before)],
        };
    };
    return { endpoint: change.endpoint, next };
}
/**
 * Binds the new certificate where the previous one could be bound no more (somebody has deleted it, say) and the
 * socket would be left with none: it answers then, and the journal still says what it was.
 */
async function bindAnew(machine, changes, table, how) {
    const dead = changes.filter(({ endpoint, before }) => before && !table.bindings.has(endpoint.key));
    if (dead.length === 0)
        return table;
    const goals = dead.map((change) => ({
        endpoint: change.endpoint,
        next: (now) => now ? { is: 'reached' } : { is: 'commands', commands: [addCommand(change, change.after)] },
    }));
    return (await converge(machine, goals, table, how)).table;
}
/**
 * The commands with which a person puts a binding back. Where the host has `update`, a socket that answers, though
 * with another certificate, is not put at risk: if the command fails, it goes on answering.
 */
function commandsByHand(change, isBound) {
    const { before, settingsArguments } = change;
    if (!before)
        return [netshCommandLine(deleteCommand(change))];
    const add = netshCommandLine(addCommand(change, before));
    if (!isBound)
        return [add];
    if (settingsArguments.update !== null)
        return [netshCommandLine(updateCommand(change, before))];
    return [netshCommandLine(deleteCommand(change)), add];
}
/** The same for one line of text. */
function byHand(commands) {
    return `By hand: ${commands.join(' , then: ')}`;
}
function sentence(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
/**
 * The failure for bindings that could not be put back, with the commands that do.
 * @param journal where the previous state is kept
 * @param reason why they had to be put back at all
 */
function rollbackIncomplete(notRestored, journal, reason) {
    const some = notRestored.slice(0, 5);
    return new Failure('rollback-incomplete', {
        cause: `${count(notRestored.length, 'binding')} could not be put back: ${some
            .map((each) => each.change.endpoint.text)
            .join(', ')}.`,
        evidence: [
            ...some.map((each) => each.why),
            ...(reason ? [`What went wrong before: ${reason.message}`] : []),
        ].join(' '),
        next: [
            'Run as an administrator, line by line:',
            ...some.flatMap((each) => each.commands),
            `Error 1312 means that the previous certificate has to be put back into its store first. The next run tries again; if the bindings are to stay as they are, delete ${journal}.`,
        ].join('\n'),
    });
}

;// CONCATENATED MODULE: ./build/js/src/undo/recover.js







/** The name of a run's folder for temporary files begins with this. */
const tempPrefix = 'rebind-iis-certificate-';
/**
 * What the next run makes of a journal that it finds. Pure.
 * - a change that was not proven complete is undone, whoever began it;
 * - one that was proven complete, and whose job was to put it back at its end, is undone if that job is over without
 *   having done so (the machine lost power);
 * - one of this very job waits for the post step.
 */
function pendingForNextRun({ header, notes }, job) {
    const { verified, kept } = progressOf(notes);
    if (!verified)
        return 'undo';
    if (kept || header.restoreAfterJob === 'never')
        return 'nothing';
    return sameJob(header.job, job) ? 'keep' : 'undo';
}
/** Whether two runs belong to the same job on the same runner. */
function sameJob(one, other) {
    return (one.runId === other.runId &&
        one.runAttempt === other.runAttempt &&
        one.job === other.job &&
        one.tracking === other.tracking);
}
/**
 * Undoes what a journal says. The journal stays until {@link settle}.
 * @param others further journals: what they may have to bind again is not deleted
 * @param beforeStep may throw to end the work
 */
async function undo(machine, record, others, beforeStep) {
    const { header, notes, file } = record;
    const { applying, verified, rollingBack, methods } = progressOf(notes);
    // A program that its run has left at work may take effect only now.
    await machine.waitForProgramsOf(header.temp);
    await noteRollback(file);
    return rollBack(machine, applying ? changesOf(header) : [], {
        methods,
        imported: importedAccordingTo(record),
        needed: neededBy(others.filter((each) => each.file !== file)),
        // Once a change was proven complete, whatever looks otherwise was made so by someone else; but a binding that is
        // missing may have been deleted by an earlier attempt to put it back.
        isForeign: (change, now) => verified && !(rollingBack && !now) && !isBefore(change, now) && !isAfter(change, now),
        beforeStep,
    });
}
/** Tells a later attempt that putting back has begun. A full disk must not keep a binding from being put back. */
async function noteRollback(file) {
    try {
        const journal = await Journal.reopen(file);
        await journal.note({ phase: 'rolling-back' }).finally(() => journal.leave());
    }
    catch (error) {
        if (!(error instanceof Failure))
            throw error;
    }
}
/** The certificates that a run was about to import and that were not there before. */
function importedAccordingTo({ notes }) {
    return notes.flatMap((note) => (note.phase === 'importing' ? note.certificates : []));
}
/** The certificates that these journals may have to bind again, by {@link certificateKey}. */
function neededBy(records) {
    const needed = new Set();
    for (const { header } of records) {
        for (const { before } of header.changes) {
            if (before)
                needed.add(certificateKey({ store: before.store ?? 'MY', thumbprint: before.thumbprint }));
        }
    }
    return needed;
}
/** Removes the journal and the temporary files of a run that needs nothing more. @returns warnings */
async function recover_settle(record) {
    const warnings = [];
    for (const remove of [
        () => removeTemp(record.header.temp),
        () => (0,external_node_fs_promises_namespaceObject.rm)(record.file, { force: true, recursive: true, maxRetries: 3 }),
    ]) {
        await remove().catch((error) => warnings.push(String(error)));
    }
    return warnings;
}
/** Removes a folder or file for temporary use; only one that has the name of ours. */
async function removeTemp(folder) {
    if (!(0,external_node_path_namespaceObject.basename)(folder).startsWith(tempPrefix) || (0,external_node_path_namespaceObject.resolve)(folder) === (0,external_node_path_namespaceObject.dirname)((0,external_node_path_namespaceObject.resolve)(folder)))
        return;
    await (0,external_node_fs_promises_namespaceObject.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
}
/** Tells what a roll-back did. */
function tellRollback(log, { restored, notRestored, warnings }) {
    for (const { endpoint, before } of restored) {
        log.info(`${endpoint.text}: ${before ? `back on ${before.thumbprint}` : 'removed again'}`);
    }
    for (const { change, why, commands, foreign } of notRestored) {
        log.warning('Binding not put back', foreign
            ? `${change.endpoint.text} was changed by someone else in the meantime and was left alone: ${why}`
            : `${change.endpoint.text} could not be put back: ${why} ${byHand(commands)}`);
    }
    for (const text of warnings)
        log.warning('Roll-back', text);
}

;// CONCATENATED MODULE: ./build/js/src/undo/undo-all.js




/** A run that failed after it had begun to change something, and how it ended. */
class Undone extends Error {
    failure;
    outcome;
    constructor(failure, outcome) {
        super(failure.message);
        this.failure = failure;
        this.outcome = outcome;
    }
}
/** Puts back what was begun, and says how that went. Never throws. */
async function undoAll(context, draft, { plan }, journal, done, failure) {
    const { machine, log, stop } = context;
    // What was not begun is not ours to put back, whatever became of it.
    const begun = done.applying ? plan.changes : [];
    try {
        return await log.group('Put everything back', async () => {
            await journal.note({ phase: 'rolling-back' }).catch(() => undefined);
            const result = await rollBack(machine, begun, {
                methods: done.methods,
                imported: done.imported,
                needed: await neededByOthers(context, journal.file),
                isForeign: (change) => done.drifted.has(change),
                beforeStep: () => {
                    if (stop.graceIsOver)
                        throw failure;
                },
            });
            tellRollback(log, result);
            describeRolledBack(draft, plan.changes, result, done);
            const broken = result.notRestored.filter((each) => !each.foreign);
            if (broken.length > 0 || result.warnings.length > 0)
                await journal.leave();
            else
                await journal.remove();
            if (broken.length > 0)
                return new Undone(rollbackIncomplete(broken, journal.file, failure), 'failed');
            return new Undone(failure, done.applying && result.notRestored.length === 0 ? 'rolled-back' : 'failed');
        });
    }
    catch (error) {
        // The journal stays: the post step, or the next run, goes on from it.
        await journal.leave().catch(() => undefined);
        return notFinished(draft, plan.changes, done, failure, asFailure(error));
    }
}
/** What to say where putting back could not be ended, be it for want of time or because the table cannot be read. */
function notFinished(draft, changes, { applying }, failure, reason) {
    for (const change of changes) {
        const message = `Not read back. ${byHand(commandsByHand(change, true))}`;
        draft.describeChange(change, applying ? { result: 'failed', thumbprint: null, message } : { result: 'untouched' });
    }
    if (reason === failure)
        return new Undone(failure, 'failed');
    if (applying)
        return new Undone(rollbackNotFinished(reason, failure), 'failed');
    draft.warn('Tidying up', `The post step tries once more to remove what this run has left: ${reason.message}`);
    return new Undone(failure, 'failed');
}
function describeRolledBack(draft, changes, { notRestored, table }, { applying }) {
    const failed = new Map(notRestored.map((each) => [each.change, each]));
    for (const change of changes) {
        const left = failed.get(change);
        const now = table.bindings.get(change.endpoint.key);
        draft.describeChange(change, {
            result: left ? 'failed' : applying ? 'rolled-back' : 'untouched',
            thumbprint: now?.thumbprint ?? null,
            store: now?.store ?? null,
            ...(now ? { appId: now.appId } : {}),
            ...(left ? { message: `${left.why} ${byHand(left.commands)}` } : {}),
        });
    }
}
/** What the journals of other runs may have to bind again, such as an earlier step's with `restore-after-job`. */
async function neededByOthers({ journals }, own) {
    // A folder that cannot be read any more must not keep this run from being undone.
    const records = await Journal.readAll(journals).then((all) => all.records, () => []);
    return neededBy(records.filter((each) => each.file !== own));
}
function rollbackNotFinished(reason, failure) {
    return new Failure('rollback-incomplete', {
        cause: `The bindings could not be put back yet: ${reason.parts.cause}`,
        evidence: `What went wrong before: ${failure.message}`,
        next: 'The post step of this action tries again, and so does the next run on this machine. The report has the command for each binding.',
    });
}

;// CONCATENATED MODULE: external "node:events"
const external_node_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");
;// CONCATENATED MODULE: ./build/js/src/verify/round.js


/** Sockets are asked side by side, but not so many that the check itself looks like an attack. */
const sideBySide = 32;
/**
 * One handshake with each socket: at the first of its addresses where somebody listens. They go on beside other work,
 * and sockets can be added meanwhile.
 */
class Round {
    #options;
    #answers = new Map();
    /** That nobody listens at an address and port is true for every host name there. */
    #refused = new Map();
    #queue = [];
    #next = 0;
    #busy = 0;
    #lanes = new Set();
    constructor(options) {
        this.#options = options;
        (0,external_node_events_namespaceObject.setMaxListeners)(0, options.signal);
    }
    add(sockets) {
        for (const socket of sockets)
            this.#queue.push(socket);
        while (this.#busy < sideBySide && this.#isMore()) {
            const lane = this.#work().finally(() => this.#lanes.delete(lane));
            this.#lanes.add(lane);
        }
    }
    /** Waits until every socket that was added has been asked. */
    async answers() {
        while (this.#lanes.size > 0)
            await Promise.all(this.#lanes);
        return this.#answers;
    }
    #isMore() {
        return this.#next < this.#queue.length && !this.#options.signal.aborted;
    }
    /** Asks one socket after the other until none is left. Takes the first at once. */
    async #work() {
        this.#busy += 1;
        while (this.#isMore()) {
            const socket = this.#queue[this.#next];
            this.#next += 1;
            await this.#ask(socket);
        }
        this.#busy -= 1;
    }
    async #ask({ endpoint, route }) {
        if ('skip' in route)
            return;
        const { handshake, timeoutMs, signal } = this.#options;
        for (const target of route.targets) {
            const place = `${target.address} ${target.port}`;
            const known = this.#refused.get(place);
            const began = performance.now();
            const answer = known ?? (await handshake(target, timeoutMs, signal));
            this.#answers.set(endpoint.key, answer);
            if (answer.outcome !== 'refused')
                break;
            this.#refused.set(place, answer);
            // Being refused takes seconds on Windows, too, and there may be many addresses: that does not count.
            if (!known && performance.now() - began >= timeoutMs)
                break;
        }
    }
}
/**
 * Asks those sockets again that do not show what they should yet: HTTP.sys may need a moment. One that has used up
 * its time is not asked again: until it is given up, its clients wait, too.
 * @param first what all of them answered first
 */
async function askUntilShown(sockets, first, isShown, options) {
    const answers = new Map(first);
    let open = sockets;
    for (const pause of [250, 500, 1_000]) {
        open = open.filter((socket) => {
            const answer = answers.get(socket.endpoint.key);
            return answer?.outcome !== 'silent' && !isShown(socket, answer);
        });
        if (open.length === 0)
            break;
        await (0,promises_namespaceObject.setTimeout)(pause, undefined, { signal: options.signal }).catch(() => undefined);
        if (options.signal.aborted)
            break;
        const round = new Round(options);
        round.add(open);
        for (const [key, answer] of await round.answers())
            answers.set(key, answer);
    }
    return answers;
}

;// CONCATENATED MODULE: ./build/js/src/verify/route.js

/** `DefaultFlags` bit of a binding that turns every connection away. */
const rejectConnections = 0x8;
/**
 * Finds the way to a socket on which HTTP.sys answers with exactly this binding. HTTP.sys looks up a handshake by:
 * exact address and port; then host name and port (SNI), a wildcard host after an exact one; then the central store
 * of the port; then `[::]` for IPv6; then `0.0.0.0` (Microsoft's documentation of HttpSetServiceConfiguration).
 * So an address with an exact binding of its own shadows the others, and a central store shadows the wildcards.
 *
 * @param bound the keys of all bindings, those included that are about to be created
 * @param addresses the addresses of this machine, loopback first
 */
function routeTo(endpoint, settings, bound, addresses) {
    if (settings.flags & rejectConnections)
        return { skip: 'the binding rejects connections' };
    const { port } = endpoint;
    const exact = (address) => bound.has(ipEndpointKey(address, port));
    const open = addresses.filter((address) => !exact(address));
    const shadowed = {
        skip: `every address of this machine has an exact binding on port ${port}, which comes first`,
    };
    if (endpoint.kind === 'hostnameport') {
        const serverName = endpoint.host.replace(/^\*/, 'rebind-check').toLowerCase();
        return open.length > 0 ? { targets: open.map((address) => ({ address, port, serverName })) } : shadowed;
    }
    const wildcard = endpoint.host === '0.0.0.0' ? isIpv4 : endpoint.host === '::' ? isIpv6 : undefined;
    if (!wildcard) {
        // What answers at an address of another machine (a moved or shared one) says nothing of this binding.
        return isLoopback(endpoint.host) || addresses.includes(endpoint.host)
            ? { targets: [{ address: endpoint.host, port, serverName: undefined }] }
            : { skip: `this machine does not have the address ${endpoint.host} now` };
    }
    if (bound.has(shownEndpoint('ccs', String(port)).key)) {
        return { skip: `the central certificate store of port ${port} comes first` };
    }
    const reachable = open.filter(wildcard);
    return reachable.length > 0
        ? { targets: reachable.map((address) => ({ address, port, serverName: undefined })) }
        : shadowed;
}
/** The key of the binding for exactly this address. */
function ipEndpointKey(address, port) {
    return shownEndpoint('ipport', isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`)?.key ?? '';
}
function isLoopback(address) {
    return address === '::1' || address.startsWith('127.');
}
function isIpv6(address) {
    return address.includes(':');
}
function isIpv4(address) {
    return !isIpv6(address);
}

;// CONCATENATED MODULE: ./build/js/src/verify/verdict.js
/**
 * Judges what a socket answered after the change.
 * @param before what it answered before the change; a socket that answered then must answer now
 */
function judge(socket, expected, before, after) {
    if ('skip' in socket.route)
        return { verdict: 'skipped', message: socket.route.skip };
    if (!after)
        return { verdict: 'mismatch', message: 'it was not asked' };
    if (after.outcome === 'served') {
        if (after.thumbprint === expected)
            return { verdict: 'verified', message: undefined };
        return { verdict: 'mismatch', message: `it shows the certificate ${after.thumbprint}` };
    }
    if (after.outcome === 'refused' && before?.outcome !== 'served') {
        return { verdict: 'not-listening', message: after.message };
    }
    return { verdict: 'mismatch', message: after.message };
}

;// CONCATENATED MODULE: ./build/js/src/verify/prove.js






/**
 * The handshakes of a run: what the sockets served before the change, and that they serve the new certificate after
 * it. They go on beside other work, because thousands take seconds. Nothing is asked with `handshake: off`.
 */
class Proof {
    #context;
    #expected;
    /** Those that change and those that need no change. */
    #sockets;
    /** Those that have not been asked after the change, by {@link Endpoint.key}. */
    #unasked;
    #options;
    #end = new AbortController();
    #before;
    #after;
    /** @param expected the new certificate's */
    constructor(context, prepared, expected) {
        const { request, machine, stop } = context;
        this.#context = context;
        this.#expected = expected;
        this.#sockets = request.handshake === 'off' ? [] : socketsOf(context, prepared);
        this.#unasked = new Map(this.#sockets.map((socket) => [socket.endpoint.key, socket]));
        this.#options = {
            handshake: machine.handshake,
            timeoutMs: request.handshakeTimeoutMs,
            signal: AbortSignal.any([stop.signal, this.#end.signal]),
        };
        this.#before = new Round(this.#options);
        this.#after = new Round(this.#options);
    }
    /** Begins to ask every socket what it serves now. */
    beginBefore() {
        this.#before.add(this.#sockets);
    }
    /** Waits until every socket has answered what it serves now. */
    async endBefore() {
        const { log, stop } = this.#context;
        if (this.#sockets.length === 0)
            return;
        await log.group('What the sockets serve now', async () => {
            const answers = await stop.unlessRequested(this.#before.answers());
            for (const { endpoint } of this.#sockets) {
                const answer = answers.get(endpoint.key);
                if (answer)
                    log.debug(`${endpoint.text}: ${answer.outcome === 'served' ? answer.thumbprint : answer.message}`);
            }
            log.info(`${[...answers.values()].filter((each) => each.outcome === 'served').length} of ${this.#sockets.length} sockets serve a certificate`);
        });
    }
    /** Begins to ask sockets whose bindings were changed just now. */
    beginAfter(changes) {
        this.#after.add(changes.flatMap(({ endpoint: { key } }) => {
            const socket = this.#unasked.get(key);
            this.#unasked.delete(key);
            return socket ?? [];
        }));
    }
    /** Step 9: a handshake with every socket shows the new certificate. @throws Failure `handshake-failed` */
    async endAfter(draft) {
        const { log } = this.#context;
        if (this.#sockets.length === 0)
            return;
        await log.group('Shake hands with every socket', async () => {
            const failed = [];
            const unproven = [];
            for (const { endpoint, verdict, message } of await this.#verdicts()) {
                draft.update(endpoint, { handshake: verdict, ...(message === undefined ? {} : { message }) });
                const line = `${endpoint.text}: ${message ?? verdict}`;
                if (verdict === 'verified')
                    log.debug(line);
                else if (verdict === 'mismatch' || this.#context.request.handshake === 'required')
                    failed.push(line);
                else
                    unproven.push(line);
            }
            if (failed.length > 0)
                throw this.#failure(failed);
            if (unproven.length > 0) {
                draft.warn('Handshake', `Not proven by a handshake: ${firstOf(10, unproven, '; ')}.`);
            }
            log.info(`${this.#sockets.length - unproven.length} of ${this.#sockets.length} sockets show the new certificate`);
        });
    }
    /**
     * After everything was put back: the sockets that answered before the change show again what they showed then. One
     * that does not is a warning, since its binding has been read back.
     */
    async proveUndone(draft) {
        const { log, stop } = this.#context;
        const before = await this.#before.answers();
        const isShown = ({ endpoint: { key } }, answer) => {
            const was = before.get(key);
            return (answer?.outcome === 'served' && was?.outcome === 'served' && answer.thumbprint === was.thumbprint);
        };
        const sockets = this.#sockets.filter(({ endpoint }) => before.get(endpoint.key)?.outcome === 'served');
        if (sockets.length === 0 || stop.signal.aborted)
            return;
        await log.group('Shake hands with what was put back', async () => {
            const options = { ...this.#options, signal: stop.signal };
            const round = new Round(options);
            round.add(sockets);
            const after = await askUntilShown(sockets, await round.answers(), isShown, options);
            const silent = sockets.filter((socket) => !isShown(socket, after.get(socket.endpoint.key)));
            if (silent.length > 0 && !stop.signal.aborted) {
                draft.warn('Handshake', `Put back, but a handshake does not show again what it showed before the run: ${firstOf(10, silent.map(({ endpoint }) => endpoint.text))}.`);
            }
            log.info(`${sockets.length - silent.length} of ${sockets.length} sockets show what they showed before`);
        });
    }
    /** Breaks off what is under way. */
    abandon() {
        this.#end.abort();
    }
    async #verdicts() {
        const { stop } = this.#context;
        this.#after.add([...this.#unasked.values()]);
        this.#unasked.clear();
        const before = await stop.unlessRequested(this.#before.answers());
        const verdictOn = (socket, after) => judge(socket, this.#expected, before.get(socket.endpoint.key), after);
        const first = await stop.unlessRequested(this.#after.answers());
        const after = await stop.unlessRequested(askUntilShown(this.#sockets, first, (socket, answer) => verdictOn(socket, answer).verdict !== 'mismatch', this.#options));
        return this.#sockets.map((socket) => ({
            endpoint: socket.endpoint,
            ...verdictOn(socket, after.get(socket.endpoint.key)),
        }));
    }
    #failure(failed) {
        return new Failure('handshake-failed', {
            cause: `${failed.length} of ${this.#sockets.length} sockets do not show the new certificate.`,
            evidence: `${firstOf(5, failed, '; ')}.`,
            next: `Find out what answers there ("openssl s_client -connect host:port -servername name").${this.#context.request.handshake === 'required' ? ' "handshake: when-listening" accepts sockets on which nobody listens.' : ''}`,
        });
    }
}
function socketsOf({ machine }, { inspection, plan }) {
    const addresses = machine.addresses();
    const bound = new Set([
        ...inspection.table.bindings.keys(),
        ...plan.changes.map((each) => each.endpoint.key),
    ]);
    const socket = (endpoint, settings = defaultSettings) => ({
        endpoint,
        route: routeTo(endpoint, settings, bound, addresses),
    });
    return [
        ...plan.changes.map((change) => socket(change.endpoint, change.settings)),
        ...plan.unchanged.map(({ binding, settings }) => socket(binding.endpoint, settings ?? defaultSettings)),
    ];
}

;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");
;// CONCATENATED MODULE: ./build/js/src/certificate/chain.js




/** Longer than any real chain, with its cross-signed branches. */
const longestChain = 20;
/**
 * Finds the chain of a leaf among certificates in any order, by names and signatures. Where two
 * certificates share name and key (cross-signed authorities), both belong.
 */
function buildChain(leaf, others) {
    const strangers = chain_distinct(others).filter((other) => other.thumbprint !== leaf.thumbprint);
    const above = [];
    const incomplete = [];
    const queue = [leaf];
    for (let certificate = queue.shift(); certificate; certificate = queue.shift()) {
        if (certificate.selfSigned || above.length > longestChain)
            continue;
        const child = certificate;
        const known = above.some((other) => isIssuedBy(child, other));
        const issuers = strangers.filter((other) => isIssuedBy(child, other));
        if (issuers.length === 0 && !known)
            incomplete.push(child);
        for (const issuer of issuers) {
            strangers.splice(strangers.indexOf(issuer), 1);
            above.push(issuer);
            queue.push(issuer);
        }
    }
    return {
        intermediates: above.filter((certificate) => !certificate.selfSigned),
        roots: above.filter((certificate) => certificate.selfSigned),
        incomplete,
        strangers,
    };
}
/**
 * Warnings about a chain in a file: an issuer that is not in it, and certificates that do not belong. The
 * files of public authorities end below the root on purpose; a missing root is worth a warning only if it
 * is none of the roots that Node.js brings along, because then it may as well be a missing intermediate.
 */
function chainWarnings(leaf, chain) {
    const complete = chain.roots.length > 0;
    const gaps = complete ? [] : chain.incomplete.filter((top) => !isAnchoredInPublicRoot(top));
    return [
        ...gaps.map((top) => top === leaf
            ? `The issuer of the certificate, ${top.issuer}, is missing in the file. Clients will refuse the ` +
                'certificate unless this server has its issuer already.'
            : `The chain in the file ends at ${titleOf(top)}; its issuer, ${top.issuer}, is missing. That is ` +
                'right if the issuer is a root that all clients trust.'),
        ...strangerWarning(chain.strangers),
    ];
}
const mostTitles = 5;
function strangerWarning(strangers) {
    if (strangers.length === 0)
        return [];
    const titles = strangers.slice(0, mostTitles).map(titleOf).join('; ');
    const more = strangers.length > mostTitles ? `; and ${strangers.length - mostTitles} more` : '';
    return [`Certificates in the file that are not part of the chain are passed over: ${titles}${more}.`];
}
/** Whether a public root issued the certificate, or is the same authority under another signature. */
function isAnchoredInPublicRoot(certificate) {
    const { issuer, subject } = splitCertificate(certificate.der);
    const names = [issuer, subject].map(({ encoding }) => Buffer.from(encoding));
    return external_node_tls_namespaceObject.rootCertificates.some((pem) => {
        const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
        // Of a hundred and more roots, only one or two are worth the time to read them.
        if (!names.some((name) => der.includes(name)))
            return false;
        const root = parseCertificate(der);
        return isIssuedBy(certificate, root) || isSameAuthority(certificate, root);
    });
}
function isSameAuthority(certificate, root) {
    const [own, other] = [new external_node_crypto_namespaceObject.X509Certificate(certificate.der), new external_node_crypto_namespaceObject.X509Certificate(root.der)];
    return certificate.subject === root.subject && own.publicKey.equals(other.publicKey);
}
function chain_distinct(certificates) {
    return [...new Map(certificates.map((certificate) => [certificate.thumbprint, certificate])).values()];
}

;// CONCATENATED MODULE: ./build/js/src/certificate/assemble.js






/**
 * Finds the certificate that the file is about, the one whose key is there, and its chain. Where several
 * certificates have their key, the one for a TLS server counts; one that may issue others counts only if
 * there is no other.
 * @throws {Failure} `key-mismatch`, `pfx-ambiguous`, `certificate-not-for-servers` or `key-unsupported`
 */
function assemble(keys, certificates) {
    const { certificate: leaf, privateKey } = choose(pairsOf(keys, certificates), keys, certificates);
    checkKeyKind(leaf);
    const chain = buildChain(leaf, certificates);
    return {
        leaf,
        privateKey,
        intermediates: chain.intermediates,
        roots: chain.roots,
        warnings: chainWarnings(leaf, chain),
    };
}
function pairsOf(keys, certificates) {
    const distinct = new Map(certificates.map((certificate) => [certificate.thumbprint, certificate]));
    return [...distinct.values()].flatMap((certificate) => {
        const privateKey = keys.find((key) => isKeyOf(key, certificate));
        return privateKey ? [{ certificate, privateKey }] : [];
    });
}
function choose(pairs, keys, certificates) {
    const [first, second] = pairs;
    if (!first)
        throw mismatch(keys, certificates);
    if (!second)
        return first;
    const servers = pairs.filter(({ certificate: { serverAuth, handshakeUsage, publicKey } }) => {
        return serverAuth && handshakeUsage && isKindForSchannel(publicKey.kind);
    });
    const leaves = servers.filter(({ certificate }) => !certificate.isCa);
    const fitting = leaves.length > 0 ? leaves : servers;
    const [chosen, rival] = fitting;
    if (!chosen) {
        throw new Failure('certificate-not-for-servers', {
            cause: 'None of the certificates that have their private key in the file is for a TLS server on Windows.',
            evidence: list(pairs),
            next: 'Give a file with the certificate for the server.',
        });
    }
    if (rival) {
        throw new Failure('pfx-ambiguous', {
            cause: `${fitting.length} certificates in the file have their private key and are for a TLS server.`,
            evidence: list(fitting),
            next: 'Export the one that is meant, alone with its key and chain.',
        });
    }
    return chosen;
}
const longestList = 10;
function list(pairs) {
    const lines = pairs.slice(0, longestList).map(({ certificate }) => {
        const { thumbprint, notAfter } = certificate;
        const day = notAfter.toISOString().slice(0, 10);
        return `${titleOf(certificate)} (thumbprint ${thumbprint}, valid until ${day})`;
    });
    const more = pairs.length - lines.length;
    return `${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
function mismatch(keys, certificates) {
    const subjects = certificates
        .slice(0, longestList)
        .map((certificate) => `${titleOf(certificate)} (${keyInWords(certificate.publicKey)})`);
    const kinds = keys.slice(0, longestList).map((key) => {
        const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
        return [key.asymmetricKeyType?.toUpperCase(), modulusLength ?? namedCurve].join(' ').trim();
    });
    return new Failure('key-mismatch', {
        cause: 'The private key belongs to none of the certificates given.',
        evidence: `Certificates: ${subjects.join('; ')}. Private key: ${kinds.join('; ')}.`,
        next: 'Give the certificate together with the key with which its signing request was made.',
    });
}
/** The warning that some certificates of a file were passed over. */
function unreadableCertificates(count) {
    return `${count} of the certificates in the file cannot be read and are passed over.`;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/password.js

/**
 * How much work one file may ask for, in rounds of a hash or HMAC: a file with 2 000 000 iterations in its
 * MAC and its parts needs about 16 million, at 0.2 to 1 microseconds each.
 */
const maximumRounds = 60_000_000;
/**
 * A password in the forms in which programs encode it. The standards name one form for each derivation, but
 * files with the others exist; they are tried in order, and the form that opened one part of a file is the
 * first to be tried on the next. It also keeps count of the work that a file asks for.
 */
class Password {
    text;
    encodings;
    roundsLeft = maximumRounds;
    constructor(text) {
        this.text = text;
        const normal = text.normalize('NFC');
        const utf8 = Buffer.from(text, 'utf8');
        this.encodings = {
            pkcs12: password_distinct([
                utf16(`${text}\0`),
                utf16(`${normal}\0`),
                // An empty password and no password at all differ in the two zero bytes at the end.
                ...(text === '' ? [Buffer.alloc(0)] : []),
                // OpenSSL before 1.1.0 widened each byte of the UTF-8 form.
                utf16(`${utf8.toString('latin1')}\0`),
            ]),
            pbkdf: password_distinct([
                utf8,
                Buffer.from(normal, 'utf8'),
                // Some writers feed PBKDF2 with what the standard wants for the older derivation.
                utf16(`${text}\0`),
                utf16(text),
                Buffer.from(normal, 'latin1'),
            ]),
        };
    }
    /** The encodings to try, the most likely one first. */
    forms(derivation) {
        return [...this.encodings[derivation]];
    }
    /** Notes that this encoding opened a part of the file. */
    prefer(derivation, form) {
        const others = this.encodings[derivation].filter((other) => other !== form);
        this.encodings[derivation] = [form, ...others];
    }
    /**
     * Takes account of work before it is done.
     * @throws {Unreadable} when the file asks for more than a run can wait for
     */
    spend(rounds) {
        this.roundsLeft -= rounds;
        if (this.roundsLeft < 0) {
            throw new Unreadable(`it asks for more than ${maximumRounds / 1_000_000} million rounds of key derivation, which would take minutes`);
        }
    }
}
function utf16(text) {
    return Buffer.from(text, 'utf16le').swap16();
}
function password_distinct(forms) {
    return forms.filter((form, i) => forms.findIndex((other) => Buffer.compare(form, other) === 0) === i);
}

;// CONCATENATED MODULE: ./build/js/src/certificate/private-key.js




/** The algorithms of the keys that OpenSSL reads; Schannel can use the first three. */
const readableAlgorithms = [
    '1.2.840.113549.1.1.1', // RSA
    '1.2.840.113549.1.1.10', // RSASSA-PSS
    '1.2.840.10045.2.1', // EC
    '1.2.840.10040.4.1', // DSA
    '1.3.101.112', // Ed25519
    '1.3.101.113', // Ed448
];
/**
 * A private key from a PrivateKeyInfo (PKCS #8), not encrypted.
 * @throws {Unreadable} when it is damaged, or of a kind that is not known
 */
function readPrivateKeyInfo(der) {
    try {
        return (0,external_node_crypto_namespaceObject.createPrivateKey)({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
    }
    catch {
        const algorithm = algorithmOf(der);
        throw readableAlgorithms.includes(algorithm)
            ? new Unreadable('its private key is damaged')
            : new UnknownKeyKind(algorithm);
    }
}
/** A private key of a kind that neither OpenSSL nor Windows knows. */
class UnknownKeyKind extends Unreadable {
    algorithm;
    constructor(algorithm) {
        super(`its private key is of the unknown kind ${algorithm}`);
        this.algorithm = algorithm;
    }
}
function algorithmOf(der) {
    const fields = new Fields(readBer(der), 'a private key');
    fields.next(tags.integer);
    return oid(new Fields(fields.next(tags.sequence), 'the algorithm of a private key').next());
}

;// CONCATENATED MODULE: ./build/js/src/certificate/text-input.js
/**
 * Text without what editors and shells leave in it: byte order marks (also those that were decoded with the
 * wrong encoding), the zeros between the characters of UTF-16 that was taken for single bytes, and invisible
 * characters.
 */
function withoutEncodingMarks(text) {
    return text
        .replace(/^(?:\u{fffd}+|\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)/u, '')
        .replace(/[\0\p{Cf}]/gu, '');
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pem/blocks.js


const marker = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;
/** With line breaks lost, a header is followed by the base64 in the same line. */
const dekInfoHeader = /DEK-Info:\s*([A-Za-z0-9-]+,\s*[0-9A-Fa-f]+)/;
const procTypeHeader = /Proc-Type:\s*4,\s*ENCRYPTED/;
const otherHeader = /^[A-Za-z][A-Za-z0-9-]*:.*$/gm;
const mostBlocks = 500;
/**
 * Finds the PEM blocks in a text. What stands around them (bag attributes, the certificate in words) is
 * passed over; line ends of any kind, indents, and the two characters `\n` in place of a line break are
 * tolerated, and so is PEM text that was encoded as base64 once more on its way into a secret.
 * @throws {Unreadable}
 */
function readPemBlocks(text) {
    const plain = withoutEncodingMarks(text);
    const lines = (base64OfPem(plain) ?? plain).replace(/\\r\\n|\\n|\\r|\r\n?/g, '\n');
    const blocks = [];
    let open;
    for (const { 0: whole, 1: kind, 2: label = '', index } of lines.matchAll(marker)) {
        if (kind === 'BEGIN') {
            if (open)
                throw noEnd(open.label);
            open = { label, start: index + whole.length };
        }
        else if (open) {
            if (open.label !== label)
                throw noEnd(open.label);
            if (blocks.length === mostBlocks)
                throw new Unreadable(`it has more than ${mostBlocks} blocks`);
            blocks.push({ label, ...readBody(label, lines.slice(open.start, index)) });
            open = undefined;
        }
    }
    if (open)
        throw noEnd(open.label);
    return blocks;
}
function noEnd(label) {
    return new Unreadable(`its block ${label} does not end with -----END ${label}-----`);
}
function base64OfPem(text) {
    if (text.includes('-----BEGIN') || !/^[A-Za-z0-9+/=\s]*$/.test(text))
        return undefined;
    const decoded = Buffer.from(text, 'base64').toString('latin1');
    return decoded.includes('-----BEGIN') ? withoutEncodingMarks(decoded) : undefined;
}
function readBody(label, body) {
    const dekInfo = dekInfoHeader.exec(body)?.[1];
    const base64 = body
        .replace(procTypeHeader, '')
        .replace(dekInfoHeader, '')
        .replace(otherHeader, '')
        .replace(/\s/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
        throw new Unreadable(`its block ${label} is not base64`);
    return { bytes: Buffer.from(base64, 'base64'), ...(dekInfo !== undefined && { dekInfo }) };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/rc2.js
/**
 * RC2 in CBC mode, decryption only (RFC 2268). Older Windows wrote the certificates of every PFX with 40-bit
 * RC2; OpenSSL 3 has it only in its legacy provider, which Node.js does not load.
 */
// RFC 2268, section 2: a permutation of all bytes, from the digits of pi.
const piTable = Buffer.from([
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
].join(''), 'hex');
const blockSize = 8;
/** Places by which each of the four words of a block is turned in a round. */
const turns = [1, 2, 3, 5];
/**
 * Decrypts and removes the padding.
 * @param effectiveBits how many bits of the key count
 * @throws {RangeError} when the padding is wrong, as it is after a wrong key
 */
function decryptRc2(key, effectiveBits, iv, data) {
    if (data.length === 0 || data.length % blockSize !== 0)
        throw new RangeError('not a whole number of blocks');
    const words = expandKey(key, effectiveBits);
    const cipher = Buffer.from(data);
    const plain = Buffer.alloc(data.length);
    let previous = iv;
    for (let start = 0; start < cipher.length; start += blockSize) {
        const block = decryptBlock(words, cipher.subarray(start, start + blockSize));
        for (let i = 0; i < blockSize; i++)
            plain[start + i] = block[i] ^ previous[i];
        previous = cipher.subarray(start, start + blockSize);
    }
    return withoutPadding(plain);
}
function withoutPadding(plain) {
    const count = plain.at(-1) ?? 0;
    const padding = plain.subarray(plain.length - count);
    if (count < 1 || count > blockSize || padding.some((byte) => byte !== count)) {
        throw new RangeError('wrong padding');
    }
    return plain.subarray(0, plain.length - count);
}
/** The 64 words of 16 bits that a key becomes (RFC 2268, section 2). */
function expandKey(key, effectiveBits) {
    const bytes = new Uint8Array(128);
    bytes.set(key);
    const effectiveBytes = Math.ceil(effectiveBits / 8);
    const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
    for (let i = key.length; i < 128; i++) {
        bytes[i] = piTable[(bytes[i - 1] + bytes[i - key.length]) & 0xff];
    }
    const lowest = 128 - effectiveBytes;
    bytes[lowest] = piTable[bytes[lowest] & mask];
    for (let i = lowest - 1; i >= 0; i--)
        bytes[i] = piTable[bytes[i + 1] ^ bytes[i + effectiveBytes]];
    return Uint16Array.from({ length: 64 }, (_, i) => bytes[2 * i] | (bytes[2 * i + 1] << 8));
}
/** One block backwards: 16 mixing rounds, with a mashing round after the fifth and the eleventh. */
function decryptBlock(key, block) {
    const r = Uint16Array.from({ length: 4 }, (_, i) => block.readUInt16LE(2 * i));
    for (let round = 15; round >= 0; round--) {
        for (let i = 3; i >= 0; i--) {
            const turn = turns[i];
            r[i] = (r[i] >> turn) | (r[i] << (16 - turn));
            const [before, second, third] = [r[(i + 3) % 4], r[(i + 2) % 4], r[(i + 1) % 4]];
            r[i] -= key[4 * round + i] + (before & second) + (~before & third);
        }
        if (round === 11 || round === 5) {
            for (let i = 3; i >= 0; i--)
                r[i] -= key[r[(i + 3) % 4] & 63];
        }
    }
    const plain = Buffer.alloc(blockSize);
    for (let i = 0; i < 4; i++)
        plain.writeUInt16LE(r[i], 2 * i);
    return plain;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/rc4.js
/**
 * RC4, for reading old PFX files: OpenSSL 3 has it only in its legacy provider, which Node.js does not load.
 * Decryption and encryption are the same.
 */
function decryptRc4(key, data) {
    const state = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (let i = 0, j = 0; i < 256; i++) {
        j = (j + state[i] + key[i % key.length]) & 0xff;
        [state[i], state[j]] = [state[j], state[i]];
    }
    let i = 0;
    let j = 0;
    return Uint8Array.from(data, (byte) => {
        i = (i + 1) & 0xff;
        j = (j + state[i]) & 0xff;
        [state[i], state[j]] = [state[j], state[i]];
        return byte ^ state[(state[i] + state[j]) & 0xff];
    });
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/ciphers.js




/** A cipher of OpenSSL's default provider, by its OpenSSL name. */
function opensslCipher(name, keyLength, ivLength) {
    return {
        keyLength,
        ivLength,
        decrypt(key, iv, data) {
            const decipher = (0,external_node_crypto_namespaceObject.createDecipheriv)(name, key, iv);
            return Buffer.concat([decipher.update(data), decipher.final()]);
        },
    };
}
/** AES with a key of so many bytes. */
function aes(keyLength) {
    return opensslCipher(`aes-${keyLength * 8}-cbc`, keyLength, 16);
}
const threeKeys = opensslCipher('des-ede3-cbc', 24, 8);
/** DES with three keys. */
const tripleDes = threeKeys;
/** DES with two keys: the third is the first again. */
const twoKeyTripleDes = {
    keyLength: 16,
    ivLength: 8,
    decrypt: (key, iv, data) => threeKeys.decrypt(Buffer.concat([key, key.subarray(0, 8)]), iv, data),
};
/** DES: three times with one key is the same as once, and OpenSSL's default provider has only the former. */
const singleDes = {
    keyLength: 8,
    ivLength: 8,
    decrypt: (key, iv, data) => threeKeys.decrypt(Buffer.concat([key, key, key]), iv, data),
};
/** RC2 with all bits of the key, or as many as are given. */
function rc2(keyLength, effectiveBits = keyLength * 8) {
    if (keyLength < 1 || keyLength > 128)
        throw new Unreadable('it has an RC2 key of an impossible length');
    return {
        keyLength,
        ivLength: 8,
        decrypt: (key, iv, data) => decryptRc2(key, effectiveBits, iv, data),
    };
}
/** RC4, which has no initial vector. */
function rc4(keyLength) {
    return { keyLength, ivLength: 0, decrypt: (key, _iv, data) => decryptRc4(key, data) };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/sha1-chain.js
/**
 * SHA-1 of SHA-1 of …, for the rounds of old key derivations. A call to node:crypto costs about a
 * microsecond, four to five times as much as the work itself; with the 600 000 rounds that GnuTLS and NSS
 * write, and seven derivations in a file, that is the difference between one second and five.
 *
 * The input is always one digest of 20 bytes, so that each round is one block with fixed padding (FIPS 180-4).
 * @param digest five words; changed in place
 */
function chainSha1(digest, rounds) {
    const w = new Int32Array(80);
    for (let round = 0; round < rounds; round++) {
        w.set(digest);
        w[5] = 0x80000000;
        w.fill(0, 6, 15);
        w[15] = 160;
        for (let i = 16; i < 80; i++) {
            const word = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16];
            w[i] = (word << 1) | (word >>> 31);
        }
        compress(w, digest);
    }
}
/**
 * The constants of the four quarters (FIPS 180-4, 4.2.1), as signed words: with those, and with every sum cut
 * back to a word, V8 computes in integers.
 */
const k = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0];
/** The 80 steps over one expanded block, from the initial state of SHA-1. */
function compress(w, digest) {
    let a = 0x67452301;
    let b = 0xefcdab89 | 0;
    let c = 0x98badcfe | 0;
    let d = 0x10325476;
    let e = 0xc3d2e1f0 | 0;
    for (let i = 0; i < 80; i++) {
        let mixed;
        if (i < 20)
            mixed = (((b & c) | (~b & d)) + k[0]) | 0;
        else if (i < 40)
            mixed = ((b ^ c ^ d) + k[1]) | 0;
        else if (i < 60)
            mixed = (((b & c) | (b & d) | (c & d)) + k[2]) | 0;
        else
            mixed = ((b ^ c ^ d) + k[3]) | 0;
        const next = (((((a << 5) | (a >>> 27)) + mixed) | 0) + ((e + w[i]) | 0)) | 0;
        e = d;
        d = c;
        c = (b << 30) | (b >>> 2);
        b = a;
        a = next;
    }
    digest[0] = a + 0x67452301;
    digest[1] = b + 0xefcdab89;
    digest[2] = c + 0x98badcfe;
    digest[3] = d + 0x10325476;
    digest[4] = e + 0xc3d2e1f0;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/iterate.js



/** Rounds after which the event loop gets its turn, so that signals are heard: some tens of milliseconds. */
const slice = 20_000;
/**
 * Hashes a digest again and again.
 * @param start a digest of that hash
 */
async function iterate(hash, start, rounds) {
    const chain = hash === 'sha1' ? sha1Chain(start) : nodeChain(hash, start);
    for (let done = 0; done < rounds; done += slice) {
        chain.advance(Math.min(slice, rounds - done));
        if (done + slice < rounds)
            await (0,promises_namespaceObject.setImmediate)();
    }
    return chain.digest();
}
function nodeChain(hash, start) {
    let digest = start;
    return {
        advance(rounds) {
            for (let round = 0; round < rounds; round++)
                digest = (0,external_node_crypto_namespaceObject.createHash)(hash).update(digest).digest();
        },
        digest: () => digest,
    };
}
function sha1Chain(start) {
    const bytes = new DataView(Uint8Array.from(start).buffer);
    const words = Int32Array.from({ length: 5 }, (_, i) => bytes.getInt32(4 * i));
    return {
        advance: (rounds) => chainSha1(words, rounds),
        digest() {
            for (const [i, word] of words.entries())
                bytes.setInt32(4 * i, word);
            return new Uint8Array(bytes.buffer);
        },
    };
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/kdf.js





/** Hash functions of the HMAC in PBKDF2 and PBMAC1, by object identifier, as Node.js calls them. */
const hmacHashes = {
    '1.2.840.113549.2.6': 'md5',
    '1.2.840.113549.2.7': 'sha1',
    '1.2.840.113549.2.8': 'sha224',
    '1.2.840.113549.2.9': 'sha256',
    '1.2.840.113549.2.10': 'sha384',
    '1.2.840.113549.2.11': 'sha512',
    '1.2.840.113549.2.12': 'sha512-224',
    '1.2.840.113549.2.13': 'sha512-256',
    '2.16.840.1.101.3.4.2.13': 'sha3-224',
    '2.16.840.1.101.3.4.2.14': 'sha3-256',
    '2.16.840.1.101.3.4.2.15': 'sha3-384',
    '2.16.840.1.101.3.4.2.16': 'sha3-512',
};
const pbkdf2Oid = '1.2.840.113549.1.5.12';
const scryptOid = '1.3.6.1.4.1.11591.4.11';
/** Memory that scrypt may use; its usual parameters need 16 to 128 MiB. */
const scryptMemory = 256 * 1024 * 1024;
const longestKey = 256;
/**
 * Reads the AlgorithmIdentifier of PBKDF2 or scrypt.
 * @throws {Unreadable} when it is another one or its parameters are out of bounds
 */
function readKeyDerivation(identifier) {
    const fields = new Fields(identifier, 'a key derivation');
    const algorithm = oid(fields.next());
    const parameters = new Fields(fields.next(tags.sequence), 'the parameters of a key derivation');
    switch (algorithm) {
        case pbkdf2Oid:
            return readPbkdf2(parameters);
        case scryptOid:
            return readScrypt(parameters);
        default:
            throw new Unreadable(`its key derivation ${algorithm} is not known`);
    }
}
function readPbkdf2(parameters) {
    const salt = octets(parameters.next(tags.octetString));
    const iterations = atLeastOne(smallInteger(parameters.next(tags.integer)));
    const keyLength = readKeyLength(parameters);
    const prf = parameters.optional(tags.sequence);
    const prfOid = prf ? oid(new Fields(prf, 'a hash').next()) : '1.2.840.113549.2.7';
    const hash = hmacHashes[prfOid];
    if (hash === undefined)
        throw new Unreadable(`the hash ${prfOid} of its key derivation is not known`);
    return {
        ...keyLength,
        async derive(password, length, budget) {
            budget.spend(iterations * Math.ceil(length / (0,external_node_crypto_namespaceObject.createHash)(hash).digest().length));
            return (0,external_node_util_namespaceObject.promisify)(external_node_crypto_namespaceObject.pbkdf2)(password, salt, iterations, length, hash);
        },
    };
}
function readScrypt(parameters) {
    const salt = octets(parameters.next(tags.octetString));
    const [cost, blockSize, parallelization] = [
        atLeastOne(smallInteger(parameters.next(tags.integer))),
        atLeastOne(smallInteger(parameters.next(tags.integer))),
        atLeastOne(smallInteger(parameters.next(tags.integer))),
    ];
    if (cost * blockSize * 128 > scryptMemory || Math.log2(cost) % 1 !== 0) {
        throw new Unreadable('the parameters of its scrypt key derivation are out of bounds');
    }
    return {
        ...readKeyLength(parameters),
        async derive(password, length, budget) {
            budget.spend(cost * blockSize * parallelization);
            const options = { cost, blockSize, parallelization, maxmem: 2 * scryptMemory };
            return await new Promise((resolve, reject) => {
                (0,external_node_crypto_namespaceObject.scrypt)(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
            });
        },
    };
}
function readKeyLength(parameters) {
    const field = parameters.optional(tags.integer);
    if (!field)
        return {};
    const keyLength = atLeastOne(smallInteger(field));
    if (keyLength > longestKey)
        throw new Unreadable('it derives a key of an impossible length');
    return { keyLength };
}
/** Iterations and the like, which zero would make meaningless. */
function atLeastOne(value) {
    if (value < 1 || value > 0x7fff_ffff)
        throw new Unreadable('a count in its key derivation is out of bounds');
    return value;
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/pkcs12-kdf.js



/** What the derived bytes are for (RFC 7292, appendix B.3). */
const purpose = { key: 1, iv: 2, mac: 3 };
/** Bytes that a hash function takes in at a time. */
const blockSizes = {
    md5: 64,
    sha1: 64,
    sha224: 64,
    sha256: 64,
    sha384: 128,
    sha512: 128,
    'sha512-224': 128,
    'sha512-256': 128,
    'sha3-224': 144,
    'sha3-256': 136,
    'sha3-384': 104,
    'sha3-512': 72,
};
/** Bytes that the derivation makes with one chain of rounds. */
function digestSize(hash) {
    return (0,external_node_crypto_namespaceObject.createHash)(hash).digest().length;
}
/** The key derivation of PKCS #12 (RFC 7292, appendix B.2). */
async function pkcs12Kdf({ hash, password, salt, iterations }, id, length) {
    const blockSize = blockSizes[hash];
    if (blockSize === undefined)
        throw new Unreadable(`its key derivation uses the hash ${hash}`);
    const diversifier = Buffer.alloc(blockSize, id);
    const input = Buffer.concat([repeated(salt, blockSize), repeated(password, blockSize)]);
    const output = [];
    for (let made = 0; made < length;) {
        const first = (0,external_node_crypto_namespaceObject.createHash)(hash).update(diversifier).update(input).digest();
        const digest = await iterate(hash, first, iterations - 1);
        output.push(digest);
        made += digest.length;
        addToEachBlock(input, digest, blockSize);
    }
    return Buffer.concat(output, length);
}
/** A text repeated up to a whole number of blocks. */
function repeated(text, blockSize) {
    return Buffer.alloc(Math.ceil(text.length / blockSize) * blockSize, text);
}
/** Adds the repeated digest, plus one, to each block, as big-endian numbers of one block's size. */
function addToEachBlock(input, digest, blockSize) {
    for (let start = 0; start < input.length; start += blockSize) {
        let carry = 1;
        for (let i = blockSize - 1; i >= 0; i--) {
            const sum = (input[start + i] ?? 0) + (digest[i % digest.length] ?? 0) + carry;
            input[start + i] = sum & 0xff;
            carry = sum >> 8;
        }
    }
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/schemes.js








/** PKCS #12 (RFC 7292, appendix C): SHA-1 and the derivation of its own. */
const pkcs12Ciphers = {
    '1.2.840.113549.1.12.1.1': rc4(16),
    '1.2.840.113549.1.12.1.2': rc4(5),
    '1.2.840.113549.1.12.1.3': tripleDes,
    '1.2.840.113549.1.12.1.4': twoKeyTripleDes,
    '1.2.840.113549.1.12.1.5': rc2(16),
    '1.2.840.113549.1.12.1.6': rc2(5),
};
/** PKCS #5 version 1.5 (RFC 8018, section 6.1), of which PEM keys of the nineties are made. */
const pbes1 = {
    '1.2.840.113549.1.5.3': { hash: 'md5', cipher: singleDes },
    '1.2.840.113549.1.5.6': { hash: 'md5', cipher: rc2(8) },
    '1.2.840.113549.1.5.10': { hash: 'sha1', cipher: singleDes },
    '1.2.840.113549.1.5.11': { hash: 'sha1', cipher: rc2(8) },
};
const pbes2 = '1.2.840.113549.1.5.13';
const rc2Cbc = '1.2.840.113549.3.2';
/** Ciphers of PBES2 whose only parameter is the initial vector. */
const pbes2Ciphers = {
    '2.16.840.1.101.3.4.1.2': aes(16),
    '2.16.840.1.101.3.4.1.22': aes(24),
    '2.16.840.1.101.3.4.1.42': aes(32),
    '1.2.392.200011.61.1.1.1.2': opensslCipher('camellia-128-cbc', 16, 16),
    '1.2.392.200011.61.1.1.1.3': opensslCipher('camellia-192-cbc', 24, 16),
    '1.2.392.200011.61.1.1.1.4': opensslCipher('camellia-256-cbc', 32, 16),
    '1.2.840.113549.3.7': tripleDes,
    '1.3.14.3.2.7': singleDes,
};
/**
 * Reads the AlgorithmIdentifier of an encryption by password.
 * @throws {Unreadable} when it is of a kind that is not known
 */
function readScheme(identifier) {
    const fields = new Fields(identifier, 'an encryption');
    const algorithm = oid(fields.next());
    const parameters = new Fields(fields.next(tags.sequence), 'the parameters of an encryption');
    if (algorithm === pbes2)
        return readPbes2(parameters);
    const salt = octets(parameters.next(tags.octetString));
    const iterations = atLeastOne(smallInteger(parameters.next(tags.integer)));
    const pkcs12Cipher = pkcs12Ciphers[algorithm];
    if (pkcs12Cipher)
        return pkcs12Scheme(pkcs12Cipher, salt, iterations);
    const old = pbes1[algorithm];
    if (old)
        return pbes1Scheme(old.hash, old.cipher, salt, iterations);
    throw new Unreadable(`its encryption ${algorithm} is not known`);
}
function pkcs12Scheme(cipher, salt, iterations) {
    const hash = 'sha1';
    const chains = [cipher.keyLength, cipher.ivLength].map((length) => Math.ceil(length / digestSize(hash)));
    return {
        derivation: 'pkcs12',
        async unlock(password, budget) {
            budget.spend(iterations * chains.reduce((sum, count) => sum + count));
            const start = { hash, password, salt, iterations };
            const key = await pkcs12Kdf(start, purpose.key, cipher.keyLength);
            const iv = await pkcs12Kdf(start, purpose.iv, cipher.ivLength);
            return (data) => cipher.decrypt(key, iv, data);
        },
    };
}
function pbes1Scheme(hash, cipher, salt, iterations) {
    return {
        derivation: 'pbkdf',
        async unlock(password, budget) {
            budget.spend(iterations);
            const first = (0,external_node_crypto_namespaceObject.createHash)(hash).update(password).update(salt).digest();
            const digest = await iterate(hash, first, iterations - 1);
            return (data) => cipher.decrypt(digest.subarray(0, 8), digest.subarray(8, 16), data);
        },
    };
}
function readPbes2(parameters) {
    const kdf = readKeyDerivation(parameters.next(tags.sequence));
    const { cipher, iv } = readPbes2Cipher(parameters.next(tags.sequence), kdf.keyLength);
    if (iv.length !== cipher.ivLength)
        throw new Unreadable('its encryption has an initial vector of a wrong size');
    return {
        derivation: 'pbkdf',
        async unlock(password, budget) {
            const key = await kdf.derive(password, cipher.keyLength, budget);
            return (data) => cipher.decrypt(key, iv, data);
        },
    };
}
function readPbes2Cipher(identifier, keyLength) {
    const fields = new Fields(identifier, 'a cipher');
    const algorithm = oid(fields.next());
    if (algorithm === rc2Cbc)
        return readRc2(fields.next(), keyLength ?? 16);
    const named = pbes2Ciphers[algorithm];
    if (!named)
        throw new Unreadable(`its cipher ${algorithm} is not known`);
    const cipher = algorithm.startsWith(aesPrefix) ? aesOfLength(keyLength) : undefined;
    return { cipher: cipher ?? named, iv: octets(fields.next(tags.octetString)) };
}
const aesPrefix = '2.16.840.1.101.3.4.1.';
/** NSS before 3.35 named AES-128 whatever the key; the length in the key derivation tells the truth. */
function aesOfLength(keyLength) {
    return keyLength === 16 || keyLength === 24 || keyLength === 32 ? aes(keyLength) : undefined;
}
/** RFC 8018, appendix B.2.3: the version stands for a number of effective bits, in no order. */
const rc2Versions = { 160: 40, 120: 64, 58: 128 };
function readRc2(parameters, keyLength) {
    if (parameters.tag === tags.octetString)
        return { cipher: rc2(keyLength, 32), iv: octets(parameters) };
    const fields = new Fields(parameters, 'the parameters of RC2');
    const version = smallInteger(fields.next(tags.integer));
    const bits = rc2Versions[version] ?? version;
    if (bits < 1 || bits > 1024)
        throw new Unreadable('it has an RC2 key of an impossible length');
    return { cipher: rc2(keyLength, bits), iv: octets(fields.next(tags.octetString)) };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/encryption/decrypt.js




/**
 * Decrypts what a password protects, trying the encodings of the password in order.
 * @param identifier the AlgorithmIdentifier of the encryption
 * @returns undefined if the password is wrong: what comes out is not one SEQUENCE, as every encrypted part
 * of a PFX and every private key is
 * @throws {Unreadable} when the encryption is not known or asks for too much work
 */
async function decrypt(identifier, data, password) {
    const scheme = readScheme(identifier);
    for (const form of password.forms(scheme.derivation)) {
        const open = await scheme.unlock(form, password);
        const plain = attempt(() => open(data));
        if (plain && isOneSequence(plain)) {
            password.prefer(scheme.derivation, form);
            return plain;
        }
    }
    return undefined;
}
/**
 * Decrypts an EncryptedPrivateKeyInfo (PKCS #8).
 * @returns the PrivateKeyInfo; undefined if the password is wrong
 * @throws {Unreadable}
 */
async function decryptKey(encrypted, password) {
    const fields = new Fields(encrypted, 'an encrypted key');
    const algorithm = fields.next(tags.sequence);
    return decrypt(algorithm, octets(fields.next(tags.octetString)), password);
}
function attempt(open) {
    try {
        return open();
    }
    catch {
        // Wrong padding or a broken block: OpenSSL's errors do not tell more than "bad decrypt".
        return undefined;
    }
}
function isOneSequence(plain) {
    try {
        const element = readBer(plain);
        return element.tag === tags.sequence && element.encoding.length === plain.length;
    }
    catch (error) {
        if (error instanceof Unreadable)
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pem/key-block.js






/** An encrypted key does not open with the password. */
class WrongKeyPassword extends Error {
    name = 'WrongKeyPassword';
}
const encrypted = 'ENCRYPTED PRIVATE KEY';
const pkcs8 = 'PRIVATE KEY';
/** The forms from before PKCS #8. */
const olderForms = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY'];
/** Whether a block with this label holds a private key. */
function isPrivateKeyLabel(label) {
    return label.endsWith(pkcs8);
}
/**
 * Reads the private key of a PEM block.
 * @throws {Unreadable} @throws {WrongKeyPassword}
 */
async function readKeyBlock(block, password) {
    const { label, dekInfo, bytes } = block;
    if (label === encrypted) {
        const key = await decryptKey(readBer(bytes), password);
        if (!key)
            throw new WrongKeyPassword();
        return readPrivateKeyInfo(key);
    }
    if (label === pkcs8)
        return readPrivateKeyInfo(bytes);
    if (!olderForms.includes(label))
        throw new Unreadable(`keys of the kind ${label} are not for TLS on Windows`);
    const der = dekInfo === undefined ? bytes : decryptOlderForm(dekInfo, bytes, password);
    try {
        return (0,external_node_crypto_namespaceObject.createPrivateKey)(armoured(label, der));
    }
    catch {
        throw dekInfo === undefined ? new Unreadable(`its ${label} is damaged`) : new WrongKeyPassword();
    }
}
function armoured(label, der) {
    const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
    return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
/** Ciphers that OpenSSL has written into `DEK-Info`. */
const dekCiphers = {
    'AES-128-CBC': opensslCipher('aes-128-cbc', 16, 16),
    'AES-192-CBC': opensslCipher('aes-192-cbc', 24, 16),
    'AES-256-CBC': opensslCipher('aes-256-cbc', 32, 16),
    'CAMELLIA-128-CBC': opensslCipher('camellia-128-cbc', 16, 16),
    'CAMELLIA-192-CBC': opensslCipher('camellia-192-cbc', 24, 16),
    'CAMELLIA-256-CBC': opensslCipher('camellia-256-cbc', 32, 16),
    'DES-EDE3-CBC': tripleDes,
    'DES-CBC': singleDes,
    'RC2-CBC': rc2(16),
    'RC2-64-CBC': rc2(8),
    'RC2-40-CBC': rc2(5),
};
/** Decrypts a key whose PEM headers name cipher and initial vector, as OpenSSL did before PKCS #8. */
function decryptOlderForm(info, data, password) {
    const [name = '', hex = ''] = info.split(',').map((part) => part.trim());
    const cipher = dekCiphers[name.toUpperCase()];
    if (!cipher)
        throw new Unreadable('the cipher in its DEK-Info is not known');
    const iv = Buffer.from(hex, 'hex');
    if (iv.length !== cipher.ivLength)
        throw new Unreadable('its DEK-Info is damaged');
    for (const form of password.forms('pbkdf')) {
        try {
            const plain = cipher.decrypt(bytesToKey(form, iv.subarray(0, 8), cipher.keyLength), iv, data);
            readBer(plain);
            return plain;
        }
        catch {
            // Wrong padding, or no ASN.1 in it: not this form of the password.
        }
    }
    throw new WrongKeyPassword();
}
/** OpenSSL's EVP_BytesToKey with MD5 and one iteration. */
function bytesToKey(password, salt, length) {
    let digest = Buffer.alloc(0);
    const digests = [];
    for (let made = 0; made < length; made += digest.length) {
        digest = (0,external_node_crypto_namespaceObject.createHash)('md5').update(digest).update(password).update(salt).digest();
        digests.push(digest);
    }
    return Buffer.concat(digests, length);
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pem/read-pem.js









const longestText = 10 * 1024 * 1024;
const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];
/**
 * Reads a certificate chain and a private key in PEM, in any order and with text around the blocks. The leaf
 * is the certificate whose key it is. A key that stands with the certificates is found there too.
 * @param password of the key, if it is encrypted
 * @throws {Failure} `pem-unreadable`, `pfx-password-wrong`, `key-mismatch`, `key-unsupported` or
 * `pfx-ambiguous`
 */
async function readPem(certificate, privateKey, password) {
    const blocks = [...blocksOf('certificate', certificate), ...blocksOf('private-key', privateKey)];
    const certificates = blocks.filter(({ label }) => certificateLabels.includes(label));
    const keys = blocks.filter(({ label }) => isPrivateKeyLabel(label));
    if (certificates.length === 0)
        throw missing('certificate', 'CERTIFICATE', blocks);
    if (keys.length === 0)
        throw missing('private-key', 'PRIVATE KEY', blocks);
    const parsed = reading('certificate', () => {
        return readable(certificates, ({ bytes }) => parseCertificate(bytes));
    });
    const bundle = assemble(await read_pem_readKeys(keys, password), parsed);
    const lost = certificates.length - parsed.length;
    return lost === 0 ? bundle : { ...bundle, warnings: [...bundle.warnings, unreadableCertificates(lost)] };
}
function blocksOf(input, text) {
    return reading(input, () => {
        if (text.length > longestText)
            throw new Unreadable('it is longer than 10 MiB');
        return readPemBlocks(text);
    });
}
async function read_pem_readKeys(blocks, text) {
    const password = new Password(text);
    const keys = [];
    for (const block of blocks) {
        try {
            keys.push(await readKeyBlock(block, password));
        }
        catch (error) {
            if (error instanceof WrongKeyPassword)
                throw wrongPassword(text);
            throw read_pem_asFailure('private-key', error);
        }
    }
    return keys;
}
function reading(input, read) {
    try {
        return read();
    }
    catch (error) {
        throw read_pem_asFailure(input, error);
    }
}
function read_pem_asFailure(input, error) {
    if (error instanceof UnknownKeyKind)
        return unsupportedKey('The private key', error.algorithm);
    if (!(error instanceof Unreadable))
        return error;
    return new Failure('pem-unreadable', {
        cause: `The text in "${input}" cannot be read: ${error.message}.`,
        next: 'Check that the whole PEM text was stored, with its line breaks and its BEGIN and END lines.',
    });
}
function missing(input, label, blocks) {
    const labels = [...new Set(blocks.map((block) => block.label))];
    return new Failure('pem-unreadable', {
        cause: `"${input}" has no block that begins with -----BEGIN ${label}-----.`,
        evidence: labels.length > 0 ? `The blocks found: ${labels.join(', ')}.` : 'No PEM block was found at all.',
        next: 'Give the content of the PEM files, not their paths, with the BEGIN and END lines.',
    });
}
function wrongPassword(password) {
    return new Failure('pfx-password-wrong', {
        cause: 'The private key is encrypted, and does not open with the password in "pfx-password".',
        evidence: password === '' ? 'No password, or an empty one, was given.' : 'The password was tried as UTF-8.',
        next: 'Correct the secret behind "pfx-password", or give the key without encryption.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/pfx-text.js


/**
 * Reads the `pfx` input: base64, or base64url, however it was wrapped on its way into a secret. Line breaks
 * and spaces (also as the two characters `\n`), quotes, a `data:` prefix, PEM-style armour (that of
 * `certutil -encode` says CERTIFICATE) and UTF-16 text that was taken for UTF-8 are tolerated.
 * @returns the bytes of the file, which may still be anything
 * @throws {Failure} `input-invalid`, without a word of the content
 */
function decodePfxText(text) {
    const plain = withoutEncodingMarks(text).trim();
    if (plain === '')
        throw invalid('is empty', 'Check that the secret exists and is spelled right.');
    if (isPath(plain)) {
        throw invalid('holds what looks like a path or a variable, and the content of the file belongs there', 'Use "pfx-path" for a file on the runner, or store the file as base64 in a secret and give that.');
    }
    const armour = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(plain)?.[1];
    if (armour && isPem(armour, plain)) {
        throw invalid('holds PEM text', 'Give the certificate through "certificate" and its key through "private-key" instead.');
    }
    const base64 = unwrapped(plain);
    if (base64 === '')
        throw invalid('holds no content', 'Check how the secret was made.');
    if (/^(?:[0-9a-f]{2})+$/i.test(base64) && /^30[0-9a-f]{4}/i.test(base64)) {
        throw invalid('holds hexadecimal digits', 'Encode the file as base64 instead.');
    }
    const stray = /[^A-Za-z0-9+/_=-]/u.exec(base64);
    if (stray) {
        throw invalid('is not base64', `Its ${base64.length} characters have one at place ${stray.index + 1} that base64 does not know. ${howToEncode}`);
    }
    const end = base64.indexOf('=');
    const digits = end < 0 ? base64 : base64.slice(0, end);
    if (/[^=]/.test(base64.slice(digits.length)) || digits.length % 4 === 1) {
        throw invalid('is not whole base64', `It has ${digits.length} characters, with a part missing or two parts joined. ${howToEncode}`);
    }
    return Buffer.from(digits, 'base64');
}
const howToEncode = 'Encode the file in PowerShell with [Convert]::ToBase64String([IO.File]::ReadAllBytes("site.pfx")), ' +
    'elsewhere with "base64 -w0 site.pfx".';
function isPath(text) {
    if (/[\r\n]/.test(text) || text.length > 1024)
        return false;
    const bare = text.replace(/^(["'])(.*)\1$/, '$2');
    return (/^[a-z]:[\\/]/i.test(bare) ||
        /^(?:\\\\|\/|\.{1,2}[\\/]|~[\\/]|%\w+%|\$\{?\w+)/.test(bare) ||
        /\.(?:pfx|p12|pkcs12|pem|cer|crt)$/i.test(bare));
}
/** Whether armour with this label holds PEM proper; `certutil -encode` calls any file a CERTIFICATE. */
function isPem(label, text) {
    if (label === 'PKCS12' || label === 'PFX')
        return false;
    if (label !== 'CERTIFICATE')
        return true;
    const start = Buffer.from(unwrapped(text).slice(0, 64), 'base64');
    // A PFX begins with SEQUENCE, INTEGER 3; a certificate with SEQUENCE, SEQUENCE.
    return !start.includes(Buffer.from([0x02, 0x01, 0x03]));
}
/** The base64 digits alone, without what is wrapped around them. */
function unwrapped(text) {
    return text
        .replace(/^(["'])([\s\S]*)\1$/, '$2')
        .replace(/^data:[^,]*,/i, '')
        .replace(/-----[A-Z0-9 ]+-----/g, '')
        .replace(/\\r|\\n/g, '')
        .replace(/\s/g, '');
}
function invalid(cause, next) {
    return new Failure('input-invalid', { cause: `The input "pfx" ${cause}.`, next });
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/bags.js




const contentTypes = {
    data: '1.2.840.113549.1.7.1',
    signedData: '1.2.840.113549.1.7.2',
    envelopedData: '1.2.840.113549.1.7.3',
    encryptedData: '1.2.840.113549.1.7.6',
};
const bagTypes = {
    key: '1.2.840.113549.1.12.10.1.1',
    shroudedKey: '1.2.840.113549.1.12.10.1.2',
    certificate: '1.2.840.113549.1.12.10.1.3',
    safeContents: '1.2.840.113549.1.12.10.1.6',
};
const x509Certificate = '1.2.840.113549.1.9.22.1';
const friendlyNameOid = '1.2.840.113549.1.9.20';
/** More of them than any honest file has. */
const maximumBags = 1000;
const maximumKeys = 50;
const deepestNesting = 8;
/** What the password does not open. */
class WrongPassword extends Error {
    part;
    name = 'WrongPassword';
    constructor(part) {
        super();
        this.part = part;
    }
}
function readContentInfo(element) {
    const fields = new Fields(element, 'a part of the file');
    const type = oid(fields.next());
    const wrapped = fields.optional(context(0));
    return { type, content: wrapped && inner(wrapped) };
}
/**
 * The bytes that the PFX's authSafe holds and the MAC protects.
 * @throws {Unreadable} when they are protected by a certificate instead of a password
 */
function authenticatedSafe({ type, content }) {
    if (type === contentTypes.signedData) {
        throw new Unreadable('it is sealed with a signature (public-key integrity) in place of a password');
    }
    if (type !== contentTypes.data || !content)
        throw new Unreadable(`its content is of the kind ${type}`);
    return octets(content);
}
/**
 * Opens all parts of a PFX. Bags of other kinds (CRLs, secrets) and attributes other than the friendly name
 * are passed over.
 * @throws {Unreadable} @throws {WrongPassword}
 */
async function readContents(safe, password) {
    const reader = new BagReader(password);
    for (const part of readBer(safe).children)
        await reader.readPart(readContentInfo(part));
    if (reader.contents.keys.length === 0 && reader.contents.lockedKeys > 0)
        throw new WrongPassword('key');
    return reader.contents;
}
class BagReader {
    password;
    contents = { keys: [], certificates: [], lockedKeys: 0 };
    bags = 0;
    constructor(password) {
        this.password = password;
    }
    async readPart({ type, content }) {
        switch (type) {
            case contentTypes.data:
                if (content)
                    await this.readSafe(readBer(octets(content)), 0);
                break;
            case contentTypes.encryptedData:
                if (content)
                    await this.readSafe(readBer(await this.decryptData(content)), 0);
                break;
            case contentTypes.envelopedData:
                throw new Unreadable('it is encrypted for a certificate (public-key privacy) in place of a password');
            default:
                throw new Unreadable(`a part of it is of the unknown kind ${type}`);
        }
    }
    async decryptData(content) {
        const fields = new Fields(content, 'an encrypted part');
        fields.next(tags.integer);
        const info = new Fields(fields.next(tags.sequence), 'an encrypted part');
        info.next(tags.objectIdentifier);
        const algorithm = info.next(tags.sequence);
        const plain = await decrypt(algorithm, octets(info.next(context(0))), this.password);
        if (!plain)
            throw new WrongPassword('certificates');
        return plain;
    }
    async readSafe(safe, depth) {
        if (depth > deepestNesting)
            throw new Unreadable('it is nested too deeply');
        for (const bag of safe.children) {
            if (++this.bags > maximumBags)
                throw new Unreadable(`it holds more than ${maximumBags} items`);
            await this.readBag(bag, depth);
        }
    }
    async readBag(bag, depth) {
        const fields = new Fields(bag, 'an item');
        const type = oid(fields.next());
        const wrapped = fields.optional(context(0));
        if (!wrapped)
            return;
        const friendlyName = readFriendlyName(fields.optional(tags.set));
        switch (type) {
            case bagTypes.key:
                this.addKey({ bytes: inner(wrapped).encoding, ...friendlyName });
                break;
            case bagTypes.shroudedKey: {
                const key = inner(wrapped);
                // GnuTLS puts an open key into this kind of bag when the password is empty.
                const open = key.children[0]?.tag === tags.integer;
                const bytes = open ? key.encoding : await decryptKey(key, this.password);
                if (bytes)
                    this.addKey({ bytes, ...friendlyName });
                else
                    this.contents.lockedKeys++;
                break;
            }
            case bagTypes.certificate: {
                const certificate = new Fields(inner(wrapped), 'a certificate item');
                if (oid(certificate.next()) !== x509Certificate)
                    break;
                this.contents.certificates.push({
                    bytes: octets(inner(certificate.next(context(0)))),
                    ...friendlyName,
                });
                break;
            }
            case bagTypes.safeContents:
                await this.readSafe(inner(wrapped), depth + 1);
                break;
        }
    }
    addKey(key) {
        if (this.contents.keys.length === maximumKeys) {
            throw new Unreadable(`it holds more than ${maximumKeys} private keys`);
        }
        this.contents.keys.push(key);
    }
}
function readFriendlyName(attributes) {
    for (const attribute of attributes?.children ?? []) {
        try {
            const fields = new Fields(attribute, 'an attribute');
            if (oid(fields.next()) !== friendlyNameOid)
                continue;
            const value = values_text(inner(fields.next(tags.set)));
            if (value)
                return { friendlyName: value };
        }
        catch (error) {
            // A damaged attribute says nothing of the key or certificate that it hangs on.
            if (!(error instanceof Unreadable))
                throw error;
        }
    }
    return {};
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/looks-like.js



const exportAgain = 'Give the PFX file itself.';
/** Recognises the files that are given in place of a PFX. */
function looksLike(bytes) {
    const start = Buffer.from(bytes.subarray(0, 4096));
    const text = withoutEncodingMarks(start.toString('latin1')).trimStart();
    if (bytes.length === 0)
        return { what: 'an empty file', next: 'Check how the secret or the file was made.' };
    if (text.includes('-----BEGIN ')) {
        return { what: 'PEM text', next: 'Give PEM files through "certificate" and "private-key".' };
    }
    const magic = start.length >= 4 ? start.readUInt32BE(0) : 0;
    if (magic === 0xfeedfeed || magic === 0xcececece) {
        return {
            what: 'a Java keystore (JKS or JCEKS)',
            next: 'Convert it: keytool -importkeystore -srckeystore keystore.jks -destkeystore site.pfx -deststoretype PKCS12',
        };
    }
    if (magic === 0x504b0304)
        return { what: 'a ZIP archive', next: 'Unpack it and give the .pfx file inside.' };
    if (/^<(?:!doctype|html|\?xml)/i.test(text)) {
        return { what: 'a web page or XML', next: `The download went wrong. ${exportAgain}` };
    }
    const der = derKind(bytes);
    if (der)
        return der;
    if (/^M[A-Za-z0-9+/=\s]{20,}$/.test(text)) {
        return {
            what: 'base64 text',
            next: 'Decode it once more, or give the text itself as "pfx".',
        };
    }
    return start.length > 8 && /^[\t\n\r\x20-\x7e]*$/.test(text)
        ? { what: 'text', next: exportAgain }
        : undefined;
}
function derKind(bytes) {
    try {
        const fields = new Fields(readBer(bytes), 'the file');
        const first = fields.next();
        if (first.tag === tags.integer) {
            const second = fields.next();
            if (second.tag === tags.integer)
                return { what: 'an RSA private key', next: exportAgain };
            if (second.tag === tags.octetString)
                return { what: 'an EC private key', next: exportAgain };
            const third = fields.next();
            return third.tag === tags.octetString ? { what: 'a private key', next: exportAgain } : undefined;
        }
        if (first.tag === tags.objectIdentifier) {
            return {
                what: 'a PKCS #7 file (.p7b), which holds certificates but no key',
                next: 'Give a PFX, which holds the private key too.',
            };
        }
        if (first.tag !== tags.sequence)
            return undefined;
        const second = fields.next();
        if (second.tag === tags.octetString)
            return { what: 'an encrypted private key', next: exportAgain };
        if (second.tag === tags.sequence) {
            return { what: 'a certificate without its key', next: 'Give a PFX, which holds the private key too.' };
        }
        return undefined;
    }
    catch (error) {
        if (error instanceof Unreadable)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/mac.js







const pbmac1 = '1.2.840.113549.1.5.14';
/** RFC 9579 forbids to accept a PBMAC1 key below 160 bits, which would be open to forgery. */
const shortestKey = 20;
/**
 * Checks a PFX's MAC, which tells a right password from a wrong one.
 * @param macData the MacData of the PFX
 * @param content the bytes that it protects
 * @throws {Unreadable} when the kind of MAC is not known or asks for too much work
 */
async function isMacRight(macData, content, password) {
    const fields = new Fields(macData, 'the MAC');
    const digestInfo = new Fields(fields.next(tags.sequence), 'the MAC');
    const algorithm = new Fields(digestInfo.next(tags.sequence), 'the algorithm of the MAC');
    const expected = octets(digestInfo.next(tags.octetString));
    const salt = octets(fields.next(tags.octetString));
    const count = fields.optional(tags.integer);
    const iterations = count ? atLeastOne(smallInteger(count)) : 1;
    const name = oid(algorithm.next());
    const scheme = name === pbmac1 ? readPbmac1(algorithm.next(tags.sequence)) : pkcs12Mac(name, salt, iterations);
    for (const form of password.forms(scheme.derivation)) {
        const key = await scheme.key(form, password);
        const actual = (0,external_node_crypto_namespaceObject.createHmac)(scheme.hash, key).update(content).digest();
        if (actual.length === expected.length && (0,external_node_crypto_namespaceObject.timingSafeEqual)(actual, expected)) {
            password.prefer(scheme.derivation, form);
            return true;
        }
    }
    return false;
}
/** RFC 7292, section 4: the MAC's key comes from PKCS #12's own derivation. */
function pkcs12Mac(name, salt, iterations) {
    const hash = hashes[name];
    if (hash === undefined)
        throw new Unreadable(`the algorithm ${name} of its MAC is not known`);
    return {
        derivation: 'pkcs12',
        hash,
        key(password, budget) {
            budget.spend(iterations);
            return pkcs12Kdf({ hash, password, salt, iterations }, purpose.mac, digestSize(hash));
        },
    };
}
/** RFC 9579: the MAC's key comes from PBKDF2, and the salt and iterations of MacData mean nothing. */
function readPbmac1(parameters) {
    const fields = new Fields(parameters, 'the parameters of PBMAC1');
    const kdf = readKeyDerivation(fields.next(tags.sequence));
    const mac = oid(new Fields(fields.next(tags.sequence), 'the HMAC of PBMAC1').next());
    const hash = hmacHashes[mac];
    if (hash === undefined)
        throw new Unreadable(`the algorithm ${mac} of its MAC is not known`);
    const { keyLength } = kdf;
    if (keyLength === undefined || keyLength < shortestKey) {
        throw new Unreadable('its MAC states no key length, or one that RFC 9579 does not allow');
    }
    return {
        derivation: 'pbkdf',
        hash,
        key: (password, budget) => kdf.derive(password, keyLength, budget),
    };
}

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/read-pfx.js













/** A PFX is a few kilobytes; with every chain there is, a few hundred. */
const largestFile = 10 * 1024 * 1024;
/**
 * Opens a PFX (PKCS #12) file: every cipher, MAC and encoding that programs have used for it.
 * @throws {Failure} `pfx-password-wrong`, `pfx-unreadable`, `pfx-no-key`, `pfx-ambiguous`, `key-mismatch`,
 * `key-unsupported` or `certificate-not-for-servers`
 */
async function readPfx(bytes, password) {
    try {
        return bundleOf(await read_pfx_open(bytes, new Password(password)));
    }
    catch (error) {
        if (error instanceof UnknownKeyKind)
            throw unsupportedKey('The private key', error.algorithm);
        if (error instanceof Unreadable)
            throw unreadable(bytes, error);
        if (error instanceof WrongPassword)
            throw read_pfx_wrongPassword(error, password);
        throw error;
    }
}
async function read_pfx_open(bytes, password) {
    if (bytes.length > largestFile)
        throw new Unreadable('it is larger than 10 MiB');
    const fields = new Fields(readBer(bytes), 'the file');
    const version = smallInteger(fields.next(tags.integer));
    if (version !== 3)
        throw new Unreadable(`it is version ${version} of the format, and only 3 is in use`);
    const safe = authenticatedSafe(readContentInfo(fields.next(tags.sequence)));
    const macData = fields.optional(tags.sequence);
    if (macData && !(await isMacRight(macData, safe, password)))
        throw new WrongPassword('integrity');
    return readContents(safe, password);
}
function bundleOf(contents) {
    if (contents.keys.length === 0)
        throw noKey(contents.certificates.length);
    if (contents.certificates.length === 0)
        throw new Unreadable('it holds a private key but no certificate');
    const certificates = readable(contents.certificates, (named) => ({
        named,
        certificate: parseCertificate(named.bytes),
    }));
    const keys = readable(contents.keys, (named) => ({ named, key: readPrivateKeyInfo(named.bytes) }));
    const bundle = assemble(keys.map(({ key }) => key), certificates.map(({ certificate }) => certificate));
    const name = friendlyName(certificates.find(({ certificate }) => certificate.thumbprint === bundle.leaf.thumbprint)?.named, keys.find(({ key }) => key === bundle.privateKey)?.named);
    const lostCertificates = contents.certificates.length - certificates.length;
    const lostKeys = contents.keys.length - keys.length + contents.lockedKeys;
    return {
        ...bundle,
        ...(name !== undefined && { friendlyName: name }),
        warnings: [
            ...bundle.warnings,
            ...(lostCertificates > 0 ? [unreadableCertificates(lostCertificates)] : []),
            ...(lostKeys > 0 ? [`${lostKeys} of the keys in the file cannot be read and are passed over.`] : []),
        ],
    };
}
function noKey(certificates) {
    return new Failure('pfx-no-key', {
        cause: 'The PFX holds no private key.',
        evidence: `It holds ${certificates === 1 ? 'one certificate' : `${certificates} certificates`}.`,
        next: 'Export it again with the private key ("Yes, export the private key" in the Windows dialog).',
    });
}
/**
 * The name of the certificate, else that of its key. Windows puts the name of the key container on the key
 * (a GUID, or a few letters and one), which is no name for people.
 */
function friendlyName(certificate, key) {
    const ofKey = key?.friendlyName;
    const container = /^(?:\w{2}-)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
    const name = certificate?.friendlyName ?? (ofKey && !container.test(ofKey) ? ofKey : undefined);
    return name && harmless(name);
}
function unreadable(bytes, reason) {
    const kind = looksLike(bytes);
    const next = reason instanceof Asn1Error
        ? 'Check that the whole file was stored, byte for byte, or export it again.'
        : 'Export it again with the certificate and its key, encrypted with AES-256 or 3DES under a password.';
    return new Failure('pfx-unreadable', {
        cause: kind ? `The PFX is not a PFX file but ${kind.what}.` : 'The PFX cannot be read.',
        evidence: `${bytes.length} bytes were given: ${reason.message}.`,
        next: kind?.next ?? next,
    });
}
function read_pfx_wrongPassword({ part }, password) {
    const seen = {
        integrity: '',
        certificates: 'The password fits the MAC of the file, if it has one, but not its encrypted certificates. ',
        key: 'The password opens the file but not the private key in it. ',
    }[part];
    const given = password === ''
        ? 'No password, or an empty one, was given.'
        : /^\s|\s$/.test(password)
            ? 'The password that was given begins or ends with white space, which may not belong to it.'
            : 'The password was tried in every encoding that programs use.';
    return new Failure('pfx-password-wrong', {
        cause: 'The PFX does not open with the password in "pfx-password".',
        evidence: seen + given,
        next: 'Correct the secret behind "pfx-password"; "openssl pkcs12 -info -noout -in file.pfx" shows on any ' +
            'machine whether a password fits.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/certificate/asn1/der.js
/** Builders for DER, each returning a whole element with tag and length. */
function der_element(tag, ...contents) {
    const content = Buffer.concat(contents);
    return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}
function lengthOf(content) {
    const length = content.length;
    if (length < 0x80)
        return [length];
    const bytes = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256))
        bytes.unshift(rest % 256);
    return [0x80 | bytes.length, ...bytes];
}
/** SEQUENCE and SEQUENCE OF. */
const sequence = (...parts) => der_element(0x30, ...parts);
/** SET OF, whose members DER sorts by their encodings. */
const setOf = (...parts) => der_element(0x31, ...parts.toSorted(Buffer.compare));
/** `[number]`, explicit. */
const explicit = (number, part) => der_element(0xa0 | number, part);
/** `[number]` in place of the tag of a primitive type. */
const implicit = (number, content) => der_element(0x80 | number, content);
const octetString = (content) => der_element(0x04, content);
const nothing = () => der_element(0x05);
/** A non-negative INTEGER. */
function der_integer(value) {
    const bytes = [];
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256))
        bytes.unshift(rest % 256);
    // A set top bit would read as a minus sign; zero takes one byte.
    if (((bytes[0] ?? 0x80) & 0x80) !== 0)
        bytes.unshift(0);
    return der_element(0x02, Buffer.from(bytes));
}
/** OBJECT IDENTIFIER from dotted notation. */
function objectIdentifier(dotted) {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
        const digits = [arc % 128];
        for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
            digits.unshift(0x80 | (left % 128));
        }
        return digits;
    });
    return der_element(0x06, Buffer.from(bytes));
}
/** BMPString: big-endian UTF-16. */
const bmpString = (text) => der_element(0x1e, Buffer.from(text, 'utf16le').swap16());

;// CONCATENATED MODULE: ./build/js/src/certificate/pfx/write-pfx.js



/**
 * What every Windows and every other program reads: 3DES and SHA-1, with OpenSSL's number of iterations. The
 * strength of the file lies in its password, which is random and used once.
 */
const write_pfx_hash = 'sha1';
const iterations = 2048;
const write_pfx_oids = {
    data: '1.2.840.113549.1.7.1',
    encryptedData: '1.2.840.113549.1.7.6',
    shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
    certificateBag: '1.2.840.113549.1.12.10.1.3',
    x509Certificate: '1.2.840.113549.1.9.22.1',
    friendlyName: '1.2.840.113549.1.9.20',
    localKeyId: '1.2.840.113549.1.9.21',
    tripleDes: '1.2.840.113549.1.12.1.3',
    sha1: '1.3.14.3.2.26',
};
/**
 * Writes a PFX that every Windows from Server 2016 on imports: one key and its certificate, encrypted with
 * 3DES under a SHA-1 MAC, tied together by a localKeyId, and a friendly name; no chain, and none of the
 * attributes that would choose a provider or container for the key.
 * @param password best random and of ASCII characters
 */
async function writePfx(bundle, password) {
    const encoded = Buffer.from(`${password}\0`, 'utf16le').swap16();
    const key = bundle.privateKey.export({ type: 'pkcs8', format: 'der' });
    const attributes = bagAttributes(bundle.friendlyName, Buffer.from(bundle.leaf.thumbprint, 'hex'));
    const certificate = await encrypt(encoded, sequence(certificateBag(bundle.leaf.der, attributes)));
    const shroudedKey = await encrypt(encoded, key);
    const safe = sequence(contentInfo(write_pfx_oids.encryptedData, sequence(der_integer(0), sequence(objectIdentifier(write_pfx_oids.data), certificate.algorithm, implicit(0, certificate.data)))), contentInfo(write_pfx_oids.data, octetString(sequence(keyBag(shroudedKey, attributes)))));
    return sequence(der_integer(3), contentInfo(write_pfx_oids.data, octetString(safe)), await macOf(encoded, safe));
}
function contentInfo(type, content) {
    return sequence(objectIdentifier(type), explicit(0, content));
}
function bagAttributes(friendlyName, localKeyId) {
    const attribute = (type, value) => sequence(objectIdentifier(type), setOf(value));
    return setOf(attribute(write_pfx_oids.friendlyName, bmpString(friendlyName)), attribute(write_pfx_oids.localKeyId, octetString(localKeyId)));
}
function certificateBag(certificate, attributes) {
    const value = sequence(objectIdentifier(write_pfx_oids.x509Certificate), explicit(0, octetString(certificate)));
    return sequence(objectIdentifier(write_pfx_oids.certificateBag), explicit(0, value), attributes);
}
function keyBag({ algorithm, data }, attributes) {
    const value = sequence(algorithm, octetString(data));
    return sequence(objectIdentifier(write_pfx_oids.shroudedKeyBag), explicit(0, value), attributes);
}
async function encrypt(password, plain) {
    const start = { hash: write_pfx_hash, password, salt: (0,external_node_crypto_namespaceObject.randomBytes)(8), iterations };
    const key = await pkcs12Kdf(start, purpose.key, 24);
    const iv = await pkcs12Kdf(start, purpose.iv, 8);
    const cipher = (0,external_node_crypto_namespaceObject.createCipheriv)('des-ede3-cbc', key, iv);
    return {
        algorithm: sequence(objectIdentifier(write_pfx_oids.tripleDes), sequence(octetString(start.salt), der_integer(iterations))),
        data: Buffer.concat([cipher.update(plain), cipher.final()]),
    };
}
async function macOf(password, content) {
    const salt = (0,external_node_crypto_namespaceObject.randomBytes)(20);
    const key = await pkcs12Kdf({ hash: write_pfx_hash, password, salt, iterations }, purpose.mac, 20);
    const digest = (0,external_node_crypto_namespaceObject.createHmac)(write_pfx_hash, key).update(content).digest();
    const algorithm = sequence(objectIdentifier(write_pfx_oids.sha1), nothing());
    return sequence(sequence(algorithm, octetString(digest)), octetString(salt), der_integer(iterations));
}

;// CONCATENATED MODULE: ./build/js/src/certificate/bundle.js




/** The name for the certificate store where the file has none: `www.example.com 2027-03-31`. */
function defaultFriendlyName(leaf) {
    const name = leaf.dnsNames[0] ?? leaf.ipAddresses[0] ?? leaf.commonName ?? leaf.subject;
    return `${name} ${leaf.notAfter.toISOString().slice(0, 10)}`;
}

;// CONCATENATED MODULE: ./build/js/src/open/open.js





/**
 * Opens the new certificate in memory.
 * @throws Failure of many kinds, see src/certificate; `certificate-not-in-store` for a thumbprint
 */
async function openCertificate(source, store, machine) {
    if (source.kind === 'thumbprint') {
        const certificate = await findInStore(source.thumbprint, store, machine);
        return { certificate, bundle: null, warnings: weaknesses(certificate, []) };
    }
    const bundle = await openBundle(source);
    return {
        certificate: bundle.leaf,
        bundle,
        warnings: [...bundle.warnings, ...weaknesses(bundle.leaf, [...bundle.intermediates, ...bundle.roots])],
    };
}
function openBundle(source) {
    switch (source.kind) {
        case 'pfx':
            return readPfx(decodePfxText(source.text), source.password);
        case 'pfx-path':
            return readPfxFile(source.path, source.password);
        case 'pem':
            return readPem(source.certificate, source.privateKey, source.password);
    }
}
async function readPfxFile(path, password) {
    let bytes;
    try {
        bytes = await (0,external_node_fs_promises_namespaceObject.readFile)(path);
    }
    catch (error) {
        throw new Failure('pfx-unreadable', {
            cause: `The file named in "pfx-path" cannot be read: ${path}`,
            evidence: error.code ?? String(error),
            next: 'Give the path of a PFX file on the runner, relative to the workspace or absolute, that the account of the runner may read.',
        });
    }
    return readPfx(bytes, password);
}
async function findInStore(thumbprint, store, machine) {
    const file = await machine.certutil.export(store, thumbprint);
    const certificate = file ? readCertificateFile(file) : undefined;
    if (certificate?.thumbprint === thumbprint)
        return certificate;
    throw new Failure('certificate-not-in-store', {
        cause: `There is no certificate ${thumbprint} in the LocalMachine store ${store}.`,
        next: 'Correct "thumbprint" or "store" ("certutil -store MY" and "certutil -store WebHosting" list what is there), or give the certificate with "pfx".',
    });
}
/** The checks of the certificate itself, before anything is read from the machine. @throws Failure */
function checkCertificate(certificate, now, minimumDays) {
    checkUsage(certificate);
    checkValidity(certificate, now, minimumDays);
}
/** The name that the certificate store will show: as asked for, else that of the file, else one made from names and date. */
function friendlyNameFor(bundle, wanted) {
    return wanted ?? bundle.friendlyName ?? defaultFriendlyName(bundle.leaf);
}

;// CONCATENATED MODULE: ./build/js/src/certificate/names.js

/**
 * Whether a certificate is good for a host name or IP address, by the rules of RFC 6125: a wildcard stands
 * for exactly one left-most label and never for part of one, and needs two labels after it (as OpenSSL and
 * Node.js demand); an IP address is covered only by an iPAddress entry; a wildcard endpoint such as
 * `*.example.com` is covered only by the same wildcard.
 * @param name a host name (U-labels or A-labels, any case, a dot at the end or not) or an IP address
 */
function covers(certificate, name) {
    const own = comparable(certificate);
    const address = canonicalAddress(name);
    if (address !== undefined)
        return own.addresses.has(address);
    const host = canonicalHost(name);
    if (host === undefined)
        return false;
    if (own.hosts.has(host))
        return true;
    const parent = host.slice(host.indexOf('.') + 1);
    return !host.startsWith('*.') && parent !== host && parent.includes('.') && own.hosts.has(`*.${parent}`);
}
/** The names of the present certificate that the next one does not cover, in the present one's order. */
function uncovered(present, next) {
    // Thousands of bindings can share one pair of certificates, each with a hundred names.
    const known = comparable(next).uncovered;
    let missing = known.get(present);
    if (missing === undefined) {
        missing = [...present.dnsNames, ...present.ipAddresses].filter((name) => !covers(next, name));
        known.set(present, missing);
    }
    return missing;
}
const comparables = new WeakMap();
function comparable(certificate) {
    let known = comparables.get(certificate);
    if (known === undefined) {
        known = {
            hosts: new Set(certificate.dnsNames.map(canonicalHost)),
            addresses: new Set(certificate.ipAddresses.map(canonicalAddress)),
            uncovered: new WeakMap(),
        };
        comparables.set(certificate, known);
    }
    return known;
}

;// CONCATENATED MODULE: ./build/js/src/plan/plan.js





/** Makes the plan. Pure. @throws Failure where a guard refuses; then nothing may be touched */
function makePlan(selected, facts) {
    const isDone = (entry) => entry.binding.thumbprint === facts.next.thumbprint;
    const unchanged = selected.targets.filter(isDone);
    const targets = selected.targets.filter((entry) => !isDone(entry));
    for (const entry of targets)
        refuseUncertain(entry);
    for (const entry of targets)
        refuseOddStore(entry);
    if (!facts.allow.nameMismatch)
        refuseNames(targets, selected.create, facts);
    if (!facts.allow.older)
        refuseOlder(targets, facts);
    const changes = [
        ...toChanges(targets, facts),
        ...selected.create.map((endpoint) => toCreation(endpoint, facts)),
    ];
    for (const change of changes)
        refuseUnsettable(change);
    return { changes, unchanged };
}
function refuseUncertain({ binding, problem }) {
    if (problem === null)
        return;
    throw new Failure('readings-disagree', {
        cause: `What netsh and the registry say of ${binding.endpoint.text} does not agree, so nothing is changed.`,
        evidence: `${problem} netsh shows hash ${binding.thumbprint ?? '(null)'}, store ${binding.store ?? '(null)'}, application id ${binding.appId}.`,
        next: 'Restart the HTTP service at a quiet time (it reads the registry anew), compare "netsh http show sslcert", and run again.',
    });
}
/** The store's name stands in the command that puts the binding back. */
function refuseOddStore({ binding: { endpoint, store } }) {
    if (store === null || isRepeatable(store))
        return;
    throw settingNotPortable(endpoint, ['the name of its store'], 'It has characters outside ASCII or a quotation mark.');
}
function refuseNames(targets, create, facts) {
    const hostRefusal = (endpoint) => endpoint.kind === 'hostnameport' && !covers(facts.next, endpoint.host)
        ? ['its host name is not covered']
        : [];
    const nameRefusal = (entry) => {
        const present = facts.present(entry);
        const missing = present ? uncovered(present, facts.next) : [];
        return missing.length > 0 ? [`its present certificate also covers ${firstOf(5, missing)}`] : [];
    };
    const refusals = [
        ...targets.map((entry) => ({
            endpoint: entry.binding.endpoint,
            why: [...hostRefusal(entry.binding.endpoint), ...nameRefusal(entry)],
        })),
        ...create.map((endpoint) => ({ endpoint, why: hostRefusal(endpoint) })),
    ].flatMap(({ endpoint, why }) => (why.length > 0 ? [`${endpoint.text}: ${why.join(', and ')}`] : []));
    if (refusals.length === 0)
        return;
    throw new Failure('name-mismatch', {
        cause: 'The new certificate does not cover every name that is served now.',
        evidence: `${firstOf(10, refusals, '; ')}. The new certificate covers ${namesOf(facts.next)}.`,
        next: 'Get a certificate that covers these names, name fewer sockets with "bindings", or set "allow-name-mismatch: true".',
    });
}
function refuseOlder(targets, facts) {
    const later = targets.flatMap((entry) => {
        const present = facts.present(entry);
        return present && present.notAfter > facts.next.notAfter
            ? [`${entry.binding.endpoint.text}: its present certificate expires ${present.notAfter.toISOString()}`]
            : [];
    });
    if (later.length === 0)
        return;
    throw new Failure('certificate-older', {
        cause: 'A certificate that is bound now is valid longer than the new one.',
        evidence: `${firstOf(10, later, '; ')}. The new one expires ${facts.next.notAfter.toISOString()}.`,
        next: 'Check that the right certificate was given. If it is meant, set "allow-older: true".',
    });
}
function refuseUnsettable({ endpoint, opaque, settingsArguments: { update } }) {
    if (opaque.length === 0 || update !== null)
        return;
    throw settingNotPortable(endpoint, opaque, 'This Windows has no "netsh http update sslcert", which could keep it.');
}
/** The refusal of a binding whose settings could get lost. */
function settingNotPortable(endpoint, settings, evidence) {
    return new Failure('setting-not-portable', {
        cause: `${endpoint.text} has a setting that netsh cannot set again: ${settings.join(', ')}.`,
        evidence,
        next: 'Leave this socket out (with "bindings" name the others) and rebind it by hand at a quiet time: "netsh http update sslcert", then compare what "netsh http show sslcert" shows before and after.',
    });
}
function toChanges(targets, facts) {
    // Equal settings are one object, so thousands of changes share their arguments too.
    const carried = new Map();
    return targets.map(({ binding, settings: own }) => {
        const settings = own;
        let how = carried.get(settings);
        if (how === undefined) {
            how = carry(settings, facts.abilities);
            carried.set(settings, how);
        }
        return {
            endpoint: binding.endpoint,
            appId: binding.appId,
            before: { thumbprint: binding.thumbprint, store: binding.store },
            after: { thumbprint: facts.next.thumbprint, store: storeAfter(binding, facts.store) },
            settings,
            block: binding.block,
            ...how,
        };
    });
}
function carry(settings, { add, update }) {
    const canUpdate = update.has('certhash');
    return {
        settingsArguments: {
            add: settingsArguments(settings, add),
            update: canUpdate ? settingsArguments(settings, update) : null,
        },
        opaque: unportable(settings, canUpdate ? plan_intersection(add, update) : add),
    };
}
/**
 * A binding keeps the way in which its store is written, or not written, if the new certificate is in that store.
 * netsh insists on a store name for a host name's binding.
 */
function storeAfter({ endpoint, store: present }, store) {
    if (!sameStore(present ?? 'MY', store))
        return store;
    return endpoint.kind === 'hostnameport' ? (present ?? store) : present;
}
function toCreation(endpoint, facts) {
    return {
        endpoint,
        appId: facts.appId,
        before: null,
        after: { thumbprint: facts.next.thumbprint, store: facts.store },
        settings: defaultSettings,
        settingsArguments: { add: [], update: null },
        block: null,
        opaque: [],
    };
}
function plan_intersection(one, other) {
    return new Set([...one].filter((each) => other.has(each)));
}
function namesOf(certificate) {
    return firstOf(10, [...certificate.dnsNames, ...certificate.ipAddresses]) || 'no name at all';
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/omission-probe.js
/** Settings that every Windows has, one candidate after the other: its argument that sets it, and its bit. */
const flags = [
    { argument: 'clientcertnegotiation', set: 'enable', bit: 0x2 },
    { argument: 'dsmapperusage', set: 'enable', bit: 0x1 },
];
const omission_probe_checks = [
    { argument: 'usagecheck', set: 'disable', bit: 0x10000 },
    { argument: 'verifyrevocationwithcachedclientcertonly', set: 'enable', bit: 0x2 },
    { argument: 'verifyclientcertrevocation', set: 'disable', bit: 0x1 },
];
/** @returns undefined if the binding has all candidates set already */
function omissionProbe(spare) {
    const flag = flags.find(({ bit }) => (spare.settings.flags & bit) === 0);
    const check = omission_probe_checks.find(({ bit }) => (spare.settings.checkMode & bit) === 0);
    if (!flag || !check)
        return undefined;
    const without = (args) => args.filter((each) => !each.startsWith(`${flag.argument}=`) && !each.startsWith(`${check.argument}=`));
    const { add, update } = spare.settingsArguments;
    const probes = [flag, check].map(({ argument, set }) => `${argument}=${set}`);
    return {
        bound: { ...spare, settingsArguments: { add: [...without(add), ...probes], update } },
        updated: { ...spare, settingsArguments: { add, update: without(update ?? []) } },
        took: (settings) => (settings.flags & flag.bit) !== 0 && (settings.checkMode & check.bit) !== 0,
    };
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/rehearsal-failures.js

/** Windows error codes that mean the same for every command of netsh. */
const accessDenied = 5;
const noSuchCertificate = 1312;
/** The Windows error code that netsh ends its first line with, in any language; undefined if there is none. */
function netshErrorCode(said) {
    const digits = /(?:^|[^0-9])(\d{1,5})(?: \/|$)/.exec(said)?.[1];
    return digits === undefined ? undefined : Number(digits);
}
/** The first endpoints of a group, for a message. */
function rehearsal_failures_namesOf({ changes }) {
    const texts = changes.map((each) => each.endpoint.text);
    return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}
/**
 * The failure of a rehearsal.
 * @param what the method that was tried
 * @param why what netsh said
 */
function rehearsalFailed(group, what, why) {
    const code = netshErrorCode(why);
    const said = why.replace(/[.\s]+$/, '');
    if (code === accessDenied) {
        return new Failure('not-elevated', {
            cause: 'netsh may not change bindings: the account of the runner is not an elevated administrator.',
            evidence: why,
            next: 'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
        });
    }
    if (code === noSuchCertificate) {
        return new Failure('key-unusable', {
            cause: 'HTTP.sys cannot use the new certificate: it is not in the LocalMachine store, or its private key is not usable by the machine.',
            evidence: `netsh said on a spare socket: ${said}. No binding was touched.`,
            next: 'Import the certificate with its key into LocalMachine (give the PFX to this action), or repair the key with "certutil -repairstore".',
        });
    }
    return new Failure('rehearsal-failed', {
        cause: `The change of ${rehearsal_failures_namesOf(group)} was rehearsed on a spare socket with the same settings, and "${what}" failed there.`,
        evidence: `${said}. No binding was touched.`,
        next: 'Try the same netsh command by hand on a spare port; docs/troubleshooting.md says how.',
    });
}
/** The failure of a rehearsal that leaves something behind. */
function spareNotRemoved(kind, text, why) {
    return new Failure('rehearsal-failed', {
        cause: `The spare socket ${text} of the rehearsal could not be removed.`,
        evidence: why,
        next: `Remove it by hand: netsh http delete sslcert ${kind}=${text}`,
    });
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/spare-endpoints.js


/** Below the range from which systems take ports for outgoing connections. */
const firstPort = 40_000;
const lastPort = 49_000;
/**
 * Endpoints that nobody uses, one for each kind asked for: a port on which no binding is and nobody listens, and
 * for host names one below `.invalid`, which no resolver ever answers (RFC 2606).
 */
async function spareEndpoints(kinds, table) {
    const taken = new Set([...table.bindings.values()].map((each) => each.endpoint.port));
    const spares = [];
    let port = firstPort + Math.floor(Math.random() * 1_000);
    for (const [index, kind] of kinds.entries()) {
        do
            port += 1;
        while (port < lastPort && (taken.has(port) || !(await isFree(port))));
        const text = kind === 'hostnameport'
            ? `rehearsal-${index + 1}.rebind-iis-certificate.invalid:${port}`
            : `127.0.0.1:${port}`;
        spares.push(shownEndpoint(kind, text));
    }
    return spares;
}
function isFree(port) {
    return new Promise((resolve) => {
        const server = (0,external_node_net_namespaceObject.createServer)();
        server.once('error', () => resolve(false));
        server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/rehearsal-groups.js



/** Sorts changes into groups, and finds spare endpoints for each. */
async function groupsOf(changes, presentIsThere, table) {
    const alike = new Map();
    for (const change of changes) {
        const { endpoint, before, after, settings, settingsArguments } = change;
        const key = JSON.stringify([
            endpoint.kind,
            before !== null && presentIsThere(change),
            before === null,
            before?.store,
            after.store,
            settings,
            settingsArguments,
        ]);
        const members = alike.get(key);
        if (members)
            members.push(change);
        else
            alike.set(key, [change]);
    }
    const wanted = [...alike.values()].map((members) => ({ members, model: members[0] }));
    const kinds = wanted.flatMap(({ model }) => Array(model.before ? 2 : 1).fill(model.endpoint.kind));
    const spares = (await spareEndpoints(kinds, table)).values();
    return wanted.map(({ members, model }) => ({
        changes: members,
        first: model.before !== null && presentIsThere(model) ? model.before : model.after,
        kept: spare(model, spares.next().value),
        changed: model.before === null ? null : spare(model, spares.next().value),
        lost: 0,
    }));
}
/** So many present certificates that cannot be bound again, and all of a group are taken for such. */
const lostAtMost = 3;
/**
 * Parts the changes from the group whose present certificate is its first one, which cannot be bound again.
 * @returns the others are a group with the same spare endpoints; null if there are none, or no point in trying
 */
function withoutFirst(group) {
    const { first } = group;
    const isFirst = ({ before }) => before !== null && before.thumbprint === first.thumbprint && sameStore(before.store, first.store);
    const others = group.changes.filter((change) => !isFirst(change));
    const lost = group.lost + 1;
    const next = others[0]?.before;
    if (!next || lost >= lostAtMost)
        return { lost: group, others: null };
    return {
        lost: { ...group, changes: group.changes.filter(isFirst) },
        others: { ...group, changes: others, first: next, lost },
    };
}
function spare(model, endpoint) {
    return { ...model, endpoint, appId: rehearsalAppId, block: null };
}
/** The spare endpoints of groups. */
function sparesOf(groups) {
    return groups.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept]));
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/rehearsal-trial.js


/** What is tried first with a group: `update` where that could prove anything. */
function firstTrial(group) {
    const { first, kept, changed } = group;
    if (changed === null)
        return { group, first, method: 'add' };
    // Without the present certificate there is nothing to update from, so nothing could be proven.
    const canUpdate = kept.settingsArguments.update !== null && first !== kept.after;
    return { group, first, method: canUpdate ? 'update' : 'delete-add' };
}
/** The same with the new certificate from the start, where the present one cannot be bound any more. */
function fromNew(group) {
    return firstTrial({ ...group, first: group.kept.after });
}
const takenByOthers = { is: 'foreign', why: 'someone else has bound the spare endpoint' };
/** The first endpoint: bound to the first certificate. */
function keepGoal({ group: { kept }, first }) {
    const next = (now) => {
        if (now && !isSpare(now))
            return takenByOthers;
        if (now && pointsTo(now, first))
            return { is: 'reached' };
        const add = addCommand(kept, first);
        return { is: 'commands', commands: now ? [deleteCommand(kept), add] : [add] };
    };
    return { endpoint: kept.endpoint, next };
}
/** The second endpoint: bound to the first certificate and then changed to the new one, by the method to be tried. */
function changeGoal({ group: { changed }, first, method }) {
    if (changed === null)
        return null;
    const change = method === 'update'
        ? [updateCommand(changed, changed.after)]
        : [deleteCommand(changed), addCommand(changed, changed.after)];
    const next = (now) => {
        if (now && !isSpare(now))
            return takenByOthers;
        if (now && pointsTo(now, changed.after))
            return { is: 'reached' };
        if (now && pointsTo(now, first))
            return { is: 'commands', commands: change };
        const bind = [...(now ? [deleteCommand(changed)] : []), addCommand(changed, first)];
        return { is: 'commands', commands: [...bind, ...change] };
    };
    return { endpoint: changed.endpoint, next };
}
/** A spare endpoint as it was: free. */
function freeGoal(spare) {
    const next = (now) => now && isSpare(now) ? { is: 'commands', commands: [deleteCommand(spare)] } : { is: 'reached' };
    return { endpoint: spare.endpoint, next };
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/unexplained.js

/**
 * What netsh shows of a binding that its settings in the registry do not explain, such as customised extended
 * properties: the lines in which it differs from a spare binding with the same settings. No rehearsal can carry such
 * a thing, so nothing can prove that a change keeps it.
 *
 * A flag without an argument is in the registry, and in the text as one more line or as another word in one; a line
 * with digits is never explained by a flag.
 * @param spare the text of the spare binding, see {@link Binding.block}
 * @returns empty if all is explained
 */
function unexplained({ block, opaque }, spare) {
    if (block === null)
        return [];
    const gained = without(block, spare);
    const lost = without(spare, block);
    if (gained.length + lost.length === 0)
        return [];
    const byFlags = gained.length <= opaque.length &&
        lost.length <= gained.length &&
        [...gained, ...lost].every((line) => !/[0-9]/.test(line));
    if (byFlags)
        return [];
    const shown = gained.length > 0 ? gained : lost.map((line) => `no "${line}"`);
    return shown.map((line) => excerpt(line));
}
/** The lines of a text beyond those of another; a line that stands there twice counts twice. */
function without(text, other) {
    const left = new Map();
    for (const line of other)
        left.set(line, (left.get(line) ?? 0) + 1);
    return text.filter((line) => {
        const count = left.get(line) ?? 0;
        left.set(line, count - 1);
        return count <= 0;
    });
}

;// CONCATENATED MODULE: ./build/js/src/rehearse/rehearse.js










/**
 * Carries out every kind of planned change on spare endpoints that nobody uses, with the same settings, from the
 * present certificate to the new one. So it shows there, and not in production, which method this host's netsh
 * really has and whether it loses a setting, whether the new key can be used, and whether the rights suffice.
 *
 * Each kind takes two endpoints: one keeps the first certificate, one is changed. What differs between them then is
 * what the change has lost, and both are made and read in one go.
 *
 * @throws Failure if a change cannot be made without loss; nothing is left on the spare endpoints then either
 */
async function rehearse(machine, changes, options) {
    const groups = await groupsOf(changes, options.presentIsThere, options.table);
    await options.announce(sparesOf(groups).map((each) => each.endpoint));
    const stage = new Stage(machine, options);
    try {
        const methods = new Map();
        for (const proven of await stage.prove(groups)) {
            const { group, method } = proven;
            if (method === 'add')
                continue;
            await stage.refuseLoss(proven);
            for (const change of group.changes)
                methods.set(change.endpoint.key, method);
        }
        return { methods, warnings: stage.warnings, table: await stage.clear(groups) };
    }
    catch (error) {
        // The spare endpoints matter less than the reason; what stays there is recognised by its application id and
        // removed by the roll-back.
        await stage.clear(groups).catch(() => undefined);
        throw error;
    }
}
/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
const whileKeySettles = (attempt, said) => {
    const code = netshErrorCode(said);
    if (code === accessDenied || (code === noSuchCertificate && attempt > 3))
        return undefined;
    return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
};
class Stage {
    warnings = [];
    #machine;
    #options;
    #patience;
    #table;
    constructor(machine, options) {
        this.#machine = machine;
        this.#options = options;
        this.#patience = options.freshKey ? whileKeySettles : briefly;
        this.#table = options.table;
    }
    /** Finds a way that works for each group: `update` if it can, else delete + add. @throws Failure if none does */
    async prove(groups) {
        const proven = [];
        // Groups that share their spare endpoints have to wait for one another.
        let later = [];
        for (let trials = groups.map(firstTrial); trials.length > 0;) {
            const goals = trials.map((trial) => ({ trial, kept: keepGoal(trial), changed: changeGoal(trial) }));
            const known = new Set(goals.flatMap(({ trial, kept }) => (trial.first === trial.group.kept.after ? [] : [kept])));
            const refused = await this.#bring(goals.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept])), 
            // Only a new key may take its time.
            (attempt, said, goal) => (known.has(goal) ? briefly : this.#patience)(attempt, said, goal));
            const settings = await this.#readSettings(groups);
            trials = [];
            for (const { trial, kept, changed } of goals) {
                const unbound = refused.get(kept);
                if (unbound) {
                    const { lost, others } = this.#withoutLost(trial, unbound);
                    if (others)
                        trials.push(firstTrial(others));
                    (others ? later : trials).push(fromNew(lost));
                    continue;
                }
                const text = this.#provenText(trial, settings);
                const next = this.#nextTrial(trial, changed && refused.get(changed), settings);
                if (next)
                    trials.push(next);
                else
                    proven.push({ ...trial, text });
            }
            if (trials.length === 0)
                [trials, later] = [later, trials];
            // From nothing, since a failed update may have left anything there.
            await this.clear(trials.map((each) => each.group));
        }
        return proven;
    }
    /**
     * The group without what cannot be put back: a present certificate that cannot be bound any more. The socket is in
     * need of the new one all the more, so this does not stop the run.
     * @throws Failure if that is not the reason why the first certificate was refused
     */
    #withoutLost({ group, first }, { kind, why }) {
        if (first === group.kept.after || kind === 'foreign' || netshErrorCode(why) === accessDenied)
            throw rehearsalFailed(group, 'add', why);
        const { lost, others } = withoutFirst(group);
        this.warnings.push(`The present certificate of ${rehearsal_failures_namesOf(lost)} cannot be bound again (${why}). If this run fails after the change, that socket cannot be put back.`);
        return { lost, others };
    }
    /** The text of the endpoint that keeps its first certificate. @throws Failure if that is not what it was told */
    #provenText({ group }, settings) {
        const { kept } = group;
        const { now, exact } = this.#spare(kept, settings);
        if (!now || !exact)
            throw rehearsalFailed(group, 'add', `the registry does not show ${kept.endpoint.text}`);
        const lost = kept.opaque.length > 0 ? [] : differences(kept.settings, exact);
        if (lost.length > 0)
            throw rehearsalFailed(group, 'add', `it did not set what it was told: ${lost.join(', ')}`);
        return now.block;
    }
    /** What to try after this trial; undefined if its method works. @throws Failure if nothing is left to try */
    #nextTrial(trial, refused, settings) {
        const { group, method } = trial;
        if (method === 'add')
            return undefined;
        const loss = refused ? undefined : this.#loss(group, settings);
        if (!refused && loss === undefined)
            return undefined;
        const code = netshErrorCode(refused?.why ?? '');
        if (method === 'update' && code !== accessDenied && code !== noSuchCertificate) {
            if (loss !== undefined) {
                this.warnings.push(`"netsh http update sslcert" does not keep the settings of ${rehearsal_failures_namesOf(group)} here (${loss}), so it is not used.`);
            }
            return { ...trial, method: 'delete-add' };
        }
        const why = refused?.why ?? `it lost settings: ${loss}`;
        throw rehearsalFailed(group, method === 'update' ? 'update' : 'delete and add', why);
    }
    /** What the changed endpoint lacks that the kept one has. */
    #loss({ kept, changed }, settings) {
        const before = this.#spare(kept, settings);
        const after = this.#spare(changed, settings);
        if (!before.now || !before.exact || !after.now || !after.exact)
            return 'the registry does not show the binding';
        if (!sameBlock(before.now.block, after.now.block))
            return blockDifference(before.now.block, after.now.block);
        return differences(before.exact, after.exact).join(', ') || undefined;
    }
    #spare({ endpoint: { key } }, settings) {
        return { now: this.#table.bindings.get(key), exact: settings.bindings.get(key)?.settings };
    }
    /** @throws Failure if a binding of the group has a setting that this method would lose, or may lose */
    async refuseLoss(proven) {
        const { group, method, text } = proven;
        for (const change of group.changes) {
            const extra = unexplained(change, text);
            if (extra.length === 0)
                continue;
            throw settingNotPortable(change.endpoint, extra, 'Neither the registry nor a spare socket with the same settings has it, so it cannot be rehearsed whether a change keeps it.');
        }
        const first = group.changes.find((change) => change.opaque.length > 0);
        if (!first)
            return;
        if (method !== 'update') {
            throw settingNotPortable(first.endpoint, first.opaque, '"netsh http update sslcert" does not work here, and delete + add would lose it.');
        }
        const lost = await this.#omissionsLost(proven);
        if (lost !== undefined) {
            throw settingNotPortable(first.endpoint, first.opaque, `"netsh http update sslcert" resets here what it is not told: ${lost}.`);
        }
    }
    /**
     * Whether update, on this host, keeps a setting that it is not told: tried with settings that netsh does know.
     * @returns what was lost, or undefined if all were kept
     */
    async #omissionsLost({ group, first }) {
        const { after } = group.kept;
        const probe = omissionProbe(group.changed);
        if (!probe)
            return 'there is no setting left to try it with';
        if (first === after)
            return 'the present certificate, which is needed to try it, is not in the store';
        await this.clear([group]);
        const bound = await this.#bring([keepGoal({ group: { ...group, kept: probe.bound }, first })]);
        const before = this.#spare(probe.bound, await this.#readSettings([group])).exact;
        if (bound.size > 0 || !before || !probe.took(before))
            return 'the settings to try it with could not be set';
        const updated = await this.#bring([
            changeGoal({ group: { ...group, changed: probe.updated }, first, method: 'update' }),
        ]);
        const { now, exact } = this.#spare(probe.updated, await this.#readSettings([group]));
        if (updated.size > 0 || !now || !pointsTo(now, after) || !exact)
            return 'the update itself did not take';
        return differences(before, exact).join(', ') || undefined;
    }
    /** Removes the spare endpoints. @returns the table without them @throws Failure if one stays */
    async clear(groups) {
        const left = await this.#bring(sparesOf(groups).map(freeGoal), briefly, () => undefined);
        for (const { goal, why } of left.values())
            throw spareNotRemoved(goal.endpoint.kind, goal.endpoint.text, why);
        return this.#table;
    }
    async #bring(goals, patience = this.#patience, throwIfStopped = this.#options.throwIfStopped) {
        if (goals.length === 0)
            return new Map();
        const { unreached, table } = await converge(this.#machine, goals, this.#table, {
            patience,
            afterFailure: 'go-on',
            beforeBatch: throwIfStopped,
        });
        this.#table = table;
        return new Map(unreached.map((each) => [each.goal, each]));
    }
    #readSettings(groups) {
        return readSettings(this.#machine, sparesOf(groups).map((each) => each.endpoint));
    }
}

;// CONCATENATED MODULE: ./build/js/src/import/import.js


/** The store of intermediates. Roots are never imported: to trust one is a decision of its own. */
const intermediateStore = 'CA';
/** Looks up what the stores have already. Reads only. */
async function planImport(machine, bundle, store) {
    const [found, inCa] = await Promise.all([
        machine.certutil.find(store, bundle.leaf.thumbprint),
        bundle.intermediates.length > 0 ? machine.certutil.list(intermediateStore) : [],
    ]);
    const known = new Set(inCa.map((each) => each.thumbprint));
    return {
        store,
        bundle,
        leaf: !found?.withKey,
        leafWasThere: found !== undefined,
        intermediates: bundle.intermediates.filter((each) => !known.has(each.thumbprint)),
    };
}
/** What a roll-back has to remove again: what is not in the stores now and will be. */
function importedBy(plan) {
    return [
        ...(plan.leaf && !plan.leafWasThere
            ? [{ store: plan.store, thumbprint: plan.bundle.leaf.thumbprint }]
            : []),
        ...plan.intermediates.map(({ thumbprint }) => ({ store: intermediateStore, thumbprint })),
    ];
}
/**
 * Imports what the plan says, and looks whether it is there.
 * @returns warnings: a missing intermediate does not keep the certificate from being bound
 * @throws Failure `import-failed`
 */
async function importCertificates(machine, plan, options) {
    const warnings = [];
    for (const intermediate of plan.intermediates) {
        const said = await machine.certutil.add(intermediateStore, intermediate.der);
        if (!(await machine.certutil.find(intermediateStore, intermediate.thumbprint))) {
            warnings.push(`The intermediate certificate ${intermediate.subject} could not be added to the store ${intermediateStore}, so clients may not find the chain: ${said.text}`);
        }
    }
    if (plan.leaf)
        await importLeaf(machine, plan, options);
    return warnings;
}
/** Imports the certificate with its key. @throws Failure `import-failed` */
async function importLeaf(machine, { store, bundle }, options) {
    const { friendlyName, exportable, hide } = options;
    const said = await machine.certutil.importPfx(store, (password) => writePfx({ ...bundle, friendlyName }, password), {
        exportable,
        hide,
    });
    if (!(await machine.certutil.find(store, bundle.leaf.thumbprint)))
        throw importFailed(store, said);
}
/** What certutil's untranslated codes mean here, where the file and its password are our own. */
const advice = new Map([
    [
        '0x80070005',
        'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
    ],
    [
        '0x80070056',
        'certutil could not open a file that this action had just written for it; look for a security product that changes files in RUNNER_TEMP.',
    ],
    [
        '0x80090029',
        'The Microsoft Software Key Storage Provider refused this kind of key; use RSA or EC P-256/P-384.',
    ],
    [
        '0x80090027',
        'The Microsoft Software Key Storage Provider refused a parameter; use RSA or EC P-256/P-384.',
    ],
    ['0x80092004', `The store does not exist; "store" takes MY, WebHosting or another LocalMachine store.`],
]);
function importFailed(store, said) {
    return new Failure('import-failed', {
        cause: `certutil did not import the certificate into the LocalMachine store ${store}.`,
        evidence: said.text || 'It printed nothing.',
        next: advice.get(said.code ?? '') ??
            'Look up the code that certutil gave, or import the PFX by hand and give its "thumbprint".',
    });
}

;// CONCATENATED MODULE: ./build/js/src/import/bring-in.js




/** Imports the certificate and its intermediates where they are missing. @returns whether the key is new here */
async function bringIn(context, draft, { importPlan }, journal, done) {
    if (!importPlan || (!importPlan.leaf && importPlan.intermediates.length === 0)) {
        context.log.info('The certificate is in the store already.');
        return false;
    }
    return context.log.group('Import the certificate', async () => {
        const imported = importedBy(importPlan);
        await journal.note({ phase: 'importing', certificates: imported });
        done.imported = imported;
        const warnings = await importCertificates(context.machine, importPlan, importOptions(context, importPlan.bundle));
        for (const warning of warnings)
            draft.warn('Intermediate', warning);
        context.log.info(`${importPlan.bundle.leaf.thumbprint} is in LocalMachine\\${importPlan.store}`);
        return importPlan.leaf;
    });
}
/** Rehearses; where the store had the certificate but its key turns out to be unusable, imports it and tries again. */
async function rehearseWithKey(context, draft, prepared, journal, freshKey) {
    const { machine, stop } = context;
    const { plan, inspection, importPlan, present } = prepared;
    const attempt = (fresh) => rehearse(machine, plan.changes, {
        table: inspection.table,
        presentIsThere: (change) => {
            const binding = inspection.table.bindings.get(change.endpoint.key);
            return binding !== undefined && present(binding) !== undefined;
        },
        freshKey: fresh,
        announce: (endpoints) => journal.note({ phase: 'rehearsing', endpoints }),
        throwIfStopped: () => stop.throwIfRequested(),
    });
    try {
        return await attempt(freshKey);
    }
    catch (error) {
        if (!(error instanceof Failure) || error.code !== 'key-unusable' || !importPlan || importPlan.leaf)
            throw error;
        draft.warn('Import', 'The certificate was in the store already, but without a usable key; it is imported again.');
        await importLeaf(machine, importPlan, importOptions(context, importPlan.bundle));
        return attempt(true);
    }
}
function importOptions({ request, log }, bundle) {
    return {
        exportable: request.exportable,
        friendlyName: friendlyNameFor(bundle, request.friendlyName),
        hide: (secret) => log.hide(secret),
    };
}

;// CONCATENATED MODULE: ./build/js/src/import/replaced.js


/**
 * Deletes replaced certificates that no binding of HTTP.sys uses any more (`remove-replaced`).
 * @param table the bindings as they are now
 * @returns warnings: a certificate that stays is no failure
 */
async function removeReplaced(machine, replaced, table, log) {
    const warnings = [];
    const users = new Map();
    for (const { thumbprint, endpoint } of table.bindings.values()) {
        if (thumbprint === null)
            continue;
        const others = users.get(thumbprint);
        if (others)
            others.push(endpoint.text);
        else
            users.set(thumbprint, [endpoint.text]);
    }
    for (const { store, thumbprint } of replaced) {
        const used = users.get(thumbprint);
        if (used) {
            warnings.push(`The replaced certificate ${thumbprint} stays in ${store}: ${used.slice(0, 5).join(', ')} still uses it.`);
            continue;
        }
        if (unreadableMayUse(table, thumbprint)) {
            warnings.push(`The replaced certificate ${thumbprint} stays in ${store}: a binding that cannot be read may use it.`);
            continue;
        }
        try {
            const said = await machine.certutil.remove(store, thumbprint);
            if (await machine.certutil.find(store, thumbprint)) {
                warnings.push(`The replaced certificate ${thumbprint} could not be deleted from ${store}: ${said.text}`);
            }
            else {
                log.info(`Deleted the replaced certificate ${thumbprint} from ${store}`);
            }
        }
        catch (error) {
            if (!(error instanceof Failure))
                throw error;
            warnings.push(`The replaced certificate ${thumbprint} may still be in ${store}: ${error.message}`);
        }
    }
    return warnings;
}

;// CONCATENATED MODULE: ./build/js/src/run/carry-out.js











/**
 * Steps 5 to 9: journal, import, rehearsal, change, proof.
 * @throws Undone after a failure, when everything has been put back as far as possible
 */
async function carryOut(context, draft, prepared) {
    const { log, stop } = context;
    const { plan } = prepared;
    const replaced = context.request.removeReplaced ? replacedBy(plan.changes) : [];
    const proof = new Proof(context, prepared, draft.certificate.thumbprint);
    stop.throwIfRequested();
    const file = await Journal.newFile(context.journals);
    // Before it exists: the post step of a run that is killed meanwhile finds what there is of it.
    context.rememberJournal(file);
    const journal = await Journal.create(file, {
        version: 1,
        created: new Date().toISOString(),
        job: context.job,
        temp: context.temp,
        restoreAfterJob: context.request.restoreAfterJob,
        ...toJournalChanges(plan.changes),
        removeReplaced: replaced,
    });
    const done = { imported: [], methods: new Map(), applying: false, drifted: new Set() };
    try {
        proof.beginBefore();
        const freshKey = await bringIn(context, draft, prepared, journal, done);
        stop.throwIfRequested();
        const rehearsed = await log.group('Rehearse on spare sockets', async () => {
            const proven = await rehearseWithKey(context, draft, prepared, journal, freshKey);
            log.info(`Proven: ${methodsInWords(plan.changes, proven.methods)}`);
            return proven;
        });
        done.methods = rehearsed.methods;
        for (const warning of rehearsed.warnings)
            draft.warn('Rehearsal', warning);
        const table = await afterHandshakes(context, proof, rehearsed.table);
        refuseDrift(plan.changes, table);
        stop.throwIfRequested();
        await journal.note({ phase: 'applying', methods: [...rehearsed.methods] });
        done.applying = true;
        const how = { methods: rehearsed.methods, table, proof };
        await log.group('Change the bindings', () => changeAll(context, draft, plan.changes, how, done));
        await proof.endAfter(draft);
        await journal.note({ phase: 'verified' });
    }
    catch (error) {
        proof.abandon();
        const failure = asFailure(error);
        log.info(`Failed: ${failure.parts.cause} Everything is put back now.`);
        const undone = await undoAll(context, draft, prepared, journal, done, failure);
        if (undone.outcome === 'rolled-back')
            await proof.proveUndone(draft);
        throw undone;
    }
    await finish(context, draft, journal, replaced);
    return 'rebound';
}
/** ms after which a reading of the table is no longer taken for what is there now. */
const freshMs = 50;
/** Waits until the sockets have said what they serve now. @returns the table as it is then */
async function afterHandshakes({ machine }, proof, table) {
    const began = performance.now();
    await proof.endBefore();
    return performance.now() - began < freshMs ? table : readTable(machine, table);
}
async function changeAll(context, draft, changes, { methods, table, proof }, { drifted }) {
    const { machine, log, stop } = context;
    await apply(machine, changes, {
        methods,
        table,
        progress: (done, total) => log.progress(`${done} of ${total} bindings`),
        throwIfStopped: () => stop.throwIfRequested(),
        onDrift: (change) => drifted.add(change),
        onChanged: (changed) => proof.beginAfter(changed),
    });
    for (const change of changes) {
        const method = methodOf(change, methods);
        draft.describeChange(change, { result: change.before ? 'rebound' : 'created', method });
        log.info(`${change.endpoint.text}: ${change.before?.thumbprint ?? 'not bound'} → ${change.after.thumbprint} (${method})`);
    }
}
/** The change is complete: what is left is tidying up, which never fails a run. */
async function finish(context, draft, journal, replaced) {
    try {
        if (context.request.restoreAfterJob !== 'never') {
            await journal.leave();
            return;
        }
        const needed = await neededByOthers(context, journal.file);
        const unneeded = replaced.filter((each) => !needed.has(certificateKey(each)));
        if (unneeded.length > 0) {
            const warnings = await removeReplaced(context.machine, unneeded, await readTable(context.machine), context.log);
            for (const warning of warnings)
                draft.warn('Replaced certificate', warning);
        }
        await journal.remove();
    }
    catch (error) {
        draft.warn('Tidying up', `The change is complete, but tidying up was not: ${asFailure(error).message}`);
    }
}
function replacedBy(changes) {
    const replaced = new Map();
    for (const { before, after } of changes) {
        if (!before || before.thumbprint === after.thumbprint)
            continue;
        const certificate = { store: before.store ?? 'MY', thumbprint: before.thumbprint };
        replaced.set(certificateKey(certificate), certificate);
    }
    return [...replaced.values()];
}

;// CONCATENATED MODULE: ./build/js/src/run/draft.js


/** The report of a run while it comes about: at any moment it can be closed into a true {@link Report}. */
class Draft {
    certificate = null;
    /** IIS's application id, once it is known. */
    appId = null;
    #rows = new Map();
    /** What is known of the certificates that bindings point to. */
    #known = new Map();
    #warnings = [];
    #log;
    #now;
    constructor(log, now) {
        this.#log = log;
        this.#now = now;
    }
    /** Notes a warning and prints it at once; the same one only once, since the machine can be read twice. */
    warn(title, text) {
        if (this.#warnings.includes(text))
            return;
        this.#warnings.push(text);
        this.#log.warning(title, text);
    }
    describeCertificate(certificate) {
        this.certificate = toCertificateReport(certificate, this.#now);
        this.#known.set(certificate.thumbprint, this.certificate);
    }
    /** A row for every binding of the machine, untouched so far. */
    describeTable({ entries }, owner) {
        for (const [key, { binding, problem }] of entries) {
            const of = owner(binding);
            this.#put(key, {
                endpoint: binding.endpoint.text,
                kind: binding.endpoint.kind,
                result: 'untouched',
                method: 'none',
                previousThumbprint: binding.thumbprint,
                thumbprint: binding.thumbprint,
                appId: binding.appId,
                store: binding.store,
                notAfter: null,
                handshake: 'skipped',
                message: problem ?? '',
                owner: ownerName(of),
                sites: of.is === 'iis' ? of.sites : [],
            });
        }
    }
    /** Adds what is known of the certificates that are bound now. */
    describePresent({ entries }, present) {
        for (const { binding } of entries.values()) {
            const certificate = present(binding);
            if (certificate && !this.#known.has(certificate.thumbprint))
                this.#known.set(certificate.thumbprint, toCertificateReport(certificate, this.#now));
        }
        for (const [key, row] of this.#rows)
            this.#put(key, row);
    }
    /** Changes the row of one binding. */
    update({ key }, changes) {
        const row = this.#rows.get(key);
        if (row)
            this.#rows.set(key, { ...row, ...changes });
    }
    /** Makes the row of a change say what it is bound to, and how it came there. */
    describeChange(change, changes) {
        const { endpoint, before, after, appId } = change;
        const isNew = changes.result === 'rebound' || changes.result === 'created' || changes.result === 'planned';
        const to = isNew ? after : before;
        const row = this.#rows.get(endpoint.key);
        // A change of store is worth saying only where it took place, and what a socket showed instead stays true. That
        // it showed the new certificate does not.
        const message = isNew || row?.handshake === 'mismatch' ? (row?.message ?? '') : '';
        const handshake = !row || row.handshake === 'verified' ? 'skipped' : row.handshake;
        this.#put(endpoint.key, {
            ...(row ?? {
                owner: 'IIS',
                sites: [],
                notAfter: null,
            }),
            handshake,
            endpoint: endpoint.text,
            kind: endpoint.kind,
            method: 'none',
            previousThumbprint: before?.thumbprint ?? null,
            thumbprint: to?.thumbprint ?? null,
            appId,
            store: to?.store ?? null,
            message,
            ...changes,
        });
    }
    /** Nothing of the plan was begun: its bindings are what they were. */
    withdrawPlan() {
        for (const [key, row] of this.#rows) {
            if (row.result !== 'planned')
                continue;
            const { previousThumbprint: thumbprint } = row;
            const message = thumbprint === null ? 'Not bound.' : '';
            this.#put(key, { ...row, result: 'untouched', method: 'none', thumbprint, message });
        }
    }
    /** Puts a row, with what is known of the certificate that it names; the new one is described once for all. */
    #put(key, { certificate: _, ...row }) {
        const known = this.#known.get(row.thumbprint);
        this.#rows.set(key, {
            ...row,
            notAfter: known?.notAfter ?? null,
            ...(known && known !== this.certificate ? { certificate: known } : {}),
        });
    }
    /** All rows as they are now. */
    get rows() {
        return [...this.#rows.values()];
    }
    close(outcome) {
        return {
            outcome,
            certificate: this.certificate,
            bindings: this.rows,
            warnings: this.#warnings,
        };
    }
}

;// CONCATENATED MODULE: ./build/js/src/inspect/present-certificates.js


/** certutil processes that run side by side. */
const present_certificates_sideBySide = 4;
/** From this many certificates of one store on, the whole store is read at once: a program for each takes longer. */
const many = 8;
/** The certificates that bindings point to now, read from their stores, each once. */
class PresentCertificates {
    #machine;
    #progress;
    #known = new Map();
    /** @param progress is told how far a reading is, after each certificate */
    constructor(machine, progress) {
        this.#machine = machine;
        this.#progress = progress;
    }
    /** Reads the certificates of these bindings, as far as they are not known yet. */
    async read(bindings) {
        const open = this.#open(bindings);
        await this.#readStores(open);
        await this.#exportAll(open);
    }
    /**
     * The same for bindings whose certificates are only nice to know.
     * @param most more certificates than this are not read one by one, since each costs a program
     * @returns whether all were read
     */
    async readIfFew(bindings, most) {
        const open = this.#open(bindings);
        await this.#readStores(open);
        if (open.size > most)
            return false;
        await this.#exportAll(open);
        return true;
    }
    async #exportAll(open) {
        const queue = open.entries();
        let done = 0;
        const work = async () => {
            for (const [key, binding] of queue) {
                this.#known.set(key, await this.#export(binding));
                done += 1;
                this.#progress(`${done} of ${open.size} certificates read`);
            }
        };
        await Promise.all(Array.from({ length: present_certificates_sideBySide }, work));
    }
    /** Reads from the registry what it has of stores of which many certificates are wanted, and takes it off the list. */
    async #readStores(open) {
        const stores = new Map();
        for (const binding of open.values()) {
            const store = storeOf(binding).toLowerCase();
            const others = stores.get(store);
            if (others)
                others.push(binding);
            else
                stores.set(store, [binding]);
        }
        for (const bindings of stores.values()) {
            if (bindings.length < many)
                continue;
            const wanted = new Set(bindings.map((each) => each.thumbprint));
            const found = await this.#registry(storeOf(bindings[0]), wanted);
            for (const binding of bindings) {
                const der = found.get(binding.thumbprint);
                const certificate = der && present_certificates_readable(der, binding);
                if (!certificate)
                    continue;
                this.#known.set(keyOf(binding), certificate);
                open.delete(keyOf(binding));
            }
        }
    }
    /** What cannot be read here certutil is asked for, one by one. */
    async #registry(store, wanted) {
        try {
            return await this.#machine.registry.certificates(store, wanted);
        }
        catch (error) {
            if (error instanceof Failure && error.code !== 'cancelled')
                return new Map();
            throw error;
        }
    }
    /** The certificate of a binding; undefined if its store does not have it, or it was not {@link read}. */
    of(binding) {
        return this.#known.get(keyOf(binding));
    }
    /** One binding for each certificate that is not known yet. */
    #open(bindings) {
        const open = new Map();
        for (const binding of bindings) {
            const key = keyOf(binding);
            if (binding.thumbprint !== null && !this.#known.has(key))
                open.set(key, binding);
        }
        return open;
    }
    async #export(binding) {
        const file = await this.#machine.certutil.export(storeOf(binding), binding.thumbprint);
        return file && present_certificates_readable(file, binding);
    }
}
/** The certificate of a binding. One that cannot be read is as good as none: its names and dates are not known. */
function present_certificates_readable(file, { thumbprint }) {
    try {
        const certificate = readCertificateFile(file);
        return certificate.thumbprint === thumbprint ? certificate : undefined;
    }
    catch (error) {
        if (error instanceof Failure)
            return undefined;
        throw error;
    }
}
function storeOf({ store }) {
    return store ?? 'MY';
}
function keyOf(binding) {
    return `${storeOf(binding).toLowerCase()}\\${binding.thumbprint}`;
}

;// CONCATENATED MODULE: ./build/js/src/inspect/unreadable.js




/**
 * A text in which no binding was found, and that is no honest empty table either.
 * @throws Failure `bindings-unreadable`
 */
function refuseNoTable(table) {
    if (table.bindings.size > 0 || table.unreadable.every(hasNoCertificate))
        return;
    throw new Failure('bindings-unreadable', {
        cause: '"netsh http show sslcert" printed no table that can be understood.',
        evidence: `It printed: ${table.said || 'nothing'}`,
        next: 'Run that command on the server. If it shows a table, report its output so that it can be understood; if not, find out what keeps it from working.',
    });
}
/**
 * A record that cannot be understood could be one of those to be changed, unless these were named one by one, or it
 * shows no certificate at all.
 */
function refuseUnreadable({ request: { selection } }, draft, { table, entries }) {
    refuseNoTable(table);
    const { bindings, replace, sites } = selection;
    // One that is not found may be among the records that are not understood.
    const missing = bindings.filter((endpoint) => !entries.has(endpoint.key)).map((endpoint) => endpoint.text);
    const isNamed = bindings.length > missing.length && missing.length + replace.length + sites.length === 0;
    const doubtful = isNamed ? [] : table.unreadable.filter((record) => !hasNoCertificate(record));
    const [first] = doubtful;
    if (first) {
        const what = missing.length > 0 ? `whether ${firstOf(5, missing)} is bound` : 'which bindings there are';
        throw new Failure('bindings-unreadable', {
            cause: `${count(doubtful.length, 'record')} of "netsh http show sslcert" cannot be understood, so it is not certain ${what}.`,
            evidence: `The first reads: ${recordText(first)}`,
            next: 'Name only sockets that the inventory lists with "bindings", and report this output so that it can be understood.',
        });
    }
    warnOfUnreadable(draft, table.unreadable);
}
/** One warning for all: a text that is not understood at all can fall into thousands of records. */
function warnOfUnreadable(draft, records) {
    if (!records[0])
        return;
    draft.warn('Unreadable binding', `${count(records.length, 'record')} of "netsh http show sslcert" cannot be understood. What cannot be understood is left alone. The first reads: ${recordText(records[0])}`);
}
/** A record as one line for a message. */
function recordText(record) {
    return excerpt(record.join('\n'), 1_000);
}

;// CONCATENATED MODULE: ./build/js/src/plan/advisories.js



/**
 * What will surprise somebody later although every planned change is right: clients that will not see the new
 * certificate, and other users of the old one. Pure.
 */
function nightWarnings(facts) {
    const left = leftAlone(facts);
    const shadowing = shadowingHosts(facts, left);
    const onIpv6 = leftOnIpv6(facts, left);
    const explained = new Set([...shadowing.keys(), ...onIpv6]);
    return [
        ...[...shadowing].map(([{ binding }, hosts]) => `Clients that connect to ${binding.endpoint.text} will not see the new certificate for ${firstOf(5, hosts)}: HTTP.sys looks for an exact address before a host name, and ${binding.endpoint.text} keeps another certificate. Name it in "bindings" too, or delete it if nobody needs it.`),
        ...onIpv6.map(({ binding }) => `${binding.endpoint.text} keeps the old certificate, so clients that connect over IPv6 will still see it. Name it in "bindings" too.`),
        ...missingPresent(facts),
        ...otherUsers(facts, left.filter((each) => !explained.has(each))),
    ];
}
/** The bindings that keep another certificate than the new one. */
function leftAlone({ inspection, changes, next }) {
    const changed = new Set(changes.map((each) => each.endpoint.key));
    return [...inspection.entries.values()].filter(({ binding }) => !changed.has(binding.endpoint.key) && binding.thumbprint !== next.thumbprint);
}
/** An exact-address binding comes before a host name's; the wildcard addresses come after it. */
function shadowingHosts({ changes }, left) {
    const hosts = new Map();
    for (const { endpoint } of changes) {
        if (endpoint.kind !== 'hostnameport')
            continue;
        const onPort = hosts.get(endpoint.port);
        if (onPort)
            onPort.push(endpoint.text);
        else
            hosts.set(endpoint.port, [endpoint.text]);
    }
    const shadowing = new Map();
    for (const each of left) {
        const { endpoint } = each.binding;
        const shadowed = hosts.get(endpoint.port);
        if (shadowed && endpoint.kind === 'ipport' && !isWildcardAddress(endpoint))
            shadowing.set(each, shadowed);
    }
    return shadowing;
}
/** The `[::]` twins of changed `0.0.0.0` sockets that stay on a replaced certificate. */
function leftOnIpv6({ changes }, left) {
    const replaced = advisories_replacedBy(changes);
    const ports = new Set(changes.flatMap(({ endpoint }) => endpoint.kind === 'ipport' && endpoint.host === '0.0.0.0' ? [endpoint.port] : []));
    return left.filter(({ binding: { endpoint, thumbprint } }) => endpoint.kind === 'ipport' &&
        endpoint.host === '::' &&
        ports.has(endpoint.port) &&
        replaced.has(thumbprint));
}
function missingPresent({ inspection, changes, present }) {
    const missing = changes.flatMap(({ endpoint, before }) => {
        const entry = inspection.entries.get(endpoint.key);
        return before && entry && !present(entry) ? [endpoint.text] : [];
    });
    if (missing.length === 0)
        return [];
    return [
        `The present certificate of ${firstOf(5, missing)} is missing from its store, so its names and dates could not be compared with the new one's, and it could not be bound again.`,
    ];
}
/** Whoever still uses a replaced certificate will be surprised when it expires. */
function otherUsers({ changes, owner }, left) {
    const replaced = advisories_replacedBy(changes);
    const byOwner = new Map();
    for (const each of left) {
        if (!replaced.has(each.binding.thumbprint))
            continue;
        const name = ownerName(owner(each));
        const endpoints = byOwner.get(name);
        if (endpoints)
            endpoints.push(each.binding.endpoint.text);
        else
            byOwner.set(name, [each.binding.endpoint.text]);
    }
    return [...byOwner].map(([name, endpoints]) => `A replaced certificate is also used by ${firstOf(5, endpoints)} (owner: ${name}), which this run leaves alone. Renew it where it is managed, or name it in "bindings".`);
}
function advisories_replacedBy(changes) {
    return new Set(changes.flatMap(({ before }) => (before ? [before.thumbprint] : [])));
}

;// CONCATENATED MODULE: ./build/js/src/inspect/sites.js
/**
 * Reads the sites, with their https bindings, from what appcmd prints.
 * @returns undefined if the text is no site list, or not a whole one
 */
async function parseSites(text) {
    const root = /<(appcmd|sites?)\b/i.exec(text)?.[1];
    // The parser takes a text that was cut off for what is left of it.
    if (root === undefined || !new RegExp(`(</${root}>|/>)\\s*$`).test(text))
        return undefined;
    const { XMLParser } = await __nccwpck_require__.e(/* import() */ 131).then(__nccwpck_require__.bind(__nccwpck_require__, 131));
    const parser = new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '',
        parseTagValue: false,
        parseAttributeValue: false,
    });
    try {
        return siteNodes(parser.parse(text)).map(toSite);
    }
    catch {
        return undefined;
    }
}
/** The configuration element of each site, wherever appcmd puts it: inside a `SITE` of its own on known versions. */
function siteNodes(value) {
    return asNodes(value).flatMap((node) => Object.entries(node).flatMap(([name, child]) => name === 'site' ? asNodes(child).filter((each) => typeof each.name === 'string') : siteNodes(child)));
}
function asNodes(value) {
    const list = Array.isArray(value) ? value : [value];
    return list.filter((each) => typeof each === 'object' && each !== null);
}
function toSite(node) {
    const bindings = asNodes(asNodes(node.bindings)[0]?.binding)
        .filter((binding) => String(binding.protocol).toLowerCase() === 'https')
        .map((binding) => ({
        information: String(binding.bindingInformation ?? ''),
        sslFlags: sslFlagsOf(String(binding.sslFlags ?? '0')),
    }));
    return { name: String(node.name ?? ''), bindings };
}
/** The names of the bits in IIS's configuration schema, for a tool that prints them instead of their sum. */
const flagNames = new Map([
    ['none', 0],
    ['sni', 1],
    ['centralcertstore', 2],
    ['disablehttp2', 4],
    ['disableocspstp', 8],
    ['disablequic', 16],
    ['disabletls13', 32],
    ['disablelegacytls', 64],
]);
/** @throws Error for flags that are not understood: they decide which socket of HTTP.sys a site uses */
function sslFlagsOf(text) {
    if (/^\s*\d+\s*$/.test(text))
        return Number(text);
    return text.split(/[,|\s]+/).reduce((sum, name) => {
        const bit = flagNames.get(name.toLowerCase());
        if (bit === undefined)
            throw new Error(`unknown sslFlags ${text}`);
        return sum | bit;
    }, 0);
}
/**
 * Whether a site name that appcmd printed is the one that was asked for. Names compare without case. appcmd prints in
 * a code page that is not known, so where its bytes were not UTF-8, a run of characters outside ASCII matches any
 * other such run.
 */
function matchesName(printed, wanted) {
    if (printed.toLowerCase() === wanted.toLowerCase())
        return true;
    const fold = (name) => name.toLowerCase().replace(/[^\x20-\x7e]+/g, '\u{fffd}');
    return printed.includes('\u{fffd}') && fold(printed) === fold(wanted);
}

;// CONCATENATED MODULE: ./build/js/src/plan/select.js






/** Chooses the targets. Pure. @throws Failure if what was named does not exist, or nothing is selected */
function select_select(selection, facts) {
    const chosen = new Map();
    const create = [];
    const passedOver = new Map();
    const choose = (entry) => chosen.set(entry.binding.endpoint.key, entry);
    const passOver = (entry, why, inGeneral = why) => void passedOver.set(entry.binding.endpoint.key, { entry, why, inGeneral });
    for (const endpoint of selection.bindings) {
        const entry = named(endpoint, selection, facts.inspection);
        if (entry)
            choose(entry);
        else if (!create.some((each) => each.key === endpoint.key))
            create.push(endpoint);
    }
    if (selection.replace.length > 0)
        selectReplaced(selection.replace, facts, choose, passOver);
    if (selection.sites.length > 0)
        selectSites(selection.sites, facts, choose, passOver);
    if (selection.bindings.length + selection.replace.length + selection.sites.length === 0) {
        selectCovered(facts, choose, passOver);
    }
    for (const key of chosen.keys())
        passedOver.delete(key);
    const selected = { targets: [...chosen.values()], create, passedOver: [...passedOver.values()] };
    if (chosen.size + create.length === 0)
        throw nothingSelected(selection, selected, facts);
    return selected;
}
function named(endpoint, selection, { entries }) {
    const entry = entries.get(endpoint.key);
    if (entry) {
        if (entry.binding.thumbprint !== null)
            return entry;
        throw select_centralStore(endpoint);
    }
    if (endpoint.kind === 'ccs' || entries.has(endpoint.key.replace(/^hostnameport/, 'scopedccs')))
        throw select_centralStore(endpoint);
    if (selection.createMissing)
        return undefined;
    throw new Failure('endpoint-not-bound', {
        cause: `No certificate is bound to ${endpoint.text}.`,
        evidence: boundHere(entries),
        next: 'Correct "bindings", or set "create-missing: true" to create the binding.',
    });
}
function select_centralStore(endpoint) {
    return new Failure('endpoint-is-ccs', {
        cause: `${endpoint.text} is bound to IIS's central certificate store, which has no certificate hash to change.`,
        evidence: 'IIS reads its certificates as PFX files, named after the host, from a file share.',
        next: 'Put the renewed PFX on that share under the same file name; IIS takes it up by itself. Leave this endpoint out of "bindings".',
    });
}
function boundHere(entries) {
    const endpoints = [...entries.values()].map((each) => each.binding.endpoint.text);
    if (endpoints.length === 0)
        return 'netsh lists no binding at all.';
    return `Bound here: ${firstOf(20, endpoints)}.`;
}
function selectReplaced(replace, facts, choose, passOver) {
    // What already has the new certificate is a target too: a second run then finds its work done.
    const wanted = new Set([...replace, facts.next.thumbprint]);
    for (const entry of facts.inspection.entries.values()) {
        const { thumbprint } = entry.binding;
        if (thumbprint === null || !wanted.has(thumbprint))
            continue;
        if (facts.owner(entry).is === 'iis')
            choose(entry);
        else
            passOver(entry, notOfIis(facts.owner(entry)));
    }
}
function selectSites(names, facts, choose, passOver) {
    const { entries } = facts.inspection;
    for (const name of names) {
        const found = (facts.sites ?? []).filter((site) => matchesName(site.name, name));
        const site = found[0];
        if (!site || found.length > 1)
            throw siteUnknown(name, found.length, facts.sites);
        const sockets = siteSockets(site);
        if (sockets.length === 0) {
            throw new Failure('site-unknown', {
                cause: `The site "${name}" has no https binding.`,
                next: 'Add an https binding to the site in IIS, or correct "sites".',
            });
        }
        for (const endpoint of sockets) {
            const entry = entries.get(endpoint.key);
            if (!entry) {
                throw new Failure('endpoint-not-bound', {
                    cause: `The site "${name}" uses ${endpoint.text}, but no certificate is bound to it.`,
                    evidence: boundHere(entries),
                    next: `Name the socket with "bindings: ${endpoint.text}" and "create-missing: true", or remove that binding from the site.`,
                });
            }
            const owner = facts.owner(entry);
            if (entry.binding.thumbprint === null)
                passOver(entry, 'it uses the central certificate store: put the renewed PFX on its share');
            else if (owner.is === 'other')
                passOver(entry, notOfIis(owner));
            else
                choose(entry);
        }
    }
}
function siteUnknown(name, matches, sites) {
    if (sites === undefined) {
        return new Failure('site-unknown', {
            cause: `The input "sites" names "${name}", but IIS is not installed on this machine.`,
            next: 'Run on the web server, or name the sockets with "bindings".',
        });
    }
    return new Failure('site-unknown', {
        cause: matches > 1 ? `More than one site of IIS matches "${name}".` : `IIS has no site "${name}".`,
        evidence: `Its sites: ${sites.map((site) => `"${site.name}"`).join(', ') || 'none'}.`,
        next: 'Correct "sites" (one name a line, as in IIS Manager), or name the sockets with "bindings".',
    });
}
function selectCovered(facts, choose, passOver) {
    for (const entry of facts.inspection.entries.values()) {
        const { thumbprint } = entry.binding;
        const owner = facts.owner(entry);
        if (thumbprint === null) {
            passOver(entry, 'it uses the central certificate store: put the renewed PFX on its share');
        }
        else if (owner.is !== 'iis') {
            passOver(entry, notOfIis(owner));
        }
        else if (thumbprint === facts.next.thumbprint) {
            choose(entry);
        }
        else {
            const present = facts.present(entry);
            if (!present) {
                passOver(entry, 'its present certificate is missing from the store, so its names are not known; name it in "bindings"');
                continue;
            }
            const missing = uncovered(present, facts.next);
            if (present.dnsNames.length + present.ipAddresses.length === 0)
                passOver(entry, nameless);
            else if (missing.length === 0)
                choose(entry);
            else
                passOver(entry, `the new certificate does not cover ${firstOf(5, missing)}`, notCovered);
        }
    }
}
const nameless = 'its present certificate names no host, so nothing tells that the new one is its successor; name it in "bindings"';
const notCovered = 'the new certificate does not cover every name of the present one';
function notOfIis(owner) {
    return owner.is === 'other'
        ? `it belongs to ${ownerName(owner)}`
        : 'its application id is not that of IIS and no IIS site uses it; name it in "bindings" if it is yours';
}
function nothingSelected(selection, { passedOver }, facts) {
    const { entries } = facts.inspection;
    const passed = passedOver.map(({ entry, why }) => `${entry.binding.endpoint.text}: ${why}`);
    const asked = selection.replace.length > 0
        ? `No IIS binding uses a certificate named in "replace" (${selection.replace.join(', ')}).`
        : selection.sites.length > 0
            ? 'No socket of the sites named in "sites" can be changed.'
            : 'No IIS binding has a certificate whose names are all covered by the new one.';
    return new Failure('nothing-selected', {
        cause: asked,
        evidence: passed.length === 0 ? boundHere(entries) : `Passed over: ${firstOf(10, passed, '; ')}.`,
        next: 'Name the sockets with "bindings". With "dry-run: true" and no certificate the action lists all that is bound.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/run/prepare.js













/**
 * When the report is to tell when bindings that are left alone expire, this many more certificates may be read for it;
 * the inventory reads all.
 */
const fewCertificates = 20;
/** Step 2: opens the new certificate and checks what can be checked without the machine. @throws Failure */
async function openNewCertificate(context, draft) {
    const { request, machine, log, now } = context;
    return log.group('Open the new certificate', async () => {
        const opened = await openCertificate(request.source, request.store, machine);
        draft.describeCertificate(opened.certificate);
        const { subject, issuer, thumbprint, notAfter, dnsNames, ipAddresses } = opened.certificate;
        log.info(`Subject:    ${subject}`);
        log.info(`Issuer:     ${issuer}`);
        log.info(`Names:      ${firstOf(50, [...dnsNames, ...ipAddresses]) || 'none'}`);
        log.info(`Thumbprint: ${thumbprint}`);
        log.info(`Expires:    ${notAfter.toISOString()} (in ${draft.certificate?.daysRemaining} days)`);
        checkCertificate(opened.certificate, now, request.minimumDays);
        for (const warning of opened.warnings)
            draft.warn('Certificate', warning);
        return opened;
    });
}
/** Steps 3 and 4: reads the machine and makes the plan. Changes nothing. @throws Failure where a guard refuses */
async function prepare(context, draft, opened) {
    const { request, machine, log } = context;
    const { certificate, bundle } = opened;
    const { inspection, sites } = await log.group('Read the bindings', () => readMachine(context, draft, certificate));
    const owner = ownerOf(sites);
    const ownerOfEntry = (entry) => owner(entry.binding);
    draft.describeTable(inspection, owner);
    draft.appId = discoverAppId(bindingsOf(inspection), owner) ?? null;
    refuseUnreadable(context, draft, inspection);
    return log.group('Plan', async () => {
        const present = new PresentCertificates(machine, log.progress);
        const presentOf = (entry) => present.of(entry.binding);
        if (prepare_isDefault(context)) {
            await present.read(bindingsOf(inspection).filter((binding) => owner(binding).is === 'iis'));
        }
        const selected = select_select(request.selection, {
            inspection,
            owner: ownerOfEntry,
            sites,
            present: presentOf,
            next: certificate,
        });
        for (const { entry, why } of selected.passedOver)
            draft.update(entry.binding.endpoint, { message: `Passed over: ${why}` });
        warnOfPassedOver(draft, selected.passedOver);
        const [abilities, importPlan] = await Promise.all([
            machine.netsh.abilities(),
            bundle ? planImport(machine, bundle, request.store) : null,
            present.read(selected.targets.map((entry) => entry.binding)),
        ]);
        if (!(await present.readIfFew(bindingsOf(inspection), fewCertificates))) {
            log.info('The certificates of bindings that are left alone were not read, because there are too many of them.');
        }
        draft.describePresent(inspection, (binding) => present.of(binding));
        const plan = makePlan(selected, {
            next: certificate,
            store: request.store,
            present: presentOf,
            abilities,
            appId: request.appId ?? draft.appId ?? iisAppId,
            allow: { nameMismatch: request.allowNameMismatch, older: request.allowOlder },
        });
        describePlan(draft, plan);
        if (request.appId !== null && !request.selection.createMissing) {
            draft.warn('Worth knowing', '"app-id" has no effect: it is for bindings that "create-missing: true" creates. Every other binding keeps the one that it has.');
        }
        for (const warning of nightWarnings({
            inspection,
            changes: plan.changes,
            next: certificate,
            owner: ownerOfEntry,
            present: presentOf,
        })) {
            draft.warn('Worth knowing', warning);
        }
        // What a dry run or a run without changes has to show is shown at its end.
        if (!request.dryRun && plan.changes.length > 0)
            log.table({ outcome: 'planned', bindings: draft.rows });
        for (const change of plan.changes)
            log.debug(`planned: netsh ${netshArguments(plannedCommand(change)).join(' ')}`);
        return { inspection, plan, importPlan, present: (binding) => present.of(binding) };
    });
}
async function readMachine(context, draft, next) {
    const { machine, request, log } = context;
    const inspection = await inspect(machine);
    log.info(`${count(inspection.entries.size, 'binding')} in HTTP.sys`);
    const { selection } = request;
    if (selection.sites.length > 0)
        return { inspection, sites: await machine.appcmd.sites() };
    // IIS needs to be asked only for bindings whose application id says nothing of their owner.
    const knownOwner = ownerOf(undefined);
    const wanted = new Set([...selection.replace, next.thumbprint]);
    const doubtful = bindingsOf(inspection).some((binding) => binding.thumbprint !== null &&
        knownOwner(binding).is === 'unknown' &&
        (prepare_isDefault(context) || (selection.replace.length > 0 && wanted.has(binding.thumbprint))));
    return { inspection, sites: doubtful ? await sitesIfReadable(context, draft) : undefined };
}
/** The sites of IIS where they only help to tell owners: not being able to read them is a warning. */
async function sitesIfReadable({ machine }, draft) {
    try {
        return await machine.appcmd.sites();
    }
    catch (error) {
        if (!(error instanceof Failure))
            throw error;
        draft.warn('IIS', `${error.parts.cause} Bindings are taken for those of IIS by their application id alone.`);
        return undefined;
    }
}
function prepare_isDefault({ request: { selection } }) {
    return selection.bindings.length + selection.replace.length + selection.sites.length === 0;
}
function bindingsOf({ entries }) {
    return [...entries.values()].map((entry) => entry.binding);
}
/** One warning for each kind of reason: a server can have hundreds of bindings of other certificates. */
function warnOfPassedOver(draft, passedOver) {
    const byReason = new Map();
    for (const each of passedOver) {
        const alike = byReason.get(each.inGeneral);
        if (alike)
            alike.push(each);
        else
            byReason.set(each.inGeneral, [each]);
    }
    for (const alike of byReason.values()) {
        const endpoints = alike.map(({ entry }) => entry.binding.endpoint.text);
        const why = alike.length === 1 ? alike[0].why : alike[0].inGeneral;
        draft.warn('Passed over', `${firstOf(10, endpoints)}: ${why}.`);
    }
}
function describePlan(draft, { changes, unchanged }) {
    for (const change of changes) {
        const method = !change.before ? 'add' : change.settingsArguments.update ? 'update' : 'delete-add';
        const storeMoves = change.before &&
            (change.before.store ?? 'MY').toLowerCase() !== (change.after.store ?? 'MY').toLowerCase();
        draft.describeChange(change, {
            result: 'planned',
            method,
            message: storeMoves ? `store ${change.before?.store ?? 'MY'} → ${change.after.store ?? 'MY'}` : '',
        });
    }
    for (const { binding } of unchanged) {
        draft.update(binding.endpoint, { result: 'unchanged', message: '' });
    }
}
function plannedCommand(change) {
    return change.before && change.settingsArguments.update
        ? updateCommand(change, change.after)
        : addCommand(change, change.after);
}

;// CONCATENATED MODULE: ./build/js/src/run/inventory.js






/** Lists every binding with its owner and its certificate. Reads only, and needs no elevation. */
async function inventory(context, draft) {
    const { machine, log } = context;
    await log.group('Read the bindings', async () => {
        const [table, sites] = await Promise.all([readTable(machine), sitesIfReadable(context, draft)]);
        refuseNoTable(table);
        warnOfUnreadable(draft, table.unreadable);
        const bindings = [...table.bindings.values()];
        const entries = new Map(bindings.map((binding) => [binding.endpoint.key, { binding, settings: null, problem: null }]));
        const owner = ownerOf(sites);
        draft.describeTable({ entries, table }, owner);
        draft.appId = discoverAppId(bindings, owner) ?? null;
        const present = new PresentCertificates(machine, log.progress);
        await present.read(bindings);
        draft.describePresent({ entries, table }, (binding) => present.of(binding));
        const missing = bindings.filter((binding) => binding.thumbprint !== null && !present.of(binding));
        if (missing.length > 0) {
            draft.warn('Missing certificate', `The certificate of ${firstOf(10, missing.map((each) => each.endpoint.text))} is not in its store.`);
        }
        log.info(`${count(bindings.length, 'binding')} in HTTP.sys`);
    });
    return 'inventory';
}

;// CONCATENATED MODULE: ./build/js/src/run/run.js












/** A whole run, from the opened inputs to the report. Never throws. */
async function run(context) {
    const draft = new Draft(context.log, context.now);
    const end = (outcome, failure) => ({
        report: draft.close(outcome),
        failure,
        appId: draft.appId,
    });
    const { source, dryRun } = context.request;
    try {
        if (source === null)
            return end(await inventory(context, draft), null);
        return end(await (dryRun ? planOnly(context, draft) : rebind(context, draft)), null);
    }
    catch (error) {
        if (error instanceof Undone)
            return end(error.outcome, error.failure);
        draft.withdrawPlan();
        return end('failed', asFailure(error));
    }
}
/** `dry-run`: everything up to the plan, guards included; no program that writes is started. */
async function planOnly(context, draft) {
    const opened = await openNewCertificate(context, draft);
    const { plan } = await prepare(context, draft, opened);
    if (plan.changes.length > 0 && (await context.machine.isElevated()) === false) {
        draft.warn('Rights', 'This account is not elevated: the real run would refuse to change anything.');
    }
    const { records, damaged } = await Journal.readAll(context.journals);
    for (const each of damaged)
        draft.warn('Earlier run', journalUnreadable(each).message);
    if (records.some((record) => pendingForNextRun(record, context.job) === 'undo')) {
        draft.warn('Earlier run', 'An earlier run was cut off: the real run would put its bindings back before anything else.');
    }
    return plan.changes.length > 0 ? 'planned' : 'unchanged';
}
async function rebind(context, draft) {
    const lock = await lockMachine(context);
    try {
        // Before anything that may fail: a socket that an earlier run has left dead must not wait for a right password.
        await finishEarlierRuns(context, draft);
        const opened = await openNewCertificate(context, draft);
        const prepared = await prepareClean(context, draft, opened);
        if (prepared.plan.changes.length > 0) {
            await refuseWithoutElevation(context);
            return await carryOut(context, draft, prepared);
        }
        context.log.info('Every selected binding has this certificate already; nothing to change.');
        await new Proof(context, prepared, opened.certificate.thumbprint).endAfter(draft);
        return 'unchanged';
    }
    finally {
        await lock.release();
    }
}
const lockWaitMs = 10 * 60_000;
/** Takes the lock of the machine: one run at a time. @throws Failure `locked` */
function lockMachine({ machine, job, log }) {
    return machine.lock({
        holder: `run ${job.runId || 'unknown'}, job ${job.job || 'unknown'}, process ${process.pid}, since ${new Date().toISOString()}`,
        waitMs: lockWaitMs,
        onWait: (holder) => log.info(`Waiting for another run on this machine to end: ${holder}`),
    });
}
/** Restores what a run that was cut off, with no post step after it, has left behind. @throws Failure if that fails */
async function finishEarlierRuns(context, draft) {
    const { machine, log, job, stop, journals } = context;
    const { records, damaged } = await Journal.readAll(journals);
    if (damaged[0])
        throw journalUnreadable(damaged[0]);
    await Journal.removeDrafts(journals);
    for (const record of records.toReversed()) {
        const pending = pendingForNextRun(record, job);
        if (pending === 'keep') {
            log.info('An earlier step of this job puts its bindings back when the job ends (restore-after-job).');
            continue;
        }
        if (pending === 'undo') {
            await refuseWithoutElevation(context);
            draft.warn('Earlier run', `The run of ${record.header.created} was cut off; its bindings are put back before anything else.`);
            await log.group('Put an earlier run back', async () => {
                const result = await undo(machine, record, records, () => stop.throwIfRequested());
                tellRollback(log, result);
                const broken = result.notRestored.filter((each) => !each.foreign);
                if (broken.length > 0)
                    throw rollbackIncomplete(broken, record.file);
            });
        }
        for (const warning of await recover_settle(record))
            draft.warn('Tidying up', warning);
    }
}
/** Reads the machine and makes the plan; first removes what a killed rehearsal has left, if its journal is gone. */
async function prepareClean(context, draft, opened) {
    const prepared = await prepare(context, draft, opened);
    const { table } = prepared.inspection;
    if (![...table.bindings.values()].some(isSpare) || (await context.machine.isElevated()) === false)
        return prepared;
    const left = await removeLeftOverSpares(context.machine, table, () => context.stop.throwIfRequested());
    for (const warning of left)
        draft.warn('Rehearsal', warning);
    return left.length > 0 ? prepared : prepare(context, draft, opened);
}
/** @throws Failure `not-elevated`, with the commands that mend a runner service */
async function refuseWithoutElevation({ machine }) {
    if ((await machine.isElevated()) !== false)
        return;
    throw new Failure('not-elevated', {
        cause: 'The account of this runner is not an elevated administrator, so it may not change bindings or import certificates.',
        evidence: 'whoami /groups shows neither an elevated administrator (S-1-16-12288) nor SYSTEM (S-1-16-16384 with S-1-5-32-544). A runner service runs as NETWORK SERVICE unless told otherwise.',
        next: [
            'In an elevated prompt in the folder of the runner (the file .service there has the name of its service): sc.exe config <service> obj= LocalSystem, then restart the service.',
            'Or configure the runner anew: config.cmd remove --token <token>, then config.cmd --url <url> --token <token> --runasservice --windowslogonaccount "NT AUTHORITY\\SYSTEM"; "--replace" does not change the account of a service.',
            'A runner without a service: start run.cmd in an elevated prompt. See docs/getting-started.md.',
        ].join('\n'),
    });
}

;// CONCATENATED MODULE: ./build/js/src/run/stop.js


/** Tells a run that it must end early: the job was cancelled, or its time is up. */
class Stop {
    #controller = new AbortController();
    #until = Number.POSITIVE_INFINITY;
    constructor() {
        // Many handshakes listen side by side.
        (0,external_node_events_namespaceObject.setMaxListeners)(0, this.signal);
    }
    get signal() {
        return this.#controller.signal;
    }
    /**
     * Asks the run to end. Nothing new is begun from now on; what is under way is undone. Asked twice, the earlier end
     * counts: a job that is cancelled does not wait for the end that its time limit gave.
     * @param why one sentence, e.g. `The job was cancelled.`
     * @param graceMs how long undoing may take before the rest is left to the post step
     */
    request(why, graceMs) {
        this.#until = Math.min(this.#until, performance.now() + graceMs);
        if (!this.signal.aborted) {
            this.#controller.abort(new Failure('cancelled', {
                cause: why,
                next: 'Run the workflow again. The bindings are as they were, unless the report below says otherwise.',
            }));
        }
    }
    /** ms that are left for undoing; infinite until the run is asked to end. */
    get remainingMs() {
        return this.#until - performance.now();
    }
    /** Whether there is no time left for undoing. */
    get graceIsOver() {
        return this.remainingMs <= 0;
    }
    /** @throws Failure `cancelled` once the run was asked to end */
    throwIfRequested() {
        this.signal.throwIfAborted();
    }
    /** What the work comes to; does not wait for it any longer than the run goes on. @throws Failure `cancelled` */
    async unlessRequested(work) {
        this.throwIfRequested();
        let onAbort;
        const stopped = new Promise((_, reject) => {
            onAbort = () => reject(this.signal.reason);
            this.signal.addEventListener('abort', onAbort);
        });
        try {
            return await Promise.race([work, stopped]);
        }
        finally {
            this.signal.removeEventListener('abort', onAbort);
        }
    }
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: ./build/js/src/windows/appcmd.js



/** `appcmd.exe list site /config /xml`; a server without IIS has no appcmd. */
class Appcmd {
    #system32;
    constructor(system32) {
        this.#system32 = system32;
    }
    /**
     * All sites of IIS.
     * @returns undefined where IIS is not installed
     * @throws Failure `iis-unreadable` where appcmd prints no site list, as it does without elevation
     */
    async sites() {
        if (!this.#system32.has('inetsrv/appcmd.exe'))
            return undefined;
        const { stdout, stderr } = await this.#system32.run('inetsrv/appcmd.exe', [
            'list',
            'site',
            '/config',
            '/xml',
        ]);
        const sites = await parseSites(decodeXml(stdout));
        if (sites)
            return sites;
        throw new Failure('iis-unreadable', {
            cause: 'appcmd.exe did not list the sites of IIS.',
            evidence: excerpt(decodeOutput(Buffer.concat([stdout, stderr]))) || 'It printed nothing.',
            next: 'Run "%SystemRoot%\\System32\\inetsrv\\appcmd.exe list site /config /xml" as the account of the runner; it needs elevation. Or name the sockets with "bindings" instead of "sites".',
        });
    }
}
/**
 * UTF-8 where the bytes are valid UTF-8; else the code page is not known, and each byte outside ASCII becomes the
 * replacement character (see `matchesName` in `src/iis/sites.ts`).
 */
function decodeXml(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return decodeOutput(bytes).replace(/[\u0080-\uffff]/g, '\u{fffd}');
    }
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./build/js/src/windows/at-work.js



const prefix = 'program-';
const pollMs = 100;
/**
 * Word of the programs that are changing something right now: a file each in the run's folder, named by the process.
 * A run that is killed does not take its programs along; whoever cleans up after it has to wait for their effect.
 */
class ProgramNotes {
    #folder;
    /** @param folder the run's folder for temporary files */
    constructor(folder) {
        this.#folder = folder;
    }
    begin(pid) {
        try {
            (0,external_node_fs_namespaceObject.writeFileSync)(this.#file(pid), '');
        }
        catch {
            // A full disk is no reason to leave a change half done.
        }
    }
    end(pid) {
        // A program that hangs in a driver survives being killed.
        if (isAlive(pid))
            return;
        try {
            (0,external_node_fs_namespaceObject.rmSync)(this.#file(pid), { force: true });
        }
        catch {
            // Held by a virus scanner, say: whoever comes later sees that the process is gone.
        }
    }
    #file(pid) {
        return (0,external_node_path_namespaceObject.join)(this.#folder, `${prefix}${pid}`);
    }
}
/**
 * Waits for the programs that a killed run has left at work.
 * @param folder that run's folder for temporary files
 * @param limitMs after that, one that still runs hangs, or its number belongs to another process by now
 */
async function waitForPrograms(folder, limitMs) {
    const until = performance.now() + limitMs;
    while (performance.now() < until && programsIn(folder).some(isAlive))
        await (0,promises_namespaceObject.setTimeout)(pollMs);
}
function programsIn(folder) {
    try {
        return (0,external_node_fs_namespaceObject.readdirSync)(folder)
            .filter((name) => /^program-\d+$/.test(name))
            .map((name) => Number(name.slice(prefix.length)));
    }
    catch {
        return [];
    }
}
function isAlive(pid) {
    try {
        return process.kill(pid, 0);
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}

;// CONCATENATED MODULE: ./build/js/src/windows/certutil.js







/** A CNG key: TLS 1.3 and ECDSA need one, and a legacy key of the kind AT_SIGNATURE breaks a binding. */
const keyProvider = 'Microsoft Software Key Storage Provider';
/** `certutil.exe` on the stores of LocalMachine: one method per intent. */
class Certutil {
    #system32;
    #temp;
    /** @param temp an existing folder for the files that certutil reads and writes */
    constructor(system32, temp) {
        this.#system32 = system32;
        this.#temp = temp;
    }
    /**
     * The certificate with this thumbprint, or undefined if the store has none.
     * @throws Failure `program-failed` if certutil does not say so for certain
     */
    async find(store, thumbprint) {
        const found = parseStore(await this.#answer([store, thumbprint.toLowerCase()]));
        return found.find((each) => each.thumbprint === thumbprint);
    }
    /** All certificates of a store. @throws Failure `program-failed` if certutil does not list them for certain */
    async list(store) {
        return parseStore(await this.#answer([store]));
    }
    /**
     * The certificate's encoding, or undefined if the store has none with this thumbprint.
     * @throws Failure `program-failed` if certutil does not say so for certain
     */
    async export(store, thumbprint) {
        let exported;
        await this.#ask(async () => {
            const file = (0,external_node_path_namespaceObject.join)(this.#temp, `${(0,external_node_crypto_namespaceObject.randomUUID)()}.cer`);
            try {
                const said = await this.#store([store, thumbprint.toLowerCase(), file]);
                exported = await readIfThere(file);
                return { said, isCertain: exported !== undefined || isAnswer(said) };
            }
            finally {
                await removeFile(file);
            }
        });
        return exported;
    }
    /** What `certutil -store` answers, once it is certain that it is an answer. */
    #answer(args) {
        return this.#ask(async () => {
            const said = await this.#store(args);
            return { said, isCertain: isAnswer(said) };
        });
    }
    /**
     * Asks until the answer is certain. A store that seems to lack a certificate because certutil stumbled would make
     * a run import what is there, and delete it again. An answer of another shape counts if it is given twice.
     */
    async #ask(question) {
        let before;
        for (let attempt = 1; attempt <= 3; attempt += 1) {
            const { said, isCertain } = await question();
            if (isCertain || said === before)
                return said;
            before = said;
        }
        throw new Failure('program-failed', {
            cause: 'certutil.exe does not say what is in a certificate store.',
            evidence: excerpt(before ?? '') || 'It printed nothing.',
            next: 'Run "certutil -store MY" on the server as the account of the runner, and look at what it prints.',
        });
    }
    async #store(args) {
        const { stdout, stderr } = await this.#system32.run('certutil.exe', ['-store', ...args]);
        return decodeOutput(Buffer.concat([stdout, stderr]));
    }
    /**
     * Imports a PFX. The file exists only while certutil reads it, and is encrypted with a password that is made for
     * this one call. certutil has no other way to take a password without a prompt than its command line, which
     * process auditing can record; after the call that password opens nothing.
     *
     * @param encrypt writes the PFX under the given password
     * @returns what certutil said; whether the certificate is there now, {@link find} tells
     */
    async importPfx(store, encrypt, options) {
        const password = (0,external_node_crypto_namespaceObject.randomBytes)(32).toString('hex');
        options.hide(password);
        const file = (0,external_node_path_namespaceObject.join)(this.#temp, `${(0,external_node_crypto_namespaceObject.randomUUID)()}.pfx`);
        try {
            await (0,external_node_fs_promises_namespaceObject.writeFile)(file, await encrypt(password), { flag: 'wx', mode: 0o600 });
            const modifiers = options.exportable ? [] : ['NoExport'];
            const { stdout, stderr } = await this.#system32.change('certutil.exe', ['-f', '-p', password, '-csp', keyProvider, '-importPFX', store, file, ...modifiers], { hidden: [password] });
            return said(stdout, stderr, [password]);
        }
        finally {
            await removeFile(file);
        }
    }
    /** Adds a certificate without a key, such as an intermediate. */
    async add(store, der) {
        const file = (0,external_node_path_namespaceObject.join)(this.#temp, `${(0,external_node_crypto_namespaceObject.randomUUID)()}.cer`);
        try {
            await (0,external_node_fs_promises_namespaceObject.writeFile)(file, der, { flag: 'wx' });
            const { stdout, stderr } = await this.#system32.change('certutil.exe', ['-addstore', store, file]);
            return said(stdout, stderr, []);
        }
        finally {
            await removeFile(file);
        }
    }
    /** Deletes a certificate from a store. */
    async remove(store, thumbprint) {
        const { stdout, stderr } = await this.#system32.change('certutil.exe', [
            '-delstore',
            store,
            thumbprint.toLowerCase(),
        ]);
        return said(stdout, stderr, []);
    }
}
function said(stdout, stderr, secrets) {
    let text = excerpt(decodeOutput(Buffer.concat([stdout, stderr])));
    for (const secret of secrets)
        text = text.replaceAll(secret, '***');
    return { code: errorCode(text), text };
}
function errorCode(text) {
    return /0x[0-9a-f]{8}\b/i.exec(text)?.[0].toLowerCase();
}
/** How `certutil -store` says that there is no such certificate, or no such store. */
const notThere = [
    '0x80090011', // NTE_NOT_FOUND
    '0x80092004', // CRYPT_E_NOT_FOUND
    '0x80070002', // ERROR_FILE_NOT_FOUND
    '0x80070490', // ERROR_NOT_FOUND
];
/** Its last words begin with its untranslated name and command, in any language; without them something is amiss. */
function isAnswer(said) {
    const end = /^CertUtil: -store\b[^\n]*/im.exec(said)?.[0];
    if (end === undefined)
        return false;
    const code = errorCode(end);
    return code === undefined || notThere.includes(code);
}
async function readIfThere(file) {
    try {
        return await (0,external_node_fs_promises_namespaceObject.readFile)(file);
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
/**
 * Reads the output of `certutil -store` in any language: blocks begin with a line of `=` around a number, the line
 * with the thumbprint holds `(sha1)`, and its digits stand in pairs on older builds. A key shows as `name = value`
 * lines (container, provider); the subject's `CN=` has no space behind the sign.
 */
function parseStore(text) {
    const found = [];
    for (const block of text.split(/^=+[^\n]*=+[ \t]*\r?$/m).slice(1)) {
        // The digits end the line; what stands before them may look like one (the second byte of a full-width colon is "F").
        const digits = /\(sha1\)[^\n]*?((?:[0-9a-f]{2} ?){20})[ \t]*\r?$/im.exec(block)?.[1];
        const thumbprint = digits === undefined ? undefined : parseThumbprint(digits);
        if (thumbprint)
            found.push({ thumbprint, withKey: /^[^\n=]*= [^\n]*\S/m.test(block) });
    }
    return found;
}

;// CONCATENATED MODULE: ./build/js/src/windows/handshake.js


let handshake_context;
/**
 * Every group for the key exchange but the post-quantum ones, which OpenSSL 3.5 (Node.js 24) offers first. They make
 * a handshake a quarter dearer and its first message too long for one TCP segment, and no secret is exchanged here.
 */
const groups = 'X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe3072:ffdhe4096';
// The check is about which certificate the socket shows, not about whether this machine trusts it; so old
// protocols and weak keys are spoken too. One context for all: to make one takes about a millisecond.
function sharedContext() {
    handshake_context ??= (0,external_node_tls_namespaceObject.createSecureContext)({
        ca: [],
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
        ecdhCurve: groups,
    });
    return handshake_context;
}
const refusals = new Set([
    'ECONNREFUSED',
    'EADDRNOTAVAIL',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAFNOSUPPORT',
    'EINVAL',
]);
/**
 * One fresh TLS handshake (no session is resumed). Never rejects.
 * @param timeoutMs for the connection and the handshake together
 * @param signal ends it early
 */
function handshake(target, timeoutMs, signal) {
    const cutShort = { outcome: 'failed', message: 'the run was asked to end' };
    if (signal.aborted)
        return Promise.resolve(cutShort);
    return new Promise((resolve) => {
        let connected = false;
        const socket = (0,external_node_tls_namespaceObject.connect)({
            host: target.address,
            port: target.port,
            ...(target.serverName === undefined ? {} : { servername: target.serverName }),
            secureContext: sharedContext(),
            rejectUnauthorized: false,
            ALPNProtocols: ['http/1.1'],
        });
        const end = (result) => {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
            // A good handshake is also ended well: where it is cut off, the server notes an error.
            if (result.outcome === 'served')
                socket.destroySoon();
            else
                socket.destroy();
            resolve(result);
        };
        const onAbort = () => end(cutShort);
        signal.addEventListener('abort', onAbort);
        const timer = setTimeout(() => {
            const within = `within ${Math.round(timeoutMs / 100) / 10} s`;
            if (connected)
                end({ outcome: 'silent', message: `no TLS handshake ${within}` });
            else
                end({ outcome: 'refused', message: `no connection ${within}` });
        }, timeoutMs);
        socket.once('connect', () => {
            connected = true;
        });
        const served = () => {
            const shown = connected ? socket.getPeerX509Certificate() : undefined;
            if (shown)
                end({ outcome: 'served', thumbprint: thumbprintOf(shown.raw) });
            return shown !== undefined;
        };
        socket.once('secureConnect', () => {
            if (!served())
                end({ outcome: 'failed', message: 'the socket showed no certificate' });
        });
        socket.once('error', (error) => {
            // A socket that insists on a client certificate ends the handshake after it has shown its own.
            if (served())
                return;
            const code = error.code ?? error.message;
            if (!connected && refusals.has(code))
                end({ outcome: 'refused', message: `connection refused (${code})` });
            else if (code === 'ECONNRESET')
                end({ outcome: 'failed', message: 'the connection was reset during the handshake' });
            else
                end({ outcome: 'failed', message: `the handshake failed (${code})` });
        });
        socket.once('close', () => end({ outcome: 'failed', message: 'the connection was closed during the handshake' }));
    }).catch((error) => ({ outcome: 'failed', message: `no handshake is possible (${error.message})` }));
}

;// CONCATENATED MODULE: ./build/js/src/windows/lock.js






const lock_pollMs = 250;
/** A process that is asked for its name, or that asks, and does not go on within this has lost its chance. */
const talkMs = 1_000;
/**
 * Takes the lock of this machine: one run at a time changes its bindings, whatever runner it belongs to.
 *
 * The lock is the right to listen on a name: a named pipe on Windows, an abstract socket on Linux, a loopback port
 * elsewhere. The operating system takes it back when the process ends, however it ends, so nothing can be left
 * stale. Who asks the holder by connecting is told who it is. Any local user can take the name first; that can
 * delay a run, never change one.
 *
 * @param identity names the machine: its Windows folder
 * @param holder what the others are told, one line
 * @throws Failure `locked` after `waitMs`; the reason of the signal once it is aborted
 */
async function acquireMachineLock(identity, holder, waitMs, onWait, signal) {
    const address = lockAddress(identity);
    const deadline = performance.now() + waitMs;
    let told = false;
    for (;;) {
        signal.throwIfAborted();
        const lock = await listen(address, holder);
        if (lock)
            return lock;
        const other = await askHolder(address);
        if (!told)
            onWait(other);
        told = true;
        if (performance.now() >= deadline) {
            throw new Failure('locked', {
                cause: 'Another run is changing the bindings of this machine.',
                evidence: `It is ${other}. This run has waited for ${Math.round(waitMs / 1000)} s.`,
                next: 'Wait for the other run to end and run this one again, or give both workflows the same "concurrency" group.',
            });
        }
        await pause(signal);
    }
}
async function pause(signal) {
    try {
        await (0,promises_namespaceObject.setTimeout)(lock_pollMs, undefined, { signal });
    }
    catch {
        signal.throwIfAborted();
    }
}
/** The name on which the holder of a machine's lock listens. */
function lockAddress(identity) {
    const machine = (0,external_node_path_namespaceObject.resolve)(identity).toLowerCase();
    const digest = (0,external_node_crypto_namespaceObject.createHash)('sha256').update(`rebind-iis-certificate ${machine}`).digest();
    const name = `rebind-iis-certificate-${digest.toString('hex').slice(0, 16)}`;
    if (process.platform === 'win32')
        return { path: `\\\\.\\pipe\\${name}` };
    if (process.platform === 'linux')
        return { path: `\0${name}` };
    return { host: '127.0.0.1', port: 49_152 + (digest.readUInt16BE() % 16_000) };
}
/** @returns undefined if somebody else listens there */
function listen(address, holder) {
    return new Promise((resolve, reject) => {
        const asking = new Set();
        const server = (0,external_node_net_namespaceObject.createServer)((socket) => {
            asking.add(socket);
            socket.unref();
            socket.setTimeout(talkMs, () => socket.destroy());
            socket.on('error', () => socket.destroy());
            socket.once('close', () => asking.delete(socket));
            socket.end(`${holder}\n`);
        });
        server.unref();
        server.once('error', (error) => {
            // Windows answers EACCES where the pipe belongs to another account.
            if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
                resolve(undefined);
            else
                reject(error);
        });
        server.listen({ ...address, exclusive: true }, () => {
            resolve({ release: () => lock_close(server, asking) });
        });
    });
}
function lock_close(server, asking) {
    return new Promise((resolve) => {
        server.close(() => resolve());
        // A server is closed once its last connection is, and who asks may keep its end open for ever.
        for (const socket of asking)
            socket.destroy();
    });
}
/** Who holds the lock, as it says of itself; text of another process, made harmless and short. */
function askHolder(address) {
    return new Promise((resolve) => {
        let text = '';
        const socket = (0,external_node_net_namespaceObject.connect)(address);
        const timer = setTimeout(() => end(), talkMs);
        const end = () => {
            clearTimeout(timer);
            socket.destroy();
            resolve(excerpt(text, 200) || 'a process that does not say who it is');
        };
        socket.setEncoding('latin1');
        socket.on('data', (data) => {
            text += data;
            if (text.length > 1_000)
                end();
        });
        socket.once('error', end);
        socket.once('close', end);
    });
}

;// CONCATENATED MODULE: external "node:async_hooks"
const external_node_async_hooks_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");
;// CONCATENATED MODULE: external "node:diagnostics_channel"
const external_node_diagnostics_channel_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");
;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: external "events"
const external_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: external "assert"
const external_assert_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io-util.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_namespaceObject.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_namespaceObject.constants.O_RDONLY;
function exists(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return __awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return __awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_namespaceObject.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_namespaceObject.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_namespaceObject.EOL.length);
                n = s.indexOf(external_os_namespaceObject.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_namespaceObject.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_namespaceObject.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec_exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new StringDecoder('utf8');
        const stderrDecoder = new StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec_exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ./build/js/src/windows/process.js






/** The text of 30 000 bindings is about 45 MB; more than this is not the output of the programs we start. */
const maximumOutputBytes = 48 * 1024 * 1024;
/**
 * The same for a line without end: @actions/exec puts lines together, although nobody asks it to, and takes a time
 * that grows with the square of a line's length.
 */
const maximumLineBytes = 4 * 1024 * 1024;
/** A healthy command ends within this, so that its effect is known; a hung one must not use up a cancelled job's time. */
const hurryMs = 2_000;
/** A process that hangs in a driver does not die; nobody waits for it for longer than this. */
const dyingMs = 1_000;
/** One program while it runs. */
class Watch {
    why;
    /** Resolves for a program that was killed and lives on. */
    undead;
    #child;
    #timer;
    #giveUp = () => undefined;
    constructor() {
        this.undead = new Promise((resolve) => {
            this.#giveUp = () => resolve(null);
        });
    }
    adopt(child, onStart) {
        this.#child = child;
        child.once('spawn', () => {
            // A program that ends without reading its input is none of our concern.
            child.stdin?.on('error', () => undefined);
            if (this.why)
                killTree(child);
            if (child.pid !== undefined)
                onStart?.(child.pid);
        });
    }
    end(why) {
        if (this.why)
            return;
        this.why = why;
        killTree(this.#child);
        this.#timer = setTimeout(this.#giveUp, dyingMs);
    }
    /** Lets go of whatever is left, so that it does not keep this process from ending. */
    close() {
        clearTimeout(this.#timer);
        this.#child?.unref();
        // What a program has started may live on with its pipes.
        this.#child?.stdout?.destroy();
        this.#child?.stderr?.destroy();
    }
}
const slots = new external_node_async_hooks_namespaceObject.AsyncLocalStorage();
// @actions/exec has no time limit and does not hand out the process that it starts. Node tells of each one on this
// channel while it is being created, in the asynchronous context of the call that creates it.
external_node_diagnostics_channel_namespaceObject.subscribe('child_process', (message) => {
    const slot = slots.getStore();
    slot?.watch.adopt(message.process, slot.onStart);
});
/**
 * Starts a program without a shell and waits for its end. This is the only place where a process begins.
 *
 * Its output never reaches the workflow log, which would execute a line such as `::error::`. Its standard input is
 * at its end from the start, so a prompt cannot wait for an answer. It does not inherit the inputs of the action
 * (`INPUT_…`), among which are the secrets.
 *
 * @throws Failure `program-failed` if it cannot be started or prints without end, `program-timeout` if it was killed
 *   at its limit; the reason of `hurry` if it was killed because of that. What it changed until then is unknown: read
 *   the state again.
 */
const startProgram = async ({ program, args, timeoutMs, hurry, onStart, onStdout }) => {
    const name = (0,external_node_path_namespaceObject.basename)(program.replaceAll('\\', '/'));
    const stdout = [];
    const stderr = [];
    const watch = new Watch();
    let bytes = 0;
    const collect = (take) => {
        let lineBytes = 0;
        return (data) => {
            bytes += data.length;
            const lineEnd = data.lastIndexOf('\n');
            lineBytes = lineEnd < 0 ? lineBytes + data.length : data.length - lineEnd;
            if (bytes > maximumOutputBytes || lineBytes > maximumLineBytes)
                watch.end('flood');
            else
                take(data);
        };
    };
    const timers = [setTimeout(() => watch.end('timeout'), timeoutMs)];
    const onHurry = () => timers.push(setTimeout(() => watch.end('hurry'), hurryMs));
    hurry?.addEventListener('abort', onHurry);
    let exitCode;
    try {
        const running = slots.run({ watch, onStart }, () => exec_exec(`"${program}"`, [...args], {
            silent: true,
            ignoreReturnCode: true,
            delay: 1_000,
            input: Buffer.alloc(0),
            env: environmentWithoutInputs(),
            listeners: {
                stdout: collect(onStdout ?? ((data) => void stdout.push(data))),
                stderr: collect((data) => void stderr.push(data)),
            },
        }));
        exitCode = await Promise.race([running, watch.undead]);
    }
    catch (error) {
        throw new Failure('program-failed', {
            cause: `${name} could not be started.`,
            evidence: error instanceof Error ? error.message : String(error),
            next: `Check that ${program} exists and that the account of the runner may run it.`,
        });
    }
    finally {
        for (const timer of timers)
            clearTimeout(timer);
        hurry?.removeEventListener('abort', onHurry);
        watch.close();
    }
    if (watch.why === 'hurry')
        throw hurry?.reason;
    if (watch.why)
        throw killed(name, watch.why, timeoutMs);
    return { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
};
function killed(name, why, timeoutMs) {
    if (why === 'timeout') {
        return new Failure('program-timeout', {
            cause: `${name} did not end within ${Math.round(timeoutMs / 1000)} s and was stopped.`,
            next: 'Look for a hung HTTP service or a blocked certificate store on the server, and run again.',
        });
    }
    return new Failure('program-failed', {
        cause: `${name} printed without end and was stopped.`,
        next: `Run ${name} by hand on the server and look at what it prints.`,
    });
}
function environmentWithoutInputs() {
    return Object.fromEntries(Object.entries(process.env).filter((entry) => entry[1] !== undefined && !entry[0].toUpperCase().startsWith('INPUT_')));
}
/**
 * Kills a program and what it started. On Windows the programs of this action start none of their own; where the
 * machine is an embedded one, a program can be a script with children, which Linux lists under /proc.
 */
function killTree(child) {
    if (!child?.pid)
        return;
    for (const pid of descendants(child.pid)) {
        try {
            process.kill(pid, 'SIGKILL');
        }
        catch {
            // It has ended in the meantime.
        }
    }
    child.kill('SIGKILL');
    // A grandchild that lives on would hold the pipes open.
    child.stdout?.destroy();
    child.stderr?.destroy();
}
function descendants(pid) {
    if (process.platform !== 'linux')
        return [];
    try {
        const children = (0,external_node_fs_namespaceObject.readFileSync)(`/proc/${pid}/task/${pid}/children`, 'ascii').trim();
        return children
            .split(' ')
            .filter(Boolean)
            .map(Number)
            .flatMap((each) => [...descendants(each), each]);
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./build/js/src/windows/system-store.js


/** The property of a stored certificate that is the certificate itself (`CERT_CERT_PROP_ID` in wincrypt.h). */
const certificateProperty = 32;
/**
 * Reads the output of `reg.exe query HKLM\SOFTWARE\Microsoft\SystemCertificates\<store>\Certificates /s`: a key for
 * each certificate, named by its thumbprint, with a value `Blob`. What is not of the form that is known, or is not the
 * certificate that it says, is passed over.
 * @param wanted the certificates of interest
 * @returns their encodings
 */
function parseSystemStore(text, wanted) {
    const found = new Map();
    for (const { path, values } of readKeys(text)) {
        const name = path.slice(path.lastIndexOf('\\') + 1).toUpperCase();
        if (!wanted.has(name))
            continue;
        const blob = values.find((value) => value.name === 'Blob' && value.type === 'REG_BINARY');
        const der = blob && certificateIn(Buffer.from(blob.data, 'hex'));
        if (der && thumbprintOf(der) === name)
            found.set(name, der);
    }
    return found;
}
/**
 * The certificate in a `Blob`: properties one after the other, each as three little-endian numbers (its id, 1, the
 * length of its value) and its value.
 */
function certificateIn(blob) {
    for (let at = 0; at + 12 <= blob.length;) {
        const [id, length] = [blob.readUInt32LE(at), blob.readUInt32LE(at + 8)];
        const end = at + 12 + length;
        if (end > blob.length)
            return undefined;
        // A copy, as the blob is several times as long.
        if (id === certificateProperty)
            return Buffer.from(blob.subarray(at + 12, end));
        at = end;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/js/src/windows/registry.js



const systemCertificates = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
/** HTTP.sys keeps each kind of binding under a key of its own. */
const keys = { ipport: 'SslBindingInfo', hostnameport: 'SslSniBindingInfo' };
/** `reg.exe`, for reading only: HTTP.sys does not see a direct edit before it is started again. */
class Registry {
    #system32;
    /** Shared by all readings. */
    #settings = new Map();
    constructor(system32) {
        this.#system32 = system32;
    }
    /** The bindings of one kind with their exact settings; a key that does not exist holds none. */
    async bindings(kind) {
        const { stdout } = await this.#system32.run('reg.exe', ['query', `${parameters}\\${keys[kind]}`, '/s']);
        return parseRegistryTable(decodeOutput(stdout), kind, this.#settings);
    }
    /**
     * Certificates of a store of LocalMachine, all in one reading. Windows keeps a store here, or elsewhere, or some of
     * it: what is not found may be in the store all the same.
     * @returns their encodings
     */
    async certificates(store, wanted) {
        const key = `${systemCertificates}\\${store}\\Certificates`;
        const { stdout } = await this.#system32.run('reg.exe', ['query', key, '/s']);
        return parseSystemStore(decodeOutput(stdout), wanted);
    }
}

;// CONCATENATED MODULE: ./build/js/src/windows/system32.js



/** A program that hangs for longer than this is as good as broken. */
const defaultTimeoutMs = 30_000;
const noGuard = {
    deadline: { signal: new AbortController().signal, remainingMs: Number.POSITIVE_INFINITY },
    notes: { begin: () => undefined, end: () => undefined },
};
/** The System32 folder of one machine: where its programs are, and how they are started. */
class System32 {
    #folder;
    #start;
    #log;
    #guard;
    /**
     * @param systemRoot the Windows folder, from the environment variable `SystemRoot`
     * @param log is told of every program that has ended, as one line with the secret arguments hidden
     */
    constructor(systemRoot, start, log, guard = noGuard) {
        this.#folder = (0,external_node_path_namespaceObject.join)(systemRoot, 'System32');
        this.#start = start;
        this.#log = log;
        this.#guard = guard;
    }
    has(program) {
        return (0,external_node_fs_namespaceObject.existsSync)(this.#path(program));
    }
    /**
     * Runs a program that only reads. An exit code is not a failure, since netsh's cannot be trusted.
     * @throws Failure `program-failed` if it was killed by someone else, so that its output may be cut; and see
     *   {@link startProgram}
     */
    async run(program, args, options = {}) {
        const ended = await this.#guarded(program, args, options, () => undefined);
        if (ended.exitCode !== null)
            return ended;
        throw new Failure('program-failed', {
            cause: `${program} was ended by someone else before it had finished.`,
            next: 'Look for what ends programs on this server (a security product, a cancelled job), and run again.',
        });
    }
    /**
     * Runs a program that may change something, and leaves word of it while it runs. Whether it took effect only
     * reading can tell.
     * @throws Failure, see {@link startProgram}
     */
    async change(program, args, options = {}) {
        const { notes } = this.#guard;
        const pids = [];
        try {
            return await this.#guarded(program, args, options, (pid) => {
                pids.push(pid);
                notes.begin(pid);
            });
        }
        finally {
            for (const pid of pids)
                notes.end(pid);
        }
    }
    async #guarded(program, args, { timeoutMs = defaultTimeoutMs, hidden = [], onStdout }, onStart) {
        if (!this.has(program))
            throw system32_missing(program, this.#path(program));
        const { signal, remainingMs } = this.#guard.deadline;
        if (remainingMs <= 0)
            throw signal.reason;
        const shown = args.map((arg) => hidden.includes(arg) ? '***' : /[\s"]/.test(arg) ? JSON.stringify(arg) : arg);
        const began = performance.now();
        let exitCode = null;
        try {
            const ended = await this.#start({
                program: this.#path(program),
                args,
                timeoutMs: Math.min(timeoutMs, remainingMs),
                // A program that is started when the end is near already has the rest of the time, as its limit.
                ...(signal.aborted ? {} : { hurry: signal }),
                onStart,
                ...(onStdout ? { onStdout } : {}),
            });
            exitCode = ended.exitCode;
            return ended;
        }
        finally {
            const took = Math.round(performance.now() - began);
            this.#log(`${program} ${shown.join(' ')} (exit code ${exitCode ?? 'none'}, ${took} ms)`);
        }
    }
    #path(program) {
        return (0,external_node_path_namespaceObject.join)(this.#folder, ...program.split('/'));
    }
}
/** The value of an environment variable whatever the case of its name, as Windows looks it up. */
function environmentVariable(name, environment = process.env) {
    const wanted = name.toLowerCase();
    const found = Object.keys(environment).find((each) => each.toLowerCase() === wanted);
    return (found === undefined ? undefined : environment[found]) || undefined;
}
/** @throws Failure `not-windows` where the environment has no SystemRoot. */
function systemRoot() {
    const found = environmentVariable('SystemRoot');
    if (found)
        return found;
    throw new Failure('not-windows', {
        cause: 'The environment variable SystemRoot is not set, so this is not a Windows runner.',
        evidence: `The platform of this runner is ${process.platform}.`,
        next: 'Run this step in a job on a self-hosted Windows runner: the server whose bindings are to be changed.',
    });
}
function system32_missing(program, path) {
    return new Failure('not-windows', {
        cause: `${program} is not on this machine.`,
        evidence: `There is no ${path}.`,
        next: 'Run this step on the Windows server itself, and check that SystemRoot names its Windows folder.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/windows/whoami.js

/** SIDs are never translated. */
const sids = {
    highIntegrity: 'S-1-16-12288',
    systemIntegrity: 'S-1-16-16384',
    administrators: 'S-1-5-32-544',
    service: 'S-1-5-6',
};
/**
 * Whether the account that runs this process is elevated: an elevated administrator has high integrity, SYSTEM has
 * system integrity. Services have one of these, too, whatever their account may do: NETWORK SERVICE, as which a runner
 * service runs by default, LOCAL SERVICE, and probably ordinary accounts. They may change nothing unless they are in
 * the group Administrators.
 * @returns undefined where whoami gave no answer that has the shape of one
 */
async function isElevated(system32) {
    if (!system32.has('whoami.exe'))
        return undefined;
    const { stdout } = await system32.run('whoami.exe', ['/groups', '/fo', 'csv', '/nh']);
    const groups = new Set(decodeOutput(stdout).match(/S-1-[0-9-]+/g));
    if (groups.size === 0)
        return undefined;
    const isPlainService = groups.has(sids.service) && !groups.has(sids.administrators);
    return !isPlainService && (groups.has(sids.highIntegrity) || groups.has(sids.systemIntegrity));
}

;// CONCATENATED MODULE: ./build/js/src/windows/machine.js











/** A program has at most this long while its run lives; what takes longer hangs. */
const leftAtWorkMs = 35_000;
/**
 * The machine that this process runs on.
 * @param temp an existing folder for temporary files
 * @param log is told of every program start
 * @param deadline when the work has to end
 * @throws Failure `not-windows`
 */
function thisMachine(temp, log, deadline) {
    const root = systemRoot();
    const system32 = new System32(root, startProgram, log, { deadline, notes: new ProgramNotes(temp) });
    return {
        netsh: new Netsh(system32, temp),
        certutil: new Certutil(system32, temp),
        registry: new Registry(system32),
        appcmd: new Appcmd(system32),
        isElevated: () => isElevated(system32),
        handshake: handshake,
        addresses: localAddresses,
        lock: ({ holder, waitMs, onWait }) => acquireMachineLock(root, holder, waitMs, onWait, deadline.signal),
        waitForProgramsOf: (folder) => waitForPrograms(folder, Math.min(leftAtWorkMs, deadline.remainingMs)),
    };
}
function localAddresses() {
    const own = Object.values((0,external_node_os_namespaceObject.networkInterfaces)())
        .flatMap((each) => each ?? [])
        .map((each) => each.address.toLowerCase())
        .filter((address) => !address.startsWith('fe80:'));
    return [...new Set(['127.0.0.1', '::1', ...own])];
}

;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    core_error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function core_error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./build/js/src/github/printable.js
/**
 * Makes text of any origin safe to print into a workflow log: the runner executes a line that begins with `::`, and
 * one that holds `##[`. Control characters, among them the escapes that colour or erase a terminal, become `?`.
 * Line breaks remain.
 */
function printable_harmless(text) {
    return text
        .split(/\r\n|\r|\n|\u2028|\u2029|\u0085/)
        .map((line) => line
        .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (character === '\t' ? ' ' : '?'))
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b['))
        .join('\n');
}
/** The same for text that must stay on one line. */
function harmlessLine(text) {
    return printable_harmless(text).replaceAll('\n', ' ');
}

;// CONCATENATED MODULE: ./build/js/src/github/fail.js


/**
 * Ends a step with its one error: cause, evidence, next step.
 * @param state in what state the server is now, where that is known
 */
function fail({ code, title, parts: { cause, evidence, next } }, state) {
    const text = [cause, evidence, next, state && `State of the server: ${state}.`].filter(Boolean).join('\n');
    core_error(printable_harmless(text), { title: harmlessLine(`${title} (${code})`) });
    // process.exit() can end Node before its output is written.
    process.exitCode = 1;
}

;// CONCATENATED MODULE: ./build/js/src/github/input-conflicts.js

/** The sources of the certificate of which exactly one must be given. */
function certificateSource(raw, thumbprint) {
    const given = ['pfx', 'pfx-path', 'certificate', 'thumbprint'].filter((name) => raw[name] !== '');
    if (raw['private-key'] !== '' && raw.certificate === '') {
        throw conflict('"private-key" is given, but "certificate" is not.', 'Give the PEM chain in "certificate", or remove "private-key".');
    }
    if (given.length > 1) {
        throw conflict(`${given.map((name) => `"${name}"`).join(' and ')} are given, but a run binds one certificate.`, 'Give one of "pfx", "pfx-path", "certificate" with "private-key", or "thumbprint".');
    }
    const password = raw['pfx-password'];
    if (raw.pfx !== '')
        return { kind: 'pfx', text: raw.pfx, password };
    if (raw['pfx-path'] !== '')
        return { kind: 'pfx-path', path: raw['pfx-path'], password };
    if (thumbprint !== null)
        return { kind: 'thumbprint', thumbprint };
    if (raw.certificate === '')
        return null;
    if (raw['private-key'] === '') {
        throw conflict('"certificate" is given, but "private-key" is not.', 'Give the PEM key in "private-key".');
    }
    return { kind: 'pem', certificate: raw.certificate, privateKey: raw['private-key'], password };
}
function refuseConflicts(raw, values, source) {
    if (source === null && !values['dry-run']) {
        throw new Failure('certificate-missing', {
            cause: 'No certificate is given.',
            evidence: 'The inputs "pfx", "pfx-path", "certificate" and "thumbprint" are all empty. A secret that does not exist, or that a workflow may not see (a fork, another environment), is an empty string.',
            next: `Give one, e.g. pfx: \${{ secrets.TLS_PFX }}. For a list of all bindings set "dry-run: true".`,
        });
    }
    if (raw['pfx-password'] !== '' && (source === null || source.kind === 'thumbprint')) {
        throw conflict('"pfx-password" is given, but nothing that it could open.', 'Remove "pfx-password", or give "pfx", "pfx-path" or "private-key".');
    }
    for (const name of ['exportable', 'friendly-name']) {
        if (source?.kind === 'thumbprint' && values[name]) {
            throw conflict(`"${name}" is about the import of a certificate, but "thumbprint" names one that is imported already.`, `Remove "${name}", or give the certificate with "pfx", "pfx-path" or "certificate".`);
        }
    }
    if (values['create-missing'] && values.bindings.length === 0) {
        throw conflict('"create-missing" is true, but "bindings" names no endpoint to create.', 'Name the endpoint in "bindings", or remove "create-missing".');
    }
    const selecting = ['bindings', 'replace', 'sites'].filter((name) => values[name].length > 0);
    if (source === null && selecting.length > 0) {
        throw conflict(`"${selecting[0]}" is given, but no certificate to bind.`, 'Give a certificate for a plan, or remove it for an inventory of all bindings.');
    }
    if (values['remove-replaced'] && values['restore-after-job'] === 'always') {
        throw conflict('"remove-replaced" would delete the certificates that "restore-after-job: always" puts back.', 'Remove one of the two.');
    }
}
function conflict(cause, next) {
    return new Failure('input-conflict', { cause, next });
}

;// CONCATENATED MODULE: ./build/js/src/github/input-rules.js




/** Every input of action.yml. */
const names = [
    'pfx',
    'pfx-path',
    'pfx-password',
    'certificate',
    'private-key',
    'thumbprint',
    'store',
    'bindings',
    'replace',
    'sites',
    'create-missing',
    'app-id',
    'exportable',
    'friendly-name',
    'dry-run',
    'expiring-within',
    'minimum-days',
    'allow-name-mismatch',
    'allow-older',
    'handshake',
    'handshake-timeout',
    'restore-after-job',
    'remove-replaced',
    'summary',
    'job-status',
];
const secretNames = ['pfx', 'pfx-password', 'private-key'];
/**
 * Reads the inputs that are no certificate.
 * @throws Failure `input-invalid` for the first that breaks its rule
 */
function parseValues(raw) {
    const parsed = schema.safeParse(raw);
    if (!parsed.success)
        throw input_rules_invalid(parsed.error.issues[0], raw);
    return parsed.data;
}
// Each rule is a sentence that completes `The input "x" …`. Numbers go through a pattern first: Number('') is 0.
const input_rules_rule = (error) => ({ error });
const input_rules_boolean = (missing) => schemas_string()
    .regex(/^(true|false)?$/i, input_rules_rule('must be true or false'))
    .transform((text) => (text === '' ? missing : text.toLowerCase() === 'true'));
const wholeNumber = (minimum, maximum, missing) => schemas_string()
    .regex(/^([0-9]{1,6})?$/, input_rules_rule(`must be a whole number from ${minimum} to ${maximum}`))
    .transform((text) => (text === '' ? missing : Number(text)))
    .refine((value) => value >= minimum && value <= maximum, input_rules_rule(`must be a whole number from ${minimum} to ${maximum}`));
const oneOf = (values, missing) => schemas_string()
    .transform((text) => (text === '' ? missing : text.toLowerCase()))
    .pipe(schemas_enum(values, input_rules_rule(`must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`)));
const input_rules_optional = (parse) => schemas_string().transform((text, context) => (text === '' ? null : parse(text, context)));
function thumbprintOrIssue(text, context) {
    const parsed = parseThumbprint(text);
    if (parsed)
        return parsed;
    const isSha256 = /^[0-9a-f]{64}$/i.test(text.replace(/[\s:-]/g, ''));
    context.addIssue({
        code: 'custom',
        message: `must be the SHA-1 thumbprint of a certificate, 40 hex digits${isSha256 ? '; this is a SHA-256 fingerprint' : ''}`,
        params: { value: text },
    });
    return NEVER;
}
const lines = (separator) => schemas_string().transform((text) => text
    .split(separator)
    .map((each) => each.trim())
    .filter(Boolean));
const schema = object({
    store: schemas_string()
        .transform((text) => text || 'MY')
        .pipe(schemas_string().regex(/^[\p{L}\p{N} ._-]{1,64}$/u, input_rules_rule('must be the name of a LocalMachine store'))),
    thumbprint: input_rules_optional(thumbprintOrIssue),
    bindings: lines(/[\r\n,]+/).transform((texts) => unique(texts.map(parseEndpoint))),
    replace: lines(/[\r\n,]+/).transform((texts, context) => texts.map((text) => thumbprintOrIssue(text, context))),
    sites: lines(/[\r\n,]+/),
    'create-missing': input_rules_boolean(false),
    'app-id': input_rules_optional((text, context) => {
        const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(text)?.[1];
        if (guid)
            return `{${guid.toLowerCase()}}`;
        context.addIssue({
            code: 'custom',
            message: 'must be a GUID, with braces or without',
        });
        return NEVER;
    }),
    exportable: input_rules_boolean(false),
    'friendly-name': input_rules_optional((text, context) => {
        if (text.length <= 256 && !/\p{Cc}/u.test(text))
            return text;
        context.addIssue({ code: 'custom', message: 'must be one line of at most 256 characters' });
        return NEVER;
    }),
    'dry-run': input_rules_boolean(false),
    'expiring-within': wholeNumber(0, 100_000, 30),
    'minimum-days': wholeNumber(0, 100_000, 1),
    'allow-name-mismatch': input_rules_boolean(false),
    'allow-older': input_rules_boolean(false),
    handshake: oneOf(['required', 'when-listening', 'off'], 'when-listening'),
    'handshake-timeout': wholeNumber(1, 300, 10),
    'restore-after-job': oneOf(['never', 'failure', 'always'], 'never'),
    'remove-replaced': input_rules_boolean(false),
    summary: input_rules_boolean(true),
});
function unique(endpoints) {
    return [...new Map(endpoints.map((each) => [each.key, each])).values()];
}
function input_rules_invalid({ path, message, ...issue }, raw) {
    const name = String(path[0]);
    const params = 'params' in issue ? issue.params : undefined;
    const value = params?.value ?? raw[name];
    return new Failure('input-invalid', {
        cause: `The input "${name}" ${message}.`,
        evidence: `It is ${JSON.stringify(shorten(value))}.`,
        next: `Write for example "${name}: ${examples[name] ?? 'true'}".`,
    });
}
/** A value that is right, for each input that is checked and is not true or false. */
const examples = {
    thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
    replace: '0123456789ABCDEF0123456789ABCDEF01234567',
    store: 'WebHosting',
    'app-id': '4dc3e181-e14b-4a21-b022-59fc669b0914',
    'friendly-name': 'www.example.com 2030',
    'expiring-within': '30',
    'minimum-days': '1',
    handshake: 'when-listening',
    'handshake-timeout': '10',
    'restore-after-job': 'failure',
};
function shorten(text) {
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

;// CONCATENATED MODULE: ./build/js/src/github/mask.js

/** A shorter line is never hidden: its letters would vanish all over the log, and from the outputs. */
const shortestLine = 4;
/**
 * Hides a secret from the log, in the forms in which a program could print it: whole, line by line, without its line
 * breaks, and as base64, JSON and URL encode it. Call it before the secret is used for anything.
 */
function maskSecret(secret) {
    const lines = secret.split(/\r?\n/);
    const forms = new Set([...lines, ...lines.map((line) => line.trim()), secret.replace(/\s+/g, '')]);
    if (lines.length === 1) {
        forms.add(secret);
        forms.add(Buffer.from(secret).toString('base64'));
        forms.add(JSON.stringify(secret).slice(1, -1));
        forms.add(encodeURIComponent(secret));
    }
    for (const form of forms)
        if (form.length >= shortestLine && !isPemFrame(form))
            core_setSecret(form);
}
/** `-----BEGIN …-----` is no secret, and hiding it would make errors about PEM files unreadable. */
function isPemFrame(line) {
    return /^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(line.trim());
}

;// CONCATENATED MODULE: ./build/js/src/github/inputs.js





/**
 * Reads and checks all inputs. The secrets are masked in the log before anything else is done with them.
 * @throws Failure `input-invalid`, `input-conflict` or `certificate-missing`: one error that names the input
 */
function readInputs(environment = process.env) {
    const raw = Object.fromEntries(names.map((name) => [name, read(name)]));
    for (const name of secretNames)
        maskSecret(raw[name]);
    refuseUnknown(environment);
    const values = parseValues(raw);
    const source = certificateSource(raw, values.thumbprint);
    refuseConflicts(raw, values, source);
    return {
        request: {
            source,
            store: values.store,
            selection: {
                bindings: values.bindings,
                replace: values.replace,
                sites: values.sites,
                createMissing: values['create-missing'],
            },
            appId: values['app-id'],
            exportable: values.exportable,
            friendlyName: values['friendly-name'],
            dryRun: values['dry-run'],
            minimumDays: values['minimum-days'],
            allowNameMismatch: values['allow-name-mismatch'],
            allowOlder: values['allow-older'],
            handshake: values.handshake,
            handshakeTimeoutMs: values['handshake-timeout'] * 1_000,
            restoreAfterJob: values['restore-after-job'],
            removeReplaced: values['remove-replaced'],
        },
        expiringWithin: values['expiring-within'],
        summary: values.summary,
    };
}
/** An input without blanks around it. A password may begin or end with a blank, but with a line break only by mistake. */
function read(name) {
    if (name !== 'pfx-password')
        return getInput(name);
    return getInput(name, { trimWhitespace: false }).replace(/[\r\n]+$/, '');
}
/** How the job went; the runner evaluates `job-status` anew for the post step. */
function readJobStatus() {
    const status = getInput('job-status');
    return status === 'success' || status === 'failure' || status === 'cancelled' ? status : 'unknown';
}
/** `summary` for the post step, which must not fail over an input that the main step has refused already. */
function wantsSummary() {
    return getInput('summary').toLowerCase() !== 'false';
}
/** The runner only warns of a misspelt input, and `dryrun: true` would then change production. */
function refuseUnknown(environment) {
    const known = new Set(names.map((name) => `INPUT_${name.toUpperCase()}`));
    for (const [variable, value] of Object.entries(environment)) {
        const upper = variable.toUpperCase();
        if (!upper.startsWith('INPUT_') || known.has(upper) || !value)
            continue;
        const given = upper.slice('INPUT_'.length).toLowerCase();
        const bare = (name) => name.replace(/[^a-z]/g, '');
        const meant = names.find((name) => bare(name) === bare(given) || bare(`${name}s`) === bare(given) || bare(name) === `${bare(given)}s`);
        throw new Failure('input-invalid', {
            cause: `There is no input "${given}".`,
            next: meant
                ? `Write "${meant}".`
                : `The inputs are: ${names.filter((name) => name !== 'job-status').join(', ')}.`,
        });
    }
}

;// CONCATENATED MODULE: ./build/js/src/github/rows.js
/** What something happened to comes first: it must not fall victim to a limit. */
const results = [
    'failed',
    'rolled-back',
    'rebound',
    'created',
    'planned',
    'unchanged',
    'untouched',
];
/**
 * The bindings in the order in which they are worth reading: in an inventory what expires soonest first, else by what
 * became of them. Within that they stay in netsh's order.
 */
function inReadingOrder({ outcome, bindings }) {
    return outcome === 'inventory'
        ? bindings.toSorted((one, other) => soonness(one).localeCompare(soonness(other)))
        : bindings.toSorted((one, other) => results.indexOf(one.result) - results.indexOf(other.result));
}
/** ISO 8601 dates sort as text; a certificate that is not known comes last. */
function soonness({ notAfter }) {
    return notAfter ?? '9999';
}
/** Whether the binding has, or in a plan would have, another certificate than before. */
function isChanged({ previousThumbprint, thumbprint }) {
    return thumbprint !== previousThumbprint;
}
/** What the methods of a plan mean, for whoever reads one. */
const planNote = '"update" replaces the certificate in place, "delete-add" deletes the binding and adds it again at once. ' +
    'The real run rehearses on a spare socket which of the two this server needs.';

;// CONCATENATED MODULE: ./build/js/src/github/markdown.js

/** Longer text is not read by anybody, and could crowd out the rest of a summary. */
const maximumText = 2_000;
/** Text of any origin inside markdown: no character of it is markup, no part a link, and it stays in its line. */
function markdown_text(value) {
    const short = value.length > maximumText ? `${value.slice(0, maximumText)}…` : value;
    return harmlessLine(short)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replace(/[\\`*_{}[\]()#+!|~@:-]|(?<=www)\./gi, (character) => `&#${character.codePointAt(0)};`);
}
/** The same, set as code. */
function code(value) {
    return `<code>${markdown_text(value)}</code>`;
}
/**
 * A table without its empty columns, cut where it would exceed a size.
 * @param bytes the most that the table may take
 * @returns the lines of the table, and how many items it holds
 */
function table(columns, items, bytes) {
    const filled = columns.filter(({ cell }) => items.some((item) => cell(item) !== ''));
    const lines = [
        row(filled.map(({ title }) => title)),
        row(filled.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ];
    let used = lines.reduce((sum, each) => sum + size(each), 0);
    for (const item of items) {
        const line = row(filled.map(({ cell }) => cell(item)));
        used += size(line);
        if (used > bytes)
            break;
        lines.push(line);
    }
    return { lines, count: lines.length - 2 };
}
function row(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** Bytes that a line takes, its line feed included. */
function size(line) {
    return Buffer.byteLength(line) + 1;
}

;// CONCATENATED MODULE: ./build/js/src/github/summary.js



/** GitHub refuses a summary of more than 1 MiB for a step; some of it is left for others. */
const maximumBytes = 900 * 1024;
/** With more rows than this the table is folded. */
const foldFrom = 50;
/** More warnings than this are not read; the report has all. */
const maximumWarnings = 100;
/** The outcome in one line. */
function headline(report, failure) {
    const { outcome, bindings } = report;
    switch (outcome) {
        case 'rebound':
            return `✅ The new certificate is bound to every selected socket${proof(bindings)}.`;
        case 'unchanged':
            return `✅ Nothing to change: every selected socket is bound to this certificate already${proof(bindings)}.`;
        case 'planned':
            return '📝 A plan; nothing was changed.';
        case 'inventory':
            return '📋 The bindings of this server; nothing was changed.';
        case 'rolled-back':
            return `↩️ Failed, and ${stateAfterFailure(report, failure)}.`;
        case 'failed':
            return isBroken(report, failure)
                ? `🔥 Failed, and ${stateAfterFailure(report, failure)}: act now.`
                : `❌ Failed; ${stateAfterFailure(report, failure)}.`;
    }
}
/** In what state a run that failed has left the server, as the end of a sentence. */
function stateAfterFailure(report, failure) {
    if (report.outcome === 'rolled-back')
        return 'everything was put back';
    return isBroken(report, failure) ? 'not everything could be put back' : 'this run has changed no binding';
}
function isBroken({ bindings }, failure) {
    return bindings.some((row) => row.result === 'failed') || failure?.code === 'rollback-incomplete';
}
/** How much of it a handshake has shown. */
function proof(bindings) {
    const selected = bindings.filter(({ result }) => ['rebound', 'created', 'unchanged'].includes(result));
    const verified = selected.filter(({ handshake }) => handshake === 'verified').length;
    if (verified === 0)
        return '; no handshake has shown it';
    if (verified === selected.length)
        return ', and shown by a handshake';
    return `, and shown by a handshake on ${verified} of ${selected.length}`;
}
/** The job summary, as GitHub-flavoured markdown. Pure. */
function renderSummary({ report, failure, expiring, days, reportFile }) {
    const above = [
        '## Rebind IIS Certificate',
        `**${headline(report, failure)}**`,
        ...(failure ? [failureCard(failure)] : []),
        ...(report.certificate ? [certificateCard(report.certificate)] : []),
        ...(expiring.length > 0
            ? [`⏳ **Expiring within ${days} days:** ${firstOf(50, expiring.map(code))}`]
            : []),
    ];
    const below = [
        ...(report.outcome === 'planned' ? [markdown_text(planNote)] : []),
        ...(report.warnings.length > 0 ? [warningsCard(report.warnings)] : []),
        ...(reportFile ? [`The full report is at ${code(reportFile)} on the runner until the job ends.`] : []),
    ];
    const used = [...above, ...below].reduce((sum, part) => sum + size(part) + 1, 0);
    const parts = [...above, ...bindingsTable(report, maximumBytes - used), ...below];
    return `${parts.join('\n\n')}\n`;
}
/** What the post step adds to the job summary; empty if it has nothing to tell. Pure. */
function renderPostSummary({ restored, leftAlone, failure }) {
    const list = (title, changes) => changes.length === 0
        ? []
        : [
            `**${title}**`,
            firstOf(200, changes.map(({ endpoint }) => code(endpoint.text))),
        ];
    const parts = [
        ...(failure
            ? ['**🔥 The post step could not put everything back: act now.**', failureCard(failure)]
            : []),
        ...list('↩️ The post step put these bindings back:', restored),
        ...list('Changed by someone else in the meantime, and left alone:', leftAlone),
    ];
    return parts.length === 0 ? '' : `${['## Rebind IIS Certificate', ...parts].join('\n\n')}\n`;
}
function failureCard({ code: id, title, parts: { cause, evidence, next } }) {
    const lines = [
        `**${markdown_text(title)}** (${code(id)})`,
        markdown_text(cause),
        ...(evidence ? [`_Seen:_ ${markdown_text(evidence)}`] : []),
        // Commands to be run stand on lines of their own.
        `_Next:_ ${next.split('\n').map(markdown_text).join('<br>')}`,
    ];
    return lines.map((line) => `> ${line}`).join('\n>\n');
}
function certificateCard(certificate) {
    return [
        '| New certificate | |',
        '| --- | --- |',
        `| Subject | ${markdown_text(certificate.subject)} |`,
        `| Issuer | ${markdown_text(certificate.issuer)} |`,
        `| Names | ${firstOf(20, certificate.dnsNames.map(code))} |`,
        `| Expires | ${certificate.notAfter.slice(0, 10)} (in ${certificate.daysRemaining} days) |`,
        `| Thumbprint | ${code(certificate.thumbprint)} |`,
    ].join('\n');
}
function warningsCard(warnings) {
    const more = warnings.length - maximumWarnings;
    return [
        '**Warnings**\n',
        ...warnings.slice(0, maximumWarnings).map((each) => `- ${markdown_text(each)}`),
        ...(more > 0 ? [`- … and ${more} more, which the report lists`] : []),
    ].join('\n');
}
const oldAndNew = [
    { title: 'Old', cell: (row) => summary_thumbprint(row.previousThumbprint) },
    { title: 'New', cell: (row) => (isChanged(row) ? summary_thumbprint(row.thumbprint) : '') },
];
const one = { title: 'Certificate', cell: (row) => summary_thumbprint(row.thumbprint) };
const changeColumns = (rows) => [
    { title: 'Binding', cell: (row) => code(row.endpoint) },
    ...(rows.some(isChanged) ? oldAndNew : [one]),
    { title: 'Expires', cell: (row) => row.notAfter?.slice(0, 10) ?? '' },
    { title: 'Result', cell: (row) => row.result },
    { title: 'Method', cell: (row) => (row.method === 'none' ? '' : row.method) },
    { title: 'Handshake', cell: (row) => (row.handshake === 'skipped' ? '' : row.handshake) },
    { title: 'Note', cell: (row) => markdown_text(row.message) },
];
const inventoryColumns = [
    { title: 'Binding', cell: (row) => code(row.endpoint) },
    { title: 'Kind', cell: (row) => row.kind },
    { title: 'Owner', cell: (row) => markdown_text([row.owner, row.sites.join(', ')].filter(Boolean).join(' · ')) },
    { title: 'Names', cell: (row) => firstOf(3, (row.certificate?.dnsNames ?? []).map(code)) },
    { title: 'Issuer', cell: (row) => markdown_text(row.certificate?.issuer ?? '') },
    { title: 'Expires', cell: (row) => row.notAfter?.slice(0, 10) ?? '' },
    { title: 'Days', cell: (row) => row.certificate?.daysRemaining.toString() ?? '', isNumber: true },
];
/** @param room bytes that the table may take */
function bindingsTable(report, room) {
    const rows = inReadingOrder(report);
    if (rows.length === 0)
        return [];
    const columns = report.outcome === 'inventory' ? inventoryColumns : changeColumns(rows);
    const { lines, count } = table(columns, rows, room - 500);
    const left = rows.length - count;
    const note = left > 0 ? [`… and ${left} more bindings, which the report lists.`] : [];
    const shown = [lines.join('\n'), ...note];
    if (rows.length <= foldFrom)
        return shown;
    return ['<details>', `<summary>${rows.length} bindings</summary>`, ...shown, '</details>'];
}
function summary_thumbprint(value) {
    return value === null ? '' : `<code title="${value}">${value.slice(0, 8)}…</code>`;
}

;// CONCATENATED MODULE: ./build/js/src/github/outputs.js




/** GitHub keeps at most 1 MB of outputs for a job; a step that exceeds it fails. */
const outputs_maximumOutputBytes = 900 * 1024;
/** Sets the outputs, as far as they are known, and writes the job summary: the only place where outputs are set. */
async function publish({ ending, expiring, days, wantsSummary, reportFile, }) {
    const { report, failure, appId } = ending;
    const { certificate } = report;
    if (certificate) {
        setOutput('thumbprint', certificate.thumbprint);
        setOutput('subject', certificate.subject);
        setOutput('dns-names', fitList(certificate.dnsNames));
        setOutput('not-before', certificate.notBefore);
        setOutput('not-after', certificate.notAfter);
        setOutput('days-remaining', certificate.daysRemaining);
    }
    if (appId !== null)
        setOutput('app-id', appId);
    const endpoints = (...results) => report.bindings.filter((row) => results.includes(row.result)).map((row) => row.endpoint);
    const rebound = endpoints('rebound', 'created');
    const leftChanged = report.bindings.some((row) => row.result === 'failed' && isChanged(row));
    setOutput('changed', String(rebound.length > 0 || leftChanged));
    setOutput('rebound', fitList(rebound));
    setOutput('unchanged', fitList(endpoints('unchanged')));
    setOutput('expiring', fitList(expiring));
    setOutput('previous-thumbprints', fitList(replacedCertificates(report)));
    const json = JSON.stringify(report);
    await (0,external_node_fs_promises_namespaceObject.writeFile)(reportFile, json);
    setOutput('report-path', reportFile);
    const isLarge = Buffer.byteLength(json) > outputs_maximumOutputBytes / 2;
    setOutput('report', isLarge ? JSON.stringify(cut(report, outputs_maximumOutputBytes / 2, reportFile)) : json);
    if (!wantsSummary)
        return;
    await summary
        .addRaw(renderSummary({
        report,
        failure,
        expiring,
        days,
        reportFile: isLarge ? reportFile : null,
    }))
        .write();
}
/** The certificates that bindings no longer have; in a plan, that they would no longer have. */
function replacedCertificates({ bindings }) {
    const replaced = bindings.flatMap((row) => isChanged(row) && row.previousThumbprint !== null ? [row.previousThumbprint] : []);
    return [...new Set(replaced)];
}
/** A list as JSON, cut to its share of what the outputs of a job may take. */
function fitList(list) {
    const share = outputs_maximumOutputBytes / 10;
    let bytes = 2;
    const kept = list.filter((each) => {
        bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
        return bytes <= share;
    });
    return JSON.stringify(kept);
}
/** The report without what does not fit: what nothing happened to goes first, and a warning says so. */
function cut(report, bytes, file) {
    const warning = `This output is cut: the full report, with all ${report.bindings.length} bindings, is at ${file} on the runner.`;
    const sorted = [...report.bindings].sort((one, other) => Number(one.result === 'untouched') - Number(other.result === 'untouched'));
    const warnings = [warning, ...report.warnings.slice(0, 50)];
    let used = Buffer.byteLength(JSON.stringify({ ...report, bindings: [], warnings }));
    const bindings = [];
    for (const { certificate: _, ...row } of sorted) {
        used += Buffer.byteLength(JSON.stringify(row)) + 1;
        if (used > bytes)
            break;
        bindings.push(row);
    }
    return { ...report, bindings, warnings };
}

;// CONCATENATED MODULE: ./build/js/src/github/runner.js





/** @throws Failure `runner-environment` */
function readPlaces(environment = process.env) {
    const runnerTemp = environment.RUNNER_TEMP;
    if (!runnerTemp) {
        throw new Failure('runner-environment', {
            cause: 'The environment variable RUNNER_TEMP is not set.',
            next: 'Run this action in a step of a GitHub Actions job; the runner sets the variable.',
        });
    }
    const toolCache = environment.RUNNER_TOOL_CACHE;
    return {
        runnerTemp,
        journals: (0,external_node_path_namespaceObject.join)(toolCache || runnerTemp, 'rebind-iis-certificate'),
    };
}
/** A name for a folder of this run's own for its temporary files. */
function tempFolderIn({ runnerTemp }) {
    return (0,external_node_path_namespaceObject.join)(runnerTemp, `${tempPrefix}${(0,external_node_crypto_namespaceObject.randomUUID)()}`);
}
/** Makes that folder. @throws Failure `runner-environment` */
async function makeTemp(folder) {
    try {
        await (0,external_node_fs_promises_namespaceObject.mkdir)(folder, { mode: 0o700 });
    }
    catch (error) {
        throw new Failure('runner-environment', {
            cause: 'No folder can be made in RUNNER_TEMP.',
            evidence: error instanceof Error ? error.message : String(error),
            next: 'Check that the folder exists, has free space, and that the account of the runner may write to it.',
        });
    }
}
/** A file of this step's own for its report. */
function reportFileIn({ runnerTemp }) {
    return (0,external_node_path_namespaceObject.join)(runnerTemp, `${tempPrefix}report-${(0,external_node_crypto_namespaceObject.randomUUID)()}.json`);
}
/** Who this job is; two jobs never share all four. */
function jobIdentity(environment = process.env) {
    return {
        runId: environment.GITHUB_RUN_ID ?? '',
        runAttempt: environment.GITHUB_RUN_ATTEMPT ?? '',
        job: environment.GITHUB_JOB ?? '',
        tracking: environment.RUNNER_TRACKING_ID ?? '',
    };
}

;// CONCATENATED MODULE: ./build/js/src/github/signals.js
/** The runner gives a cancelled step 7.5 s after SIGINT; some of it is for the report. */
const graceMs = 5_500;
/** A run that takes longer than this hangs somewhere; thousands of bindings take minutes. */
const runLimitMs = 60 * 60_000;
/** Nobody waits for a hung run to put things back for longer than this. */
const limitGraceMs = 10 * 60_000;
/** Lets SIGINT, SIGTERM and the time limit end a run in order. @returns switches it off again */
function stopOnSignals(stop) {
    const onSignal = () => stop.request('The job was cancelled.', graceMs);
    const signals = ['SIGINT', 'SIGTERM', 'SIGBREAK'];
    for (const signal of signals)
        process.on(signal, onSignal);
    const timer = setTimeout(() => stop.request(`The run took longer than ${runLimitMs / 60_000} minutes.`, limitGraceMs), runLimitMs);
    timer.unref();
    return () => {
        clearTimeout(timer);
        for (const signal of signals)
            process.off(signal, onSignal);
    };
}
/** Lets a run go on when nobody reads its log any more: to die in the middle of a change would be worse. */
function outliveTheLog() {
    process.stdout.on('error', () => undefined);
}

;// CONCATENATED MODULE: ./build/js/src/github/state.js


/** What the main step tells the post step through the runner, by name. It holds no secret. */
const state = {
    /** The run's folder for temporary files. */
    temp: 'temp',
    /** The file of the run's journal. */
    journal: 'journal',
    /** The file with the run's report, which later steps of the job may read. */
    report: 'report',
};
/**
 * Tells the post step something.
 * @throws Failure `runner-environment`
 */
function remember(name, value) {
    try {
        saveState(name, value);
    }
    catch (error) {
        throw new Failure('runner-environment', {
            cause: 'Nothing can be written for the post step, which cleans up after this one.',
            evidence: error instanceof Error ? error.message : String(error),
            next: 'Check that the file named in GITHUB_STATE exists, has free space, and that the account of the runner may write to it.',
        });
    }
}

;// CONCATENATED MODULE: ./build/js/src/github/text-table.js



/** More rows than this are not read by anybody in a log; the report has all. */
const maximumRows = 200;
/** A wider cell pushes the columns behind it out of sight; the last column may be as wide as it likes. */
const maximumWidth = 48;
const owner = ['owner', (row) => [row.owner, row.sites.join(', ')].filter(Boolean).join(' · ')];
const expires = ['expires', (row) => row.notAfter?.slice(0, 10) ?? ''];
const text_table_oldAndNew = [
    ['old', (row) => text_table_short(row.previousThumbprint)],
    ['new', (row) => (isChanged(row) ? text_table_short(row.thumbprint) : '')],
];
const text_table_one = ['certificate', (row) => text_table_short(row.thumbprint)];
const text_table_changeColumns = (rows) => [
    ['binding', (row) => row.endpoint],
    ...(rows.some(isChanged) ? text_table_oldAndNew : [text_table_one]),
    expires,
    ['result', (row) => row.result],
    ['method', (row) => (row.method === 'none' ? '' : row.method)],
    ['handshake', (row) => (row.handshake === 'skipped' ? '' : row.handshake)],
    owner,
    ['note', (row) => row.message],
];
const text_table_inventoryColumns = [
    ['binding', (row) => row.endpoint],
    ['kind', (row) => row.kind],
    owner,
    expires,
    ['days', (row) => row.certificate?.daysRemaining.toString() ?? ''],
    text_table_one,
    ['issuer', (row) => row.certificate?.issuer ?? ''],
    ['names', (row) => firstOf(3, row.certificate?.dnsNames ?? [])],
];
/**
 * The bindings of a report as a table of plain text, aligned, without the columns that are empty.
 * @param everything also the rows that a log with very many bindings leaves out: those that nothing happened to, and
 *   what exceeds the limit
 */
function textTable(report, everything) {
    const rows = inReadingOrder(report);
    const isInventory = report.outcome === 'inventory';
    const worth = rows.length > maximumRows && !isInventory ? rows.filter((row) => row.result !== 'untouched') : rows;
    const shown = everything ? rows : worth.slice(0, maximumRows);
    if (shown.length === 0)
        return [];
    const left = rows.length - shown.length;
    return [
        ...aligned(isInventory ? text_table_inventoryColumns : text_table_changeColumns(shown), shown),
        ...(left > 0 ? [`… and ${left} more bindings, which the report lists.`] : []),
    ];
}
function aligned(columns, rows) {
    const filled = columns.flatMap(([title, cell]) => {
        const cells = rows.map((row) => harmlessLine(cell(row)));
        if (cells.every((each) => each === ''))
            return [];
        const width = Math.min(maximumWidth, Math.max(title.length, ...cells.map((each) => each.length)));
        return [[title, ...cells].map((each) => each.padEnd(width))];
    });
    return ['', ...rows].map((_, line) => filled
        .map((column) => column[line])
        .join('  ')
        .trimEnd());
}
/** Enough of a thumbprint to tell two apart. */
function text_table_short(thumbprint) {
    return thumbprint === null ? '' : `${thumbprint.slice(0, 8)}…`;
}

;// CONCATENATED MODULE: ./build/js/src/github/workflow-log.js





const progressEveryMs = 3_000;
/** Annotations that GitHub shows for one step; the rest stand in the log and the summary all the same. */
const maximumAnnotations = 9;
/** The workflow log: the only place that prints. */
function workflowLog() {
    // Short work needs no line of progress: the first comes after a while, too.
    let lastProgress = performance.now();
    let annotations = 0;
    return {
        async group(title, work) {
            startGroup(harmlessLine(title));
            const began = performance.now();
            lastProgress = began;
            try {
                return await work();
            }
            finally {
                info(harmlessLine(`${title}: ${workflow_log_duration(performance.now() - began)}`));
                endGroup();
            }
        },
        info: (line) => info(printable_harmless(line)),
        debug(line) {
            // Without debug logging the runner reads these lines too, thousands of them, and drops them.
            if (isDebug())
                core_debug(printable_harmless(line));
        },
        warning(title, text) {
            annotations += 1;
            if (annotations <= maximumAnnotations)
                warning(harmlessLine(text), { title: harmlessLine(title) });
            else
                info(`Warning: ${harmlessLine(text)}`);
        },
        table(report) {
            for (const line of textTable(report, isDebug()))
                info(harmlessLine(line));
        },
        progress(text) {
            const now = performance.now();
            if (now - lastProgress < progressEveryMs)
                return;
            lastProgress = now;
            info(printable_harmless(text));
        },
        hide: (secret) => core_setSecret(secret),
    };
}
/** Tells the result of a run: the table, what expires soon, and the outcome in one line. */
function tellResult(log, report, expiring, days) {
    log.table(report);
    if (report.outcome === 'planned')
        log.info(planNote);
    if (expiring.length > 0)
        log.info(`Expiring within ${days} days: ${firstOf(20, expiring)}`);
    log.info(`Outcome: ${report.outcome} (${countResults(report)})`);
}
/** Counts the bindings of a report by what became of them, e.g. `3 rebound, 1 untouched`. */
function countResults({ outcome, bindings }) {
    if (bindings.length === 0)
        return 'no bindings';
    if (outcome === 'inventory')
        return count(bindings.length, 'binding');
    const counts = new Map();
    for (const { result } of inReadingOrder({ outcome, bindings }))
        counts.set(result, (counts.get(result) ?? 0) + 1);
    return [...counts].map(([result, number]) => `${number} ${result}`).join(', ');
}
function workflow_log_duration(ms) {
    return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

;// CONCATENATED MODULE: ./build/js/src/github/main-step.js
















/** The main step: from the inputs to the outputs. Sets the exit code; never throws. */
async function main() {
    outliveTheLog();
    let inputs;
    let places;
    try {
        inputs = readInputs();
        places = readPlaces();
        systemRoot();
    }
    catch (error) {
        await failEarly(asFailure(error));
        return;
    }
    try {
        const ending = await runAction(inputs, places);
        if (ending.failure)
            fail(ending.failure, stateAfterFailure(ending.report, ending.failure));
    }
    catch (error) {
        fail(asFailure(error));
    }
}
/** A failure before the run has begun: its outputs say that nothing was changed, as far as they can be written. */
async function failEarly(failure) {
    try {
        const places = readPlaces();
        const reportFile = reportFileIn(places);
        remember(state.report, reportFile);
        const warnings = (await hasOpenJournal(places, jobIdentity()))
            ? ['An earlier run was cut off. Its bindings are put back by the next run that gets beyond its inputs.']
            : [];
        for (const warning of warnings)
            workflowLog().warning('Earlier run', warning);
        const ending = {
            report: { outcome: 'failed', certificate: null, bindings: [], warnings },
            failure,
            appId: null,
        };
        await publish({ ending, expiring: [], days: 0, wantsSummary: wantsSummary(), reportFile });
    }
    catch {
        // Without a runner around it there is nobody to tell but the log.
    }
    fail(failure);
}
async function hasOpenJournal({ journals }, job) {
    const { records } = await Journal.readAll(journals);
    return records.some((record) => pendingForNextRun(record, job) === 'undo');
}
async function runAction(inputs, places) {
    const log = workflowLog();
    const now = new Date();
    const stop = new Stop();
    const unlisten = stopOnSignals(stop);
    const temp = tempFolderIn(places);
    const reportFile = reportFileIn(places);
    try {
        // Before they exist, so that the post step finds them whenever this one is killed.
        remember(state.temp, temp);
        remember(state.report, reportFile);
        await makeTemp(temp);
        const ending = await run({
            request: inputs.request,
            machine: thisMachine(temp, log.debug, stop),
            log,
            stop,
            now,
            job: jobIdentity(),
            temp,
            journals: places.journals,
            rememberJournal: (file) => remember(state.journal, file),
        });
        const days = inputs.expiringWithin;
        const expiring = expiringWithin(days, ending.report.bindings, now);
        tellResult(log, ending.report, expiring, days);
        await publish({
            ending,
            expiring,
            days,
            wantsSummary: inputs.summary,
            reportFile,
        }).catch((error) => {
            throw ending.failure ?? notPublished(ending, error);
        });
        return ending;
    }
    finally {
        unlisten();
        await removeTemp(temp).catch((error) => log.warning('Tidying up', `${temp}: ${String(error)}`));
    }
}
/** The change is made; what the workflow was to be told of it is lost. */
function notPublished({ report }, error) {
    return new Failure('runner-environment', {
        cause: `The run ended well (${report.outcome}), but its outputs could not be written.`,
        evidence: error instanceof Error ? error.message : String(error),
        next: 'Check free space and permissions of RUNNER_TEMP. The certificate need not be deployed again, unless "restore-after-job" puts it back now.',
    });
}

;// CONCATENATED MODULE: ./build/js/src/undo/finish-job.js








/**
 * The post step: undoes what a main step that was killed has left open, and does `restore-after-job`. With nothing to
 * do it does nothing, however often it runs.
 * @returns also a failure `rollback-incomplete` if production could not be put back; anything less is a warning
 * @throws Failure `journal-unreadable` if it is not certain what there is to be put back
 */
async function finishJob(context) {
    const { journals, job, ownJournal, log } = context;
    const mine = (record) => record.file === ownJournal || (sameJob(record.header.job, job) && !progressOf(record.notes).verified);
    const found = await Journal.readAll(journals);
    if (ownJournal !== undefined)
        await Journal.removeDraftOf(ownJournal);
    let finished = { any: false, restored: [], leftAlone: [], failure: null };
    if (found.records.some(mine)) {
        const machine = context.openMachine();
        const lock = await lockMachine({ machine, job, log });
        try {
            finished = await finishAll({ ...context, machine }, mine);
        }
        finally {
            await lock.release();
        }
    }
    for (const damaged of found.damaged) {
        const failure = journalUnreadable(damaged);
        if (damaged.file === ownJournal)
            throw finished.failure ?? failure;
        log.warning('Earlier run', failure.message);
    }
    return finished;
}
async function finishAll(context, mine) {
    const { machine, log, stop, journals, status } = context;
    const restored = [];
    const leftAlone = [];
    const broken = [];
    // Read again under the lock: its holder may have settled some of them. The newest change is undone first.
    const { records } = await Journal.readAll(journals);
    for (const record of records.filter(mine).toReversed()) {
        if (!isToBeUndone(record, status)) {
            await keep(context, record, records);
            continue;
        }
        await log.group(`Put back the bindings of ${record.header.created}`, async () => {
            const result = await undo(machine, record, records, () => {
                if (stop.graceIsOver)
                    stop.throwIfRequested();
            });
            tellRollback(log, result);
            restored.push(...result.restored);
            leftAlone.push(...result.notRestored.filter((each) => each.foreign).map((each) => each.change));
            const failed = result.notRestored.filter((each) => !each.foreign);
            if (failed.length > 0)
                broken.push({ record, failed });
            // Where something is left of it, the next run tries once more.
            else if (result.warnings.length === 0)
                await settleLoudly(context, record);
        });
    }
    const first = broken[0];
    const failure = first &&
        rollbackIncomplete(broken.flatMap((each) => each.failed), first.record.file);
    return { any: true, restored, leftAlone, failure: failure ?? null };
}
/** Whether a journal's change has to be undone at the end of its job. */
function isToBeUndone({ header, notes }, status) {
    const { verified, kept, rollingBack } = progressOf(notes);
    if (!verified || rollingBack)
        return true;
    if (kept)
        return false;
    if (header.restoreAfterJob === 'failure')
        return status !== 'success';
    return header.restoreAfterJob === 'always';
}
async function keep(context, record, records) {
    const { machine, log } = context;
    try {
        const needed = neededBy(records.filter((each) => each.file !== record.file));
        const replaced = record.header.removeReplaced.filter((each) => !needed.has(certificateKey(each)));
        if (replaced.length > 0) {
            await noteKept(record.file);
            const warnings = await removeReplaced(machine, replaced, await readTable(machine), log);
            for (const warning of warnings)
                log.warning('Replaced certificate', warning);
        }
        await settleLoudly(context, record);
    }
    catch (error) {
        log.warning('Tidying up', asFailure(error).message);
    }
}
/** From now on nothing may be undone: the certificates for that are about to go. */
async function noteKept(file) {
    const journal = await Journal.reopen(file);
    await journal.note({ phase: 'kept' }).finally(() => journal.leave());
}
async function settleLoudly({ log }, record) {
    for (const warning of await recover_settle(record))
        log.warning('Tidying up', warning);
}

;// CONCATENATED MODULE: ./build/js/src/github/post-step.js













/** The post step. Fails only if production could not be put back; never throws. */
async function post() {
    outliveTheLog();
    const log = workflowLog();
    try {
        await post_step_finish(log);
    }
    catch (error) {
        fail(asFailure(error));
    }
}
async function post_step_finish(log) {
    const places = readPlacesOrWarn(log);
    if (!places)
        return;
    const stop = new Stop();
    const unlisten = stopOnSignals(stop);
    const temp = tempFolderIn(places);
    try {
        // Without a folder for temporary files it still can put bindings back, one by one.
        await makeTemp(temp).catch((error) => log.warning('Post step', error.message));
        const finished = await finishJob({
            openMachine: () => thisMachine(temp, log.debug, stop),
            log,
            stop,
            job: jobIdentity(),
            journals: places.journals,
            status: readJobStatus(),
            ownJournal: getState(state.journal) || undefined,
        });
        if (!finished.any)
            log.info('Nothing to finish.');
        if (wantsSummary())
            await tell(finished).catch((error) => log.warning('Job summary', String(error)));
        if (finished.failure)
            fail(finished.failure);
    }
    finally {
        unlisten();
        for (const each of [temp, getState(state.temp), getState(state.report)].filter(Boolean))
            await removeTemp(each).catch((error) => log.warning('Tidying up', `${each}: ${String(error)}`));
    }
}
/** Outside of a job there is nothing to finish. */
function readPlacesOrWarn(log) {
    try {
        return readPlaces();
    }
    catch (error) {
        log.warning('Post step', asFailure(error).message);
        return undefined;
    }
}
async function tell(finished) {
    const rendered = renderPostSummary(finished);
    if (rendered !== '')
        await summary.addRaw(rendered).write();
}

;// CONCATENATED MODULE: ./build/js/src/index.js
// The door of the bundle. Each entry calls one of the two, so that no state decides which step this is.



var __webpack_exports__main = __webpack_exports__.i;
var __webpack_exports__post = __webpack_exports__.b;
export { __webpack_exports__main as main, __webpack_exports__post as post };
