import {
  destination,
  destinationId,
  spaceId,
  type Destination,
  type DestinationId,
  type SpaceId,
} from '@app/contracts';
import { z } from 'zod';
import type { Queryable } from '../database.js';

/** A space as the pipeline knows it. */
export interface Space {
  readonly id: SpaceId;
  readonly name: string;
  /** IANA name; decides what a day is in reports. */
  readonly timeZone: string;
  /** Further names by which `GET /e` knows the canonicals. */
  readonly eventAliases: Readonly<Record<string, string>>;
}

/** What changed after a revision. */
export interface ConfigurationChanges {
  readonly spaces: readonly Space[];
  readonly destinations: readonly Destination[];
  readonly deleted: readonly DestinationId[];
}

const spaceRow = z
  .object({ id: spaceId, name: z.string(), time_zone: z.string(), event_aliases: z.record(z.string(), z.string()) })
  .transform(({ id, name, time_zone, event_aliases }): Space => {
    return { id, name, timeZone: time_zone, eventAliases: event_aliases };
  });

const SPACES = `select id, name, time_zone, event_aliases from spaces where revision > $1`;

const DESTINATIONS = `
  select id, space_id, kind, name, enabled, config, event_map, filter, currency_map, proxy_url, max_attempts, horizon_s,
         max_concurrency, rate_per_s, timeout_ms, paused_at is not null as paused, paused_total_ms, resumed_revision, revision
    from destinations
   where revision > $1 and deleted_at is null`;

const DELETED = `select id from destinations where revision > $1 and deleted_at is not null`;

/**
 * Reads what changed after `since`; 0 reads everything. A row the contract does not know is a fault of whoever wrote it
 * and rejects the whole: to pass over a destination would be to lose what it should have been sent.
 */
export async function loadChanges(db: Queryable, since: number): Promise<ConfigurationChanges> {
  const changed = async <T>(name: string, text: string, row: z.ZodType<T>): Promise<T[]> =>
    z.array(row).parse(await db.query({ name: `configuration.${name}`, text, values: [since] }));
  const [spaces, destinations, deleted] = await Promise.all([
    changed('spaces', SPACES, spaceRow),
    changed('destinations', DESTINATIONS, destination),
    changed('deleted', DELETED, z.object({ id: destinationId })),
  ]);
  return { spaces, destinations, deleted: deleted.map(({ id }) => id) };
}
