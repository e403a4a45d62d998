import { z } from 'zod';
import type { SpaceCredentials } from '../settings/credentials.js';
import type { ApiClient } from './api.client.js';

const spaceMade = z.object({ id: z.string(), secret: z.string(), ingest_token: z.string() });
const spaceFound = z.object({ id: z.string() });
const destinationFound = z.object({
  id: z.string(),
  name: z.string(),
  config: z.object({ url: z.string().optional() }),
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

/** A webhook as the seed wants it. */
export interface SeededWebhook {
  readonly name: string;
  readonly url: string;
  /** `whsec_…`, used when it is made. */
  readonly signingSecret: string;
}

/** A webhook destination of this name that points at `url`; one that is there keeps everything else a person changed. */
export const ensureWebhook = async (
  console: ApiClient,
  spaceId: string,
  { name, url, signingSecret }: SeededWebhook,
): Promise<void> => {
  const path = `/api/spaces/${spaceId}/destinations`;
  const { items } = await console.send('GET', path, null, destinationList);
  const found = items.find((each) => each.name === name);
  if (!found) {
    const config = { url, signing_secret: signingSecret };
    await console.send('POST', path, { kind: 'webhook', name, enabled: true, config }, destinationFound);
  } else if (found.config.url !== url) {
    await console.send('PATCH', `${path}/${found.id}`, { config: { url } }, destinationFound);
  }
};
