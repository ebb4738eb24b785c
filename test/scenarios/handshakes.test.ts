import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { expectError, expectSuccess, hashesOf, rowsOf, warningsOf } from './expectations.js';
import { onPortOf, openScene } from './scene.js';

const hasOtherIpv4 = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .some(({ internal, family }) => !internal && family === 'IPv4');

/** Nobody listens there: a privileged port that no service of a test machine has. */
const silent = '127.0.0.1:3';

it('reaches each socket by the address on which HTTP.sys answers with its binding, or says why it cannot', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const other = scene.issue({ names: ['localhost'] });
  machine.install(other);
  const [wildcard = '', wildcard6 = '', exact = '', central = ''] = await machine.listen(
    '0.0.0.0:0',
    '[::]:0',
    '127.0.0.1:0',
    '0.0.0.0:0',
  );
  const host = onPortOf(wildcard, '*.my-domain.com');
  const rejecting = onPortOf(exact, '127.0.0.2');
  // The loopback address has a binding of its own on the wildcard's port, with another certificate.
  const shadow = onPortOf(wildcard, '127.0.0.1');
  machine.bind(
    ...[wildcard, wildcard6, exact, central, host, silent].map((endpoint) => ({
      endpoint,
      certificate: old,
    })),
    { endpoint: rejecting, certificate: old, flags: 0x8 },
    { endpoint: shadow, certificate: other },
    { endpoint: central.replace('0.0.0.0:', '') },
  );

  const end = await scene.run(scene.given());

  expectSuccess(end, 'rebound');
  const open = hasOtherIpv4 ? 'verified' : 'not-listening';
  expect(rowsOf(end)).toEqual(
    [
      `${wildcard} rebound update ${hasOtherIpv4 ? 'verified' : 'skipped'}`,
      `${host} rebound update ${open}`,
      `${wildcard6} rebound update verified`,
      `${exact} rebound update verified`,
      `${silent} rebound update not-listening`,
      `${rejecting} rebound update skipped`,
      `${central} rebound update skipped`,
    ].sort(),
  );
  const notes = new Map(end.report!.bindings.map(({ endpoint, message }) => [endpoint, message]));
  expect(notes.get(rejecting)).toBe('the binding rejects connections');
  expect(notes.get(central)).toContain('central certificate store');
  expect(notes.get(silent)).toContain('ECONNREFUSED');
  expect(
    warningsOf(end)
      .filter((each) => each.startsWith('Handshake: '))
      .join(),
  ).toContain(silent);
  expect(hashesOf(machine)[shadow]).toBe(other.thumbprint);
});

it.each([
  ['required', 'rolled-back'],
  ['when-listening', 'rebound'],
  ['off', 'rebound'],
])('with handshake: %s, a socket on which nobody listens ends as %s', async (handshake, outcome) => {
  const scene = await openScene();
  scene.machine.bind({ endpoint: silent, certificate: scene.old });
  const before = scene.state();
  const end = await scene.run({ ...scene.given(), handshake });
  expect(end.report?.outcome).toBe(outcome);
  if (handshake === 'required') {
    const says = [
      /^Every binding is as it was before this run: all changes were rolled back\./,
      '1 of 1 binding does not show the new certificate.',
      `${silent}: connection refused`,
      'handshake: when-listening',
    ];
    expectError(end, { code: 'handshake-failed', says });
    expect(scene.state()).toEqual(before);
  } else {
    expectSuccess(end, 'rebound');
    const verdict = handshake === 'off' ? 'skipped' : 'not-listening';
    expect(rowsOf(end)).toEqual([`${silent} rebound update ${verdict}`]);
    expect(warningsOf(end)).toHaveLength(handshake === 'off' ? 0 : 1);
  }
});

it('rolls everything back when bindings that were seen before do not show the new certificate, and does not ask with handshake: off', async () => {
  const scene = await openScene();
  const { machine, old, next } = scene;
  const sockets = await machine.listen('127.0.0.1:0', '127.0.0.1:0', '127.0.0.1:0', '127.0.0.1:0');
  const [stale = '', mute = '', resetting = '', good = ''] = sockets;
  machine.bind(...sockets.map((endpoint) => ({ endpoint, certificate: old })));
  machine.misbehave(stale, { kind: 'stale', when: 'changed' });
  machine.misbehave(mute, { kind: 'silent', when: 'changed' });
  machine.misbehave(resetting, { kind: 'reset', when: 'changed' });
  const before = scene.state();

  const end = await scene.run({ ...scene.given(), 'handshake-timeout': '1' });

  expectError(end, {
    code: 'handshake-failed',
    says: [
      '3 of 4 bindings do not show the new certificate.',
      `${stale}: it still shows the previous certificate, ${old.thumbprint}`,
      `${mute}: no TLS handshake within 1 s`,
      `${resetting}: the connection was reset during the handshake`,
    ],
  });
  expect(end.report?.outcome).toBe('rolled-back');
  expect(end.stdout).toContain('A handshake shows the previous certificate on 4 of 4 bindings');
  expect(end.report?.bindings.find((row) => row.endpoint === good)?.handshake).toBe('skipped');
  expect(scene.state()).toEqual(before);
  expect(end.report?.bindings.map(({ endpoint, result }) => `${endpoint} ${result}`).sort()).toEqual(
    [stale, mute, resetting, good].map((each) => `${each} rolled-back`).sort(),
  );

  expectSuccess(await scene.run({ ...scene.given(), handshake: 'off' }), 'rebound');
  expect(new Set(Object.values(hashesOf(machine)))).toEqual(new Set([next.thumbprint]));
});

