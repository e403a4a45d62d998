import type { Kind as KindName, Outcome } from '@app/contracts';
import { REASONS, VERDICTS } from '@app/contracts';
import type { Metrics } from '@app/observability';
import { OPEN } from '@app/observability';

/** Seconds; from a loopback answer to the longest timeout. */
const ATTEMPT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds; from a quiet system to a delivery that took all its retries. 60 is the objective for a first attempt. */
const LATENCY_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60, 120, 600, 3600, 21_600, 86_400];
/** Seconds; 1 is what is promised for the 99th percentile. */
const LATENESS_BUCKETS = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300];

/** Why a task was dropped without an outcome, or handed back without an attempt. */
const DROPS = ['superseded', 'finished', 'twin', 'partition_lost'] as const;
export type Drop = (typeof DROPS)[number];

/** Levels read at each scrape. */
export interface DeliveryLevels {
  readonly inflight: number;
  readonly slow: number;
  readonly lanes: number;
  readonly laneBytes: number;
  readonly held: number;
  readonly paused: number;
  readonly unrecorded: number;
}

/** Counts what the engine does. */
export interface DeliveryMeter {
  concluded(conclusion: Pick<Outcome, 'verdict' | 'reason'>, executed: boolean): void;
  /** Ms from sending to the answer or fault. */
  attempted(durationMs: number): void;
  /** Ms from the event's acceptance to its delivery, by the first attempt or a later one. */
  delivered(latencyMs: number, isFirst: boolean): void;
  /** Ms a retry was taken up after it was due. */
  released(latenessMs: number): void;
  dropped(why: Drop): void;
  unreadable(): void;
  bug(): void;
}

/** The engine's series, under `waybill_delivery_…`. Once a process. */
export function deliveryMeter(metrics: Metrics, kindName: KindName, levels: () => DeliveryLevels): DeliveryMeter {
  const kind = [kindName];
  const counter = metrics.counter.bind(metrics);
  const attempts = counter({
    name: 'delivery_attempts_total',
    help: 'Attempts made over the network, by what they came to.',
    labels: { kind, outcome: VERDICTS, reason: OPEN },
  });
  // Most pairs of outcome and reason cannot be; these always can.
  for (const outcome of VERDICTS) attempts.inc({ kind: kindName, outcome, reason: '' }, 0);
  const kept = counter({
    name: 'delivery_kept_total',
    help: 'Tasks handed back to the outbox without an attempt.',
    labels: { kind },
  });
  const dead = counter({
    name: 'delivery_dead_letters_total',
    help: 'Deliveries that ended as failed permanently.',
    labels: { kind, reason: REASONS },
  });
  const drops = counter({
    name: 'delivery_dropped_total',
    help: 'Tasks dropped because another copy counts.',
    labels: { kind, why: DROPS },
  });
  const unreadable = counter({
    name: 'delivery_unreadable_total',
    help: 'Records no task could be read from.',
    labels: { kind },
  });
  const bugs = counter({
    name: 'delivery_bugs_total',
    help: 'Exceptions in code that must not throw.',
    labels: { kind },
  });
  const duration = metrics.histogram({
    name: 'delivery_attempt_duration_seconds',
    help: 'From sending a request to its answer or fault.',
    labels: { kind },
    buckets: ATTEMPT_BUCKETS,
  });
  const latency = metrics.histogram({
    name: 'delivery_latency_seconds',
    help: 'From the acceptance of an event to its delivery, by the first attempt or a later one.',
    labels: { kind, attempt: ['first', 'later'] },
    buckets: LATENCY_BUCKETS,
  });
  const lateness = metrics.histogram({
    name: 'delivery_retry_lateness_seconds',
    help: 'From the moment a retry was due to its lane.',
    labels: { kind },
    buckets: LATENESS_BUCKETS,
  });
  const label = { kind: kindName };
  const level = (name: string, help: string, read: (now: DeliveryLevels) => number): void =>
    void metrics.gauge({ name, help, labels: { kind }, read: (gauge) => gauge.set(label, read(levels())) });
  level('delivery_inflight', 'Requests on the wire.', ({ inflight }) => inflight);
  level('delivery_slow', 'Slots held by slow or unknown destinations.', ({ slow }) => slow);
  level('delivery_lanes', 'Destinations held in memory.', ({ lanes }) => lanes);
  level('delivery_lane_bytes', 'Bytes of tasks that wait in lanes.', ({ laneBytes }) => laneBytes);
  level('delivery_held_destinations', 'Destinations on hold here.', ({ held }) => held);
  level('delivery_paused_destinations', 'Destinations paused by their own answer here.', ({ paused }) => paused);
  level('delivery_unrecorded', 'Records Kafka has not acknowledged yet.', ({ unrecorded }) => unrecorded);

  return {
    concluded({ verdict, reason }, executed) {
      if (executed) attempts.inc({ kind: kindName, outcome: verdict, reason: reason ?? '' });
      else if (verdict === 'keep') kept.inc(label);
      if (verdict === 'dead' && reason !== null) dead.inc({ kind: kindName, reason });
    },
    attempted: (ms) => duration.observe(label, ms / 1000),
    delivered: (ms, isFirst) =>
      latency.observe({ kind: kindName, attempt: isFirst ? 'first' : 'later' }, Math.max(0, ms) / 1000),
    released: (ms) => lateness.observe(label, Math.max(0, ms) / 1000),
    dropped: (why) => drops.inc({ kind: kindName, why }),
    unreadable: () => unreadable.inc(label),
    bug: () => bugs.inc(label),
  };
}
