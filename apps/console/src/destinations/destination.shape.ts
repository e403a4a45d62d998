import {
  CANONICALS,
  DESTINATION_DEFAULTS,
  KINDS,
  STATE_REASONS,
  currencyMap,
  deliveryLimits,
  destinationFilter,
  destinationId,
  eventId,
  eventMap,
  money,
  type Kind,
} from '@app/contracts';
import { z } from 'zod';
import { label, rfc3339 } from '../api/shapes.js';

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two upper-case letters (ISO 3166-1)')
  .refine((code) => !/^[A-Z]{2}$/.test(code) || regions.of(code) !== undefined, 'is no country (ISO 3166-1)');

const filter = destinationFilter.extend({
  countries: z.array(country).max(300).optional(),
  links: z.array(z.string()).max(1000).optional(),
  value_min: money.optional(),
});

const PROXY_PROTOCOLS = ['http:', 'https:', 'socks5:'];

const proxyUrl = z
  .string()
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    return (
      url !== null && PROXY_PROTOCOLS.includes(url.protocol) && url.hostname !== '' && ['', '/'].includes(url.pathname)
    );
  }, 'must be an http, https or socks5 URL of a host, such as socks5://user:password@proxy.example:1080')
  .nullable();

const limits = deliveryLimits.shape;

/**
 * What people set on a destination of a kind, complete: absent fields take their defaults. `config` is judged by the
 * kind's own schema afterwards.
 */
export const destinationFields = (kind: Kind, defaultMap: z.infer<typeof eventMap>) =>
  z.strictObject({
    name: label,
    enabled: z.boolean().default(true),
    config: z.record(z.string(), z.unknown()),
    event_map: eventMap.default(defaultMap),
    filter: filter.default({}),
    currency_map: currencyMap.default(DESTINATION_DEFAULTS.currency_map),
    proxy_url: proxyUrl.default(null),
    max_attempts: limits.max_attempts.default(DESTINATION_DEFAULTS.max_attempts),
    horizon_s: limits.horizon_s.default(DESTINATION_DEFAULTS.horizon_s[kind]),
    max_concurrency: limits.max_concurrency.default(DESTINATION_DEFAULTS.max_concurrency),
    rate_per_s: limits.rate_per_s.default(DESTINATION_DEFAULTS.rate_per_s),
    timeout_ms: limits.timeout_ms.default(DESTINATION_DEFAULTS.timeout_ms),
  });

const DESTINATION_STATES = ['off', 'active', 'held', 'paused'] as const;

/** Where a destination stands, as answers say it. */
export const destinationStanding = {
  state: z.enum(DESTINATION_STATES),
  state_reason: z.enum(STATE_REASONS).nullable(),
  held_until: rfc3339.nullable(),
};

/** A destination in answers: secrets masked. */
export const destinationAnswer = z.object({
  id: destinationId,
  kind: z.enum(KINDS),
  name: z.string(),
  enabled: z.boolean(),
  config: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Secret fields read as `••••` and their last four characters.' }),
  event_map: eventMap,
  filter: destinationFilter,
  currency_map: currencyMap,
  proxy_url: z.string().nullable(),
  ...limits,
  ...destinationStanding,
  revision: z.number().int(),
  created_at: rfc3339,
});

/** A destination that was just saved. */
export const savedDestination = destinationAnswer.extend({
  warnings: z.array(z.string()).optional().meta({ description: 'What was accepted and may still be wrong.' }),
  signing_secret: z.string().optional().meta({ description: 'Shown once: the secret made for it.' }),
});

/** The event something is tried with: a stored one, or one of this name. */
export const eventChoice = {
  canonical: z.enum(CANONICALS).optional(),
  inbox_id: eventId.optional(),
};
