import { z } from 'zod';

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
