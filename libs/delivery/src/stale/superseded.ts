import type { DeliveryTask } from '@app/contracts';
import type { DeliveryLife } from '@app/persistence';

/**
 * Whether a task must not be attempted any more: its delivery is settled, lives on under a higher dispatch, or this very
 * attempt has been made. What is not known (a restored database, a bucket long dropped) is attempted: better twice than
 * never.
 */
export const isSuperseded = (
  task: Pick<DeliveryTask, 'dispatch' | 'attempt'>,
  life: Pick<DeliveryLife, 'dispatch' | 'attemptCount' | 'settled'> | undefined,
): boolean =>
  life !== undefined &&
  (life.settled ||
    life.dispatch > task.dispatch ||
    (life.dispatch === task.dispatch && life.attemptCount >= task.attempt));
