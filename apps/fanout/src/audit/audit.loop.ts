import { setTimeout as delay } from 'node:timers/promises';
import type { DestinationId, Kind } from '@app/contracts';
import type { TopicOffsets } from '@app/kafka';
import type { Logger } from '@app/observability';
import type { ConfigurationCache, Database } from '@app/persistence';
import {
  addCounters,
  LOCKS,
  readNow,
  readPlaced,
  returnLost,
  slotOfBucket,
  tryLock,
  type CounterChange,
  untilStored,
} from '@app/persistence';
import type { AuditMetrics } from './audit.metrics.js';
import { advanceTrial, openTrial, type Snapshot, type Trial } from './trial.js';
import type { TrialGround } from './grounds.js';

/** Rows a statement returns at most; what is left comes with the next trial. */
const LIMIT = 5_000;

export interface AuditOptions {
  database: Database;
  configuration: ConfigurationCache;
  /** Topic, place and partition of everything that can be lost. */
  grounds: readonly TrialGround[];
  /** Commits and ends of all topics the grounds name, and of `events`. */
  readOffsets: () => Promise<ReadonlyMap<string, TopicOffsets>>;
  eventsTopic: string;
  /** The partition of its kind's topics a destination lives in. */
  partitionOf: (kind: Kind, destination: DestinationId) => number;
  /** Pause between two looks, ms. */
  intervalMs: number;
  /** Rows younger than this (ms) are not on trial: their task may not be in Kafka yet. */
  settlingMs: number;
  shard: number;
  log: Logger;
  metrics: AuditMetrics;
  crash: (error: unknown) => void;
}

interface OpenTrial {
  trial: Trial;
  /** Fanout's commit on `events` when it began. */
  produced: readonly number[];
}

/**
 * Finds deliveries that should be in Kafka and are not, by evidence instead of age: a trial a place, each row judged only
 * after everything it could have been in was read to its end. Lost ones go back to the outbox; a backlog is never
 * mistaken for a loss. One process at a time works, by an advisory lock; another one taking over begins anew.
 */
export class AuditLoop {
  private readonly trials = new Map<TrialGround, OpenTrial>();
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: AuditOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await delay(this.options.intervalMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.look();
    }
  }

  private async look(): Promise<void> {
    const { log, readOffsets, eventsTopic, database } = this.options;
    const nowMs = await untilStored(log, 'audit', () => readNow(database));
    const offsets = await readOffsets().catch((error: unknown) => {
      log.warn({ err: error }, 'audit: kafka does not answer, looking again later');
      return null;
    });
    if (offsets === null) return;
    const snapshot = snapshotOf(offsets);
    const produced = snapshot.finished.get(eventsTopic) ?? [];
    for (const ground of this.options.grounds) {
      const open = this.trials.get(ground);
      const next = open ? advanceTrial(open.trial, snapshot) : null;
      if (open && next === 'crossed') await this.conclude(ground, open);
      if (open && next !== null && next !== 'crossed') this.trials.set(ground, { ...open, trial: next });
      else
        this.trials.set(ground, { trial: openTrial(nowMs - this.options.settlingMs, ground.hops, snapshot), produced });
    }
  }

  private async conclude(ground: TrialGround, { trial, produced }: OpenTrial): Promise<void> {
    const { log, metrics } = this.options;
    const found = await untilStored(log, 'audit', () => this.giveBack(ground, trial, produced));
    if (found === 0) return;
    metrics.lost.inc({ kind: ground.kind, place: ground.place }, found);
    log.error(
      { count: found, kind: ground.kind, place: ground.place, tier: ground.tier },
      'deliveries were lost in kafka and are sent again',
    );
  }

  private giveBack(ground: TrialGround, trial: Trial, produced: readonly number[]): Promise<number> {
    const { database, configuration, partitionOf, shard } = this.options;
    return database.transaction(async (tx) => {
      if (!(await tryLock(tx, LOCKS.audit))) return 0;
      const placed = (await readPlaced(tx, ground.place)).filter(({ destinationId }) => {
        const kind = configuration.destination(destinationId)?.kind;
        return kind === ground.kind && partitionOf(kind, destinationId) === ground.partition;
      });
      const changes: CounterChange[] = [];
      let found = 0;
      for (const [bucket, group] of Map.groupBy(placed, (row) => row.bucket)) {
        const destinations = group.map(({ destinationId }) => destinationId);
        const { place, tier } = ground;
        const { placedBeforeMs } = trial;
        const rows = await returnLost(tx, {
          bucket,
          destinations,
          place,
          tier,
          placedBeforeMs,
          produced,
          limit: LIMIT,
        });
        for (const { destination_id: scope, count } of rows) {
          const slotMs = slotOfBucket(bucket);
          changes.push(
            { scope, name: `place.${place}`, slotMs, value: -count },
            { scope, name: 'place.here', slotMs, value: count },
          );
          found += count;
        }
      }
      await addCounters(tx, shard, changes);
      return found;
    });
  }
}

/** Below the beginning of a log nothing is left to finish, whether or not it was. */
function snapshotOf(offsets: ReadonlyMap<string, TopicOffsets>): Snapshot {
  const finished = new Map<string, readonly number[]>();
  const ends = new Map<string, readonly number[]>();
  for (const [topic, found] of offsets) {
    ends.set(topic, found.ends);
    finished.set(
      topic,
      found.ends.map((_, index) => Math.max(found.committed[index] ?? 0, found.begins[index] ?? 0)),
    );
  }
  return { finished, ends };
}
