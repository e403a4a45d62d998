import type { Bucket, RecountedDay } from '@app/contracts';

/**
 * In which order days are recounted: the two newest, where most happens, each time, then those not looked at for
 * longest. `kept`: days there are, newest first.
 */
export function rotaOf(kept: readonly Bucket[], known: readonly RecountedDay[], today: Bucket): Bucket[] {
  const past = kept.filter((day) => day <= today);
  const readAt = new Map(known.map(({ bucket, read_at_ms }) => [bucket, read_at_ms]));
  const [present, older] = [past.slice(0, 2), past.slice(2)];
  return [...present, ...older.toSorted((a, b) => (readAt.get(a) ?? 0) - (readAt.get(b) ?? 0))];
}
