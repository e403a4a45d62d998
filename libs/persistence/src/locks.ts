/**
 * Keys of the advisory locks, one list so that no two meanings share a number. Session locks are held by the one leader
 * of a periodic work; transaction locks by short exclusive steps.
 */
export const LOCKS = {
  migrate: 8_400_001,
  buckets: 8_400_002,
  emitter: 8_400_003,
  keeper: 8_400_004,
} as const;
