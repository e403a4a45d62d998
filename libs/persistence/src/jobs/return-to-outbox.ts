import type { Bucket, DeliveryId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { CountedState, Moved } from '../delivery-counters.js';

/** A delivery that begins anew; `mapping` as the present configuration has it, `null` keeps what it was made with. */
export interface Comeback {
  readonly eventId: DeliveryId;
  readonly mapping: { readonly eventName: string; readonly currency: string | null } | null;
}

/** What deliveries of one destination that begin anew share. */
export interface ComebackTerms {
  /** All time their destination ever spent paused, ms. */
  readonly pausedTotalMs: number;
  /** Revision of the configuration they are mapped by; `null` where none maps them. */
  readonly revision: number | null;
  /** The job that brings them back; `null` = a person, one by one. */
  readonly jobId: string | null;
}

const RETURN = `
  update event_outbox o
     set status = 'failed', place = 'here', dispatch = o.dispatch + 1, attempt_base = o.attempt_count, born_at = now(),
         paused_base_ms = $5, due_at = null, tier = null, placed_at = now(), settled_at = null,
         reason = nullif(o.reason, 'discarded'),
         event_name = coalesce(n.event_name, o.event_name),
         currency = case when n.event_name is null then o.currency else n.currency end,
         revision = coalesce($6, o.revision), job_id = coalesce($7, o.job_id)
    from unnest($2::uuid[], $3::text[], $4::text[]) as n (event_id, event_name, currency)
   where o.bucket = $1 and o.event_id = any($2::uuid[]) and o.event_id = n.event_id
  returning old.status, old.place, old.settled_at`;

/**
 * Puts deliveries of one destination and bucket that this transaction has locked back into the outbox with a fresh budget
 * of attempts and a fresh horizon; whatever of them is under way is superseded. The one way back: for a retry by hand and
 * for a redrive. Answers what was actually replaced, for the counters.
 */
export async function returnToOutbox(
  tx: Queryable,
  bucket: Bucket,
  rows: readonly Comeback[],
  { pausedTotalMs, revision, jobId }: ComebackTerms,
): Promise<Moved[]> {
  const replaced = await tx.query<Pick<CountedState, 'status' | 'place'> & { settled_at: number | null }>({
    name: 'jobs.return',
    text: RETURN,
    values: [
      bucket,
      rows.map(({ eventId }) => eventId),
      rows.map(({ mapping }) => mapping?.eventName ?? null),
      rows.map(({ mapping }) => mapping?.currency ?? null),
      pausedTotalMs,
      revision,
      jobId,
    ],
  });
  return replaced.map(({ status, place, settled_at }) => ({
    from: { status, place, settledAtMs: settled_at },
    to: { status: 'failed', place: 'here', settledAtMs: null },
    count: 1,
  }));
}
