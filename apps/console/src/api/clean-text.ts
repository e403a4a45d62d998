import type { FieldError } from '@app/contracts';
import { isJsonObject } from './merge-patch.js';

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON Pointer (RFC 6901) to a path of keys and indexes. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${escaped(String(key))}`).join('');

/**
 * Parsed JSON with every text, keys included, made storable: lone surrogates become U+FFFD. Texts with NUL, which
 * Postgres cannot hold, are reported under `point(path)`.
 */
export function cleanText(
  value: unknown,
  point: (path: readonly PropertyKey[]) => string = pointerTo,
): { value: unknown; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const clean = (text: string, path: readonly PropertyKey[]): string => {
    if (text.includes('\0')) errors.push({ pointer: point(path), detail: 'must not contain NUL' });
    return text.toWellFormed();
  };
  const walk = (part: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof part === 'string') return clean(part, path);
    if (Array.isArray(part)) return part.map((entry: unknown, index) => walk(entry, [...path, index]));
    if (!isJsonObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, entry]) => [clean(key, [...path, key]), walk(entry, [...path, key])]),
    );
  };
  return { value: walk(value, []), errors };
}
