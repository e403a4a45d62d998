import { type Credentials, saveCredentials, type SpaceCredentials } from '../settings/credentials.js';
import { ApiClient } from './api.client.js';
import { probe } from './probe.js';
import { ensureSpace, ensureWebhook } from './space.seed.js';

/** A running stack as far as seeding sees it. */
export interface Seedable {
  readonly urls: { readonly ingest: string; readonly console: string; readonly receiver: string };
  readonly credentials: Credentials;
}

/** Makes the space for people, if it is not there yet, and keeps its credentials in `credentialsFile`. */
export const seedSpace = async (
  { urls, credentials }: Seedable,
  credentialsFile: string,
): Promise<{ readonly credentials: Credentials; readonly space: SpaceCredentials }> => {
  const console = new ApiClient(urls.console, credentials.admin.token);
  const space = await ensureSpace(console, credentials.space, 'My space');
  const kept = { ...credentials, space };
  await saveCredentials(credentialsFile, kept);
  return { credentials: kept, space };
};

/**
 * Points the demo's destination at the receiver, and proves the whole pipe with an event in a space of its own. Answers
 * in how many ms it came through.
 */
export const seedDemo = async ({ urls, credentials }: Seedable, credentialsFile: string): Promise<number> => {
  const console = new ApiClient(urls.console, credentials.admin.token);
  const { space } = credentials;
  if (space) await ensureWebhook(console, space.id, { name: 'Demo webhook', url: `${urls.receiver}/webhook/demo` });
  const probeSpace = await ensureSpace(console, credentials.probe_space, 'Waybill probe');
  await saveCredentials(credentialsFile, { ...credentials, probe_space: probeSpace });
  await ensureWebhook(console, probeSpace.id, { name: 'Probe', url: `${urls.receiver}/webhook/probe` });
  return probe(urls.ingest, console, probeSpace);
};
