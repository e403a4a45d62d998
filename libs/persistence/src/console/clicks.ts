import type { ClickContext, SpaceId } from '@app/contracts';
import { clickContextOf } from '../clicks/clicks.js';
import type { Queryable } from '../database.js';

/** A click as people look at it. Times are epoch ms. */
export interface ShownClick {
  context: ClickContext;
  link_id: string | null;
  clicked_at: number;
  accepted_at: number;
}

/** One click of a space; `null` when there is none. */
export async function readClick(db: Queryable, space: SpaceId, uid: string): Promise<ShownClick | null> {
  const [row] = await db.query<Omit<ShownClick, 'context'> & { fields: Buffer; tg_id: string | null }>({
    name: 'console.click_read',
    text: `select fields, tg_id::text as tg_id, link_id, clicked_at, accepted_at from clicks
           where space_id = $1 and uid = $2`,
    values: [space, uid],
  });
  if (!row) return null;
  const { fields, tg_id: tgId, ...rest } = row;
  return { ...rest, context: clickContextOf({ fields, tgId }) };
}
