import { Failure } from '../failure.js';
import { type Answers, askAll, askUntilShown, judge, routeTo, type Socket } from '../handshake/handshakes.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { defaultSettings } from '../http-sys/settings.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import type { Prepared } from './prepare.js';

/** The sockets to shake hands with: those that change and those that need no change. */
export function socketsOf({ machine }: Context, { inspection, plan }: Prepared): Socket[] {
  const addresses = machine.addresses();
  const socket = (endpoint: Endpoint, settings = defaultSettings): Socket => ({
    endpoint,
    route: routeTo(endpoint, settings, inspection.table, addresses),
  });
  return [
    ...plan.changes.map((change) => socket(change.endpoint, change.settings)),
    ...plan.unchanged.map(({ binding, settings }) => socket(binding.endpoint, settings ?? defaultSettings)),
  ];
}

/** What the sockets serve now. Nothing is asked with `handshake: off`. */
export async function ask(
  { request, machine, log, stop }: Context,
  sockets: readonly Socket[],
  title: string,
): Promise<Answers> {
  if (request.handshake === 'off') return new Map();
  return log.group(title, async () => {
    const answers = await stop.unlessRequested(
      askAll(sockets, machine.handshake, request.handshakeTimeoutMs),
    );
    for (const { endpoint } of sockets) {
      const answer = answers.get(endpoint.key);
      if (answer)
        log.debug(`${endpoint.text}: ${answer.outcome === 'served' ? answer.thumbprint : answer.message}`);
    }
    log.info(
      `${[...answers.values()].filter((each) => each.outcome === 'served').length} of ${sockets.length} sockets serve a certificate`,
    );
    return answers;
  });
}

/** Step 9: a handshake with every socket shows the new certificate. @throws Failure `handshake-failed` */
export async function proveHandshakes(
  context: Context,
  draft: Draft,
  sockets: readonly Socket[],
  before: Answers,
): Promise<void> {
  const { request, machine, log, stop } = context;
  if (request.handshake === 'off') return;
  const expected = draft.certificate!.thumbprint;
  const after = await stop.unlessRequested(
    askUntilShown(sockets, expected, before, machine.handshake, request.handshakeTimeoutMs),
  );
  const failed: string[] = [];
  const unproven: string[] = [];
  for (const socket of sockets) {
    const { endpoint } = socket;
    const { verdict, message } = judge(socket, expected, before.get(endpoint.key), after.get(endpoint.key));
    draft.update(endpoint, { handshake: verdict, ...(message === undefined ? {} : { message }) });
    const line = `${endpoint.text}: ${message ?? verdict}`;
    if (verdict === 'verified') log.debug(line);
    else if (verdict === 'mismatch' || request.handshake === 'required') failed.push(line);
    else unproven.push(line);
  }
  if (failed.length > 0) {
    throw new Failure('handshake-failed', {
      cause: `${failed.length} of ${sockets.length} sockets do not show the new certificate.`,
      evidence: `${failed.slice(0, 5).join('; ')}${failed.length > 5 ? `; and ${failed.length - 5} more` : ''}.`,
      next: `Find out what answers there ("openssl s_client -connect host:port -servername name").${request.handshake === 'required' ? ' "handshake: when-listening" accepts sockets on which nobody listens.' : ''}`,
    });
  }
  if (unproven.length > 0) {
    draft.warn(
      'Handshake',
      `Not proven by a handshake: ${unproven.slice(0, 10).join('; ')}${unproven.length > 10 ? `; and ${unproven.length - 10} more` : ''}.`,
    );
  }
  log.info(`${sockets.length - unproven.length} of ${sockets.length} sockets show the new certificate`);
}
