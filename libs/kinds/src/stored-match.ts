import type { Canonical, Destination } from '@app/contracts';
import { z } from 'zod';
import { matchEvent, type Match } from './event-match.js';

/** An event as it lies in the database: `click` is the JSON it was joined with. */
export interface StoredFacts {
  readonly canonical: Canonical;
  readonly value: string | null;
  readonly currency: string | null;
  readonly click: Buffer | null;
  readonly first: boolean;
}

const circumstances = z.object({
  link: z.string().nullable().catch(null),
  country: z.string().nullable().catch(null),
});

/**
 * What a destination would get of a stored event today, for redrives and backfills: one that is switched off keeps what
 * they make until it is switched on.
 */
export function matchStored(
  { click, ...event }: StoredFacts,
  destination: Pick<Destination, 'event_map' | 'filter' | 'currency_map'>,
): Match {
  const { link, country } = circumstances.parse(click === null ? {} : JSON.parse(click.toString()));
  return matchEvent({ ...event, link, country }, { ...destination, enabled: true });
}

/** Whether the filter lets everything through, so that the canonical alone decides. */
export const wantsAll = ({ filter }: Pick<Destination, 'filter'>): boolean =>
  Object.values(filter).every((condition) => condition === undefined || condition === 'all');
