import { createHash } from 'node:crypto';

/** What a page was asked for besides its size and place: a cursor belongs to it. */
export type Filters = Readonly<Record<string, unknown>>;

const SEAL_LENGTH = 12;

const sealOf = (filters: Filters, text: string): string => {
  const known = Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([known, text]))
    .digest('base64url')
    .slice(0, SEAL_LENGTH);
};

/** Where the next page begins, as opaque text. It is bound to the filters, not secret. */
export function encodeCursor(filters: Filters, position: readonly string[]): string {
  const text = JSON.stringify(position);
  return sealOf(filters, text) + Buffer.from(text).toString('base64url');
}

const isPosition = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string');

/** The position in a cursor; `null` when it is none, was altered, or belongs to other filters. */
export function decodeCursor(filters: Filters, cursor: string): string[] | null {
  const text = Buffer.from(cursor.slice(SEAL_LENGTH), 'base64url').toString('utf8');
  if (cursor.slice(0, SEAL_LENGTH) !== sealOf(filters, text)) return null;
  try {
    const position: unknown = JSON.parse(text);
    return isPosition(position) ? position : null;
  } catch {
    return null;
  }
}
