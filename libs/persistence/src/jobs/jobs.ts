import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { DeliveryStatus } from '../console/listed-delivery.js';

/** Work that console asks of fanout. */
export type JobKind = 'redrive' | 'backfill' | 'test';
export type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** A job that moves deliveries, as people see it. Times are epoch ms; `request` is the JSON it was asked with. */
export interface JobRow {
  readonly id: string;
  readonly kind: 'redrive' | 'backfill';
  readonly state: JobState;
  readonly request: unknown;
  readonly rate_per_s: number;
  readonly total: number;
  readonly emitted: number;
  readonly result: unknown;
  readonly created_by: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface NewJob {
  readonly id: string;
  readonly space: SpaceId;
  readonly kind: JobKind;
  readonly request: object;
  readonly ratePerS: number | null;
  readonly total: number | null;
  readonly createdBy: string;
}

/** `jsonb` refuses NUL and lone surrogates, which JSON may hold: they become U+FFFD. */
const jsonb = (value: object): string => JSON.stringify(value).replace(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\\ufffd');

/** Asks for a job; fanout begins it within a moment. */
export async function insertJob(tx: Queryable, job: NewJob): Promise<void> {
  await tx.query({
    name: 'jobs.insert',
    text: `insert into jobs (id, space_id, kind, state, request, rate_per_s, total, created_by)
           values ($1, $2, $3, 'waiting', $4, $5, $6, $7)`,
    values: [job.id, job.space, job.kind, jsonb(job.request), job.ratePerS, job.total, job.createdBy],
  });
}

const COLUMNS = `id, kind, state, request, rate_per_s, coalesce(total, 0) as total, emitted, result, created_by, created_at,
  updated_at`;

/** The redrives and backfills of a space, newest first, after the position given. `position` is the exact creation time. */
export const listJobs = (
  db: Queryable,
  page: { space: SpaceId; after: { at: string; id: string } | null; limit: number },
): Promise<(JobRow & { position: string })[]> =>
  db.query<JobRow & { position: string } & Record<string, unknown>>({
    name: 'jobs.list',
    text: `select ${COLUMNS}, created_at::text as position from jobs
            where space_id = $1 and kind in ('redrive', 'backfill')
              and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid))
            order by created_at desc, id desc limit $4`,
    values: [page.space, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  });

/** One redrive or backfill of a space; `null` when there is none of that id. */
export async function readJob(db: Queryable, space: SpaceId, id: string): Promise<JobRow | null> {
  const rows = await db.query<JobRow & Record<string, unknown>>({
    name: 'jobs.read',
    text: `select ${COLUMNS} from jobs where space_id = $1 and id = $2 and kind in ('redrive', 'backfill')`,
    values: [space, id],
  });
  return rows[0] ?? null;
}

/** Stops a job that is not finished; what it has moved stays moved. Says whether it stopped it. */
export async function cancelJob(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx.query({
    name: 'jobs.cancel',
    text: `update jobs set state = 'cancelled', updated_at = now()
            where id = $1 and state in ('waiting', 'running') returning id`,
    values: [id],
  });
  return rows.length > 0;
}

/** Where the deliveries of jobs stand now. */
export const readJobRows = (
  db: Queryable,
  ids: readonly string[],
): Promise<{ job_id: string; status: DeliveryStatus; count: number }[]> =>
  db.query({
    name: 'jobs.rows',
    text: `select job_id, status, count(*) as count from event_outbox where job_id = any($1::uuid[]) group by job_id, status`,
    values: [ids],
  });

/** A job that moves deliveries, locked by whoever carries out its next step. Times are epoch ms by the database's clock. */
export interface OpenJob {
  readonly id: string;
  readonly space_id: SpaceId;
  readonly kind: 'redrive' | 'backfill';
  readonly request: unknown;
  readonly rate_per_s: number;
  readonly emitted: number;
  /** How far it came, as its last step left it; `null` before the first. */
  readonly cursor: unknown;
  readonly now: number;
  /** The newest configuration. */
  readonly revision: number;
}

/** Ids of the redrives and backfills that are not finished, oldest first. */
export async function readOpenJobs(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>({
    name: 'jobs.open',
    text: `select id from jobs where state in ('waiting', 'running') and kind in ('redrive', 'backfill') order by created_at`,
  });
  return rows.map(({ id }) => id);
}

/** Locks a job for one step; `null` when it is finished, or another process is at it. */
export async function lockJob(tx: Queryable, id: string): Promise<OpenJob | null> {
  const rows = await tx.query<OpenJob & Record<string, unknown>>({
    name: 'jobs.lock',
    text: `select id, space_id, kind, request, rate_per_s, emitted, cursor, clock_timestamp() as now,
                  (select revision from config_state) as revision
             from jobs where id = $1 and state in ('waiting', 'running') for update skip locked`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** How far a locked job came with a step. */
export interface JobStep {
  readonly id: string;
  readonly state: Extract<JobState, 'running' | 'done' | 'failed'>;
  readonly cursor: object;
  readonly emitted: number;
  /** Said of a job that failed. */
  readonly result?: object;
}

/** Notes a step. A job that is done has moved all there was, whatever was counted before it began. */
export async function noteStep(tx: Queryable, step: JobStep): Promise<void> {
  await tx.query({
    name: 'jobs.step',
    text: `update jobs set state = $2, cursor = $3, emitted = $4, result = coalesce($5, result), updated_at = now(),
                           total = case when $2 = 'done' then $4 else greatest(total, $4) end
            where id = $1`,
    values: [
      step.id,
      step.state,
      JSON.stringify(step.cursor),
      step.emitted,
      step.result ? JSON.stringify(step.result) : null,
    ],
  });
}

/** Ends a job that cannot be carried out and has no result yet, with the reason in words. */
export async function failJob(db: Queryable, id: string, detail: string): Promise<void> {
  await db.query({
    name: 'jobs.fail',
    text: `update jobs set state = 'failed', result = jsonb_build_object('detail', $2::text), updated_at = now()
            where id = $1 and state in ('waiting', 'running') and result is null`,
    values: [id, detail],
  });
}
