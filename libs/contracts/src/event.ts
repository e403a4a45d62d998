import { z } from 'zod';
import { currency, eid, moment, optional, text, tgId, uid } from './fields.js';
import { spaceId } from './ids.js';
import { CANONICALS } from './kinds.js';
import { money } from './money.js';

const MAX_DATA_BYTES = 8 * 1024;
const MAX_DATA_DEPTH = 8;

/** One value or up to five; always a list once parsed. */
const personal = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text(512)).min(1).max(5))
  .meta({ type: ['string', 'array'] });

/** What is known of the person. Hashed at the door but for the last four, which Meta wants as they are. */
export const userFields = z.strictObject({
  email: optional(personal),
  phone: optional(personal),
  first_name: optional(personal),
  last_name: optional(personal),
  date_of_birth: optional(personal),
  gender: optional(personal),
  city: optional(personal),
  state: optional(personal),
  zip: optional(personal),
  country: optional(personal),
  external_id: optional(personal),
  ip: optional(text(64)),
  user_agent: optional(text(2048)),
  fbp: optional(text(256)),
  fbc: optional(text(1024)),
});
export type UserFields = z.infer<typeof userFields>;

/** Looks no deeper than it must: JSON of 256 KiB can nest deep enough to overflow the stack of whoever walks it. */
const deeperThan = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((below) => deeperThan(levels - 1, below)));

const ownData = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  if (deeperThan(MAX_DATA_DEPTH, value)) {
    context.addIssue({ code: 'custom', message: 'must be at most 8 levels deep' });
  } else if (Buffer.byteLength(JSON.stringify(value)) > MAX_DATA_BYTES) {
    context.addIssue({ code: 'custom', message: 'must be at most 8 KiB of JSON' });
  }
});

const eventFields = {
  event: z.enum(CANONICALS, { error: `must be one of ${CANONICALS.join(', ')}` }),
  uid: optional(uid),
  tg_id: optional(tgId),
  eid: optional(eid),
  value: optional(money),
  currency: optional(currency),
  occurred_at_ms: optional(moment),
  user: optional(userFields),
  data: optional(ownData),
};

/** The event object as `POST /events` takes it: unknown fields are refused by name. */
export const eventInput = z.strictObject(eventFields);
export type EventInput = z.infer<typeof eventInput>;

/** The value of a record on the topic `events`: the event object plus `space_id`; unknown fields are ignored. */
export const eventRecord = z.object({ ...eventFields, user: optional(userFields.strip()), space_id: spaceId });
export type EventRecord = z.infer<typeof eventRecord>;
