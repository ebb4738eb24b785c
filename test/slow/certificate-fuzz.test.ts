import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { readPem, readPfx } from '../../src/certificate/bundle.js';
import { Failure } from '../../src/failure.js';
import { issue, issueChain, rsaKeys } from '../certificate/issue.js';
import * as make from '../certificate/make-pfx.js';
import { looseBer } from '../certificate/tlv.js';

/**
 * Damaged files and arbitrary bytes: both readers must come to an end soon, with a result or a Failure that
 * shows nothing secret, in bounded memory. FUZZ_SECONDS (for each test) and FUZZ_SEED repeat or prolong a run.
 */
const seconds = Number(process.env.FUZZ_SECONDS ?? 5);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** What one file may take: the budget of key derivation, at a microsecond a round. */
const slowest = 60_000;
const mostMemory = 700 * 1024 * 1024;

const password = 'hunter2-hunter2';
const { root, intermediate, leaf } = issueChain({ keys: rsaKeys() });
const ec = issue({ commonName: 'client', issuer: intermediate, extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] });
const mac = make.pkcs12Mac(make.bmp(password), 'sha256', 3);
const scheme = () => make.pbes2(make.utf8(password), 'sha256', 3);

const keys = () => [
  make.keyBag(leaf.privateKey, make.attributes('Shop')),
  make.shroudedKeyBag(ec.privateKey, scheme(), make.attributes('client')),
];
const certificates = () =>
  [leaf, ec, intermediate, root].map((each) => make.certificateBag(each.der, make.attributes('Shop')));
/** Open and without a MAC, so that damage reaches every part of the reader. */
const openSafe = () => der.sequence(make.plainPart(...keys(), ...certificates(), make.safeContentsBag()));
const closedSafe = () =>
  der.sequence(make.plainPart(...keys()), make.encryptedPart(scheme(), ...certificates()));

interface Change {
  kind: 'flip' | 'set' | 'cut' | 'drop' | 'repeat' | 'insert' | 'splice';
  at: number;
  length: number;
  value: number;
}

// The values that matter in tags and lengths.
const telling = fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xa0, 0xff);
const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom('flip', 'set', 'set', 'cut', 'drop', 'repeat', 'insert', 'splice'),
    at: fc.nat(1_000_000),
    length: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.nat(2000)),
    value: fc.oneof(telling, fc.nat(255)),
  }),
  { minLength: 1, maxLength: 6 },
);

function damage(file: Uint8Array, list: readonly Change[]): Buffer {
  let bytes = Buffer.from(file);
  for (const { kind, at, length, value } of list) {
    if (bytes.length === 0) break;
    const place = at % bytes.length;
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
    if (kind === 'flip') bytes[place]! ^= 1 << (value & 7);
    else if (kind === 'set') bytes[place] = value;
    else if (kind === 'cut') bytes = Buffer.from(before);
    else if (kind === 'drop') bytes = Buffer.concat([before, after.subarray(length)]);
    else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after]);
    else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.alloc(length, value), after]);
    else bytes = Buffer.concat([before, bytes.subarray((at * 7) % bytes.length)]);
  }
  return bytes;
}

/** Runs a reader: it gives a result (true) or a clean Failure (false). */
async function succeeds(read: () => unknown): Promise<boolean> {
  let success = true;
  try {
    await read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    success = false;
    expect(error.message).not.toContain('hunter2');
    expect(error.message.length).toBeLessThan(5000);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  }
  return success;
}

async function fuzz<T>(arbitrary: fc.Arbitrary<T>, reader: (input: T) => unknown): Promise<void> {
  console.log(`FUZZ_SEED=${seed}`);
  let runs = 0;
  let read = 0;
  let memory = 0;
  let longest = 0;
  const property = fc.asyncProperty(arbitrary, async (input) => {
    const start = performance.now();
    if (await succeeds(() => reader(input))) read += 1;
    longest = Math.max(longest, performance.now() - start);
    runs += 1;
    if (runs % 100 === 0) memory = Math.max(memory, process.memoryUsage.rss());
  });
  await fc.assert(property, { seed, numRuns: 10_000_000, interruptAfterTimeLimit: seconds * 1000 });
  console.log(
    `${runs} inputs, ${read} of them readable; at most ${Math.round(longest)} ms and ${Math.round(memory / 1024 / 1024)} MiB`,
  );
  expect(runs).toBeGreaterThan(100);
  expect(longest).toBeLessThan(slowest);
  expect(memory).toBeLessThan(mostMemory);
}

