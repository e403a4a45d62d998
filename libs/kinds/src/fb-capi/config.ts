import { z } from 'zod';

/**
 * Where an event may be said to have happened. Meta's `app` and `business_messaging` are left out: they need device and
 * page data no event here has.
 */
export const ACTION_SOURCES = [
  'website',
  'chat',
  'system_generated',
  'email',
  'phone_call',
  'physical_store',
  'other',
] as const;
export type ActionSource = (typeof ACTION_SOURCES)[number];

/** Whether the test event code goes along with test sends only, or with every event. */
export const TEST_CODE_SCOPES = ['tests', 'all'] as const;

/** What Meta tells two copies of an event by. */
export const EVENT_ID_SOURCES = ['delivery', 'eid'] as const;

/** Newest version of the Graph API known to take these events (2026-07-29). */
export const NEWEST_VERSION = 'v26.0';

/** Most events Meta takes in one request. */
export const MAX_BATCH = 1000;

const SOURCE = `must be one of ${ACTION_SOURCES.join(', ')}`;
const source = z.enum(ACTION_SOURCES, SOURCE);

const actionSource = z.union(
  [
    source,
    z.strictObject({
      default: source,
      contact: source.optional(),
      subscribed: source.optional(),
      registration: source.optional(),
      deposit: source.optional(),
    }),
  ],
  `${SOURCE}; or an object of them with "default" and canonical names`,
);

const sourceUrl = z
  .string()
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:\/\//.test(text) && url.username === '' && url.password === '';
  }, 'must be an http or https URL without credentials');

/** `config` of an fb_capi destination, in clear. */
export const fbCapiConfig = z.strictObject({
  pixel_id: z.string().regex(/^\d{5,20}$/, 'must be the digits of a pixel or dataset id'),
  access_token: z.string().regex(/^[\x21-\x7e]{20,1024}$/, 'must be a token of 20 to 1024 printable characters'),
  api_version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'must be a version such as v26.0')
    .default(NEWEST_VERSION),
  action_source: actionSource.default('website'),
  /** `null` = the landing of the link that was clicked. */
  event_source_url: sourceUrl.nullable().default(null),
  test_event_code: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be a code such as TEST12345')
    .nullable()
    .default(null),
  test_event_code_on: z.enum(TEST_CODE_SCOPES).default('tests'),
  /** Events one request carries at most. Meta takes all of them or none. */
  batch_max: z.number().int().min(1).max(MAX_BATCH).default(1),
  /** `eid` is for events a browser pixel reports too; an event without one has the delivery's id all the same. */
  event_id_from: z.enum(EVENT_ID_SOURCES).default('delivery'),
});
export type FbCapiConfig = z.infer<typeof fbCapiConfig>;
