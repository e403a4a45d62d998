import { Inject, Injectable } from '@nestjs/common';
import type { Canonical, EventId, SpaceId } from '@app/contracts';
import { readEvent, type Database } from '@app/persistence';
import { issueAt, refuse } from '../api/refusal.js';
import { DATABASE } from '../api/parts.js';
import { EventPages } from '../events/event.pages.js';
import { sampleEvent } from './sample.event.js';
import { trialOf, type TrialEvent } from './trial.task.js';

/** How far back a recent event is looked for. */
const RECENT = 100;

/** Which event somebody wants to try with. */
export interface EventChoice {
  readonly canonical?: Canonical | undefined;
  readonly inbox_id?: EventId | undefined;
}

/** Finds the event to try a destination with. */
@Injectable()
export class TrialEvents {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly pages: EventPages,
  ) {}

  /** The event named, else one made up. Refuses an event the space does not have. */
  async named(space: SpaceId, { canonical, inbox_id }: EventChoice, now: number): Promise<TrialEvent> {
    if (inbox_id === undefined) return sampleEvent(canonical ?? 'deposit', now);
    const event = await readEvent(this.database, space, inbox_id);
    if (event) return trialOf(event);
    throw refuse({ body: [issueAt(['inbox_id'], 'the space has no such event, or it is no longer kept')] });
  }

  /** The event named, else a recent one, of the canonical if one is named, else one made up. */
  async recent(space: SpaceId, choice: EventChoice, now: number): Promise<TrialEvent> {
    const { canonical, inbox_id } = choice;
    if (inbox_id !== undefined) return this.named(space, choice, now);
    const every = { space, uids: null, eids: null, tgIds: null, fromMs: null, toMs: null };
    const events = await this.pages.read(every, null, RECENT);
    const found = events.find((event) => canonical === undefined || event.canonical === canonical);
    return this.named(space, { ...choice, inbox_id: found?.inbox_id }, now);
  }
}
