import type { DestinationFilter, DestinationId, EventMap, Kind, SpaceId, StateReason } from '@app/contracts';
import type { Queryable } from '../database.js';

/** What people set on a destination. `config` and `proxy_url` with their secrets sealed. */
export interface DestinationFields {
  name: string;
  enabled: boolean;
  config: Record<string, unknown>;
  event_map: EventMap;
  filter: DestinationFilter;
  currency_map: Record<string, string>;
  proxy_url: string | null;
  max_attempts: number;
  horizon_s: number;
  max_concurrency: number;
  rate_per_s: number | null;
  timeout_ms: number;
}

/** A destination with what its app decided about it. Times are epoch ms. */
export interface DestinationRow extends DestinationFields {
  id: DestinationId;
  space_id: SpaceId;
  kind: Kind;
  revision: number;
  created_at: number;
  deleted_at: number | null;
  paused_at: number | null;
  paused_total_ms: number;
  resumed_revision: number;
  /** From `destination_states`; `active` where nothing was decided yet. */
  decided_state: 'active' | 'held' | 'paused';
  decided_reason: StateReason | null;
  decided_revision: number;
  decided_paused_at: number | null;
  held_until: number | null;
  last_success_at: number | null;
}

const SELECT = `
  select d.id, d.space_id, d.kind, d.name, d.enabled, d.config, d.event_map, d.filter, d.currency_map, d.proxy_url,
         d.max_attempts, d.horizon_s, d.max_concurrency, d.rate_per_s, d.timeout_ms, d.revision, d.created_at, d.deleted_at,
         d.paused_at, d.paused_total_ms, d.resumed_revision,
         coalesce(s.state, 'active') as decided_state, s.reason as decided_reason,
         coalesce(s.decided_revision, 0) as decided_revision, s.paused_at as decided_paused_at, s.held_until, s.last_success_at
  from destinations d left join destination_states s on s.destination_id = d.id`;

/** Which destinations of a space: `null` filters take all; deleted ones only on demand. */
export interface DestinationQuery {
  space: SpaceId;
  ids: readonly DestinationId[] | null;
  kinds: readonly Kind[] | null;
  withDeleted: boolean;
}

/** All destinations of a space that match, oldest first. */
export const readDestinations = (db: Queryable, query: DestinationQuery): Promise<DestinationRow[]> =>
  db.query<DestinationRow>({
    name: 'console.destinations_read',
    text: `${SELECT} where d.space_id = $1 and ($2::uuid[] is null or d.id = any($2)) and ($3::text[] is null or d.kind::text = any($3))
             and ($4 or d.deleted_at is null) order by d.created_at, d.id`,
    values: [query.space, query.ids, query.kinds, query.withDeleted],
  });

/** A page of the space's destinations, newest first, after the position given. `position` is the exact creation time. */
export const listDestinations = (
  db: Queryable,
  page: { space: SpaceId; after: { at: string; id: string } | null; limit: number },
): Promise<(DestinationRow & { position: string })[]> =>
  db.query<DestinationRow & { position: string }>({
    name: 'console.destinations_list',
    text: `${SELECT.replace('select ', 'select d.created_at::text as position, ')}
           where d.space_id = $1 and d.deleted_at is null
             and ($2::timestamptz is null or (d.created_at, d.id) < ($2, $3::uuid))
           order by d.created_at desc, d.id desc limit $4`,
    values: [page.space, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  });

/** One destination that is not deleted; `null` when the space has none of that id. */
export async function readDestination(
  db: Queryable,
  space: SpaceId,
  id: DestinationId,
): Promise<DestinationRow | null> {
  const [row] = await readDestinations(db, { space, ids: [id], kinds: null, withDeleted: false });
  return row ?? null;
}

const values = (fields: DestinationFields): unknown[] => [
  fields.name,
  fields.enabled,
  JSON.stringify(fields.config),
  JSON.stringify(fields.event_map),
  JSON.stringify(fields.filter),
  JSON.stringify(fields.currency_map),
  fields.proxy_url,
  fields.max_attempts,
  fields.horizon_s,
  fields.max_concurrency,
  fields.rate_per_s,
  fields.timeout_ms,
];

/** Adds a destination; `false` when its name is taken in the space. */
export async function insertDestination(
  tx: Queryable,
  key: { id: DestinationId; space: SpaceId; kind: Kind; revision: number },
  fields: DestinationFields,
): Promise<boolean> {
  const rows = await tx.query({
    name: 'console.destination_insert',
    text: `insert into destinations (id, space_id, kind, revision, name, enabled, config, event_map, filter, currency_map,
             proxy_url, max_attempts, horizon_s, max_concurrency, rate_per_s, timeout_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           on conflict (space_id, name) where deleted_at is null do nothing returning id`,
    values: [key.id, key.space, key.kind, key.revision, ...values(fields)],
  });
  return rows.length > 0;
}

/** Replaces what people set; `false` when another destination of the space has that name. */
export async function updateDestination(
  tx: Queryable,
  key: { id: DestinationId; revision: number },
  fields: DestinationFields,
): Promise<boolean> {
  const rows = await tx.query({
    name: 'console.destination_update',
    text: `update destinations d
           set revision = $2, name = $3, enabled = $4, config = $5, event_map = $6, filter = $7, currency_map = $8,
               proxy_url = $9, max_attempts = $10, horizon_s = $11, max_concurrency = $12, rate_per_s = $13, timeout_ms = $14
           where d.id = $1 and not exists (
             select from destinations other
             where other.space_id = d.space_id and other.name = $3 and other.id <> d.id and other.deleted_at is null)
           returning d.id`,
    values: [key.id, key.revision, ...values(fields)],
  });
  return rows.length > 0;
}

/** Marks a destination deleted: its row stays, so that what happened can be explained. */
export async function deleteDestination(tx: Queryable, id: DestinationId, revision: number): Promise<void> {
  await tx.query({
    name: 'console.destination_delete',
    text: 'update destinations set deleted_at = coalesce(deleted_at, now()), revision = $2 where id = $1',
    values: [id, revision],
  });
}

/** Of these slugs, those the space has no link for. */
export async function unknownLinks(db: Queryable, space: SpaceId, slugs: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ slug: string }>({
    name: 'console.links_unknown',
    text: `select given.slug from unnest($2::text[]) as given (slug)
           where not exists (select from links where links.space_id = $1 and links.slug = given.slug and deleted_at is null)`,
    values: [space, slugs],
  });
  return rows.map((row) => row.slug);
}
