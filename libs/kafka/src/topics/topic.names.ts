import { kindSlug, type Kind } from '@app/contracts';

/** The topics every installation has, whatever its kinds and delays. */
export const TOPICS = {
  events: 'events',
  clicks: 'clicks',
  rejected: 'events.rejected',
  outcomes: 'outcomes',
} as const;

/** Fresh tasks of a kind. */
export const deliveriesTopic = (kind: Kind): string => `deliveries.${kindSlug(kind)}`;

/** What ended as failed_permanently. */
export const deadLetterTopic = (kind: Kind): string => `${deliveriesTopic(kind)}.dlq`;

/** Tasks of a kind that wait for `delayMs`; its name says how long: `deliveries.webhook.retry.30s`. */
export const retryTopic = (kind: Kind, delayMs: number): string =>
  `${deliveriesTopic(kind)}.retry.${delayName(delayMs)}`;

/** The consumer group of the app that delivers a kind. */
export const deliveryGroup = (kind: Kind): string => kindSlug(kind);

const UNITS: readonly (readonly [suffix: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** The shortest exact name of a delay: 30000 → `30s`, 120000 → `2m`, 21600000 → `6h`. */
export function delayName(delayMs: number): string {
  const [suffix, unit] = UNITS.find(([, ms]) => delayMs >= ms && delayMs % ms === 0) ?? ['ms', 1];
  return `${delayMs / unit}${suffix}`;
}

/** The delay (ms) a retry topic's name tells; `null` for any other topic. */
export function delayOfTopic(topic: string): number | null {
  const [, count, suffix] = /\.retry\.(\d+)(d|h|m|s|ms)$/.exec(topic) ?? [];
  const unit = UNITS.find(([name]) => name === suffix)?.[1];
  return unit === undefined ? null : Number(count) * unit;
}
