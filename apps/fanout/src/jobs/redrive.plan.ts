import { REDRIVABLE, bucket, deliveryId, destinationId } from '@app/contracts';
import type { Destination } from '@app/contracts';
import { matchStored } from '@app/kinds';
import type { Comeback, DeliveryDay, Redrivable, RedriveUnit } from '@app/persistence';
import { z } from 'zod';

/** How far a redrive came: the unit it is in, the last delivery it looked at there, and its pace. */
export const redriveCursor = z.object({
  used_up_to: z.number().nullable(),
  unit: z.object({ bucket, destination: destinationId, status: z.enum(REDRIVABLE) }).nullable(),
  after: z.object({ acceptedAt: z.string(), eventId: deliveryId }).nullable(),
});
export type RedriveCursor = z.infer<typeof redriveCursor>;

const rankOf = ({ bucket: day, destination, status }: RedriveUnit): string =>
  `${day} ${destination} ${REDRIVABLE.indexOf(status)}`;

/**
 * The units a redrive still has to walk, oldest day first, the present one included. Within a destination those that may
 * still fail for good come before those that have, so none slips through between the two.
 */
export function unitsFrom(
  days: readonly (DeliveryDay & Pick<RedriveUnit, 'status'>)[],
  present: RedriveUnit | null,
): RedriveUnit[] {
  const units = days.map(({ bucket: day, destination_id, status }) => ({
    bucket: day,
    destination: destination_id,
    status,
  }));
  const least = present && rankOf(present);
  const ahead = units.filter((unit) => least === null || rankOf(unit) > least);
  return [...(present ? [present] : []), ...ahead.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1))];
}

/** Of deliveries of one destination those it still wants, mapped anew; the others stay as they are. */
export const comebacksOf = (rows: readonly Redrivable[], destination: Destination): Comeback[] =>
  rows.flatMap((row) => {
    const match = matchStored(row, destination);
    return match.send ? [{ eventId: row.eventId, mapping: match }] : [];
  });
