import type { Kind as KindName } from '@app/contracts';
import type { ConsumedRecord, PartitionHandle } from '@app/kafka';
import type { Logger } from '@app/observability';
import type { LaneSet } from '../lanes/lane.set.js';
import type { SureSender } from '../publish/sure.sender.js';
import { dead } from '../records/conclusion.js';
import { unreadableRecord } from '../records/outgoing.js';
import type { Ticket } from '../records/ticket.js';
import type { Concluder } from './concluder.js';
import type { DeliveryMeter } from './delivery.meter.js';
import { readTask } from './task.reader.js';

export interface BurialOptions {
  readonly kind: KindName;
  readonly sender: SureSender;
  readonly concluder: Concluder;
  readonly lanes: LaneSet<Ticket>;
  readonly meter: DeliveryMeter;
  readonly log: Logger;
}

/** Sees to records that cannot be worked on: none may stop those behind it, and none disappears. */
export class Burial {
  constructor(private readonly options: BurialOptions) {}

  /** What no task can be read from goes to the dead letters as it is. */
  bury(record: ConsumedRecord, partition: Pick<PartitionHandle, 'done'>, detail: string): void {
    const { kind, sender, log, meter } = this.options;
    const { topic, offset } = record;
    meter.unreadable();
    log.error({ topic, partition: record.partition, offset, detail }, 'a record is not a task');
    sender.send({
      record: (reduced) => unreadableRecord(kind, record, record, detail, reduced),
      onStored: () => partition.done(offset),
    });
  }

  /** Ends the task of a record at which the process died again and again; resolves once that is recorded. */
  quarantine(record: ConsumedRecord): Promise<void> {
    const { kind, concluder, lanes } = this.options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const nothing = (): void => undefined;
    const { topic, partition: number } = record;
    const partition: PartitionHandle = {
      topic,
      partition: number,
      epoch: 0,
      done: () => resolve(),
      pause: nothing,
      resume: nothing,
      active: () => true,
    };
    const ticket = readTask(record, partition, kind, Infinity, 0);
    if (typeof ticket === 'string') this.bury(record, partition, ticket);
    else {
      const why = 'the process ended again and again while this was under way';
      concluder.endUntried(lanes.open(ticket.task.destination_id, number), ticket, dead('internal_error', why));
    }
    return promise;
  }
}
