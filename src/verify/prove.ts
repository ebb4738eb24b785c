import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { defaultSettings } from '../http-sys/settings.js';
import type { Change } from '../plan/change.js';
import type { Context } from '../run/context.js';
import type { Draft } from '../run/draft.js';
import type { Prepared } from '../run/prepare.js';
import type { HandshakeResult } from '../windows/handshake.js';
import { firstOf } from '../wording.js';
import { askUntilShown, Round, type RoundOptions } from './round.js';
import { routeTo, type Socket } from './route.js';
import { judge } from './verdict.js';

/**
 * The handshakes of a run: what the sockets served before the change, and that they serve the new certificate after
 * it. They go on beside other work, because thousands take seconds. Nothing is asked with `handshake: off`.
 */
export class Proof {
  readonly #context: Context;
  readonly #expected: Thumbprint;
  /** Those that change and those that need no change. */
  readonly #sockets: readonly Socket[];
  /** Those that have not been asked after the change, by {@link Endpoint.key}. */
  readonly #unasked: Map<string, Socket>;
  readonly #options: RoundOptions;
  readonly #end = new AbortController();
  readonly #before: Round;
  readonly #after: Round;

  /** @param expected the new certificate's */
  constructor(context: Context, prepared: Prepared, expected: Thumbprint) {
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
  beginBefore(): void {
    this.#before.add(this.#sockets);
  }

  /** Waits until every socket has answered what it serves now. */
  async endBefore(): Promise<void> {
    const { log, stop } = this.#context;
    if (this.#sockets.length === 0) return;
    await log.group('What the sockets serve now', async () => {
      const answers = await stop.unlessRequested(this.#before.answers());
      for (const { endpoint } of this.#sockets) {
        const answer = answers.get(endpoint.key);
        if (answer)
          log.debug(`${endpoint.text}: ${answer.outcome === 'served' ? answer.thumbprint : answer.message}`);
      }
      log.info(
        `${[...answers.values()].filter((each) => each.outcome === 'served').length} of ${this.#sockets.length} sockets serve a certificate`,
      );
    });
  }

  /** Begins to ask sockets whose bindings were changed just now. */
  beginAfter(changes: readonly Change[]): void {
    this.#after.add(
      changes.flatMap(({ endpoint: { key } }) => {
        const socket = this.#unasked.get(key);
        this.#unasked.delete(key);
        return socket ?? [];
      }),
    );
  }

  /** Step 9: a handshake with every socket shows the new certificate. @throws Failure `handshake-failed` */
  async endAfter(draft: Draft): Promise<void> {
    const { log } = this.#context;
    if (this.#sockets.length === 0) return;
    await log.group('Shake hands with every socket', async () => {
      const failed: string[] = [];
      const unproven: string[] = [];
      for (const { endpoint, verdict, message } of await this.#verdicts()) {
        draft.update(endpoint, { handshake: verdict, ...(message === undefined ? {} : { message }) });
        const line = `${endpoint.text}: ${message ?? verdict}`;
        if (verdict === 'verified') log.debug(line);
        else if (verdict === 'mismatch' || this.#context.request.handshake === 'required') failed.push(line);
        else unproven.push(line);
      }
      if (failed.length > 0) throw this.#failure(failed);
      if (unproven.length > 0) {
        draft.warn('Handshake', `Not proven by a handshake: ${firstOf(10, unproven, '; ')}.`);
      }
      log.info(
        `${this.#sockets.length - unproven.length} of ${this.#sockets.length} sockets show the new certificate`,
      );
    });
  }

  /**
   * After everything was put back: the sockets that answered before the change show again what they showed then. One
   * that does not is a warning, since its binding has been read back.
   */
  async proveUndone(draft: Draft): Promise<void> {
    const { log, stop } = this.#context;
    const before = await this.#before.answers();
    const isShown = ({ endpoint: { key } }: Socket, answer: HandshakeResult | undefined) => {
      const was = before.get(key);
      return (
        answer?.outcome === 'served' && was?.outcome === 'served' && answer.thumbprint === was.thumbprint
      );
    };
    const sockets = this.#sockets.filter(({ endpoint }) => before.get(endpoint.key)?.outcome === 'served');
    if (sockets.length === 0 || stop.signal.aborted) return;
    await log.group('Shake hands with what was put back', async () => {
      const options = { ...this.#options, signal: stop.signal };
      const round = new Round(options);
      round.add(sockets);
      const after = await askUntilShown(sockets, await round.answers(), isShown, options);
      const silent = sockets.filter((socket) => !isShown(socket, after.get(socket.endpoint.key)));
      if (silent.length > 0 && !stop.signal.aborted) {
        draft.warn(
          'Handshake',
          `Put back, but a handshake does not show again what it showed before the run: ${firstOf(
            10,
            silent.map(({ endpoint }) => endpoint.text),
          )}.`,
        );
      }
      log.info(`${sockets.length - silent.length} of ${sockets.length} sockets show what they showed before`);
    });
  }

  /** Breaks off what is under way. */
  abandon(): void {
    this.#end.abort();
  }

  async #verdicts() {
    const { stop } = this.#context;
    this.#after.add([...this.#unasked.values()]);
    this.#unasked.clear();
    const before = await stop.unlessRequested(this.#before.answers());
    const verdictOn = (socket: Socket, after: Parameters<typeof judge>[3]) =>
      judge(socket, this.#expected, before.get(socket.endpoint.key), after);
    const first = await stop.unlessRequested(this.#after.answers());
    const after = await stop.unlessRequested(
      askUntilShown(
        this.#sockets,
        first,
        (socket, answer) => verdictOn(socket, answer).verdict !== 'mismatch',
        this.#options,
      ),
    );
    return this.#sockets.map((socket) => ({
      endpoint: socket.endpoint,
      ...verdictOn(socket, after.get(socket.endpoint.key)),
    }));
  }

  #failure(failed: readonly string[]): Failure {
    return new Failure('handshake-failed', {
      cause: `${failed.length} of ${this.#sockets.length} sockets do not show the new certificate.`,
      evidence: `${firstOf(5, failed, '; ')}.`,
      next: `Find out what answers there ("openssl s_client -connect host:port -servername name").${this.#context.request.handshake === 'required' ? ' "handshake: when-listening" accepts sockets on which nobody listens.' : ''}`,
    });
  }
}

function socketsOf({ machine }: Context, { inspection, plan }: Prepared): Socket[] {
  const addresses = machine.addresses();
  const bound = new Set([
    ...inspection.table.bindings.keys(),
    ...plan.changes.map((each) => each.endpoint.key),
  ]);
  const socket = (endpoint: Endpoint, settings = defaultSettings): Socket => ({
    endpoint,
    route: routeTo(endpoint, settings, bound, addresses),
  });
  return [
    ...plan.changes.map((change) => socket(change.endpoint, change.settings)),
    ...plan.unchanged.map((entry) =>
      socket(entry.binding.endpoint, entry.is === 'changeable' ? entry.settings : defaultSettings),
    ),
  ];
}
