import type { Canonical, Destination } from '@app/contracts';

/** What decides whether a destination wants an event. `link` and `country` come from its click. */
export interface MatchFacts {
  canonical: Canonical;
  /** Exact decimal text, or `null`. */
  value: string | null;
  currency: string | null;
  link: string | null;
  country: string | null;
  /** The first event of its canonical for its uid; one without uid counts as first. */
  first: boolean;
}

/** What a destination gets of an event, or why it gets nothing. */
export type Match =
  | { readonly send: true; readonly eventName: string; readonly currency: string | null }
  | { readonly send: false; readonly why: 'off' | 'unmapped' | 'filtered' };

type Wanted = Pick<Destination, 'enabled' | 'event_map' | 'filter' | 'currency_map'>;

/**
 * Whether a destination is sent an event, and under which name and currency. The one place that knows: fanout asks it
 * for new events, the console to explain why an event did not go somewhere.
 */
export function matchEvent(facts: MatchFacts, destination: Wanted): Match {
  if (!destination.enabled) return { send: false, why: 'off' };
  const eventName = destination.event_map[facts.canonical];
  if (eventName === undefined) return { send: false, why: 'unmapped' };
  if (!passes(facts, destination.filter)) return { send: false, why: 'filtered' };
  const currency = facts.currency === null ? null : (destination.currency_map[facts.currency] ?? facts.currency);
  return { send: true, eventName, currency };
}

function passes(facts: MatchFacts, filter: Wanted['filter']): boolean {
  if (filter.links && (facts.link === null || !filter.links.includes(facts.link))) return false;
  if (filter.countries && (facts.country === null || !filter.countries.includes(facts.country))) return false;
  if (facts.canonical !== 'deposit') return true;
  if (filter.deposit === 'first' && !facts.first) return false;
  if (filter.deposit === 'repeat' && facts.first) return false;
  return filter.value_min === undefined || reaches(facts.value, filter.value_min);
}

/** Compares exact decimals of at most 12 integer and 8 fraction digits without rounding; no value reaches nothing. */
function reaches(value: string | null, least: string): boolean {
  return value !== null && units(value) >= units(least);
}

const units = (decimal: string): bigint => {
  const [integer = '0', fraction = ''] = decimal.split('.');
  return BigInt(integer) * 100_000_000n + BigInt(fraction.padEnd(8, '0'));
};
