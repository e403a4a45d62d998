import { queryText } from '../api/call.js';

/** The search of an address as names and texts; several of a name are a list. */
export function readSearch(text: string): Record<string, string | string[]> {
  const given = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

/** The other way round. */
export const writeSearch = (search: Record<string, unknown>): string => queryText(search);

/** One text of a search. */
export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A list of texts of a search; only those of `known`, where that is given. */
export function textsIn(value: unknown, known?: readonly string[]): readonly string[] | undefined {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each !== '' && (known?.includes(each) ?? true),
  );
  return values.length > 0 ? values : undefined;
}
