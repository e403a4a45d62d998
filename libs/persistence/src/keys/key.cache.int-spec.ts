import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyCache, nextRevision, openDatabase, type Database } from '../index.js';
import { migratedDatabase, type MigratedDatabase } from '../../testing/index.js';

let given: MigratedDatabase;
let database: Database;
const caches: KeyCache[] = [];
const log = { info: () => undefined, error: () => undefined };
const space = randomUUID();
const NOW = 1_793_600_000_000;

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'one', 1)`, values: [space] });
});
afterEach(() => Promise.all(caches.splice(0).map((cache) => cache.stop())));
afterAll(() => given.drop());

const cached = async (over: Partial<ConstructorParameters<typeof KeyCache>[0]> = {}): Promise<KeyCache> => {
  const cache = new KeyCache({ database, log, pollMs: 10, noteUseMs: 10, ...over });
  caches.push(cache);
  cache.start();
  return cache;
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

async function makeKey(expiresAt: string | null = null): Promise<{ id: string; hash: string }> {
  const [id, hash] = [randomUUID(), sha256(randomUUID())];
  await database.transaction(async (tx) => {
    const text = `insert into api_keys (id, space_id, kind, hash, hint, expires_at, revision) values ($1, $2, 'secret', $3, '', $4, $5)`;
    await tx.query({ text, values: [id, space, hash, expiresAt, await nextRevision(tx)] });
  });
  return { id, hash: hash.toString('hex') };
}

const revoke = (id: string): Promise<void> =>
  database.transaction(async (tx) => {
    const values = [id, await nextRevision(tx)];
    await tx.query({ text: `update api_keys set revoked_at = now(), revision = $2 where id = $1`, values });
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('did not happen within 10 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the keys in memory', () => {
  it('know a key from its hash, and one that was made after the last poll', async () => {
    const old = await makeKey();
    const cache = await cached({ pollMs: 60_000 });
    await until(() => Promise.resolve(cache.loaded));
    expect(cache.check(old.hash, NOW)).toEqual({ id: old.id, spaceId: space, kind: 'secret', endsAtMs: null });
    const fresh = await makeKey();
    expect(await cache.check(fresh.hash, NOW)).toMatchObject({ id: fresh.id });
    expect(cache.check(fresh.hash, NOW)).toMatchObject({ id: fresh.id });
  });

  it('refuse an unknown one after one look-up, shared by all who ask', async () => {
    const cache = await cached();
    await until(() => Promise.resolve(cache.loaded));
    const hash = sha256('nobody').toString('hex');
    const asked = cache.check(hash, NOW);
    expect(cache.check(hash, NOW)).toBe(asked);
    expect(await asked).toBe('unknown');
    expect(await cache.check(hash, NOW)).toBe('unknown');
  });

  it('refuse a revoked key within two polls, and one whose overlap has ended at that very moment', async () => {
    const revoked = await makeKey();
    const rotated = await makeKey(new Date(NOW).toISOString());
    const cache = await cached();
    await until(() => Promise.resolve(cache.loaded));
    expect(await cache.check(rotated.hash, NOW - 1)).toMatchObject({ id: rotated.id });
    expect(await cache.check(rotated.hash, NOW)).toBe('unknown');
    expect(cache.check(revoked.hash, Date.now())).toMatchObject({ id: revoked.id });
    await revoke(revoked.id);
    await until(async () => (await cache.check(revoked.hash, Date.now())) === 'unknown');
  });

  it('note when a key was last used, never an earlier moment', async () => {
    const { id, hash } = await makeKey();
    const cache = await cached();
    await until(() => Promise.resolve(cache.loaded));
    const used = async (): Promise<number | null> => {
      const text = 'select last_used_at from api_keys where id = $1';
      const [row] = await database.query<{ last_used_at: number | null }>({ text, values: [id] });
      return row?.last_used_at ?? null;
    };
    await cache.check(hash, NOW);
    await until(async () => (await used()) === NOW);
    await cache.check(hash, NOW - 5);
    await cache.stop();
    expect(await used()).toBe(NOW);
  });

  it('cannot say anything of an unknown one while the database is away', async () => {
    const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', poolSize: 1, applicationName: 'away' });
    const cache = await cached({ database: away });
    expect(await cache.check(sha256('x').toString('hex'), NOW)).toBe('unavailable');
    expect(cache.loaded).toBe(false);
    await cache.stop();
    await away.close();
  });
});
