/** @public For callers that tell one failure from another. */
export { EmbeddedError, type EmbeddedErrorCode } from './embedded.error.js';
export type * from './embedded.types.js';
export { ensureKafkaJars, type JarsOptions } from './kafka/jars.fetch.js';
export { startKafka } from './kafka/kafka.start.js';
export { startPostgres } from './postgres/postgres.start.js';

// For a launcher, which runs other processes beside the servers by the same rules.
export { ensureJava } from './kafka/java.check.js';
export { repositoryRoot } from './machine.settings.js';
export { endProcess } from './process/end.process.js';
export { takeLock, type LockResult } from './process/folder.lock.js';
export { freePorts, isPortFree, requireFree } from './process/port.choice.js';
export { commandOf, identityOf } from './process/process.table.js';
export { spawnable, type Command } from './process/spawn.command.js';
