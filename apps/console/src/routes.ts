import { sessionRoutes } from './auth/session.routes.js';
import { auditRoutes } from './audit/audit.routes.js';
import type { Route } from './api/route.js';
import { clickRoutes } from './clicks/click.routes.js';
import { deadLetterRoutes } from './deliveries/dead-letter.routes.js';
import { deliveryRoutes } from './deliveries/delivery.routes.js';
import { destinationRoutes } from './destinations/destination.routes.js';
import { eventRoutes } from './events/event.routes.js';
import { ledgerRoutes } from './ledger/ledger.routes.js';
import { jobRoutes } from './jobs/job.routes.js';
import { linkRoutes } from './links/link.routes.js';
import { healthRoutes } from './health/health.routes.js';
import { rejectedRoutes } from './rejected/rejected.routes.js';
import { keyRoutes } from './spaces/key.routes.js';
import { spaceRoutes } from './spaces/space.routes.js';
import { tokenRoutes } from './tokens/token.routes.js';
import { trialRoutes } from './trials/trial.routes.js';

const features: readonly Readonly<Record<string, Route>>[] = [
  sessionRoutes,
  spaceRoutes,
  keyRoutes,
  destinationRoutes,
  trialRoutes,
  linkRoutes,
  clickRoutes,
  healthRoutes,
  deliveryRoutes,
  deadLetterRoutes,
  jobRoutes,
  ledgerRoutes,
  eventRoutes,
  rejectedRoutes,
  auditRoutes,
  tokenRoutes,
];

/** Every call of the API: what is handled, checked and documented. */
export const ROUTES: readonly Route[] = features.flatMap((feature) => Object.values(feature));
