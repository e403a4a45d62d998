import { ProduceError, TOPICS, createProducer, kafkaHooks } from '@app/kafka';
import { KeyCache, openDatabase } from '@app/persistence';
import type { ServiceContext } from '@app/service';
import { kafkaConnection, startHttp } from '@app/service';
import { Credentials } from './credentials.js';
import { DuplicateLookup } from './duplicate-lookup.js';
import { EventWriter } from './event-writer.js';
import { findFirstCopies } from './first-copies.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';
import { IngestModule } from './ingest.module.js';
import { RejectionWriter } from './rejection-writer.js';
import type { ingestSettings } from './settings.js';

type Settings = ReturnType<typeof ingestSettings>['values'];

/** Bodies come as bytes: whose call it is decides whether anybody reads them. */
const bytes = (body: Buffer): Buffer => body;
/** Of a route that says nothing else. */
const BODY_LIMIT = 64 * 1024;
const FLUSH_MS = 5000;

/** Topics the door writes; others in tests. */
export interface IngestTopics {
  readonly events: string;
  readonly rejected: string;
}

/**
 * Opens the door. It answers at once, 503 for what it cannot do yet: broker and database are waited for beside it, and it
 * is ready when both have been reached.
 */
export async function startIngest(context: ServiceContext<Settings>, topics: IngestTopics = TOPICS): Promise<void> {
  const { settings, log, health, instance, onShutdown, crash } = context;
  const database = openDatabase({
    url: settings.database.url,
    poolSize: settings.database.pool,
    applicationName: instance,
    log,
  });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  const keys = new KeyCache({ database, log });
  keys.start();
  onShutdown({ phase: 'close', name: 'keys', run: () => keys.stop() });
  health.ready('keys', () => (keys.loaded ? null : 'not loaded yet'));

  const producer = createProducer({
    connection: kafkaConnection(settings.kafka, instance),
    log,
    hooks: kafkaHooks(context.metrics),
    topics: [topics.events, topics.rejected],
  });
  producer.start().catch((error: unknown) => {
    const ended = error instanceof ProduceError && error.code === 'closed';
    if (!ended) crash(error);
  });
  onShutdown({ phase: 'close', name: 'producer', run: () => producer.close() });
  onShutdown({ phase: 'flush', name: 'producer', run: () => producer.flush(FLUSH_MS) });
  health.ready('producer', () => (producer.healthy() ? null : 'no broker takes records'));

  const metrics = new IngestMetrics(context.metrics);
  const rejections = new RejectionWriter(producer, topics.rejected, (listed) => metrics.rejection(listed));
  const door = new FrontDoor(new Credentials(keys), rejections, metrics);
  const duplicates = new DuplicateLookup(findFirstCopies(database, Date.now));
  const writer = new EventWriter(producer, duplicates, topics.events);
  await startHttp(context, {
    module: IngestModule.of({ door, writer, metrics }),
    port: settings.http.port,
    trustedProxies: settings.http.trustedProxies,
    bodies: { 'application/json': bytes, 'application/x-ndjson': bytes },
    bodyLimit: BODY_LIMIT,
    onAnswered: (route, status, elapsedMs) => metrics.answered(route, status, elapsedMs),
  });
}
