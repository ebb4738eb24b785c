/**
 * A file, or a part of one, is damaged or of a kind that is not understood. The message is the end of a
 * sentence that begins with what the file is, such as "it ends too early", and holds nothing secret. The
 * readers of this room turn it into a Failure that names the input.
 */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/**
 * Reads those of several items that can be read, in their order: one odd certificate in a file is no reason
 * to refuse the rest.
 * @throws {Unreadable} the first reason, when there are items and none can be read
 */
export function readable<Item, Value>(items: readonly Item[], read: (item: Item) => Value): Value[] {
  const values: Value[] = [];
  let reason: Unreadable | undefined;
  for (const item of items) {
    try {
      values.push(read(item));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reason ??= error;
    }
  }
  if (values.length === 0 && reason) throw reason;
  return values;
}
