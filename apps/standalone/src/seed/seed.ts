import {
  type Credentials,
  makeSigningSecret,
  saveCredentials,
  type SpaceCredentials,
} from '../settings/credentials.js';
import { ApiClient } from './api.client.js';
import { partnersAt, webhookAt } from './demo.destinations.js';
import { probe } from './probe.js';
import { ensureDestination, ensureSpace } from './space.seed.js';

/** Where the receiver gets what the demo's space and the probe's send. */
const DEMO_PATH = '/webhook/demo';
const PROBE_PATH = '/webhook/probe';

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

/** Tells the receiver, which remembers nothing, what requests on these paths have to be signed with. */
const teachReceiver = async (receiverUrl: string, paths: readonly string[], secret: string): Promise<void> => {
  for (const path of paths) {
    const body = JSON.stringify({ secrets: [secret] });
    const answer = await fetch(`${receiverUrl}/_control${path}`, { method: 'PUT', body });
    if (!answer.ok) throw new Error(`The demo receiver answered ${answer.status} when told its secret.`);
  }
};

/**
 * Points the demo's destinations at the receiver, and proves the whole pipe with an event in a space of its own, whose
 * signature the receiver checks. Answers in how many ms it came through.
 */
export const seedDemo = async ({ urls, credentials }: Seedable, credentialsFile: string): Promise<number> => {
  const console = new ApiClient(urls.console, credentials.admin.token);
  const signingSecret = credentials.demo_signing_secret ?? makeSigningSecret();
  const probeSpace = await ensureSpace(console, credentials.probe_space, 'Waybill probe');
  const kept = { ...credentials, probe_space: probeSpace, demo_signing_secret: signingSecret };
  await saveCredentials(credentialsFile, kept);
  await teachReceiver(urls.receiver, [DEMO_PATH, PROBE_PATH], signingSecret);
  const webhook = (name: string, path: string) => webhookAt(name, urls.receiver + path, signingSecret);
  if (credentials.space) {
    for (const destination of [webhook('Demo webhook', DEMO_PATH), ...partnersAt(urls.receiver)]) {
      await ensureDestination(console, credentials.space.id, destination);
    }
  }
  await ensureDestination(console, probeSpace.id, webhook('Probe', PROBE_PATH));
  return probe(urls.ingest, console, probeSpace);
};
