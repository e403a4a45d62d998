import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@app/embedded/testing';
import type { Appended, ConsumedRecord, OutgoingRecord, PartitionHandle } from '@app/kafka';
import { ProduceError } from '@app/kafka';
import { silentLogger, testMetrics } from '@app/observability/testing';
import { ConfigurationCache, migrate, openDatabase, type Database } from '@app/persistence';
import { TaskProducer } from '../tasks/task-producer.js';
import { IntakeLoop } from './intake.loop.js';
import { intakeMetrics } from './intake.metrics.js';

let given: TestDatabase;
let database: Database;
let configuration: ConfigurationCache;
const space = randomUUID();
const destination = randomUUID();

beforeAll(async () => {
  given = await testDatabase();
  await migrate(given.url);
  database = openDatabase({ url: given.url, poolSize: 6, applicationName: 'intake-test' });
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'a space', 1)`, values: [space] });
  await database.query({
    text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
             horizon_s, max_concurrency, timeout_ms, revision)
           values ($1, $2, 'webhook', 'a hook', true, '{}', '{"contact":"contact"}', '{}', '{}', 10, 172800, 32, 10000, 1)`,
    values: [destination, space],
  });
  // Stands for whatever a database may refuse that no schema foresaw.
  await database.query({ text: `alter table event_payloads add constraint no_poison check (uid <> 'poison')` });
  configuration = new ConfigurationCache({ database, log: silentLogger() });
  configuration.start();
  await configuration.refresh();
});

afterAll(async () => {
  await configuration.stop();
  await database.close();
  await given.drop();
});

/** Takes every record, or none of a topic that is down. */
class Taker {
  readonly records: OutgoingRecord[] = [];
  down: string | null = null;

  partitionFor = (): number => 0;

  sendMany = (records: readonly OutgoingRecord[]): Promise<(Appended | ProduceError)[]> => {
    const answers = records.map((record) => {
      if (record.topic === this.down) return new ProduceError('timeout', record.topic, 'no broker');
      this.records.push(record);
      return { topic: record.topic, partition: 0, offset: this.records.length, appendedAt: Date.now() };
    });
    return Promise.resolve(answers);
  };

  of(topic: string): OutgoingRecord[] {
    return this.records.filter((record) => record.topic === topic);
  }
}

/** A loop over one partition of a topic of its own, driven by hand. */
function loopOver(topic: string, taker: Taker) {
  const crashes: unknown[] = [];
  const done = new Set<number>();
  const log = silentLogger();
  const metrics = intakeMetrics(testMetrics(), ['webhook'], () => 0);
  const tasks = new TaskProducer({ producer: taker, database, shard: 1, log, onReturned: () => undefined });
  const crash = (error: unknown): void => void crashes.push(error);
  const loop = new IntakeLoop({
    topic,
    database,
    configuration,
    producer: taker,
    tasks,
    clicks: { of: () => Promise.resolve(new Map()) },
    shard: 1,
    log,
    metrics,
    crash,
  });
  const handle: PartitionHandle = {
    topic,
    partition: 0,
    epoch: 1,
    done: (offset) => void done.add(offset),
    pause: () => undefined,
    resume: () => undefined,
    active: () => true,
  };
  const push = (from: number, events: readonly object[]): void => {
    const records = events.map((event, index): ConsumedRecord => {
      const value = Buffer.from(JSON.stringify({ space_id: space, event: 'contact', ...event }));
      return { topic, partition: 0, offset: from + index, timestamp: Date.now(), key: null, value, headers: {} };
    });
    const next = from + events.length;
    loop.push({ topic, partition: 0, epoch: 1, from, next, records, highWatermark: next }, handle);
  };
  return { loop, push, done, crashes };
}

const ledger = async (topic: string): Promise<unknown> => {
  const [row] = await database.query({
    text: `select first_offset, next_offset, fresh, duplicate, replayed, rejected, skipped from hop_progress where topic = $1`,
    values: [topic],
  });
  return row;
};

const uids = (run: string, count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({ uid: run, eid: `${run}-${n}` }));

