import type { IconName } from '../parts/icons.js';

/** A page of the rail: its place, its name, and the letter that goes there after `g`. */
export interface Page {
  readonly to:
    | '/s/$space'
    | '/s/$space/deliveries'
    | '/s/$space/failed'
    | '/s/$space/destinations'
    | '/s/$space/keys'
    | '/s/$space/rejected';
  readonly name: string;
  /** On a phone. */
  readonly short: string;
  readonly icon: IconName;
  readonly letter: string;
}

export const PAGES: readonly Page[] = [
  { to: '/s/$space', name: 'Home', short: 'Home', icon: 'home', letter: 'h' },
  { to: '/s/$space/deliveries', name: 'Deliveries', short: 'Deliveries', icon: 'deliveries', letter: 'd' },
  { to: '/s/$space/failed', name: 'Failed deliveries', short: 'Failed', icon: 'failed', letter: 'f' },
  { to: '/s/$space/destinations', name: 'Destinations', short: 'Destin.', icon: 'destinations', letter: 't' },
  { to: '/s/$space/keys', name: 'Keys', short: 'Keys', icon: 'keys', letter: 'k' },
  { to: '/s/$space/rejected', name: 'Rejected', short: 'Rejected', icon: 'rejected', letter: 'r' },
];

/** How many pages the bar of a phone holds before “More”. */
export const ON_PHONE = 4;
