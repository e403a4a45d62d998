import { z } from 'zod';
import { CANONICALS } from './kinds.js';
import { spaceId } from './ids.js';
import { money } from './money.js';

/** Earliest `occurred_at_ms` that is believed: 2000-01-01T00:00:00Z. */
const EARLIEST_MS = 946_684_800_000;
/** A value below this looks like seconds: 10^11 ms is March 1973, 10^11 s the year 5138. */
const LOOKS_LIKE_SECONDS = 100_000_000_000;
/** How far ahead of the clock that received it an event may lie. */
const MAX_AHEAD_MS = 24 * 3_600_000;

const MAX_DATA_BYTES = 8 * 1024;
const MAX_DATA_DEPTH = 8;

const noNul = (text: string): boolean => !text.includes('\0');

/** Text from outside: NUL refused (Postgres cannot hold it), lone surrogates become U+FFFD, nothing trimmed. */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .refine(noNul, 'must not contain NUL')
    .transform((value) => value.toWellFormed())
    // Characters are counted only where UTF-16 units, of which there are at least as many, do not settle it.
    .refine((value) => value.length <= max || [...value].length <= max, `must have at most ${max} characters`);

/** `null` means absent everywhere. */
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value): z.output<T> | undefined => value ?? undefined);

const uid = text(128).refine(
  (value) => /^[\x21-\x7e]+$/.test(value),
  'must be 1–128 printable characters without spaces',
);

/** Integers are taken for the text they stand for. */
const digits = (value: unknown): unknown =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;

const tgId = z.preprocess(digits, z.string().regex(/^-?\d{1,18}$/, 'must be an integer of at most 18 digits'));

const eid = z.preprocess(digits, text(256));

const currency = z
  .string()
  .regex(/^[A-Za-z]{3,5}$/, 'must be 3–5 letters, such as USD')
  .transform((value) => value.toUpperCase());

const occurredAt = z
  .number()
  .int()
  .superRefine((value, context) => {
    const message =
      value < LOOKS_LIKE_SECONDS
        ? 'looks like seconds: send epoch milliseconds'
        : value < EARLIEST_MS
          ? 'must not be before 2000-01-01'
          : null;
    if (message) context.addIssue({ code: 'custom', message });
  });

/**
 * Whether an event lies too far in the future, judged by the clock that received it (the door's, or the broker's append
 * time, so that a replay judges alike). The schemas cannot know that clock; whoever parses asks this as well.
 */
export const tooFarAhead = (occurredAtMs: number, receivedAtMs: number): boolean =>
  occurredAtMs > receivedAtMs + MAX_AHEAD_MS;

/** One value or up to five; always a list once parsed. */
const personal = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(text(512)).min(1).max(5),
);

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
  occurred_at_ms: optional(occurredAt),
  user: optional(userFields),
  data: optional(ownData),
};

/** The event object as `POST /events` takes it: unknown fields are refused by name. */
export const eventInput = z.strictObject(eventFields);
export type EventInput = z.infer<typeof eventInput>;

/** The value of a record on the topic `events`: the event object plus `space_id`; unknown fields are ignored. */
export const eventRecord = z.object({ ...eventFields, user: optional(userFields.strip()), space_id: spaceId });
export type EventRecord = z.infer<typeof eventRecord>;
