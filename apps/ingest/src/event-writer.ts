import type { EventId } from '@app/contracts';
import { HEADERS } from '@app/contracts';
import type { Appended, OutgoingRecord, ProduceError, Producer } from '@app/kafka';
import type { BatchedLookup } from './batched-lookup.js';
import type { EventDoor } from './doors.js';
import type { TakenEvent } from './event-intake.js';
import type { FirstCopies, FirstCopy } from './first-copies.js';
import type { UnreadWatch } from './unread.watch.js';

/** What became of an event at the door. `unavailable`: not known to be stored. */
export type Written = 'queued' | 'duplicate' | 'unavailable';

/** The longest the door waits for the broker (ms). */
const DEADLINE_MS = 10_000;

const isAppended = (answer: Appended | ProduceError): answer is Appended => 'offset' in answer;

/**
 * Puts events into the topic. An event is written only when every in-sync replica has it; none is while unread ones are
 * about to be lost.
 */
export class EventWriter {
  constructor(
    private readonly producer: Pick<Producer, 'sendMany'>,
    private readonly duplicates: BatchedLookup<EventId, FirstCopies>,
    private readonly topic: string,
    private readonly unread: Pick<UnreadWatch, 'overdue'>,
  ) {}

  /** What became of each event, in their order. Never rejects. */
  async write(events: readonly TakenEvent[], door: EventDoor): Promise<Written[]> {
    if (this.unread.overdue()) return events.map(() => 'unavailable');
    // At the same time as the produce, so that it costs nothing: a hit that is this very record is told by its place.
    const asked = this.duplicates.ask(events.filter(mayRepeat).map(({ inboxId }) => inboxId));
    const answers = await this.producer.sendMany(events.map((event) => this.#record(event, door)));
    const copies = await asked;
    const seen = new Set<EventId>();
    return answers.map((answer, at): Written => {
      const id = events[at]?.inboxId;
      if (!isAppended(answer) || id === undefined) return 'unavailable';
      const isRepeat = seen.has(id) || isOther(copies.get(id), answer);
      seen.add(id);
      return isRepeat ? 'duplicate' : 'queued';
    });
  }

  #record({ inboxId, madeEid, value }: TakenEvent, door: EventDoor): OutgoingRecord {
    const eid = madeEid === null ? {} : { [HEADERS.eid]: madeEid };
    return {
      topic: this.topic,
      key: inboxId,
      value,
      headers: { [HEADERS.door]: door, ...eid },
      deadlineMs: DEADLINE_MS,
    };
  }
}

/** An eid made here is new by construction. */
const mayRepeat = ({ madeEid }: TakenEvent): boolean => madeEid === null;

/** Whether a copy found is another than the record just written. */
const isOther = (copy: FirstCopy | undefined, { partition, offset }: Appended): boolean =>
  copy !== undefined && (copy === 'old' || copy.partition !== partition || copy.offset !== offset);
