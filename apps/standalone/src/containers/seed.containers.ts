import { VERSION } from '@app/contracts';
import { banner, inContainers } from '../launch/banner.js';
import { seedDemo, seedSpace } from '../seed/seed.js';
import type { ContainersSettings } from '../settings/containers.settings.js';
import { loadCredentials } from '../settings/credentials.js';
import { credentialsFile } from './secret.files.js';

const ANSWERS_WITHIN_MS = 5_000;

/** Whether the demo runs: its receiver answers. */
const hasReceiver = async (receiverUrl: string): Promise<boolean> => {
  try {
    const { ok } = await fetch(`${receiverUrl}/_received`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return ok;
  } catch {
    return false;
  }
};

/**
 * Makes the space for people and, where the demo's receiver runs, its destinations; proves the pipe with an event. Answers
 * the banner. Repeating it makes nothing twice.
 */
export const seedContainers = async ({ dataDir, inside, shown }: ContainersSettings): Promise<string> => {
  const file = credentialsFile(dataDir);
  const made = await loadCredentials(file, true);
  const { credentials, space } = await seedSpace({ urls: inside, credentials: made }, file);
  const demo = await hasReceiver(inside.receiver);
  const probeMs = demo ? await seedDemo({ urls: inside, credentials }, file) : null;
  const { receiver, ...places } = shown;
  const state = {
    ...places,
    ...(demo ? { receiver } : {}),
    metrics: {},
    services: [],
    admin: credentials.admin,
    space,
  };
  return banner({ version: VERSION, state, probeMs, home: inContainers });
};
