import { z } from 'zod';

/** Earliest `occurred_at_ms` that is believed: 2000-01-01T00:00:00Z. */
const EARLIEST_MS = 946_684_800_000;
/** A value below this looks like seconds: 10^11 ms is March 1973, 10^11 s the year 5138. */
const LOOKS_LIKE_SECONDS = 100_000_000_000;
/** How far ahead of the clock that received it an event may lie. */
const MAX_AHEAD_MS = 24 * 3_600_000;

const noNul = (text: string): boolean => !text.includes('\0');

/** Text from outside: NUL refused (Postgres cannot hold it), lone surrogates become U+FFFD, nothing trimmed. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .refine(noNul, 'must not contain NUL')
    .transform((value) => value.toWellFormed())
    // Characters are counted only where UTF-16 units, of which there are at least as many, do not settle it.
    .refine((value) => value.length <= max || [...value].length <= max, `must have at most ${max} characters`);

/** `null` means absent everywhere. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value): z.output<T> | undefined => value ?? undefined);

/** The id of a click: 1–128 printable ASCII characters. */
export const uid = text(128)
  .refine((value) => /^[\x21-\x7e]+$/.test(value), 'must be 1–128 printable characters without spaces')
  .meta({ description: '1–128 printable ASCII characters.', example: 'kV3xT9qLw0ZbR7nYc2HsMA' });

/** Integers are taken for the text they stand for. */
const digits = (value: unknown): unknown =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;

/** A Telegram user, as text. */
export const tgId = z
  .preprocess(digits, z.string().regex(/^-?\d{1,18}$/, 'must be an integer of at most 18 digits'))
  .meta({ type: ['string', 'integer'], example: '5551234567' });

/** The sender's own id of an event. */
export const eid = z.preprocess(digits, text(256)).meta({
  type: ['string', 'integer'],
  description: 'A repeat with the same one is no second event.',
  example: 'order-7',
});

/** Upper case. */
export const currency = z
  .string()
  .regex(/^[A-Za-z]{3,5}$/, 'must be 3–5 letters, such as USD')
  .transform((value) => value.toUpperCase())
  .meta({ description: 'Three to five letters in any case; USD by default.', example: 'USD' });

/** Epoch ms of something that happened; whoever parses asks `tooFarAhead` as well. */
export const moment = z
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
  })
  .meta({ description: 'Epoch milliseconds.', minimum: EARLIEST_MS, example: 1_790_000_000_000 });

/**
 * Whether an event lies too far in the future, judged by the clock that received it (the door's, or the broker's append
 * time, so that a replay judges alike). The schemas cannot know that clock; whoever parses asks this as well.
 */
export const tooFarAhead = (occurredAtMs: number, receivedAtMs: number): boolean =>
  occurredAtMs > receivedAtMs + MAX_AHEAD_MS;
