import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import {
  applyBinds,
  bindClick,
  insertClicks,
  knownClicks,
  readBoundClicks,
  readClicks,
  type ClickRow,
  type Database,
} from '../index.js';
import { migratedDatabase, type MigratedDatabase } from '../../testing/index.js';

let given: MigratedDatabase;
let database: Database;

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
});
afterAll(() => given.drop());

const space = spaceId.parse(randomUUID());
const NOW = 1_793_600_000_000;
const click = (uid: string, over: Partial<ClickRow> = {}): ClickRow => ({
  spaceId: space,
  uid,
  linkId: null,
  tgId: null,
  clickedAtMs: NOW,
  acceptedAtMs: NOW,
  fields: Buffer.from(uid),
  ...over,
});
const tgOf = async (uid: string): Promise<string | null | undefined> =>
  (await readClicks(database, [{ spaceId: space, uid }]))[0]?.tgId;

describe('clicks', () => {
  it('are stored once: the first of a uid stands', async () => {
    const first = click('once', { fields: Buffer.from('first') });
    const stored = await insertClicks(database, [first, click('once'), click('other')]);
    expect(stored).toHaveLength(2);
    expect(await insertClicks(database, [click('once')])).toEqual([]);
    const found = await readClicks(database, [first, { spaceId: spaceId.parse(randomUUID()), uid: 'once' }]);
    expect(found).toEqual([{ spaceId: space, uid: 'once', tgId: null, fields: Buffer.from('first') }]);
    expect(await knownClicks(database, [first, click('nobody')])).toEqual([{ spaceId: space, uid: 'once' }]);
  });

  it('are found by the Telegram user they are bound to, the newest first', async () => {
    const tgId = '900719925474099321';
    await insertClicks(database, [
      click('tg-old', { tgId, clickedAtMs: NOW - 1 }),
      click('tg-new', { tgId, clickedAtMs: NOW }),
      click('tg-older', { tgId, clickedAtMs: NOW - 2 }),
    ]);
    expect(await readBoundClicks(database, [{ spaceId: space, tgId }])).toEqual([
      { spaceId: space, uid: 'tg-new', tgId, fields: Buffer.from('tg-new') },
    ]);
  });
});

describe('binds', () => {
  it('bind a click once: the first wins', async () => {
    await insertClicks(database, [click('bound')]);
    expect(await bindClick(database, click('bound'), '1')).toEqual({ matched: true, bound: true });
    expect(await bindClick(database, click('bound'), '1')).toEqual({ matched: true, bound: true });
    expect(await bindClick(database, click('bound'), '2')).toEqual({ matched: true, bound: false });
    expect(await tgOf('bound')).toBe('1');
  });

  it('wait for a click that is not known yet, and win over what it says', async () => {
    expect(await bindClick(database, click('late'), '1')).toEqual({ matched: false, bound: false });
    expect(await bindClick(database, click('late'), '2')).toEqual({ matched: false, bound: false });
    await insertClicks(database, [click('late', { tgId: '3' })]);
    expect(await tgOf('late')).toBe('1');
  });

  it('do not displace the user a click came with', async () => {
    await insertClicks(database, [click('own', { tgId: '5' })]);
    expect(await bindClick(database, click('own'), '6')).toEqual({ matched: true, bound: false });
    expect(await tgOf('own')).toBe('5');
  });

  it('are applied after the commit of a click that did not see them', async () => {
    await database.transaction(async (tx) => {
      await insertClicks(tx, [click('race')]);
      expect(await bindClick(database, click('race'), '9')).toEqual({ matched: false, bound: false });
    });
    expect(await tgOf('race')).toBeNull();
    await applyBinds(database, [click('race')]);
    expect(await tgOf('race')).toBe('9');
  });
});
