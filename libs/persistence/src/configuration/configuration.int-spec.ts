import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { destinationId, spaceId, type DestinationId } from '@app/contracts';
import { ConfigurationCache, nextRevision, type Database } from '../index.js';
import { migratedDatabase, type MigratedDatabase } from '../../testing/index.js';

let given: MigratedDatabase;
let database: Database;
const caches: ConfigurationCache[] = [];
const problems: string[] = [];
const log = { info: () => undefined, error: (_fields: object, message: string) => void problems.push(message) };

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
});
afterEach(() => Promise.all(caches.splice(0).map((cache) => cache.stop())));
afterAll(() => given.drop());

const cached = async (): Promise<ConfigurationCache> => {
  const cache = new ConfigurationCache({ database, log, pollMs: 10 });
  caches.push(cache);
  cache.start();
  await cache.refresh();
  return cache;
};

const space = spaceId.parse(randomUUID());
const insertSpace = (): Promise<number> =>
  database.transaction(async (tx) => {
    const revision = await nextRevision(tx);
    const text = `insert into spaces (id, name, event_aliases, revision) values ($1, $2, '{"ftd": "deposit"}', $3)`;
    await tx.query({ text, values: [space, 'one', revision] });
    return revision;
  });

const insertDestination = async (): Promise<{ id: DestinationId; revision: number }> => {
  const id = destinationId.parse(randomUUID());
  const revision = await database.transaction(async (tx) => {
    const next = await nextRevision(tx);
    await tx.query({
      text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
               horizon_s, max_concurrency, timeout_ms, revision)
             values ($1, $2, 'webhook', $3, true, '{"url": "https://x.example"}', '{"contact": "lead"}', '{}', '{"USDT": "USD"}',
               10, 172800, 32, 10000, $4)`,
      values: [id, space, id, next],
    });
    return next;
  });
  return { id, revision };
};

const change = (id: DestinationId, set: string): Promise<number> =>
  database.transaction(async (tx) => {
    const next = await nextRevision(tx);
    await tx.query({ text: `update destinations set ${set}, revision = $2 where id = $1`, values: [id, next] });
    return next;
  });

describe('the configuration in memory', () => {
  beforeAll(insertSpace);

  it('holds spaces and destinations as contracts have them', async () => {
    const { id, revision } = await insertDestination();
    const cache = await cached();
    expect(cache.loaded).toBe(true);
    expect(cache.revision).toBe(revision);
    expect(cache.space(space)).toEqual({ id: space, name: 'one', timeZone: 'UTC', eventAliases: { ftd: 'deposit' } });
    expect(cache.destination(id)).toMatchObject({
      kind: 'webhook',
      event_map: { contact: 'lead' },
      paused: false,
      rate_per_s: null,
      revision,
    });
    expect(cache.destinationsOf(space).map((destination) => destination.id)).toContain(id);
    expect(cache.destinationsOf(spaceId.parse(randomUUID()))).toEqual([]);
  });

  it('follows changes, tells of them, and knows deleted from not yet known', async () => {
    const cache = await cached();
    const changes: DestinationId[] = [];
    cache.onChange((changed) => void changes.push(...changed));
    const { id, revision } = await insertDestination();
    expect(cache.standing(id, revision)).toBe('unknown');
    await cache.refresh();
    expect(cache.standing(id, revision)).toMatchObject({ id });
    await change(id, 'paused_at = now()');
    await cache.refresh();
    expect(cache.destination(id)?.paused).toBe(true);
    await change(id, 'deleted_at = now()');
    await cache.refresh();
    expect(cache.standing(id, revision)).toBe('deleted');
    expect(changes).toEqual([id, id, id]);
  });

  it('finds out by itself, within two polls', async () => {
    const cache = await cached();
    const changed = new Promise((resolve) => cache.onChange(resolve));
    const { id } = await insertDestination();
    expect(await changed).toEqual([id]);
  });

  it('holds everything committed before a refresh, however many refresh at once', async () => {
    const cache = await cached();
    const early = cache.refresh();
    const { id } = await insertDestination();
    await Promise.all([cache.refresh(), cache.refresh(), early]);
    expect(cache.destination(id)).toBeDefined();
  });

  it('begins anew when the database was restored to an older revision', async () => {
    const cache = await cached();
    const { id, revision } = await insertDestination();
    await cache.refresh();
    await database.query({ text: 'delete from destinations where id = $1', values: [id] });
    await database.query({ text: 'update config_state set revision = $1', values: [revision - 1] });
    await cache.refresh();
    expect(cache.revision).toBe(revision - 1);
    expect(cache.standing(id, revision)).toBe('unknown');
  });

  it('keeps what it holds when a load fails, and says so once', async () => {
    const cache = await cached();
    const { revision } = cache;
    const { id } = await insertDestination();
    await database.query({ text: `update destinations set event_map = '{"contact": ""}' where id = $1`, values: [id] });
    await expect(cache.refresh()).rejects.toThrow();
    await expect(cache.refresh()).rejects.toThrow();
    expect(cache.revision).toBe(revision);
    expect(problems.length).toBeLessThanOrEqual(1);
    await change(id, `event_map = '{}'`);
    await cache.refresh();
    expect(cache.destination(id)).toBeDefined();
  });
});

describe('revisions', () => {
  it('come in the order of commits', async () => {
    const order: number[] = [];
    const raise = () =>
      database.transaction(async (tx) => {
        const revision = await nextRevision(tx);
        order.push(revision);
      });
    await Promise.all([raise(), raise(), raise()]);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
});
