import type { Queryable } from '../database.js';
import type { ClickKey } from './clicks.js';

/** What a bind came to. */
export interface BindResult {
  /** The click exists. */
  readonly matched: boolean;
  /** It holds the Telegram user that was asked for. */
  readonly bound: boolean;
}

/**
 * Binds a click to a Telegram user, unless it is bound already: the first bind wins, and so does a user the click itself
 * named. A click that is not known yet is bound when it comes. Not in a transaction: whoever stores the click looks for
 * binds after his commit as this looks for the click after its own, so one of them sees the other.
 */
export async function bindClick(db: Queryable, { spaceId, uid }: ClickKey, tgId: string): Promise<BindResult> {
  await db.query({
    name: 'binds.insert',
    text: `insert into binds (space_id, uid, tg_id)
           select $1, $2, coalesce((select tg_id from clicks where space_id = $1 and uid = $2), $3::bigint)
           on conflict do nothing`,
    values: [spaceId, uid, tgId],
  });
  await applyBinds(db, [{ spaceId, uid }]);
  const [click] = await db.query<{ bound: boolean }>({
    name: 'binds.result',
    text: 'select tg_id = $3::bigint as bound from clicks where space_id = $1 and uid = $2',
    values: [spaceId, uid, tgId],
  });
  return { matched: click !== undefined, bound: click?.bound === true };
}

/** Applies binds to those of the given clicks that have none. To be called once the clicks are committed. */
export async function applyBinds(db: Queryable, clicks: readonly ClickKey[]): Promise<void> {
  if (clicks.length === 0) return;
  await db.query({
    name: 'binds.apply',
    text: `with due as (
             select c.space_id, c.uid, b.tg_id
               from unnest($1::uuid[], $2::text[]) as given (space_id, uid)
               join binds b on b.space_id = given.space_id and b.uid = given.uid and b.uid = any($2::text[])
               join clicks c on c.space_id = b.space_id and c.uid = b.uid and c.uid = any($2::text[])
              where c.tg_id is null order by c.space_id, c.uid for update of c
           )
           update clicks c set tg_id = due.tg_id from due where c.space_id = due.space_id and c.uid = due.uid`,
    values: [clicks.map(({ spaceId }) => spaceId), clicks.map(({ uid }) => uid)],
  });
}
