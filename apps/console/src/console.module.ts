import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Kind as KindName } from '@app/contracts';
import type { Egress } from '@app/egress';
import type { Kind } from '@app/kinds';
import type { Database, SecretBox } from '@app/persistence';
import { DatabaseAwayInterceptor } from './api/database-away.interceptor.js';
import { EntityTagInterceptor } from './api/entity-tag.interceptor.js';
import { ADMIN_TOKEN, COUNTER_SHARD, DATABASE, KINDS_AT_HAND, PUBLIC_URL, SECRET_BOX, URL_JUDGE } from './api/parts.js';
import { Writes } from './api/writes.js';
import { AuditController } from './audit/audit.controller.js';
import { AccessGuard } from './auth/access.guard.js';
import { Credentials } from './auth/credentials.js';
import { SessionController } from './auth/session.controller.js';
import { Sessions } from './auth/sessions.js';
import { ClicksController } from './clicks/clicks.controller.js';
import { DeadLettersController } from './deliveries/dead-letters.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveryLookup } from './deliveries/delivery.lookup.js';
import { DeliveryPages } from './deliveries/delivery.pages.js';
import { DeliverySearch } from './deliveries/delivery.search.js';
import { DestinationActionsController } from './destinations/destination-actions.controller.js';
import { DestinationChecks } from './destinations/destination.checks.js';
import { DestinationStore } from './destinations/destination.store.js';
import { DestinationsController } from './destinations/destinations.controller.js';
import { Discards } from './destinations/discards.js';
import { EventPages } from './events/event.pages.js';
import { EventsController } from './events/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { BackfillPlans } from './jobs/backfill.plan.js';
import { JobsController } from './jobs/jobs.controller.js';
import { RedrivePlans } from './jobs/redrive.plan.js';
import { LinksController } from './links/links.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { RejectedController } from './rejected/rejected.controller.js';
import { KeysController } from './spaces/keys.controller.js';
import { SpacesController } from './spaces/spaces.controller.js';
import { TokensController } from './tokens/tokens.controller.js';
import { TrialEvents } from './trials/trial.events.js';
import { TrialsController } from './trials/trials.controller.js';

/** What the API works on. */
export interface ConsoleParts {
  readonly database: Database;
  readonly box: SecretBox;
  readonly egress: Pick<Egress, 'judgeUrl' | 'judgeProxyUrl'>;
  readonly kinds: Readonly<Record<KindName, Kind>>;
  /** The operator's token, if one is set. */
  readonly adminToken: string | null;
  /** The ingest door as the outside sees it, if that is known. */
  readonly publicUrl: string | null;
  readonly shard: number;
}

@Module({})
class ConsoleModule {}

/** The API as a Nest module. */
export const consoleModule = ({
  database,
  box,
  egress,
  kinds,
  adminToken,
  publicUrl,
  shard,
}: ConsoleParts): DynamicModule => ({
  module: ConsoleModule,
  controllers: [
    SessionController,
    SpacesController,
    KeysController,
    DestinationsController,
    DestinationActionsController,
    TrialsController,
    HealthController,
    DeliveriesController,
    DeadLettersController,
    LinksController,
    ClicksController,
    JobsController,
    LedgerController,
    EventsController,
    RejectedController,
    AuditController,
    TokensController,
  ],
  providers: [
    { provide: DATABASE, useValue: database },
    { provide: SECRET_BOX, useValue: box },
    { provide: URL_JUDGE, useValue: egress },
    { provide: KINDS_AT_HAND, useValue: kinds },
    { provide: ADMIN_TOKEN, useValue: adminToken },
    { provide: PUBLIC_URL, useValue: publicUrl },
    { provide: COUNTER_SHARD, useValue: shard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: EntityTagInterceptor },
    { provide: APP_INTERCEPTOR, useClass: DatabaseAwayInterceptor },
    Credentials,
    Sessions,
    Writes,
    DestinationStore,
    DestinationChecks,
    Discards,
    DeliverySearch,
    DeliveryPages,
    DeliveryLookup,
    EventPages,
    RedrivePlans,
    BackfillPlans,
    TrialEvents,
  ],
});
