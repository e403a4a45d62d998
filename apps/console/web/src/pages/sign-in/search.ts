import { textIn } from '../../parts/search-text.js';

/** Where to go after signing in. Only places of this page: an address elsewhere would be a trap. */
export function signInSearch(given: Record<string, unknown>): { next?: string } {
  const next = textIn(given['next']);
  return next !== undefined && /^\/(?![/\\])/.test(next) ? { next } : {};
}
