export { CANONICALS, KINDS, kindSlug } from './kinds.js';
export type { Canonical, Kind } from './kinds.js';
export { bucket, bucketOf, deliveryId, destinationId, eventId, spaceId } from './ids.js';
export type { Bucket, DeliveryId, DestinationId, EventId, SpaceId } from './ids.js';
export { money, parseMoney } from './money.js';
export { tooFarAhead } from './fields.js';
export { eventInput, eventRecord, userFields } from './event.js';
export type { EventInput, EventRecord, UserFields } from './event.js';
export { REASONS, STATE_REASONS } from './reasons.js';
export type { Reason, StateReason } from './reasons.js';
export { isFault } from './exchange.js';
export type { Fault, FaultReason, Request, Response } from './exchange.js';
export { VERDICTS } from './verdict.js';
export type { DestinationEffect, Verdict, VerdictLabel } from './verdict.js';
export { MAX_CLICK_TEXT, bindInput, clickContext, clickInput, clickRecord } from './click.js';
export type { BindInput, ClickContext, ClickInput, ClickRecord } from './click.js';
export { deliveryTask } from './task.js';
export type { DeliveryTask } from './task.js';
export { destinationDecision, outcome, requestSnapshot, responseSnapshot } from './outcome.js';
export type { DestinationDecision, Outcome } from './outcome.js';
export {
  DESTINATION_DEFAULTS,
  currencyMap,
  deliveryLimits,
  destination,
  destinationFilter,
  eventMap,
} from './destination.js';
export type { Destination, DestinationFilter, EventMap } from './destination.js';
export { REDRIVABLE, backfillRequest, redriveRequest, testRequest, testResult } from './job.js';
export type { BackfillRequest, RedriveRequest, RedriveSelection, TestRequest, TestResult } from './job.js';
export { MAX_FINDINGS, ledgerReport } from './ledger.js';
export type { DoorPartition, LedgerReport, RecountedDay } from './ledger.js';
export { HEADERS, REJECT_REASONS } from './headers.js';
export type { RejectReason } from './headers.js';
export { PROBLEM_CODES } from './problem.js';
export type { FieldError, Problem, ProblemCode } from './problem.js';
export { VERSION } from './version.js';
