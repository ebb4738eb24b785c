/**
 * A file, or a part of one, is damaged or of a kind that is not understood. The message is the end of a
 * sentence that begins with what the file is, such as "it ends too early", and holds nothing secret. The
 * readers of this room turn it into a Failure that names the input.
 */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}
