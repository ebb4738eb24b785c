import { statSync, writeSync } from 'node:fs';
import type { Process, Stream } from './process.js';

/** A process of Node.js for one program alone. */
export class OwnProcess implements Process {
  readonly pid = process.pid;
  readonly parent = process.ppid;
  readonly startedAt = performance.timeOrigin;
  readonly cwd = process.cwd();
  readonly #machine: string;

  constructor(machine: string) {
    this.#machine = machine;
  }

  async write(stream: Stream, bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      try {
        written += writeSync(stream, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') return;
        if (code !== 'EAGAIN') throw error;
        await this.pause(1);
      }
    }
  }

  async flush(): Promise<void> {}

  async pause(ms: number): Promise<void> {
    if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  }

  async die(): Promise<never> {
    process.kill(this.pid, 'SIGKILL');
    for (;;) await this.pause(1000);
  }

  async dieWithStarter(): Promise<never> {
    // A starter that has ended in the meantime left its number to somebody else.
    if (process.ppid === this.parent) process.kill(this.parent, 'SIGKILL');
    return this.die();
  }

  /** It ends by itself once its starter or its machine is gone, so that no test leaves it behind. */
  async hang(): Promise<never> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const isLeft = statSync(this.#machine, { throwIfNoEntry: false }) === undefined;
      if (process.ppid !== this.parent || isLeft) return this.die();
    }
  }
}
