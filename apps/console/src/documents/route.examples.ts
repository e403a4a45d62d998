import type { OperationExample } from '@app/service';

const SPACE = '/api/spaces/:space';
const DESTINATION = '3b9d6c52-7a1e-4f08-9c2d-5e8f1a4b7d60';
const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };

const webhook = {
  kind: 'webhook',
  name: 'Order system',
  config: { url: 'https://example.com/hooks/waybill' },
  event_map: { deposit: 'order_paid' },
  filter: { countries: ['DE', 'AT'], value_min: '10.00' },
  max_attempts: 10,
};

/** What calls are shown with where the examples of their schemas do not make a call that says something. */
export const ROUTE_EXAMPLES: Readonly<Record<string, OperationExample>> = {
  'POST /api/session': { body: { email: 'ann@example.com', password: 'correct horse battery staple' } },
  'POST /api/spaces': { body: { name: 'Summer offer', time_zone: 'Europe/Berlin' } },
  [`PATCH ${SPACE}`]: { body: { name: 'Autumn offer', event_aliases: { first_sale: 'deposit' } } },
  [`POST ${SPACE}/keys/:kind/rotate`]: { body: { overlap_s: 3600 } },
  [`POST ${SPACE}/destinations`]: { body: webhook },
  [`PATCH ${SPACE}/destinations/:id`]: { body: { name: 'Order system 2', event_map: { contact: null } } },
  [`POST ${SPACE}/destinations/preview`]: { body: { ...webhook, canonical: 'deposit' } },
  [`POST ${SPACE}/destinations/:id/test`]: { body: { canonical: 'deposit' } },
  [`POST ${SPACE}/destinations/:id/rotate_secret`]: { body: { overlap_s: 86_400 } },
  [`POST ${SPACE}/destinations/:id/backfill`]: { body: { ...PERIOD, canonicals: ['deposit'], dry_run: true } },
  [`DELETE ${SPACE}/destinations/:id`]: { query: { discard: 'true' } },
  [`GET ${SPACE}/deliveries`]: { query: { status: 'failed', limit: '20' } },
  [`GET ${SPACE}/deliveries/count`]: { query: { status: 'failed_permanently' } },
  [`GET ${SPACE}/events`]: { query: { uid: 'u-1' } },
  [`GET ${SPACE}/clicks/:uid`]: { params: { uid: 'kV3xT9qLw0ZbR7nYc2HsMA' } },
  [`GET ${SPACE}/health`]: { query: PERIOD },
  [`GET ${SPACE}/audit`]: { query: { action: 'destination.create' } },
  [`POST ${SPACE}/redrives`]: {
    body: { filter: { status: ['failed_permanently'], destination: [DESTINATION] }, rate_per_s: 50 },
  },
  [`POST ${SPACE}/links`]: {
    body: { slug: 'autumn-video-2', name: 'Autumn, video 2', landing: 'https://t.me/some_bot?start={uid}' },
  },
  [`PATCH ${SPACE}/links/:id`]: { body: { note: 'paused by the buyer', enabled: false } },
  'POST /api/tokens': { body: { name: 'deploy script', role: 'operator' } },
};
