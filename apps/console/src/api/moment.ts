import { z } from 'zod';

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const DIGITS = /^\d{1,15}$/;
/** 10^11 ms is March 1973, 10^11 s the year 5138. */
const LOOKS_LIKE_SECONDS = 100_000_000_000;

/** A day such as February 30th is read as March 2nd by `Date.parse`; it names no moment. */
const dayExists = (text: string): boolean => {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
};

/** 9999-12-31T23:59:59.999Z: what lies beyond has no RFC 3339 form. */
const LATEST_MS = 253_402_300_799_999;

/** Epoch ms of a moment in either form the API takes; `null` when the text is neither, or lies before 1970. */
export function parseMoment(text: string): number | null {
  const ms = DIGITS.test(text)
    ? secondsRefused(Number(text))
    : RFC3339.test(text) && dayExists(text)
      ? Date.parse(text)
      : -1;
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}

const secondsRefused = (ms: number): number => (ms < LOOKS_LIKE_SECONDS ? -1 : ms);

/** `from` and `to` of a query, parsed to epoch ms. */
export const moment = z
  .string()
  .transform((text, context): number => {
    const ms = parseMoment(text);
    if (ms !== null) return ms;
    context.addIssue({
      code: 'custom',
      message: 'must be RFC 3339 such as 2026-11-25T08:00:00Z (a + written as %2B), or epoch milliseconds',
    });
    return z.NEVER;
  })
  .meta({ example: '2026-11-25T08:00:00Z' });

/** The same in a body, where epoch milliseconds are a number. */
export const momentInBody = z.preprocess((given) => (typeof given === 'number' ? String(given) : given), moment);

/** A moment as answers carry it: RFC 3339, UTC, milliseconds. */
export const shown = (ms: number): string => new Date(ms).toISOString();

/** The same for a moment that may be absent. */
export const shownOrNull = (ms: number | null): string | null => (ms === null ? null : shown(ms));
