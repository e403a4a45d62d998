export { openDatabase } from './database.js';
export type { Database, DatabaseLog, DatabaseOptions, Queryable, Statement } from './database.js';
export { timestamptz } from './column-types.js';
export { classifyDatabaseError, sqlState, type DatabaseErrorClass } from './database-error.js';
export { migrate, schemaReady } from './migrate.js';
export { BUCKET_HORIZON, ensureBuckets, ensureUpcomingBuckets, partitionName } from './buckets.js';
export { LOCKS } from './locks.js';
export { addCounters, drawShard, quarterHourOf, slotOfBucket, type CounterChange } from './counters.js';
