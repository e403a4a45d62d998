import { clickContext, type ClickContext, type SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** Names a click. */
export interface ClickKey {
  readonly spaceId: SpaceId;
  readonly uid: string;
}

/** A click about to be stored. Times are epoch ms; `fields` is JSON of all that is known of it. */
export interface ClickRow extends ClickKey {
  readonly linkId: string | null;
  readonly tgId: string | null;
  readonly clickedAtMs: number;
  readonly acceptedAtMs: number;
  readonly fields: Buffer;
}

/** A stored click. `tgId`: the Telegram user it is bound to now. */
export interface StoredClick extends ClickKey {
  readonly tgId: string | null;
  readonly fields: Buffer;
}

/** All that is known of a stored click, with the Telegram user it is bound to now. */
export const clickContextOf = ({ fields, tgId }: Pick<StoredClick, 'fields' | 'tgId'>): ClickContext => ({
  ...clickContext.parse(JSON.parse(fields.toString('utf8'))),
  tg_id: tgId,
});

const byKey = (a: ClickKey, b: ClickKey): number =>
  a.spaceId === b.spaceId ? (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0) : a.spaceId < b.spaceId ? -1 : 1;

/**
 * Stores clicks and answers those that were not known: the first of a uid stands, here and in the list. A bind that came
 * before its click is applied, and wins over a Telegram user the click names itself.
 */
export async function insertClicks(tx: Queryable, clicks: readonly ClickRow[]): Promise<ClickKey[]> {
  if (clicks.length === 0) return [];
  // In key order, so that two processes with the same clicks in hand cannot wait for each other in a circle.
  const ordered = clicks.toSorted(byKey);
  const column = <T>(pick: (click: ClickRow) => T): T[] => ordered.map(pick);
  return tx.query<{ spaceId: SpaceId; uid: string }>({
    name: 'clicks.insert',
    text: `insert into clicks (space_id, uid, link_id, tg_id, clicked_at, accepted_at, fields)
           select c.space_id, c.uid, c.link_id, coalesce(b.tg_id, c.tg_id), c.clicked_at, c.accepted_at, c.fields
             from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::bytea[])
                  with ordinality as c (space_id, uid, link_id, tg_id, clicked_at, accepted_at, fields, at)
             left join binds b on b.space_id = c.space_id and b.uid = c.uid and b.uid = any($2::text[])
            order by c.at
           on conflict do nothing
           returning space_id as "spaceId", uid`,
    values: [
      column((click) => click.spaceId),
      column((click) => click.uid),
      column((click) => click.linkId),
      column((click) => click.tgId),
      column((click) => timestamptz(click.clickedAtMs)),
      column((click) => timestamptz(click.acceptedAtMs)),
      column((click) => click.fields),
    ],
  });
}

const SPACES_AND_UIDS = 'unnest($1::uuid[], $2::text[]) as given (space_id, uid)';
/** The keys once more: of the rows of an `unnest` the planner knows too little to choose an index by them. */
const OF_GIVEN = 'c.space_id = any($1::uuid[]) and c.uid = any($2::text[])';

const valuesOf = (keys: readonly ClickKey[]): unknown[] => [
  keys.map(({ spaceId }) => spaceId),
  keys.map(({ uid }) => uid),
];

/** Those of the given clicks that are stored. */
export async function readClicks(db: Queryable, keys: readonly ClickKey[]): Promise<StoredClick[]> {
  if (keys.length === 0) return [];
  return db.query<{ spaceId: SpaceId; uid: string; tgId: string | null; fields: Buffer }>({
    name: 'clicks.read',
    text: `select c.space_id as "spaceId", c.uid, c.tg_id::text as "tgId", c.fields
             from clicks c join ${SPACES_AND_UIDS} on c.space_id = given.space_id and c.uid = given.uid
            where ${OF_GIVEN}`,
    values: valuesOf(keys),
  });
}

/** A Telegram user of a space. */
export interface TelegramKey {
  readonly spaceId: SpaceId;
  readonly tgId: string;
}

/** The newest click bound to each of these Telegram users. */
export async function readBoundClicks(db: Queryable, users: readonly TelegramKey[]): Promise<StoredClick[]> {
  if (users.length === 0) return [];
  return db.query<{ spaceId: SpaceId; uid: string; tgId: string; fields: Buffer }>({
    name: 'clicks.read_bound',
    text: `select distinct on (c.space_id, c.tg_id) c.space_id as "spaceId", c.uid, c.tg_id::text as "tgId", c.fields
             from clicks c join unnest($1::uuid[], $2::bigint[]) as given (space_id, tg_id)
               on c.space_id = given.space_id and c.tg_id = given.tg_id
            where c.space_id = any($1::uuid[]) and c.tg_id = any($2::bigint[])
            order by c.space_id, c.tg_id, c.clicked_at desc, c.uid`,
    values: [users.map(({ spaceId }) => spaceId), users.map(({ tgId }) => tgId)],
  });
}

/** Those of the given clicks that are stored, by key alone. */
export async function knownClicks(db: Queryable, keys: readonly ClickKey[]): Promise<ClickKey[]> {
  if (keys.length === 0) return [];
  return db.query<{ spaceId: SpaceId; uid: string }>({
    name: 'clicks.known',
    text: `select c.space_id as "spaceId", c.uid
             from clicks c join ${SPACES_AND_UIDS} on c.space_id = given.space_id and c.uid = given.uid
            where ${OF_GIVEN}`,
    values: valuesOf(keys),
  });
}