it.each([
  ['when-listening', 'unchanged'],
  ['required', 'failed'],
])(
  'with handshake: %s, a run without changes whose binding shows another certificate than the table has ends as %s',
  async (handshake, outcome) => {
    const scene = await openScene();
    const { machine, old, next } = scene;
    const [socket = ''] = await machine.listen('127.0.0.1:0');
    machine.bind({ endpoint: socket, certificate: old });
    machine.misbehave(socket, { kind: 'stale', when: 'changed' });
    machine.install(next);
    machine.bind({ endpoint: socket, certificate: next });
    const before = scene.state();
    const end = await scene.run({ ...scene.given(), handshake });
    // Nothing was ever seen there that the table has: something else may answer at that address.
    const shown = `it shows the certificate ${old.thumbprint}`;
    expect(end.report?.outcome).toBe(outcome);
    expect(end.report?.bindings[0]).toMatchObject({ result: 'unchanged', handshake: 'unproven' });
    expect(warningsOf(end).join()).toContain(`Not proven by a handshake: ${socket}: ${shown}`);
    if (handshake === 'required') {
      expectError(end, { code: 'handshake-failed', says: [/^This run has changed no binding\./, shown] });
    } else expectSuccess(end, 'unchanged');
    expect(scene.state()).toEqual(before);
  },
);

it('does not overwrite what somebody else changes while it waits for slow sockets', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const other = scene.issue({ names: ['*.my-domain.com', 'my-domain.com', 'www.shop.example'] });
  machine.install(other);
  const [slow = '', good = ''] = await machine.listen('127.0.0.1:0', '127.0.0.1:0');
  machine.bind(...[slow, good].map((endpoint) => ({ endpoint, certificate: old })));
  machine.misbehave(slow, { kind: 'silent', when: 'always' });
  const end = await scene.run(
    { ...scene.given(), 'handshake-timeout': '3' },
    {
      onStart: (child) =>
        child.stdout?.on('data', (data) => {
          if (!String(data).includes('::group::What the bindings show now')) return;
          machine.bind({ endpoint: good, certificate: other });
        }),
    },
  );
  expectError(end, { code: 'drift', says: [good, other.thumbprint] });
  expect(hashesOf(machine)).toEqual({ [slow]: old.thumbprint, [good]: other.thumbprint });
  expect(end.report?.bindings.map((row) => row.result)).toEqual(['untouched', 'untouched']);
  for (const { endpoint, thumbprint } of end.report?.bindings ?? [])
    expect(thumbprint).toBe(endpoint === good ? other.thumbprint : old.thumbprint);
});

it('says which binding does not answer again after everything was rolled back', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const [dying = '', good = ''] = await machine.listen('127.0.0.1:0', '127.0.0.1:0');
  machine.bind(...[dying, good].map((endpoint) => ({ endpoint, certificate: old })));
  const before = scene.state();
  const end = await scene.run(scene.given(), {
    onStart: (child) =>
      child.stdout?.on('data', (data) => {
        if (String(data).includes('::group::Change the bindings')) void machine.unlisten(dying);
      }),
  });
  expectError(end, {
    code: 'handshake-failed',
    says: ['1 of 2 bindings does not show', dying, /^Every binding is as it was before this run/],
  });
  expect(end.report?.outcome).toBe('rolled-back');
  expect(warningsOf(end).join()).toContain(`does not show again what it showed before the run: ${dying}.`);
  expect(end.stdout).toContain('A handshake shows the previous certificate on 1 of 2 bindings');
  expect(scene.state()).toEqual(before);
});

it('does not take the answer of a binding that it has just created for that of another', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const [wildcard = ''] = await machine.listen('0.0.0.0:0');
  const host = onPortOf(wildcard, 'a.my-domain.com');
  const created = onPortOf(wildcard, '127.0.0.1');
  machine.bind({ endpoint: host, certificate: old });
  // Whoever asks 127.0.0.1 for the host name gets the answer of the new binding, which comes first.
  machine.misbehave(host, { kind: 'reset', when: 'always' });
  const end = await scene.run({
    ...scene.given(),
    bindings: `${host}, ${created}`,
    'create-missing': 'true',
  });
  expectSuccess(end, 'rebound');
  const row = end.report?.bindings.find((each) => each.endpoint === host);
  expect(row?.handshake).toBe(hasOtherIpv4 ? 'unproven' : 'not-listening');
  expect(warningsOf(end).join()).toContain(`Not proven by a handshake: ${host}`);
});
