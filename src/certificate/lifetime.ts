import { count } from '../wording.js';

const dayMs = 24 * 60 * 60 * 1000;

/** A length of time: whole days, or a share (0 to 1) of a certificate's own lifetime. */
export type Span = { readonly days: number } | { readonly share: number };

/** When a certificate is valid. */
interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Days until notAfter, rounded down; negative once expired. */
export function daysRemaining(notAfter: Date, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
}

/** Whether a certificate is valid for less than a span from now on. */
export function endsWithin(span: Span, { notBefore, notAfter }: Validity, now: Date): boolean {
  if ('days' in span) return daysRemaining(notAfter, now) < span.days;
  return notAfter.getTime() - now.getTime() < span.share * (notAfter.getTime() - notBefore.getTime());
}

/** The day of a moment, as `2026-01-31` (UTC). */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** A moment to the minute, as `2026-01-31 14:30 UTC`. */
export function momentOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A span as inputs write it: `30 days`, `33% of the certificate's lifetime`. */
export function spanInWords(span: Span): string {
  if ('days' in span) return count(span.days, 'day');
  return `${Math.round(span.share * 100)}% of the certificate's lifetime`;
}
