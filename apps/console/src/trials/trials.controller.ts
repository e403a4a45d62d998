import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Inject } from '@nestjs/common';
import { deliveryId, destinationId, testResult, type Kind as KindName, type TestResult } from '@app/contracts';
import type { Kind } from '@app/kinds';
import { cancelJob, insertJob, readTest, unmaskConfig, type Database, type SecretBox } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { shown } from '../api/moment.js';
import { DATABASE, KINDS_AT_HAND, SECRET_BOX } from '../api/parts.js';
import { issueAt, refuse } from '../api/refusal.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { shownRequest, shownResponse } from '../deliveries/delivery.view.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { preview } from './preview.js';
import { TrialEvents } from './trial.events.js';
import { trialRoutes } from './trial.routes.js';
import { trialTask } from './trial.task.js';

type Routes = typeof trialRoutes;

/** Time a test send may take beside the destination's own timeout, and how often its answer is looked for. */
const WAIT = { graceMs: 10_000, lookMs: 100 };

/** Trying a destination out: what it would be sent, and what it says to a test. */
@Controller()
export class TrialsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    @Inject(KINDS_AT_HAND) private readonly kinds: Readonly<Record<KindName, Kind>>,
    private readonly store: DestinationStore,
    private readonly events: TrialEvents,
    private readonly writes: Writes,
  ) {}

  @Handles(trialRoutes.preview)
  async preview(@Call() { params, body }: CallOf<Routes['preview']>) {
    const now = Date.now();
    const { destination_id, canonical, inbox_id, ...draft } = body;
    const kind = this.kinds[draft.kind];
    const config = kind.config.safeParse(await this.#unmasked(params.space, body));
    if (!config.success) {
      throw refuse({ body: config.error.issues.map((issue) => ({ ...issue, path: ['config', ...issue.path] })) });
    }
    const event = await this.events.recent(params.space, { canonical, inbox_id }, now);
    const id = destination_id ?? destinationId.parse(randomUUID());
    // The secret a destination would be given when it is made signs what is shown.
    const signed = kind.signing?.issue(config.data).config ?? config.data;
    return preview(kind, { ...draft, id, space_id: params.space }, signed, event, now);
  }

  @Handles(trialRoutes.test)
  async test(@Call() call: CallOf<Routes['test']>) {
    const { space, id } = call.params;
    const now = Date.now();
    const destination = await this.store.require(space, id);
    const event = await this.events.named(space, call.body, now);
    const task = trialTask(event, destination, deliveryId.parse(randomUUID()), now);
    const job = randomUUID();
    await this.writes.act(call, async (tx) => {
      const request = { task: { ...task, mode: 'test', job_id: job } };
      const { actor } = call.caller;
      await insertJob(tx, { id: job, space, kind: 'test', request, ratePerS: null, total: null, createdBy: actor });
      const tried = { canonical: event.canonical, inbox_id: event.isSample ? null : event.inboxId };
      return { answer: undefined, target: id, detail: tried };
    });
    const { request, response, started_at_ms, executed, ...told } = await this.#answer(
      job,
      destination.timeout_ms + WAIT.graceMs,
    );
    return {
      ...told,
      started_at: shown(started_at_ms),
      request: request && shownRequest(request),
      response: executed && response ? shownResponse(response) : null,
    };
  }

  /** The config of a draft with the secrets its masks stand for. */
  async #unmasked(space: Parameters<DestinationStore['require']>[0], draft: CallOf<Routes['preview']>['body']) {
    if (draft.destination_id === undefined) return draft.config;
    const saved = await this.store.require(space, draft.destination_id);
    const unmasked = unmaskConfig(this.box, saved.id, draft.config, saved.config);
    if ('config' in unmasked) return unmasked.config;
    const gone = 'cannot be read any more (its encryption key is gone): set it anew';
    throw refuse({ body: unmasked.unreadable.map((path) => issueAt(['config', ...path], gone)) });
  }

  /** What recorder wrote about a test send. Gives it up after `waitMs`. */
  async #answer(job: string, waitMs: number): Promise<TestResult> {
    const deadline = performance.now() + waitMs;
    while (performance.now() < deadline) {
      const { state, result } = (await readTest(this.database, job)) ?? { state: 'failed', result: null };
      if (state === 'done') return testResult.parse(result);
      if (state === 'failed') throw new ProblemError('unavailable', 'the test could not be put on its way: try again');
      await delay(WAIT.lookMs);
    }
    await cancelJob(this.database, job);
    throw new ProblemError('unavailable', `no answer within ${waitMs / 1000} s: the service that delivers may be down`);
  }
}
