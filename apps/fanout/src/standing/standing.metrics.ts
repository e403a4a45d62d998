import { OPEN, type Metrics } from '@app/observability';
import type { ObservedDestination, OpenRows } from '@app/persistence';

/** What one look at destinations found. */
export interface Standing {
  readonly destinations: readonly ObservedDestination[];
  readonly open: readonly OpenRows[];
  /** Destination → when its oldest open delivery was accepted, epoch ms. */
  readonly oldest: ReadonlyMap<string, number>;
}

const STATES = ['active', 'held', 'paused', 'off'] as const;
const MS = 1000;

/**
 * How every destination stands, from the database. Each fanout process says it: take the maximum. Names of people's choice
 * are in `waybill_destination_info` alone, to be joined by destination.
 */
export function standingMetrics(metrics: Metrics): (standing: Standing, nowMs: number) => void {
  const labels: Record<'destination' | 'kind', typeof OPEN> = { destination: OPEN, kind: OPEN };
  const info = metrics.gauge({
    name: 'destination_info',
    help: 'What a destination is called and whose it is; always 1.',
    labels: { ...labels, space: OPEN, name: OPEN },
  });
  const state = metrics.gauge({
    name: 'destination_state',
    help: 'Whether a destination is in a state: 1 for the one it is in.',
    labels: { ...labels, state: OPEN },
  });
  const open = metrics.gauge({
    name: 'destination_open_deliveries',
    help: 'Deliveries that wait for their first attempt (pending) or for another one (failed).',
    labels: { ...labels, status: OPEN },
  });
  const oldest = metrics.gauge({
    name: 'destination_oldest_open_seconds',
    help: 'Age of the oldest delivery that is not settled; 0 where none is open.',
    labels,
  });
  const success = metrics.gauge({
    name: 'destination_last_success_timestamp_seconds',
    help: 'When a delivery arrived last; absent where none ever did.',
    labels,
  });
  return (standing, nowMs) => {
    // What was deleted or renamed leaves nothing behind.
    for (const gauge of [info, state, open, oldest, success]) gauge.reset();
    const rows = Map.groupBy(standing.open, (row) => row.destination_id);
    for (const { id, space_id, kind, name, state: current, last_success_at } of standing.destinations) {
      const at = { destination: id, kind };
      const days = rows.get(id) ?? [];
      info.set({ ...at, space: space_id, name }, 1);
      for (const one of STATES) state.set({ ...at, state: one }, one === current ? 1 : 0);
      for (const status of ['pending', 'failed'] as const) {
        open.set(
          { ...at, status },
          days.reduce((sum, row) => sum + row[status], 0),
        );
      }
      const since = standing.oldest.get(id);
      oldest.set(at, since === undefined ? 0 : Math.max(0, nowMs - since) / MS);
      if (last_success_at !== null) success.set(at, last_success_at / MS);
    }
  };
}
