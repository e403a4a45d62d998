import type { DeliveryTask, Destination } from '@app/contracts';

/**
 * When a delivery stops being tried, epoch ms by the broker's clock: the destination's horizon after its birth. Time the
 * destination was paused since then does not count; time it was held does.
 */
export const horizonOf = (
  task: Pick<DeliveryTask, 'born_at_ms' | 'paused_base_ms'>,
  destination: Pick<Destination, 'horizon_s' | 'paused_total_ms'>,
): number =>
  task.born_at_ms + destination.horizon_s * 1000 + Math.max(0, destination.paused_total_ms - task.paused_base_ms);