describe('fuzzing the PFX reader', () => {
  it('with damaged files', async () => {
    const files = await Promise.all([
      make.wrap(openSafe()),
      make.wrap(looseBer(openSafe(), 100)).then((file) => looseBer(file, 300)),
      make.wrap(closedSafe(), mac),
      make.wrap(closedSafe(), make.pbmac1(make.utf8(password), 'sha256', 'sha256')),
    ]);
    await fuzz(fc.tuple(fc.constantFrom(...files), changes), ([file, list]) =>
      readPfx(damage(file, list), password),
    );
  });

  it('with damaged contents under a right MAC and encryption', async () => {
    const open = openSafe();
    const bags = der.sequence(...keys(), ...certificates());
    await fuzz(fc.tuple(fc.boolean(), changes), async ([deep, list]) => {
      // `deep` damages what comes out of the decryption, else what the MAC protects.
      const safe = deep ? der.sequence(make.encryptedPart(scheme(), damage(bags, list))) : damage(open, list);
      return readPfx(await make.wrap(safe, mac), password);
    });
  });

  it('with arbitrary bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.uint8Array({ maxLength: 2000 }).map((content) => der.sequence(der.integer(3), content)),
      fc.array(telling, { maxLength: 5000 }).map((values) => Uint8Array.from(values)),
    );
    await fuzz(fc.tuple(bytes, fc.string({ unit: 'binary' })), ([file, given]) => readPfx(file, given));
  });
});

describe('fuzzing the PEM reader', () => {
  const encrypted = ec.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password })
    .toString();
  const older = leaf.privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: password })
    .toString();
  const chain = leaf.pem + intermediate.pem + root.pem;
  const texts = [chain + leaf.keyPem, chain + older, ec.pem + encrypted, leaf.pem].map((text) =>
    Buffer.from(text),
  );

  it('with damaged files', async () => {
    await fuzz(fc.tuple(fc.constantFrom(...texts), changes), ([text, list]) =>
      readPem(damage(text, list).toString('latin1'), leaf.keyPem, password),
    );
  });

  it('with arbitrary text', async () => {
    const word = fc.constantFrom(
      '-----BEGIN ',
      '-----END ',
      'CERTIFICATE',
      'RSA PRIVATE KEY',
      '-----',
      '\n',
      'DEK-Info: ',
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ unit: 'binary' }), fc.base64String()), { maxLength: 40 })
      .map((parts) => parts.join(''));
    await fuzz(fc.tuple(text, text, fc.string()), ([certificate, key, given]) =>
      readPem(certificate, key, given),
    );
  });
});

describe('fuzzing the text of the pfx input', () => {
  it('with damaged and arbitrary text', async () => {
    const pfx = make.pfx([make.plainPart(...keys(), ...certificates())]);
    const base64 = `data:application/x-pkcs12;base64,${(await pfx).toString('base64')}`;
    const json = JSON.stringify({
      contentType: 'application/x-pkcs12',
      value: (await pfx).toString('base64'),
    });
    const pem = JSON.stringify({ value: leaf.pem + leaf.keyPem, tags: [null, {}] });
    const text = fc.oneof(
      fc
        .tuple(fc.constantFrom(base64, json, pem), changes)
        .map(([whole, list]) => damage(Buffer.from(whole), list).toString('latin1')),
      fc.string({ unit: 'binary', maxLength: 2000 }),
      fc.json(),
    );
    await fuzz(fc.tuple(text, fc.boolean()), ([given, asFile]) =>
      readPfx(asFile ? Buffer.from(given) : given, ''),
    );
  });
});
