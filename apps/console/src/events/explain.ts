import { destinationFilter, eventMap, type DestinationFilter } from '@app/contracts';
import { matchEvent, type MatchFacts } from '@app/kinds';
import type { DeliveryFate } from '@app/persistence';
import { z } from 'zod';

/** The parts of a destination's snapshot that decide whether it is sent an event. */
const decisive = z.object({
  enabled: z.boolean(),
  deleted: z.boolean(),
  event_map: eventMap,
  filter: destinationFilter,
});

/** What became of an event at one destination. */
export interface Explanation {
  readonly fate: DeliveryFate['status'] | 'unmapped' | 'filtered' | 'off' | 'created_later' | 'deleted';
  /** In a sentence, for people. */
  readonly why: string;
}

/**
 * Explains what became of an event at a destination: by its delivery where there is one, else by what the destination
 * was at the configuration revision the event was given out by. `snapshot` `null` = it did not exist yet.
 */
export function explain(facts: MatchFacts, snapshot: unknown, delivery: DeliveryFate | null): Explanation {
  if (delivery) return { fate: delivery.status, why: whyOf(delivery) };
  if (snapshot === null) return { fate: 'created_later', why: 'The destination was made after this event.' };
  const then = decisive.parse(snapshot);
  if (then.deleted) return { fate: 'deleted', why: 'The destination had been deleted.' };
  const match = matchEvent(facts, { ...then, currency_map: {} });
  if (!match.send && match.why === 'off') return { fate: 'off', why: 'The destination was switched off.' };
  if (!match.send && match.why === 'unmapped') {
    return { fate: 'unmapped', why: `The destination had no name for ${facts.canonical}.` };
  }
  return { fate: 'filtered', why: filterWhy(facts, then.filter) };
}

function whyOf({ status, event_name, reason, detail, attempt_count }: DeliveryFate): string {
  const because = [reason, detail].filter((part) => part !== null).join(': ');
  switch (status) {
    case 'sent':
      return `Sent as ${event_name}.`;
    case 'pending':
      return 'Waiting: not tried yet.';
    case 'failed':
      return `Tried ${attempt_count} times, will be tried again (${because}).`;
    case 'failed_permanently':
      return `Failed after ${attempt_count} attempts (${because}).`;
    case 'discarded':
      return 'Discarded by hand.';
  }
}

/** The conditions of a filter that this event did not meet. */
function filterWhy(facts: MatchFacts, filter: DestinationFilter): string {
  const alone = (part: DestinationFilter): boolean =>
    matchEvent(facts, { enabled: true, event_map: { [facts.canonical]: 'x' }, filter: part, currency_map: {} }).send;
  const failed = [
    filter.links && !alone({ links: filter.links }) ? `link is ${facts.link ?? 'unknown'}` : null,
    filter.countries && !alone({ countries: filter.countries }) ? `country is ${facts.country ?? 'unknown'}` : null,
    filter.deposit && !alone({ deposit: filter.deposit })
      ? `it is a ${facts.first ? 'first' : 'repeat'} deposit`
      : null,
    filter.value_min !== undefined && !alone({ value_min: filter.value_min })
      ? `value is ${facts.value ?? 'absent'}`
      : null,
  ].filter((condition) => condition !== null);
  return failed.length > 0
    ? `The destination's filter refused it: ${failed.join(', ')}.`
    : "The destination's filter refused it by what was known of its click at that time.";
}
