import { z } from 'zod';
import { moment, optional, text, tgId, uid } from './fields.js';
import { spaceId } from './ids.js';

const nullableText = z.string().nullable();

/** What is kept of a click, as tasks and webhook bodies carry it. Unknown = `null`; `params` = all query parameters. */
export const clickContext = z.object({
  uid: nullableText,
  tg_id: nullableText,
  fbclid: nullableText,
  campaign_id: nullableText,
  campaign_name: nullableText,
  adset_id: nullableText,
  adset_name: nullableText,
  ad_id: nullableText,
  ad_name: nullableText,
  placement: nullableText,
  country: nullableText,
  link: nullableText,
  params: z.record(z.string(), z.string()),
  fbp: nullableText,
  ip: nullableText,
  user_agent: nullableText,
  clicked_at_ms: z.number().int().nullable(),
  landing: nullableText,
});
export type ClickContext = z.infer<typeof clickContext>;

/** Most characters of a name or id in a click: names at Meta have up to 400, its click ids some hundred. */
export const MAX_CLICK_TEXT = 2048;

const clickText = optional(text(MAX_CLICK_TEXT));

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be a country of two letters, such as DE')
  .transform((value) => value.toUpperCase());

/** A click as `POST /clicks` takes it: unknown fields are refused by name. */
export const clickInput = z.strictObject({
  uid: optional(uid),
  link_slug: optional(text(64)),
  fbclid: clickText,
  fbp: clickText,
  campaign_id: clickText,
  campaign_name: clickText,
  adset_id: clickText,
  adset_name: clickText,
  ad_id: clickText,
  ad_name: clickText,
  placement: clickText,
  country: optional(country),
  ip: optional(text(64)),
  user_agent: optional(text(2048)),
  tg_id: optional(tgId),
  clicked_at_ms: optional(moment),
  /** Query of the visited URL, parsed for what is not given by name. */
  raw_query: optional(text(16_384)),
});
export type ClickInput = z.infer<typeof clickInput>;

/** A record of `clicks`, by key `uid`: everything known of the click at the door, its link resolved. */
export const clickRecord = clickContext.extend({
  space_id: spaceId,
  uid,
  tg_id: tgId.nullable(),
  link_id: z.uuid().nullable(),
  clicked_at_ms: z.number().int(),
});
export type ClickRecord = z.infer<typeof clickRecord>;

/** What binds a click to a Telegram user. */
export const bindInput = z.strictObject({ uid, tg_id: tgId });
export type BindInput = z.infer<typeof bindInput>;
