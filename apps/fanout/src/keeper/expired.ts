import type { Bucket } from '@app/contracts';

const DAY_MS = 86_400_000;

/** The days that ended longer ago than `keptDays`, oldest first. `nowMs`: epoch ms. */
export const expiredDays = (days: readonly Bucket[], nowMs: number, keptDays: number): Bucket[] =>
  days.filter((day) => Date.parse(day) + DAY_MS <= nowMs - keptDays * DAY_MS).toSorted();
