import { connect } from 'node:tls';

/** What the clients of one socket met. */
export interface Seen {
  readonly handshakes: number;
  readonly lost: number;
  /**
   * Milliseconds from the last handshake that succeeded before one failed to the next that succeeded; 0 if none
   * failed. It includes the time that a handshake takes.
   */
  readonly longestGapMs: number;
}

/** Handshakes of one socket that are under way at a time: with more, they take the processor from the programs. */
const sideBySide = 2;

/** Clients that shake hands with one socket without pause, from now until {@link stop}. */
export class Clients {
  #handshakes = 0;
  #lost = 0;
  #longestGapMs = 0;
  #lastSuccess = performance.now();
  #isDown = false;
  #isOver = false;
  readonly #loops: Promise<void>[];

  constructor(port: number, host: string) {
    this.#loops = Array.from({ length: sideBySide }, async () => {
      while (!this.#isOver) this.#note(await shakeHands(port, host));
    });
  }

  async stop(): Promise<Seen> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    return { handshakes: this.#handshakes, lost: this.#lost, longestGapMs: this.#longestGapMs };
  }

  #note(succeeded: boolean): void {
    const now = performance.now();
    this.#handshakes += 1;
    if (!succeeded) {
      this.#lost += 1;
      this.#isDown = true;
      return;
    }
    if (this.#isDown) this.#longestGapMs = Math.max(this.#longestGapMs, now - this.#lastSuccess);
    this.#isDown = false;
    this.#lastSuccess = now;
  }
}

/** One fresh handshake. @returns whether it succeeded */
function shakeHands(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: host, rejectUnauthorized: false }, () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
