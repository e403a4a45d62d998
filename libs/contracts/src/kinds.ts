/** The destination kinds, as API and database spell them (snake_case). The order is the order of display. */
export const KINDS = ['fb_capi', 'webhook', 's2s_postback'] as const;
export type Kind = (typeof KINDS)[number];

/** A kind as topic names, consumer groups and folders spell it: `fb_capi` → `fb-capi`. */
export const kindSlug = (kind: Kind): string => kind.replaceAll('_', '-');

/** The four canonical events, a closed vocabulary. Only `deposit` carries revenue. */
export const CANONICALS = ['contact', 'subscribed', 'registration', 'deposit'] as const;
export type Canonical = (typeof CANONICALS)[number];
