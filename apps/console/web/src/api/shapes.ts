import type { Answer } from './call.js';

type Items<A> = A extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** A delivery in lists. */
export type Delivery = Items<Answer<'GET /api/spaces/:space/deliveries'>>;
/** A delivery with everything that was tried. */
export type DeliveryDetail = Answer<'GET /api/spaces/:space/deliveries/:event_id'>;
export type Attempt = DeliveryDetail['attempts'][number];
export type Status = Delivery['status'];
export type Reason = NonNullable<Delivery['reason']>;
export type Kind = Delivery['kind'];
export type Canonical = Delivery['canonical'];
/** How one destination does. */
export type HealthRow = Items<Answer<'GET /api/spaces/:space/health'>>;
export type Destination = Items<Answer<'GET /api/spaces/:space/destinations'>>;
export type State = Destination['state'];
/** A kind of destination with its form. */
export type KindForm = Items<Answer<'GET /api/destination_kinds'>>;
export type FormField = KindForm['fields'][number];
export type Preset = KindForm['presets'][number];
/** Failed deliveries with one cause. */
export type Cause = Items<Answer<'GET /api/spaces/:space/dead_letters'>>;
export type Job = Answer<'GET /api/spaces/:space/redrives/:id'>;
export type Key = Items<Answer<'GET /api/spaces/:space/keys'>>;
export type Rejected = Items<Answer<'GET /api/spaces/:space/rejected'>>;
export type EventDetail = Answer<'GET /api/spaces/:space/events/:inbox_id'>;
export type Me = Answer<'GET /api/me'>;
export type SentRequest = NonNullable<Attempt['request']>;

export const CANONICALS = ['contact', 'subscribed', 'registration', 'deposit'] as const satisfies readonly Canonical[];
export const STATUSES = [
  'pending',
  'failed',
  'sent',
  'failed_permanently',
  'discarded',
] as const satisfies readonly Status[];
