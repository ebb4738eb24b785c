import type { Thumbprint } from '../certificate/thumbprint.js';

/** A certificate that is about to be imported and was not in its store before. */
export interface Imported {
  readonly store: string;
  readonly thumbprint: Thumbprint;
}

/** Equal for two entries if they are the same certificate in the same store; store names compare without case. */
export function certificateKey({ store, thumbprint }: Imported): string {
  return `${store.toLowerCase()}\\${thumbprint}`;
}
