import { z } from 'zod';
import { destinationId, spaceId } from './ids.js';
import { CANONICALS, KINDS } from './kinds.js';

/** Canonical → its name at the destination. A canonical without a name is not sent there (unmapped). */
export const eventMap = z.partialRecord(z.enum(CANONICALS), z.string().min(1).max(100));
export type EventMap = z.infer<typeof eventMap>;

/** Which events a destination wants; what it refuses is explained as `filtered`. */
export const destinationFilter = z.strictObject({
  /** Slugs of links; absent = all. */
  links: z.array(z.string()).optional(),
  /** ISO 3166-1 alpha-2, upper case; absent = all. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  /** Concerns deposits only, whatever the currency. */
  value_min: z.string().optional(),
  deposit: z.enum(['all', 'first', 'repeat']).optional(),
});
export type DestinationFilter = z.infer<typeof destinationFilter>;

/** Currency code → code to send instead (`USDT` → `USD`). */
export const currencyMap = z.record(z.string().regex(/^[A-Z]{3,5}$/), z.string().regex(/^[A-Z]{3,5}$/));

/** Values used where a destination names none; the pipeline's promise of 26 h 40 min rests on the first two. */
export const DESTINATION_DEFAULTS = {
  max_attempts: 10,
  horizon_s: { fb_capi: 165_600, webhook: 172_800, s2s_postback: 172_800 },
  max_concurrency: 32,
  rate_per_s: null,
  timeout_ms: 10_000,
  currency_map: { USDT: 'USD', USDC: 'USD' },
} as const;

/** Delivery limits of a destination and their bounds. */
export const deliveryLimits = z.object({
  max_attempts: z.number().int().min(1).max(50),
  horizon_s: z
    .number()
    .int()
    .min(60)
    .max(30 * 86_400),
  max_concurrency: z.number().int().min(1).max(512),
  rate_per_s: z.number().positive().max(10_000).nullable(),
  timeout_ms: z.number().int().min(1000).max(30_000),
});

/**
 * A destination as the pipeline holds it in memory: `config` and `proxy_url` still carry their secrets encrypted
 * (opened one destination at a time by whoever calls it).
 */
export const destination = deliveryLimits.extend({
  id: destinationId,
  space_id: spaceId,
  kind: z.enum(KINDS),
  name: z.string(),
  /** `false` = off: no deliveries are made. */
  enabled: z.boolean(),
  /** By a person, until somebody resumes: deliveries are made and wait. */
  paused: z.boolean(),
  /** All time it ever spent paused, ms, the present pause not included. */
  paused_total_ms: z.number().int(),
  /** Revision of the last resume: an automatic pause decided with an older one does not count. */
  resumed_revision: z.number().int(),
  revision: z.number().int(),
  config: z.record(z.string(), z.unknown()),
  event_map: eventMap,
  filter: destinationFilter,
  currency_map: currencyMap,
  proxy_url: z.string().nullable(),
});
export type Destination = z.infer<typeof destination>;
