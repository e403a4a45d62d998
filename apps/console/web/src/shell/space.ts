import { useLocation } from '@tanstack/react-router';
import { readSearch } from '../parts/search-text.js';

const PLACE = /^\/s\/([^/]+)(?:\/destinations\/([^/]+))?/;

/** The space the page is about, from its address. */
export const useSpace = (): string => PLACE.exec(useLocation().pathname)?.[1] ?? '';

/** The destination the page is about, from its address. */
export const useDestinationId = (): string => PLACE.exec(useLocation().pathname)?.[2] ?? '';

/** What stands behind the question mark of the address, as a page reads it. */
export const useSearchAs = <T>(read: (given: Record<string, unknown>) => T): T =>
  read(readSearch(useLocation().searchStr));
