/** Where a run tells what it does. Every text is made harmless before it is printed. */
export interface Log {
  /** A foldable section; ends with the time that it took. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  info(line: string): void;
  debug(line: string): void;
  /** Something that is worth an annotation. */
  warning(title: string, text: string): void;
  /** Something worth knowing that is as it should be: a line of the log, no annotation. */
  note(text: string): void;
  /** A line every few seconds at most, for long work. */
  progress(text: string): void;
  /** Hides a secret from everything that is printed from now on. */
  hide(secret: string): void;
}
