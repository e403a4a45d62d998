import { bindInput, clickInput, eventInput } from '@app/contracts';
import type { Operation } from '@app/service';
import { z } from 'zod';
import { batchTaken, bindDone, clickTaken, eventJudged, eventTaken, postbackTaken } from './ingest.answers.js';

/** Ways in, as the document names them. */
export const SPACE_SECRET = 'space_secret';
export const INGEST_TOKEN = 'ingest_token';

const nothing = z.object({});
const text = (description: string, example: string) => z.string().optional().meta({ description, example });

const EVENT = {
  event: 'deposit',
  uid: 'kV3xT9qLw0ZbR7nYc2HsMA',
  eid: 'order-7',
  value: '25.00',
  currency: 'USD',
  user: { email: 'ann@example.com', country: 'de' },
  data: { plan: 'gold' },
};

/** Parameters of a postback; others, and empty ones, are ignored. */
const postback = z.object({
  event: z.string().meta({
    description: 'A canonical or one of its aliases (`reg`, `lead`, `ftd`, `sale` …), in any case.',
    example: 'ftd',
  }),
  uid: text('Also `click_id`, `clickid`, `cid`, `subid`.', 'kV3xT9qLw0ZbR7nYc2HsMA'),
  value: text('Also `payout`, `sum`, `sumdep`, `amount`; `12,50` is read as 12.50.', '25.00'),
  currency: text('Three to five letters.', 'USD'),
  eid: text('Also `txid`, `tid`, `transaction_id`, `trade_id`.', 'order-8'),
  t: text('When it happened: epoch milliseconds, or ten digits of seconds.', '1790000000000'),
});
const POSTBACK = { event: 'ftd', uid: 'kV3xT9qLw0ZbR7nYc2HsMA', value: '25.00', eid: 'order-8' };

const BIND = { uid: 'kV3xT9qLw0ZbR7nYc2HsMA', tg_id: '5551234567' };

const open = { params: nothing, query: nothing, bodies: {} } as const;
const bySecret = { ...open, security: [SPACE_SECRET] } as const;
const byToken = { ...open, security: [INGEST_TOKEN] } as const;

const JSON_PROBLEMS = [400, 401, 403, 413, 415, 422, 429, 503];
const URL_PROBLEMS = [401, 403, 422, 429, 503];

const RECORDED = { status: 200, says: 'It is stored, or was known before.', schema: postbackTaken };

const events: readonly Operation[] = [
  {
    ...bySecret,
    id: 'post_events',
    method: 'POST',
    path: '/events',
    tag: 'events',
    summary: 'Takes an event.',
    description:
      'Answers when every in-sync replica has it. Whoever may repeat a call sends `eid`: without it a repeat is a second event. 503 carries the `eid` and `occurred_at_ms` a repeat needs so that it cannot double.',
    bodies: { 'application/json': eventInput },
    answers: [{ status: 202, says: 'It is stored, and will be delivered.', schema: eventTaken }],
    problems: JSON_PROBLEMS,
    example: { body: EVENT },
  },
  {
    ...bySecret,
    id: 'post_events_batch',
    method: 'POST',
    path: '/events/batch',
    tag: 'events',
    summary: 'Takes up to 1,000 events, each with its own result.',
    description: 'Up to 4 MiB. 422 when none is valid; 503 only when Kafka took none and that is all there is to say.',
    bodies: {
      'application/json': z.strictObject({ events: z.array(eventInput).min(1).max(1000) }),
      'application/x-ndjson': z.string().meta({
        description: 'An event object a line.',
        example: '{"event":"contact","eid":"c-1"}\n{"event":"contact","eid":"c-2"}\n',
      }),
    },
    answers: [{ status: 202, says: 'Results in the order of the events.', schema: batchTaken }],
    problems: JSON_PROBLEMS,
    example: { body: { events: [EVENT, { event: 'contact', eid: 'c-1' }] } },
  },
  {
    ...bySecret,
    id: 'post_events_validate',
    method: 'POST',
    path: '/events/validate',
    tag: 'events',
    summary: 'Says what `POST /events` would, and takes nothing.',
    bodies: { 'application/json': eventInput },
    answers: [{ status: 200, says: 'Whether it would be taken.', schema: eventJudged }],
    problems: [400, 401, 403, 413, 415, 429, 503],
    example: { body: EVENT },
  },
];

const postbacks: readonly Operation[] = [
  {
    ...byToken,
    id: 'get_e',
    method: 'GET',
    path: '/e',
    tag: 'postbacks',
    summary: 'Takes an event from those who can only call a URL.',
    description:
      'Parameters are read leniently; what had to be left out is named in `warnings` and listed as rejected.',
    query: postback,
    answers: [RECORDED],
    problems: URL_PROBLEMS,
    example: { query: POSTBACK },
  },
  {
    ...byToken,
    id: 'post_e',
    method: 'POST',
    path: '/e',
    tag: 'postbacks',
    summary: 'The same as a form.',
    bodies: { 'application/x-www-form-urlencoded': postback },
    answers: [RECORDED],
    problems: [...URL_PROBLEMS, 413, 415],
    example: { body: { ...POSTBACK, eid: 'order-9' } },
  },
];

const clicks: readonly Operation[] = [
  {
    ...bySecret,
    id: 'post_clicks',
    method: 'POST',
    path: '/clicks',
    tag: 'clicks',
    summary: 'Takes a click that did not come through a link.',
    description: '503 carries the `uid` a repeat needs so that it cannot double.',
    bodies: { 'application/json': clickInput },
    answers: [
      { status: 201, says: 'It is stored.', schema: clickTaken },
      { status: 200, says: 'A click of this uid was known before.', schema: clickTaken },
    ],
    problems: JSON_PROBLEMS,
    example: { body: { fbclid: 'IwAR2x', campaign_name: 'Autumn', country: 'DE', raw_query: 'utm_source=meta' } },
  },
  {
    ...open,
    id: 'get_l_by_slug',
    method: 'GET',
    path: '/l/:slug',
    tag: 'clicks',
    summary: 'Sends a visitor on to the landing of a link, with the id of his click.',
    security: [],
    params: z.object({ slug: z.string().meta({ example: 'autumn-video-2' }) }),
    answers: [{ status: 302, says: 'To the landing.', schema: null, headers: { Location: 'Where the landing is.' } }],
    problems: [404, 503],
  },
  {
    ...bySecret,
    id: 'post_bind',
    method: 'POST',
    path: '/bind',
    tag: 'clicks',
    summary: 'Says which Telegram user a click became. The first bind wins.',
    description: 'A bind whose click is unknown is kept and applied when the click comes.',
    bodies: { 'application/json': bindInput },
    answers: [{ status: 200, says: 'What there is now.', schema: bindDone }],
    problems: JSON_PROBLEMS,
    example: { body: BIND },
  },
  {
    ...byToken,
    id: 'get_bind',
    method: 'GET',
    path: '/bind',
    tag: 'clicks',
    summary: 'The same as a URL.',
    query: z.object(bindInput.shape),
    answers: [{ status: 200, says: 'What there is now.', schema: bindDone }],
    problems: URL_PROBLEMS,
    example: { query: BIND },
  },
];

/** Every call ingest answers. */
export const INGEST_OPERATIONS: readonly Operation[] = [...events, ...postbacks, ...clicks];
