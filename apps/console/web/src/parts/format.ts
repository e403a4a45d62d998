import type { Canonical, Kind, Reason, State, Status } from '../api/shapes.js';

const numbers = new Intl.NumberFormat('en');

/** 48,210 */
export const counted = (count: number): string => numbers.format(count);

/** `1 delivery`, `2 deliveries`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`;

const STEPS = [
  [1, 's'],
  [60, 'min'],
  [3600, 'h'],
  [86_400, 'd'],
] as const;

/** `4 min`: a span in its largest whole unit. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [size, unit] = STEPS.findLast(([least]) => seconds >= least) ?? STEPS[0];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** `120 ms`, `1.4 s`: how long something took. */
export const took = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Absolute time, here and in UTC. */
export const absolute = (ms: number): string => `${moments.format(ms)} · ${new Date(ms).toISOString()}`;

/** `12:04:11` today, with the date otherwise. */
export const clockTime = (ms: number, now: number): string =>
  new Date(ms).toDateString() === new Date(now).toDateString() ? clock.format(ms) : moments.format(ms);

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  pending: 'Waiting',
  failed: 'Retrying',
  sent: 'Sent',
  failed_permanently: 'Failed',
  discarded: 'Discarded',
};

export const STATE_WORDS: Readonly<Record<State, string>> = {
  active: 'Active',
  held: 'On hold',
  paused: 'Paused',
  off: 'Off',
};

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  fb_capi: 'Facebook Conversions API',
  webhook: 'Webhook',
  s2s_postback: 'Postback',
};

export const CANONICAL_WORDS: Readonly<Record<Canonical, string>> = {
  contact: 'Contact',
  subscribed: 'Subscribed',
  registration: 'Registration',
  deposit: 'Deposit',
};

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  http_status: 'Refused by its status',
  timeout: 'No answer in time',
  dns_error: 'Host not found',
  connection_refused: 'Connection refused',
  connection_reset: 'Connection broke',
  tls_error: 'TLS or certificate fault',
  proxy_error: 'Proxy fault',
  blocked_address: 'Address not allowed',
  redirect: 'Redirected',
  gone: 'Gone (410)',
  throttled: 'Asked to slow down',
  credentials: 'Credentials refused',
  body_rule: 'Answer broke the body rule',
  too_old: 'Too old',
  no_identifier: 'No identifier of the person',
  missing_value: 'Value missing',
  currency_not_accepted: 'Currency not accepted',
  graph_rejected: 'Refused by Meta',
  attempts_exhausted: 'All attempts used',
  horizon_passed: 'Time limit passed',
  asked_to_wait_too_long: 'Asked to wait too long',
  internal_error: 'Fault inside Waybill',
  discarded: 'Discarded by hand',
  destination_deleted: 'Destination deleted',
  unmapped: 'No name for the event',
  filtered: 'Filtered out',
};

/** A detail as a sentence: `answered 404` → `Answered 404.` */
export const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');

/** Why in a few words: the status code where it says more. */
export const reasonText = (reason: Reason, httpStatus: number | null): string =>
  httpStatus !== null && reason === 'http_status' ? `HTTP ${httpStatus}` : REASON_WORDS[reason];

/** Why a destination stands still and what to do. */
export const STATE_REASONS: Readonly<Record<string, string>> = {
  by_hand: 'Paused by hand. Deliveries wait; resume to send them.',
  credentials: 'The receiver refused the credentials. Events are kept. Put in new ones, then resume.',
  gone: 'The receiver says the address is gone (410). Put in a new address, then resume.',
  throttled: 'The receiver asked for peace. It goes on by itself.',
  failing: 'The receiver keeps failing. One delivery at a time tries whether it is back.',
  timeouts: 'The receiver does not answer in time. One delivery at a time tries whether it is back.',
  policy_block: 'The receiver blocked us for its policies. Settle it there, then resume.',
  secret_unreadable: 'A secret cannot be opened with the keys at hand. Put it in again, then resume.',
};
