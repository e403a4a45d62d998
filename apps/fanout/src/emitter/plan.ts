import type { Bucket, Destination, DestinationId } from '@app/contracts';
import type { Room, Take, Waiting } from '@app/persistence';
import { isOpen, roomLeft } from '../tasks/room.js';

/** What may be taken in one round, over all destinations and of a single one. */
export interface RoundLimits {
  total: number;
  perDestination: number;
}

const DAY_MS = 86_400_000;

/**
 * How many deliveries of a destination may go back into Kafka now. Held ones get nothing before `held_until`, then one
 * probe; paused and switched-off ones nothing at all.
 */
export function allowance(destination: Destination | undefined, room: Room, nowMs: number): number {
  if (room.state !== 'held') return roomLeft(destination, room);
  const isDue = nowMs >= (room.heldUntilMs ?? 0);
  return isOpen(destination) && isDue && room.inMain === 0 ? 1 : 0;
}

/**
 * The takes of one round: every destination with waiting deliveries gets its turn, oldest buckets first, within its own
 * room and an equal share, so that no backlog delays another's.
 */
export function planRound(
  waiting: readonly Waiting[],
  destination: (id: DestinationId) => Destination | undefined,
  rooms: ReadonlyMap<DestinationId, Room>,
  nowMs: number,
  limits: RoundLimits,
): Take[] {
  const groups = [...Map.groupBy(waiting, ({ destinationId }) => destinationId)];
  const takes: Take[] = [];
  let total = limits.total;
  for (const [id, buckets] of groups) {
    const room = rooms.get(id);
    let left = room ? Math.min(allowance(destination(id), room, nowMs), limits.perDestination, total) : 0;
    for (const { bucket, count } of buckets) {
      if (left <= 0) break;
      const limit = Math.min(left, count);
      takes.push({ destinationId: id, bucket, limit });
      left -= limit;
      total -= limit;
    }
  }
  return takes;
}

/** Before which birth a delivery of the destination has outlived its horizon, paused time aside. Epoch ms. */
const expiryOf = ({ horizon_s }: Destination, nowMs: number): number => nowMs - horizon_s * 1000;

/**
 * Takes of deliveries that can only expire: those of held destinations that are old enough. They are emitted whatever
 * the window, to be dead-lettered without an attempt; a hold must not keep them for ever. Time paused does not count, so
 * a destination that was ever paused is left to the app, which knows each delivery's share of it.
 */
export function planExpired(
  waiting: readonly Waiting[],
  destination: (id: DestinationId) => Destination | undefined,
  rooms: ReadonlyMap<DestinationId, Room>,
  nowMs: number,
  limit: number,
): Take[] {
  return waiting.flatMap(({ destinationId, bucket }): Take[] => {
    const known = destination(destinationId);
    const held = rooms.get(destinationId)?.state === 'held';
    if (!known || !held || known.paused) return [];
    const bornBeforeMs = expiryOf(known, nowMs) - known.paused_total_ms;
    return mayHold(bucket, bornBeforeMs) ? [{ destinationId, bucket, limit, bornBeforeMs }] : [];
  });
}

/** Whether a bucket can hold rows born before a moment: a redrive may renew a birth, nothing makes one older. */
const mayHold = (bucket: Bucket, bornBeforeMs: number): boolean => Date.parse(bucket) - DAY_MS < bornBeforeMs;
