import type { Stream } from '../programs/process.js';

/*
 * What a program file (start.c) and the server say to each other over the machine's socket.
 *
 * The program file begins with a request: a length of four bytes, and so many bytes of texts, each ended by a zero.
 * The server answers with messages: a letter, a number of four bytes, and for output so many bytes of it. Numbers are
 * big-endian. The program file answers `f` alone.
 */

/** The socket's file in a machine's folder. */
export const socketName = 'programs.sock';

/** A program that was started. */
export interface Request {
  /** Its file name, such as `netsh.exe`. */
  readonly program: string;
  readonly pid: number;
  /** The process that started it. */
  readonly parent: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly startedAt: number;
  /** The folder in which it was started. */
  readonly cwd: string;
  readonly args: readonly string[];
}

/**
 * - `f`: say `f` once all output so far has been written
 * - `x`: end with this exit code
 * - `k`: die by SIGKILL; `s`: kill the starter, too; `h`: hang
 */
export type Order = 'f' | 'x' | 'k' | 's' | 'h';

/** @returns undefined while more bytes are needed */
export function readRequest(bytes: Buffer): Request | undefined {
  if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt32BE(0)) return undefined;
  const texts = bytes.toString('utf8', 4, 4 + bytes.readUInt32BE(0)).split('\0');
  const [program = '', pid, parent, seconds, cwd = '/', ...args] = texts.slice(0, -1);
  return {
    program,
    pid: Number(pid),
    parent: Number(parent),
    startedAt: Number(seconds) * 1000,
    cwd,
    args,
  };
}

export function order(letter: Order, number = 0): Buffer {
  return head(letter, number);
}

/** Some output, to be sent just before its bytes. */
export function outputHead(stream: Stream, length: number): Buffer {
  return head(stream === 1 ? 'o' : 'e', length);
}

function head(letter: string, number: number): Buffer {
  const bytes = Buffer.alloc(5, letter, 'latin1');
  bytes.writeUInt32BE(number, 1);
  return bytes;
}
