import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { DoorCache, nextRevision, type Database } from '../index.js';
import { migratedDatabase, type MigratedDatabase } from '../../testing/index.js';

let given: MigratedDatabase;
let database: Database;
const caches: DoorCache[] = [];
const space = spaceId.parse(randomUUID());

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'one', 1)`, values: [space] });
});
afterEach(() => Promise.all(caches.splice(0).map((cache) => cache.stop())));
afterAll(() => given.drop());

async function loadedCache(): Promise<DoorCache> {
  const log = { info: () => undefined, error: () => undefined };
  const cache = new DoorCache({ database, log, pollMs: 60_000 });
  caches.push(cache);
  await cache.refresh();
  return cache;
}

async function addLink(slug: string, landing: string): Promise<string> {
  const id = randomUUID();
  await database.transaction(async (tx) => {
    const text = `insert into links (id, space_id, slug, name, landing, revision) values ($1, $2, $3, $3, $4, $5)`;
    await tx.query({ text, values: [id, space, slug, landing, await nextRevision(tx)] });
  });
  return id;
}

const change = (id: string, set: string): Promise<void> =>
  database.transaction(async (tx) => {
    const values = [id, await nextRevision(tx)];
    await tx.query({ text: `update links set revision = $2, ${set} where id = $1`, values });
  });

describe('what the doors hold in memory', () => {
  it('follows a link from its making to its end', async () => {
    const cache = await loadedCache();
    expect([cache.loaded, cache.link('autumn')]).toEqual([true, undefined]);
    const id = await addLink('autumn', 'https://shop.example');
    await cache.refresh();
    const link = { id, spaceId: space, slug: 'autumn', landing: 'https://shop.example', enabled: true };
    expect(cache.link('autumn')).toEqual(link);
    await change(id, 'enabled = false');
    await cache.refresh();
    expect(cache.link('autumn')?.enabled).toBe(false);
    await change(id, 'deleted_at = now()');
    await cache.refresh();
    expect(cache.link('autumn')).toBeUndefined();
    expect((await loadedCache()).link('autumn')).toBeUndefined();
  });

  it('knows whose slug it is now when one is made anew', async () => {
    const cache = await loadedCache();
    const first = await addLink('winter', 'https://first.example');
    await cache.refresh();
    await change(first, 'deleted_at = now()');
    const second = await addLink('winter', 'https://second.example');
    await cache.refresh();
    expect(cache.link('winter')?.id).toBe(second);
    await change(first, `note = 'was here'`);
    await cache.refresh();
    expect(cache.link('winter')?.id).toBe(second);
  });

  it('knows the names a space gives to events', async () => {
    const cache = await loadedCache();
    expect(cache.aliases(space)).toEqual({});
    await database.transaction(async (tx) => {
      const values = [space, await nextRevision(tx), { ftd2: 'deposit' }];
      await tx.query({ text: 'update spaces set revision = $2, event_aliases = $3 where id = $1', values });
    });
    await cache.refresh();
    expect(cache.aliases(space)).toEqual({ ftd2: 'deposit' });
    expect(cache.aliases(spaceId.parse(randomUUID()))).toEqual({});
  });
});
