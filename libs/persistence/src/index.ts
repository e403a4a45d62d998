export { openDatabase } from './database.js';
export type { Database, DatabaseLog, DatabaseOptions, Queryable, Statement } from './database.js';
export { timestamptz } from './column-types.js';
export { classifyDatabaseError, sqlState, type DatabaseErrorClass } from './database-error.js';
export { awaitSchema, migrate, schemaReady } from './migrate.js';
export { ensureBuckets, ensureUpcomingBuckets, partitionName } from './buckets.js';
export { deliveryCounters, movedCounters, type CountedState, type Moved } from './delivery-counters.js';
export { untilStored } from './until-stored.js';
export { LOCKS, tryLock } from './locks.js';
export { addCounters, drawShard, quarterHourOf, slotOfBucket, type CounterChange } from './counters.js';
export { SecretBox, isSealed, type Opened, type RingKey, type SecretPlace } from './secrets/secret-box.js';
export { openConfig, sealConfig, type OpenedConfig } from './secrets/sealed-config.js';
export { nextRevision } from './configuration/revision.js';
export type { ConfigurationLog } from './configuration/revision-follower.js';
export type { Space } from './configuration/configuration.source.js';
export {
  ConfigurationCache,
  type ChangeListener,
  type ConfigurationOptions,
  type ConfigurationView,
  type Standing,
} from './configuration/configuration.cache.js';
export { OpenedDestinations, PROXY_FIELD, type OpenedDestination } from './configuration/opened-destination.js';
export { KeyCache, type KeyCacheOptions, type KeyCheck } from './keys/key.cache.js';
export type { Key } from './keys/keys.repository.js';
export { DoorCache, type DoorCacheOptions } from './doors/door.cache.js';
export type { EventAliases, Link } from './doors/door.source.js';
export {
  clickContextOf,
  insertClicks,
  knownClicks,
  readBoundClicks,
  readClicks,
  type ClickKey,
  type ClickRow,
  type StoredClick,
  type TelegramKey,
} from './clicks/clicks.js';
export { applyBinds, bindClick, type BindResult } from './clicks/binds.js';
export type { DeliveryRow, EventRow, FirstPlace, PositionAdvance } from './intake/intake.rows.js';
export {
  advancePositions,
  beginPositions,
  lockPositions,
  readPosition,
  readProgress,
  type PartitionProgress,
} from './intake/positions.js';
export { StoredPositions } from './intake/stored.positions.js';
export { claimFirsts, insertInbox, insertPayloads } from './intake/inbox.js';
export { readKeptClicks, readSources, type EventSource } from './intake/sources.js';
export {
  insertDeliveries,
  insertMissingDeliveries,
  readBuckets,
  readRooms,
  readUntouched,
  type Room,
} from './intake/outbox.js';
export {
  readWaiting,
  returnUnproduced,
  takeWaiting,
  type Take,
  type TakenDelivery,
  type Waiting,
} from './emitter/waiting.js';
export { readNow, readPlaced, returnLost, type LostRows, type Placed } from './audit/lost.js';
export * from './outcomes/index.js';
export * from './delivery/index.js';
export * from './console/index.js';
export * from './jobs/index.js';
export * from './ledger/index.js';
export * from './retention/index.js';
export { maskConfig, maskSealed, maskUrlPassword, unmaskConfig, type Unmasked } from './secrets/masked-config.js';
