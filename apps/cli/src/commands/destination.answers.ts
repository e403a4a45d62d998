import { z } from 'zod';
import type { ApiClient } from '../installation/api.client.js';
import { CommandError, EXIT } from '../command/command.error.js';

/** A destination as the console answers it, as far as tables show it. */
export const destination = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  state: z.string(),
  state_reason: z.string().nullable(),
  held_until: z.string().nullable(),
  revision: z.number(),
});
export type Destination = z.infer<typeof destination>;

const MOST = 500;
const page = z.object({ items: z.array(destination.loose()), next_cursor: z.string().nullable() });

/** Every destination of a space, as answered. */
export async function listDestinations(console: ApiClient, spacePath: string): Promise<z.infer<typeof page>['items']> {
  const all: z.infer<typeof page>['items'] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, next_cursor } = page.parse(
      await console.call('GET', `${spacePath}/destinations?limit=${MOST}${more}`),
    );
    all.push(...items);
    cursor = next_cursor;
  } while (cursor !== null);
  return all;
}

/** Path of the destination of this id or name. Throws a `CommandError` where there is none. */
export async function destinationPath(console: ApiClient, spacePath: string, given: string): Promise<string> {
  const all = await listDestinations(console, spacePath);
  const found = all.find(({ id }) => id === given) ?? all.find(({ name }) => name === given);
  if (!found) throw new CommandError(EXIT.absent, `no destination of this space has the id or name ${given}`);
  return `${spacePath}/destinations/${found.id}`;
}
