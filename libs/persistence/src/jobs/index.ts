export { returnToOutbox, type Comeback, type ComebackTerms } from './return-to-outbox.js';
export {
  countRedrivable,
  lockRedrivable,
  readRedrivable,
  type Redrivable,
  type RedrivableCount,
  type RedriveUnit,
  type UnitPosition,
  type Walker,
} from './redrivable.js';
export {
  countMissing,
  readMissing,
  type EventPosition,
  type MissingCount,
  type MissingDelivery,
} from './missing-deliveries.js';
export type { StoredFacts } from './stored-facts.js';
export {
  cancelJob,
  failJob,
  insertJob,
  listJobs,
  lockJob,
  noteStep,
  readJob,
  readJobRows,
  readOpenJobs,
  type JobRow,
  type JobStep,
  type NewJob,
  type OpenJob,
} from './jobs.js';
export { dropTests, readTest, takeTests, type TakenTest } from './tests.js';
