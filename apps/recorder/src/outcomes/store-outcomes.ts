import type { Bucket, DeliveryId, DestinationId, Outcome } from '@app/contracts';
import {
  deliveryCounters,
  finishTests,
  insertAttempts,
  lockDeliveries,
  lockDestinationStates,
  updateDeliveries,
  updateDestinationStates,
  type CounterChange,
  type DeliveryChange,
  type DeliveryState,
  type Queryable,
} from '@app/persistence';
import { attemptOf, testResultOf } from './attempt.js';
import { nextDestinationState } from './destination-state.js';
import { mergeAll } from './merge.js';
import { TallyBook } from './tally-book.js';

/** What a batch of outcomes came to. */
export interface StoredOutcomes {
  /** Deliveries whose standing changed. */
  readonly decided: number;
  /** Outcomes of deliveries that have no row. */
  readonly missing: number;
  /** To be added last in the transaction. */
  readonly counters: readonly CounterChange[];
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Stores outcomes in the order they came: one change a delivery, each execution under its own id, then the destinations.
 * Storing an outcome twice changes nothing. Rows are locked by bucket and id, destinations after them.
 */
export async function storeOutcomes(tx: Queryable, outcomes: readonly Outcome[]): Promise<StoredOutcomes> {
  const deliveries = outcomes.filter(({ mode }) => mode === undefined);
  const book = new TallyBook();
  let decided = 0;
  let missing = 0;
  const counters: CounterChange[] = [];
  const buckets = [...Map.groupBy(deliveries, ({ bucket }) => bucket)].toSorted(([a], [b]) => compare(a, b));
  for (const [bucket, group] of buckets) {
    const stored = await storeBucket(tx, bucket, group, book);
    decided += stored.decided;
    missing += stored.missing;
    counters.push(...stored.counters);
  }
  await finishTests(tx, outcomes.flatMap(testResultOf));
  await storeDestinations(tx, book);
  return { decided, missing, counters };
}

async function storeBucket(
  tx: Queryable,
  bucket: Bucket,
  outcomes: readonly Outcome[],
  book: TallyBook,
): Promise<StoredOutcomes> {
  const byDelivery = Map.groupBy(outcomes, ({ event_id }) => event_id);
  const found = await lockDeliveries(tx, bucket, [...byDelivery.keys()]);
  const changes: DeliveryChange[] = [];
  const counters: CounterChange[] = [];
  const known = new Set<DeliveryId>();
  for (const state of found) {
    const own = byDelivery.get(state.eventId) ?? [];
    known.add(state.eventId);
    const merged = mergeAll(state, own);
    book.note(state, merged?.state ?? state, own);
    if (!merged) continue;
    changes.push(merged);
    if (merged.decision) counters.push(...countersOf(bucket, state, merged.state));
  }
  await updateDeliveries(tx, bucket, changes);
  const kept = outcomes.filter(({ event_id, executed }) => executed && known.has(event_id));
  await insertAttempts(tx, kept.map(attemptOf));
  const decided = changes.filter(({ decision }) => decision !== null).length;
  return { decided, missing: outcomes.filter(({ event_id }) => !known.has(event_id)).length, counters };
}

const countersOf = (bucket: Bucket, from: DeliveryState, to: DeliveryState): CounterChange[] =>
  deliveryCounters(from.destinationId, bucket, from, to);

async function storeDestinations(tx: Queryable, book: TallyBook): Promise<void> {
  const tallies = book.tallies();
  if (tallies.size === 0) return;
  const ids: DestinationId[] = [...tallies.keys()].toSorted(compare);
  const states = await lockDestinationStates(tx, ids);
  const next = states.flatMap((state) => {
    const tally = tallies.get(state.destinationId);
    return tally ? [nextDestinationState(state, tally)] : [];
  });
  await updateDestinationStates(tx, next);
}
