import { z } from 'zod';
import type { SpaceCredentials } from '../settings/credentials.js';
import type { ApiClient } from './api.client.js';

const spaceMade = z.object({ id: z.string(), secret: z.string(), ingest_token: z.string() });
const spaceFound = z.object({ id: z.string() });
const destinationFound = z.object({
  id: z.string(),
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
});
const destinationList = z.object({ items: z.array(destinationFound) });

/** The known space if the database still has it, else a new one of this name. */
export const ensureSpace = async (
  console: ApiClient,
  known: SpaceCredentials | undefined,
  name: string,
): Promise<SpaceCredentials> => {
  if (known && (await console.find(`/api/spaces/${known.id}`, spaceFound)) !== null) return known;
  return console.send('POST', '/api/spaces', { name }, spaceMade);
};

/** A destination as the seed wants it. */
export interface SeededDestination {
  readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
  readonly name: string;
  /** The part of `config` that says where the receiver is: put right whenever that has moved. */
  readonly address: Readonly<Record<string, string>>;
  /** The rest of `config`, used when it is made. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A destination of this name at `address`; one that is there keeps everything else a person changed. */
export const ensureDestination = async (
  console: ApiClient,
  spaceId: string,
  { kind, name, address, config }: SeededDestination,
): Promise<void> => {
  const path = `/api/spaces/${spaceId}/destinations`;
  const { items } = await console.send('GET', path, null, destinationList);
  const found = items.find((each) => each.name === name);
  if (!found) {
    const body = { kind, name, enabled: true, config: { ...config, ...address } };
    await console.send('POST', path, body, destinationFound);
  } else if (Object.entries(address).some(([key, value]) => found.config[key] !== value)) {
    await console.send('PATCH', `${path}/${found.id}`, { config: address }, destinationFound);
  }
};
