import type { Producer } from '@app/kafka';
import type { DoorCache, Queryable } from '@app/persistence';
import type { ServiceContext } from '@app/service';
import { serveDocument, startHttp } from '@app/service';
import { BatchedLookup } from './batched-lookup.js';
import { Binder } from './binds/binder.js';
import { ClickWriter } from './clicks/click-writer.js';
import { KnownClicks } from './clicks/known-clicks.js';
import { VisitorReader } from './clicks/visitor.js';
import { ingestDocument } from './documents/ingest.document.js';
import type { KeyStore } from './credentials.js';
import { Credentials } from './credentials.js';
import { EventWriter } from './event-writer.js';
import { NO_COPIES, findFirstCopies } from './first-copies.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';
import { IngestModule } from './ingest.module.js';
import { RateLimits } from './rate-limits.js';
import { RejectionWriter } from './rejection-writer.js';
import type { ingestSettings } from './settings.js';
import type { UnreadWatch } from './unread.watch.js';

/** Bodies come as bytes: whose call it is decides whether anybody reads them. */
const bytes = (body: Buffer): Buffer => body;
const BODIES = {
  'application/json': bytes,
  'application/x-ndjson': bytes,
  'application/x-www-form-urlencoded': bytes,
};
/** Of a route that says nothing else. */
const BODY_LIMIT = 64 * 1024;

/** Topics the doors write; others in tests. */
export interface IngestTopics {
  readonly events: string;
  readonly clicks: string;
  readonly rejected: string;
}

/** What lies behind the doors. */
export interface Backing {
  readonly producer: Pick<Producer, 'send' | 'sendMany'>;
  readonly keys: KeyStore;
  /** Links and names of events. */
  readonly doors: Pick<DoorCache, 'link' | 'aliases' | 'refresh' | 'loaded'>;
  readonly database: Queryable;
  readonly topics: IngestTopics;
  /** Whether unread events are about to be lost. */
  readonly unread: Pick<UnreadWatch, 'overdue'>;
}

type Settings = Omit<ReturnType<typeof ingestSettings>['values'], 'kafka' | 'database'>;

/** Answers HTTP from now on. */
export async function serveDoors(context: ServiceContext<Settings>, backing: Backing): Promise<void> {
  const { http, rates, visitors } = context.settings;
  const { producer, keys, doors, database, topics, unread } = backing;
  const metrics = new IngestMetrics(context.metrics);
  const rejections = new RejectionWriter(producer, topics.rejected, (listed) => metrics.rejection(listed));
  const limits = new RateLimits({ secret: rates.secret, ingest_token: rates.token });
  const duplicates = new BatchedLookup(findFirstCopies(database, Date.now), NO_COPIES);
  await startHttp(context, {
    module: IngestModule.of({
      door: new FrontDoor(new Credentials(keys), limits, rejections, metrics),
      metrics,
      events: new EventWriter(producer, duplicates, topics.events, unread),
      doors,
      clicks: new ClickWriter(producer, topics.clicks),
      knownClicks: new KnownClicks(database),
      visitors: new VisitorReader(visitors.countryHeader),
      binder: new Binder(database, metrics),
    }),
    beside: (server) => serveDocument(server, '/openapi.json', ingestDocument()),
    port: http.port,
    trustedProxies: http.trustedProxies,
    bodies: BODIES,
    bodyLimit: BODY_LIMIT,
    onAnswered: (route, status, elapsedMs) => metrics.answered(route, status, elapsedMs),
  });
}
