import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { EventBatchesController } from './event-batches.controller.js';
import { EventWriter } from './event-writer.js';
import { EventsController } from './events.controller.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';

/** What the controllers work with. */
export interface IngestParts {
  readonly door: FrontDoor;
  readonly writer: EventWriter;
  readonly metrics: IngestMetrics;
}

@Module({})
export class IngestModule {
  static of({ door, writer, metrics }: IngestParts): DynamicModule {
    return {
      module: IngestModule,
      controllers: [EventsController, EventBatchesController],
      providers: [
        { provide: FrontDoor, useValue: door },
        { provide: EventWriter, useValue: writer },
        { provide: IngestMetrics, useValue: metrics },
      ],
    };
  }
}
