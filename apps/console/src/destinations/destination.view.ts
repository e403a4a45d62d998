import { PROXY_FIELD, isSealed, maskConfig, maskSealed, maskUrlPassword } from '@app/persistence';
import type { DestinationRow, SecretBox } from '@app/persistence';
import type { z } from 'zod';
import { shown, shownOrNull } from '../api/moment.js';
import type { destinationAnswer } from './destination.shape.js';
import { standingOf } from './standing.js';

/** What people set on a destination, secrets masked: the part a merge patch is applied to, and that revisions keep. */
export const shownFields = (box: SecretBox, row: DestinationRow) => ({
  kind: row.kind,
  name: row.name,
  enabled: row.enabled,
  config: maskConfig(box, row.id, row.config),
  event_map: row.event_map,
  filter: row.filter,
  currency_map: row.currency_map,
  proxy_url: shownProxy(box, row),
  max_attempts: row.max_attempts,
  horizon_s: row.horizon_s,
  max_concurrency: row.max_concurrency,
  rate_per_s: row.rate_per_s,
  timeout_ms: row.timeout_ms,
});

/** A proxy's URL with its password masked. */
export const shownProxy = (
  box: SecretBox,
  { id, proxy_url }: Pick<DestinationRow, 'id' | 'proxy_url'>,
): string | null =>
  proxy_url === null || !isSealed(proxy_url)
    ? proxy_url
    : maskSealed(box, { owner: id, field: PROXY_FIELD }, proxy_url, maskUrlPassword);

/** A destination as answers carry it. */
export function shownDestination(box: SecretBox, row: DestinationRow): z.input<typeof destinationAnswer> {
  const { state, reason, heldUntil } = standingOf(row);
  return {
    id: row.id,
    ...shownFields(box, row),
    state,
    state_reason: reason,
    held_until: shownOrNull(heldUntil),
    revision: row.revision,
    created_at: shown(row.created_at),
  };
}

/** What a revision keeps: never a clear secret. */
export const snapshotOf = (box: SecretBox, row: DestinationRow): Record<string, unknown> => ({
  ...shownFields(box, row),
  paused: row.paused_at !== null,
  deleted: row.deleted_at !== null,
});
