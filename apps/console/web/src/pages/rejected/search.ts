import { textIn } from '../../parts/search-text.js';

/** The refusal that is open beside the list, as it stands in the address. */
export function rejectedSearch(given: Record<string, unknown>): { open?: string } {
  const open = textIn(given['open']);
  return open === undefined ? {} : { open };
}
