export { EmbeddedError, type EmbeddedErrorCode } from './embedded.error.js';
export type * from './embedded.types.js';
export { ensureKafkaJars, type JarsOptions } from './kafka/jars.fetch.js';
export { startKafka } from './kafka/kafka.start.js';
export { startPostgres } from './postgres/postgres.start.js';
