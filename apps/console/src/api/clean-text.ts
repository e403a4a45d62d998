import { isJsonObject } from './merge-patch.js';
import { issueAt, type Issue } from './refusal.js';

type Path = readonly (string | number)[];

/**
 * Parsed JSON with every text, keys included, made storable: lone surrogates become U+FFFD. Texts with NUL, which
 * Postgres cannot hold, are named.
 */
export function cleanText(value: unknown): { readonly value: unknown; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const clean = (text: string, path: Path): string => {
    if (text.includes('\0')) issues.push(issueAt(path, 'must not contain NUL'));
    return text.toWellFormed();
  };
  const walk = (part: unknown, path: Path): unknown => {
    if (typeof part === 'string') return clean(part, path);
    if (Array.isArray(part)) return part.map((entry: unknown, index) => walk(entry, [...path, index]));
    if (!isJsonObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, entry]) => [clean(key, [...path, key]), walk(entry, [...path, key])]),
    );
  };
  return { value: walk(value, []), issues };
}
