import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { DoorCache } from '@app/persistence';
import { Binder } from './binds/binder.js';
import { BindsController } from './binds/binds.controller.js';
import { ClickWriter } from './clicks/click-writer.js';
import { ClicksController } from './clicks/clicks.controller.js';
import { KnownClicks } from './clicks/known-clicks.js';
import { LinkBook } from './clicks/link-book.js';
import { LinksController } from './clicks/links.controller.js';
import { VisitorReader } from './clicks/visitor.js';
import { EventBatchesController } from './event-batches.controller.js';
import { EventWriter } from './event-writer.js';
import { EventsController } from './events.controller.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';
import { PostbacksController } from './postback/postbacks.controller.js';

/** What the controllers work with. */
export interface IngestParts {
  readonly door: FrontDoor;
  readonly metrics: IngestMetrics;
  readonly events: EventWriter;
  /** Links and names of events. */
  readonly doors: Pick<DoorCache, 'link' | 'aliases' | 'refresh' | 'loaded'>;
  readonly clicks: ClickWriter;
  readonly knownClicks: KnownClicks;
  readonly visitors: VisitorReader;
  readonly binder: Binder;
}

/** Whatever answers a call. */
export const CONTROLLERS = [
  EventsController,
  EventBatchesController,
  PostbacksController,
  ClicksController,
  LinksController,
  BindsController,
] as const;

@Module({})
export class IngestModule {
  static of({ door, metrics, events, doors, clicks, knownClicks, visitors, binder }: IngestParts): DynamicModule {
    return {
      module: IngestModule,
      controllers: [...CONTROLLERS],
      providers: [
        { provide: FrontDoor, useValue: door },
        { provide: IngestMetrics, useValue: metrics },
        { provide: EventWriter, useValue: events },
        { provide: DoorCache, useValue: doors },
        { provide: LinkBook, useValue: new LinkBook(doors) },
        { provide: ClickWriter, useValue: clicks },
        { provide: KnownClicks, useValue: knownClicks },
        { provide: VisitorReader, useValue: visitors },
        { provide: Binder, useValue: binder },
      ],
    };
  }
}
