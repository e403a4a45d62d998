import type { ProblemCode } from '@app/contracts';
import type { DestinationRow, ActedDelivery } from '@app/persistence';
import { standingOf } from '../destinations/standing.js';

/** Why something cannot be done to a delivery by hand. */
export interface Objection {
  readonly code: Extract<
    ProblemCode,
    'already_sent' | 'in_flight' | 'destination_paused' | 'payload_expired' | 'conflict'
  >;
  readonly detail: string;
}

const IN_FLIGHT: Objection = {
  code: 'in_flight',
  detail: 'it is on its way to the destination at this moment: wait for what comes of it',
};

/** Why a delivery cannot be sent again now; `null` when it can. */
export function whyNotRetry(
  delivery: Pick<ActedDelivery, 'status' | 'place' | 'payloadKept'>,
  destination: DestinationRow,
): Objection | null {
  if (delivery.status === 'sent') return { code: 'already_sent', detail: 'it was delivered' };
  if (delivery.place === 'task') return IN_FLIGHT;
  if (delivery.status === 'pending') {
    return { code: 'conflict', detail: 'it was not tried yet and is sent as soon as the destination takes it' };
  }
  if (destination.deleted_at !== null) return { code: 'conflict', detail: 'the destination was deleted' };
  if (standingOf(destination).state === 'paused') {
    return { code: 'destination_paused', detail: 'the destination is paused: resume it first' };
  }
  if (!delivery.payloadKept) return { code: 'payload_expired', detail: 'the event is no longer kept' };
  return null;
}

/** Why a delivery cannot be given up; `null` when it can. */
export function whyNotDiscard(delivery: Pick<ActedDelivery, 'status' | 'place'>): Objection | null {
  if (delivery.status === 'sent') return { code: 'already_sent', detail: 'it was delivered' };
  if (delivery.place === 'task') return IN_FLIGHT;
  if (delivery.status === 'discarded') return { code: 'conflict', detail: 'it was discarded before' };
  return null;
}
