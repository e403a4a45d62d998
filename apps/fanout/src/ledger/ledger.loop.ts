import { setTimeout as delay } from 'node:timers/promises';
import { MAX_FINDINGS, bucketOf, type Bucket, type LedgerReport, type RecountedDay } from '@app/contracts';
import type { Logger } from '@app/observability';
import {
  LOCKS,
  readDayCounters,
  readDoor,
  readForsaken,
  readKeptDays,
  readLedger,
  readMatched,
  readOwners,
  recountDay,
  seeOneMoment,
  tryLock,
  untilStored,
  writeLedger,
  type Database,
  type Queryable,
} from '@app/persistence';
import { balanceDay, balanceDoor, offBy, type DaySums } from './balance.js';
import { SUMS, type LedgerMetrics } from './ledger.metrics.js';
import { rotaOf } from './rota.js';

/** A look stops recounting further days after this long (ms): a snapshot held open keeps dead rows alive. */
const BUDGET_MS = 3_000;
/** A look takes at most one in so many of the time: recounting is work for the database as well. */
const SHARE = 20;

export interface LedgerLoopOptions {
  database: Database;
  /** The topic at the door. */
  topic: string;
  /** Name of this process, unique. */
  instance: string;
  /** Pause between two looks, ms. */
  intervalMs: number;
  log: Logger;
  metrics: LedgerMetrics;
  crash: (error: unknown) => void;
}

/**
 * Reads the ledger: what went through the door, what was made of it, and where it stands, each counted twice by different
 * hands and seen at one moment. One process at a time; the report stands in the database for the console.
 */
export class LedgerLoop {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: LedgerLoopOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  /** Reads the ledger unless another process did a moment ago, and says what it shows. */
  async look(): Promise<void> {
    const { database, log, instance, metrics } = this.options;
    const report = await untilStored(log, 'ledger', () => database.transaction((tx) => this.read(tx)));
    if (report) this.tell(report);
    const known = report ? { readBy: instance } : await untilStored(log, 'ledger', () => readLedger(database));
    if (known?.readBy === instance) return;
    for (const sum of SUMS) metrics.off.set({ sum }, 0);
    metrics.readAt.set(0);
    metrics.oldestDay.set(0);
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const began = performance.now();
      await this.look();
      const pause = Math.max(this.options.intervalMs, (performance.now() - began) * (SHARE - 1));
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private async read(tx: Queryable): Promise<LedgerReport | null> {
    const { topic, instance, intervalMs } = this.options;
    await seeOneMoment(tx);
    if (!(await tryLock(tx, LOCKS.ledger))) return null;
    const known = await readLedger(tx);
    const now = Date.now();
    if (known && known.readBy !== instance && now - known.readAtMs < intervalMs) return null;
    const kept = await readKeptDays(tx);
    const days = new Map(known?.report.days.map((day) => [day.bucket, day]));
    for (const day of days.keys()) if (!kept.includes(day)) days.delete(day);
    const owners = new Map(
      (await readOwners(tx)).map(({ destination, space, is_deleted }) => [
        destination,
        { space, isDeleted: is_deleted },
      ]),
    );
    const began = performance.now();
    for (const day of rotaOf(kept, [...days.values()], bucketOf(now))) {
      days.set(day, await this.readDay(tx, day, owners, now));
      if (performance.now() - began > BUDGET_MS) break;
    }
    const report = { door: (await readDoor(tx, topic)).map(balanceDoor), days: [...days.values()] };
    await writeLedger(tx, instance, report);
    return report;
  }

  private async readDay(tx: Queryable, bucket: Bucket, owners: DaySums['owners'], now: number): Promise<RecountedDay> {
    const groups = await recountDay(tx, bucket);
    const counters = await readDayCounters(tx, bucket);
    const matched = await readMatched(tx, bucket);
    const day = balanceDay({ bucket, groups, counters, matched, owners }, now);
    const open: RecountedDay['open'] = [];
    for (const one of day.open) {
      const isDeleted = owners.get(one.destination_id)?.isDeleted ?? false;
      const event_ids = await readForsaken(tx, bucket, one.destination_id, isDeleted, MAX_FINDINGS);
      open.push({ ...one, event_ids });
    }
    return { ...day, open };
  }

  private tell({ door, days }: LedgerReport): void {
    const { log, metrics } = this.options;
    const off = offBy(door, days);
    for (const sum of SUMS) metrics.off.set({ sum }, off[sum]);
    metrics.readAt.set(Date.now() / 1000);
    metrics.oldestDay.set(Math.min(...days.map((day) => day.read_at_ms)) / 1000);
    if (Object.values(off).some((value) => value !== 0)) {
      const found = days.filter((day) => day.fan_out.length + day.delivery.length + day.open.length > 0);
      log.error({ ...off, partitions: door.filter((one) => one.off !== 0), days: found }, 'the ledger is off');
    }
  }
}