describe('intake', () => {
  it('makes one delivery of many copies, whoever reads them', async () => {
    const taker = new Taker();
    const [one, two] = [loopOver('events.copies-1', taker), loopOver('events.copies-2', taker)];
    for (const { loop, push } of [one, two]) {
      await loop.startAt(0, null);
      push(0, [...uids('copies', 50), ...uids('copies', 50)]);
    }
    await Promise.all([one.loop.stop(), two.loop.stop()]);
    expect([...one.crashes, ...two.crashes]).toEqual([]);
    expect(taker.of('deliveries.webhook')).toHaveLength(50);
    expect(one.done.size + two.done.size).toBe(200);
  });

  it('emits a replay only where nobody has seen to it yet', async () => {
    const first = new Taker();
    const before = loopOver('events.replay', first);
    await before.loop.startAt(0, null);
    before.push(0, uids('replay', 3));
    await before.loop.stop();
    const [seen] = first.of('deliveries.webhook').map(({ key }) => key);
    await database.query({ text: 'update event_outbox set attempt_count = 1 where event_id = $1', values: [seen] });

    const second = new Taker();
    const after = loopOver('events.replay', second);
    expect(await after.loop.startAt(0, 0)).toBe(0);
    after.push(0, uids('replay', 4));
    await after.loop.stop();
    expect(after.crashes).toEqual([]);
    expect(second.of('deliveries.webhook')).toHaveLength(3);
    expect(await ledger('events.replay')).toMatchObject({ next_offset: 4, fresh: 4, duplicate: 0, replayed: 3 });
  });

  it('refuses the one row the database will not hold, and stores its neighbours', async () => {
    const taker = new Taker();
    const { loop, push, done, crashes } = loopOver('events.poison', taker);
    await loop.startAt(0, null);
    push(0, [...uids('good', 250), { uid: 'poison', eid: 'p' }, ...uids('fine', 249)]);
    await loop.stop();
    expect(crashes).toEqual([]);
    expect(taker.of('deliveries.webhook')).toHaveLength(499);
    expect(taker.of('events.rejected')).toMatchObject([
      { headers: { 'waybill-reason': 'storage_refused', 'waybill-offset': '250' } },
    ]);
    expect(done.size).toBe(500);
    expect(await ledger('events.poison')).toMatchObject({ next_offset: 500, fresh: 499, rejected: 1, skipped: 0 });
  });

  it('puts what a dead topic does not take into the outbox', async () => {
    const taker = new Taker();
    taker.down = 'deliveries.webhook';
    const { loop, push, done } = loopOver('events.down', taker);
    await loop.startAt(0, null);
    push(0, uids('down', 5));
    await loop.stop();
    expect(done.size).toBe(5);
    const rows = await database.query({
      text: `select place, dispatch, count(*)::int as count from event_outbox o join event_payloads p using (bucket, inbox_id)
             where p.uid = 'down' group by place, dispatch`,
    });
    expect(rows).toEqual([{ place: 'here', dispatch: 2, count: 5 }]);
  });

  it('knows a space that became known between reading a record and storing it', async () => {
    const young = randomUUID();
    const taker = new Taker();
    const { loop, push, crashes } = loopOver('events.between', taker);
    await loop.startAt(0, null);
    await database.transaction(async (tx) => {
      await tx.query({ text: 'update config_state set revision = revision + 1' });
      await tx.query({
        text: `insert into spaces (id, name, revision) select $1, $2, revision from config_state`,
        values: [young, young],
      });
    });
    // Reads at once, with what is held now; the configuration then moves on before the transaction begins.
    push(0, [{ space_id: young, eid: 'z' }]);
    await configuration.refresh();
    await loop.stop();
    expect(crashes).toEqual([]);
    expect(taker.of('events.rejected')).toEqual([]);
    expect(await ledger('events.between')).toMatchObject({ fresh: 1, rejected: 0 });
  });

  it('knows a space that was made a moment ago', async () => {
    const young = randomUUID();
    await database.transaction(async (tx) => {
      await tx.query({ text: 'update config_state set revision = revision + 1' });
      await tx.query({
        text: `insert into spaces (id, name, revision) select $1, $2, revision from config_state`,
        values: [young, young],
      });
    });
    const taker = new Taker();
    const { loop, push, crashes } = loopOver('events.young', taker);
    await loop.startAt(0, null);
    push(0, [{ space_id: young, eid: 'y' }]);
    await loop.stop();
    expect(crashes).toEqual([]);
    expect(taker.of('events.rejected')).toEqual([]);
  });

  it('writes nothing once another process has moved its position', async () => {
    const taker = new Taker();
    const { loop, push, crashes, done } = loopOver('events.fenced', taker);
    await loop.startAt(0, null);
    push(0, uids('fenced', 1));
    await loop.stop();
    const zombie = loopOver('events.fenced', taker);
    await zombie.loop.startAt(0, null);
    await database.query({ text: `update hop_progress set next_offset = 9 where topic = 'events.fenced'` });
    zombie.push(1, uids('zombie', 1));
    await zombie.loop.stop();
    expect([crashes.length, zombie.crashes.length, done.size, zombie.done.size]).toEqual([0, 1, 1, 0]);
    expect(taker.of('deliveries.webhook')).toHaveLength(1);
  });
});
