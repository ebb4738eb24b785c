// node open-pfx.cjs <file> <password>: prints the leaf of a PFX whose key is on an elliptic curve, as hex.
const { X509Certificate } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createSecureContext } = require('node:tls');

const [file, passphrase] = process.argv.slice(2);
const { context } = createSecureContext({ pfx: readFileSync(file), passphrase });
const leaf = new X509Certificate(context.getCertificate());
if (leaf.publicKey.asymmetricKeyType !== 'ec') throw new Error('this is for keys on elliptic curves only');
process.stdout.write(leaf.raw.toString('hex'));
