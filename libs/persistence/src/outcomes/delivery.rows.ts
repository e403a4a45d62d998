import type { Bucket, DeliveryId, DestinationId, Reason } from '@app/contracts';

/** Where a delivery stands for people. */
export type DeliveryStatus = 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';

/** Where an open delivery waits: in a main topic, in a delay topic, or in the outbox. */
export type DeliveryPlace = 'task' | 'tier' | 'here';

/** What an outcome is judged against. Times are epoch ms. */
export interface DeliveryState {
  readonly eventId: DeliveryId;
  readonly destinationId: DestinationId;
  readonly status: DeliveryStatus;
  /** `null` = settled. */
  readonly place: DeliveryPlace | null;
  readonly dispatch: number;
  readonly attemptCount: number;
  readonly lastAttemptAtMs: number | null;
  readonly settledAtMs: number | null;
}

/** What the outcome that decides writes beside the state. */
export interface Decision {
  readonly dueAtMs: number | null;
  /** Delay topic it waits in. */
  readonly tier: string | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly httpStatus: number | null;
}

/** A row to be written: `decision` is `null` where only `lastAttemptAtMs` has moved. */
export interface DeliveryChange {
  readonly state: DeliveryState;
  readonly decision: Decision | null;
}

/** One execution of a task, kept under its own id. Times are epoch ms, `request` and `response` JSON. */
export interface NewAttempt {
  readonly bucket: Bucket;
  readonly eventId: DeliveryId;
  readonly outcomeId: string;
  readonly dispatch: number;
  readonly attempt: number;
  readonly verdict: string;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly httpStatus: number | null;
  readonly mayHaveArrived: boolean;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly nextAttemptAtMs: number | null;
  readonly request: Buffer | null;
  readonly response: Buffer | null;
}
