import { z } from 'zod';
import { invalid, type GraphError } from './graph.error.js';
import { judgeUserData } from './user-data.rules.js';

const DAY_S = 86_400;
const MAX_AGE_S = 7 * DAY_S;
const MAX_SHOP_AGE_S = 62 * DAY_S;
/** No bound is documented; senders are told of failures beyond a minute. */
const MAX_AHEAD_S = 60;

const ACTION_SOURCES = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
];

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

const frame = z.object({
  event_name: z.string().min(1),
  event_time: z.int().nonnegative(),
  action_source: z.enum(ACTION_SOURCES),
  event_source_url: z
    .string()
    .regex(/^https?:\/\//)
    .optional(),
  event_id: z.string().optional(),
  user_data: z.unknown(),
  custom_data: z.record(z.string(), z.unknown()).optional(),
});
type Frame = z.infer<typeof frame>;

const judgeTime = ({ event_time: at, action_source: source }: Frame, nowS: number, blame: string) => {
  const maxAge = source === 'physical_store' ? MAX_SHOP_AGE_S : MAX_AGE_S;
  if (nowS - at > maxAge) return invalid(blame, `event_time is more than ${maxAge / DAY_S} days ago`, 'too_old');
  return at - nowS > MAX_AHEAD_S ? invalid(blame, 'event_time is in the future: it counts seconds') : null;
};

const judgeMoney = ({ event_name: name, custom_data: custom = {} }: Frame, blame: string): GraphError | null => {
  const { value, currency } = custom;
  const isValue = typeof value === 'number' && Number.isFinite(value);
  const isCurrency = typeof currency === 'string' && CURRENCIES.has(currency.toUpperCase());
  if (value !== undefined && !isValue) return invalid(`${blame}[value]`, 'value must be a number');
  if (name === 'Purchase' && (!isValue || currency === undefined)) {
    return invalid(blame, 'Purchase needs value and currency', 'purchase_incomplete');
  }
  return currency === undefined || isCurrency
    ? null
    : invalid(`${blame}[currency]`, 'currency must be one of ISO 4217');
};

/** Judges one event: an error, or what Graph would hint at. `nowS` is Unix seconds. */
export function judgeEvent(given: unknown, nowS: number, blame: string): GraphError | readonly string[] {
  const parsed = frame.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid([blame, ...(issue?.path ?? []).map((key) => `[${String(key)}]`)].join(''), issue?.message ?? '');
  }
  const event = parsed.data;
  const wrong = judgeTime(event, nowS, `${blame}[event_time]`) ?? judgeMoney(event, `${blame}[custom_data]`);
  if (wrong !== null) return wrong;
  const user = judgeUserData(event.user_data, `${blame}[user_data]`);
  if ('code' in user) return user;
  const noUrl = event.action_source === 'website' && event.event_source_url === undefined;
  return noUrl ? [...user, 'event_source_url is missing'] : user;
}
