/** Where a run tells what it does. Every text is made harmless before it is printed. */
export interface Log {
  /** A foldable section; ends with the time that it took. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  info(line: string): void;
  debug(line: string): void;
  warning(title: string, text: string): void;
  /** A line every few seconds at most, for long work. */
  progress(text: string): void;
  /** Hides a secret from everything that is printed from now on. */
  hide(secret: string): void;
}
