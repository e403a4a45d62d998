import { randomUUID } from 'node:crypto';
import { Controller, Inject, Res } from '@nestjs/common';
import type { BackfillRequest, RedriveRequest, SpaceId } from '@app/contracts';
import { cancelJob, insertJob, listJobs, readJob, readJobRows, type Database, type JobRow } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { FastifyReply } from 'fastify';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { DATABASE } from '../api/parts.js';
import type { AnyCall, CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { BackfillPlans } from './backfill.plan.js';
import { jobRoutes } from './job.routes.js';
import { shownJob, type JobTally } from './job.view.js';
import { RedrivePlans } from './redrive.plan.js';

type Routes = typeof jobRoutes;

@Controller()
export class JobsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: DestinationStore,
    private readonly redrives: RedrivePlans,
    private readonly backfills: BackfillPlans,
    private readonly writes: Writes,
  ) {}

  @Handles(jobRoutes.redrive)
  async redrive(@Call() call: CallOf<Routes['redrive']>, @Res() reply: FastifyReply): Promise<void> {
    const { filter, rate_per_s, dry_run, accept_duplicates } = call.body;
    const { space } = call.params;
    const { selection, destinations, estimate } = await this.redrives.plan(space, filter);
    if (dry_run) return answer(reply, 200, estimate.shown(destinations));
    const { duplicates } = estimate;
    if (duplicates > 0 && !accept_duplicates) {
      throw new ProblemError(
        'conflict',
        `${duplicates} of these deliveries were tried before and are older than their receiver remembers: it may count them twice. Add accept_duplicates: true to send them all the same`,
        { extra: { duplicates } },
      );
    }
    const request: RedriveRequest = { filter, selection };
    const job = { kind: 'redrive' as const, request, ratePerS: rate_per_s, total: estimate.count };
    answer(reply, 202, await this.#asked(call, space, job, null));
  }

  @Handles(jobRoutes.backfill)
  async backfill(@Call() call: CallOf<Routes['backfill']>, @Res() reply: FastifyReply): Promise<void> {
    const { from, to, canonicals = null, rate_per_s, dry_run } = call.body;
    const { space, id } = call.params;
    const destination = await this.store.require(space, id);
    const request: BackfillRequest = { destination_id: id, canonicals, from_ms: from, to_ms: to };
    const estimate = await this.backfills.estimate(destination, request);
    if (dry_run) return answer(reply, 200, estimate.shown([destination]));
    const job = { kind: 'backfill' as const, request, ratePerS: rate_per_s, total: estimate.count };
    answer(reply, 202, await this.#asked(call, space, job, id));
  }

  @Handles(jobRoutes.list)
  async list(@Call() { params, query }: CallOf<Routes['list']>) {
    const rows = await listJobs(this.database, {
      space: params.space,
      after: afterOf(query),
      limit: query.limit + 1,
    });
    const tallies = await this.#tallies(rows);
    return pageOf(
      query,
      rows,
      (row) => [row.position, row.id],
      (row) => shownJob(row, tallies.get(row.id) ?? {}),
    );
  }

  @Handles(jobRoutes.read)
  read(@Call() { params }: CallOf<Routes['read']>) {
    return this.#shown(params.space, params.id);
  }

  @Handles(jobRoutes.cancel)
  async cancel(@Call() call: CallOf<Routes['cancel']>) {
    const { space, id } = call.params;
    await this.#require(space, id);
    await this.writes.act(call, async (tx) => {
      const wasOpen = await cancelJob(tx, id);
      const { state, emitted } = (await readJob(tx, space, id)) ?? {};
      if (!wasOpen && state !== 'cancelled') throw new ProblemError('conflict', `it has ended already: ${state}`);
      return { answer: undefined, target: id, detail: { emitted } };
    });
    return this.#shown(space, id);
  }

  async #asked(
    call: AnyCall,
    space: SpaceId,
    job: Pick<Parameters<typeof insertJob>[1], 'kind' | 'request' | 'ratePerS' | 'total'>,
    destination: string | null,
  ) {
    const id = randomUUID();
    await this.writes.act(call, async (tx) => {
      await insertJob(tx, { ...job, id, space, createdBy: call.caller.actor });
      const detail = { request: job.request, rate_per_s: job.ratePerS, total: job.total };
      return { answer: undefined, target: destination ?? id, detail: { job: id, ...detail } };
    });
    return this.#shown(space, id);
  }

  async #shown(space: SpaceId, id: string) {
    const row = await this.#require(space, id);
    return shownJob(row, (await this.#tallies([row])).get(id) ?? {});
  }

  async #require(space: SpaceId, id: string): Promise<JobRow> {
    const row = await readJob(this.database, space, id);
    if (!row) throw new ProblemError('not_found', 'the space has no such redrive or backfill');
    return row;
  }

  async #tallies(rows: readonly JobRow[]): Promise<Map<string, JobTally>> {
    const counts = await readJobRows(
      this.database,
      rows.map(({ id }) => id),
    );
    return new Map(
      [...Map.groupBy(counts, ({ job_id }) => job_id)].map(([id, group]) => [
        id,
        Object.fromEntries(group.map(({ status, count }) => [status, count])),
      ]),
    );
  }
}

const answer = (reply: FastifyReply, status: number, body: object): void => void reply.status(status).send(body);
