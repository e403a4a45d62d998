import pg from 'pg';
import { z } from 'zod';

const OID = {
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
} as const;

/** A whole number that JavaScript cannot hold exactly is refused loudly: select such a column as text. */
function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond 2^53: select it as text`);
  return value;
}

const timestamp = pg.types.getTypeParser(OID.timestamptz);
const epochMs = (text: string): number => Number(timestamp(text));
const verbatim = (text: string): string => text;

/** `text[]`, which pg parses but does not name. */
const TEXT_ARRAY: number = 1009;
const texts = pg.types.getTypeParser(TEXT_ARRAY);
const arrayOf = (one: (text: string) => unknown) => (text: string) =>
  z
    .array(z.string().nullable())
    .parse(texts(text))
    .map((entry) => (entry === null ? null : one(entry)));

const PARSERS = new Map<number, (text: string) => unknown>([
  [OID.int8, exactNumber],
  [OID.date, verbatim],
  [OID.timestamptz, epochMs],
  [OID.int8Array, arrayOf(exactNumber)],
  [OID.dateArray, arrayOf(verbatim)],
  [OID.timestamptzArray, arrayOf(epochMs)],
]);

/**
 * How columns read: int8 as number (an error beyond 2^53), timestamptz as epoch ms, date as `YYYY-MM-DD`, bytea as
 * Buffer, numeric and uuid as text, jsonb parsed. Everything else as pg does it.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};

/** Epoch ms as a timestamptz parameter; `null` stays. */
export function timestamptz(ms: number): string;
export function timestamptz(ms: number | null): string | null;
export function timestamptz(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
