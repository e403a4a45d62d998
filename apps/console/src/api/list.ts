import { z } from 'zod';
import { decodeCursor, encodeCursor, type Filters } from './cursor.js';
import { parseMoment } from './moment.js';
import { issueAt, refuse } from './refusal.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

const page = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `must be a number from 1 to ${MAX_LIMIT}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, `must be a number from 1 to ${MAX_LIMIT}`)
    .default(DEFAULT_LIMIT)
    .meta({ description: `Most items of a page, 1–${MAX_LIMIT}.` }),
  cursor: z.string().max(1000).optional().meta({ description: '`next_cursor` of the page before.' }),
};

/** Query of a list: its filters, and where in it to read. */
export const listQuery = <Shape extends z.ZodRawShape>(filters: Shape) => z.strictObject({ ...filters, ...page });

/** A filter that may be repeated: any of the values. */
export const anyOf = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(value).min(1).max(100)).optional();

/** Body of a list's answer. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });

/** A parsed query of a list. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const filtersOf = (query: ListQuery): Filters => ({ ...query, limit: undefined, cursor: undefined });

/** A moment as Postgres writes it in UTC, to the microsecond. */
const exactMoment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00$/)
  .refine((text) => parseMoment(text.replace(' ', 'T').replace('+00', 'Z')) !== null);

/** Position in a list that runs by time: the exact moment of an item, and its id. */
export const timePosition = z.tuple([exactMoment, z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]);

/**
 * Where a page begins: the position of the last item before it, `null` for the first page. Refuses a foreign cursor; one
 * can be forged, so its parts are parsed as well.
 */
export function positionOf<Position extends z.ZodType>(query: ListQuery, shape: Position): z.output<Position> | null {
  if (query.cursor === undefined) return null;
  const position = shape.safeParse(decodeCursor(filtersOf(query), query.cursor));
  if (position.success) return position.data;
  throw refuse({ query: [issueAt(['cursor'], 'is not a next_cursor of this list with these filters')] });
}

/** The same for a list by time, as queries take it. */
export function afterOf(query: ListQuery): { at: string; id: string } | null {
  const position = positionOf(query, timePosition);
  return position && { at: position[0], id: position[1] };
}

/**
 * A page of a list from one row more than it may hold: the surplus row says that there is a next page, which begins after
 * the last row shown.
 */
export function pageOf<Row, Item>(
  query: ListQuery,
  rows: readonly Row[],
  positionOfRow: (row: Row) => readonly string[],
  show: (row: Row) => Item,
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    next_cursor: rows.length > query.limit && last ? encodeCursor(filtersOf(query), positionOfRow(last)) : null,
  };
}

/** The cursor of a page that begins at a position found otherwise than by its last row. */
export const cursorAt = (query: ListQuery, position: readonly string[]): string =>
  encodeCursor(filtersOf(query), position);
