import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { SpaceCredentials } from '../settings/credentials.js';
import { ApiClient } from './api.client.js';

const ARRIVES_WITHIN_MS = 30_000;
const POLL_MS = 10;

const accepted = z.object({ inbox_id: z.string() });
const deliveries = z.object({ items: z.array(z.object({ status: z.string(), reason: z.string().nullish() })) });

/**
 * Sends one event through the whole pipe and waits until it is recorded as sent; answers in how many ms. Fails with how
 * far it came when that takes longer than 30 s.
 */
export const probe = async (ingestUrl: string, console: ApiClient, space: SpaceCredentials): Promise<number> => {
  const ingest = new ApiClient(ingestUrl, space.secret);
  const eid = `probe-${randomUUID()}`;
  const startedAt = performance.now();
  await ingest.send('POST', '/events', { event: 'contact', eid }, accepted);
  for (;;) {
    const { items } = await console.send('GET', `/api/spaces/${space.id}/deliveries?eid=${eid}`, null, deliveries);
    const [delivery] = items;
    const tookMs = performance.now() - startedAt;
    if (delivery?.status === 'sent') return Math.round(tookMs);
    if (tookMs > ARRIVES_WITHIN_MS) {
      const state = delivery
        ? `${delivery.status} (${delivery.reason ?? 'no reason yet'})`
        : 'accepted but not fanned out';
      throw new Error(`The probe event is ${state} after ${ARRIVES_WITHIN_MS / 1000} s; the logs say why.`);
    }
    await pause(POLL_MS);
  }
};
