import pg from 'pg';

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

/** `2026-11-02 01:02:03.456789+00`; what lies beyond the millisecond is cut off. */
function epochMs(text: string): number {
  const value = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(value)) throw new RangeError(`timestamptz ${text} is no moment between the years 1 and 9999`);
  return value;
}

const verbatim = (text: string): string => text;

/** A flat array of elements that hold neither commas nor quotes themselves. */
const arrayOf = (one: (text: string) => unknown) => (text: string) =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((entry) => (entry === 'NULL' ? null : one(entry.replaceAll('"', ''))));

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
  getTypeParser: (oid, format): unknown =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format),
};

/** Epoch ms as a timestamptz parameter; `null` stays. */
export function timestamptz(ms: number): string;
export function timestamptz(ms: number | null): string | null;
export function timestamptz(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
