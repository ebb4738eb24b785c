import type { Thumbprint } from '../certificate/thumbprint.js';

/** Where the new certificate comes from. A password opens the PFX or the PEM key; an empty one may mean none. */
export type CertificateSource =
  | { readonly kind: 'pfx'; readonly text: string; readonly password: string }
  | { readonly kind: 'pfx-path'; readonly path: string; readonly password: string }
  | {
      readonly kind: 'pem';
      readonly certificate: string;
      /** Empty where the key stands in `certificate`. */
      readonly privateKey: string;
      readonly password: string;
    }
  | {
      readonly kind: 'pem-path';
      readonly certificatePath: string;
      /** null where the key stands in the file of the certificate. */
      readonly privateKeyPath: string | null;
      readonly password: string;
    }
  | { readonly kind: 'thumbprint'; readonly thumbprint: Thumbprint }
  /** The newest certificate of the store for a DNS name; `*.example.com` means that wildcard itself. */
  | { readonly kind: 'newest-for'; readonly name: string };

/** Those that are opened here, and not looked up in a store. */
export type GivenSource = Exclude<CertificateSource, { kind: 'thumbprint' | 'newest-for' }>;
