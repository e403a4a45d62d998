import { Kafka, logLevel, type Admin, type RetryOptions } from 'kafkajs';
import type { KafkaConnection, KafkaLog } from '../types.js';
import { logBridge } from './log.bridge.js';
import { repairKafkajs } from './repairs.js';

/** Time to open a connection (ms); kafkajs' own second is too short for a loaded broker. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Time a request may take (ms) before it counts as lost. Fetch adds its own wait to it. */
const REQUEST_TIMEOUT_MS = 10_000;

/** For what kafkajs repeats inside one call. Short: our own loops are the patient ones. Pinned, for `NODE_ENV=test` changes the default. */
const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2, retries: 3 };

/**
 * A repaired kafkajs client. Never shared: clients of one `Kafka` share a cache of committed offsets, and one deleted
 * topic spoils the metadata of all.
 */
export function kafkajsClient(
  connection: KafkaConnection,
  log: KafkaLog,
  onOutOfRange?: (topic: string, partition: number) => void,
): Kafka {
  repairKafkajs();
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    ...(connection.ssl === undefined ? {} : { ssl: connection.ssl }),
    ...(connection.sasl === undefined ? {} : { sasl: saslOf(connection.sasl) }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: logBridge(log, onOutOfRange),
  });
}

/** kafkajs' type is a union by mechanism: each needs to be named. */
function saslOf({ mechanism, username, password }: NonNullable<KafkaConnection['sasl']>) {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/** Runs one piece of work with a connected admin client, and disconnects it whatever comes. */
export async function withAdmin<T>(
  connection: KafkaConnection,
  log: KafkaLog,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafkajsClient(connection, log).admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
