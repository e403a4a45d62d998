import type { EmbeddedKafka, EmbeddedPostgres, KafkaOptions, PostgresOptions } from './embedded.types.js';

export { EmbeddedError, type EmbeddedErrorCode } from './embedded.error.js';
export type * from './embedded.types.js';

/** Path of the folder with Kafka's jars, fetched with Maven if it is not there yet (7 s, 44 MB). */
export declare function ensureKafkaJars(options?: { readonly log?: (line: string) => void }): Promise<string>;

/** Starts a cluster and resolves when every broker knows every other. */
export declare function startKafka(options?: KafkaOptions): Promise<EmbeddedKafka>;

/** Starts a Postgres and resolves when it accepts connections. */
export declare function startPostgres(options?: PostgresOptions): Promise<EmbeddedPostgres>;
