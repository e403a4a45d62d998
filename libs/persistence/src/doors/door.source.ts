import { CANONICALS, spaceId, type Canonical, type SpaceId } from '@app/contracts';
import { z } from 'zod';
import type { Queryable } from '../database.js';

/** A link as the door that follows it knows it. */
export interface Link {
  readonly id: string;
  readonly spaceId: SpaceId;
  readonly slug: string;
  /** Where it leads; `{uid}` stands for the id of the click. */
  readonly landing: string;
  readonly enabled: boolean;
}

/** Further names by which `/e` knows the canonicals, lower case. */
export type EventAliases = Readonly<Record<string, Canonical>>;

/** What changed after a revision, links in the order of their changes. */
export interface DoorChanges {
  readonly spaces: readonly { readonly id: SpaceId; readonly aliases: EventAliases }[];
  readonly links: readonly { readonly link: Link; readonly deleted: boolean }[];
}

const spaceRow = z
  .object({ id: spaceId, event_aliases: z.record(z.string(), z.enum(CANONICALS)) })
  .transform(({ id, event_aliases }) => ({ id, aliases: event_aliases }));

const linkRow = z
  .object({
    id: z.string(),
    space_id: spaceId,
    slug: z.string(),
    landing: z.string(),
    enabled: z.boolean(),
    deleted: z.boolean(),
  })
  .transform(({ id, space_id, slug, landing, enabled, deleted }) => ({
    link: { id, spaceId: space_id, slug, landing, enabled },
    deleted,
  }));

/** Reads what changed after `since`; 0 reads everything that is there. */
export async function loadDoorChanges(db: Queryable, since: number): Promise<DoorChanges> {
  const [spaces, links] = await Promise.all([
    db.query({
      name: 'doors.spaces',
      text: 'select id, event_aliases from spaces where revision > $1',
      values: [since],
    }),
    db.query({
      name: 'doors.links',
      text: `select id, space_id, slug, landing, enabled, deleted_at is not null as deleted from links
              where revision > $1 and ($1 > 0 or deleted_at is null) order by revision`,
      values: [since],
    }),
  ]);
  return { spaces: z.array(spaceRow).parse(spaces), links: z.array(linkRow).parse(links) };
}
