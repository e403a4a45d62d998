import { setTimeout as pause } from 'node:timers/promises';
import { KINDS } from '@app/contracts';
import { applyTopics, declareTopics, readOffsets, type KafkaConnection, type KafkaLog } from '@app/kafka';
import { partitionSettings, readSettings, retrySettings } from '@app/service';
import type { Environment } from './settings/environment.js';

export interface TopicsOptions {
  /** "host:port" of every broker. */
  readonly brokers: readonly string[];
  /** What services run with: it says how many partitions, and which delays. */
  readonly environment: Environment;
  readonly onTrouble: (text: string) => void;
}

const quiet = (): void => undefined;

const COORDINATOR_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 100;

/**
 * The first group of a new broker waits for its inner topic of offsets. Waiting here, once, spares every service a start
 * that finds no coordinator.
 */
const awaitCoordinator = async (connection: KafkaConnection, log: KafkaLog): Promise<void> => {
  const deadline = performance.now() + COORDINATOR_WITHIN_MS;
  for (;;) {
    try {
      await readOffsets(connection, log, [{ groupId: 'waybill-standalone', topics: [] }]);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(ASK_AGAIN_MS);
    }
  }
};

/** Brings the topics of every kind into being, or up to what the settings say. */
export const prepareTopics = async ({ brokers, environment, onTrouble }: TopicsOptions): Promise<void> => {
  const { values } = readSettings({ partitions: partitionSettings, retry: retrySettings }, environment);
  const topics = declareTopics({
    partitions: values.partitions,
    replication: brokers.length,
    minInSync: brokers.length > 1 ? 2 : 1,
    kinds: KINDS,
    retryDelaysMs: values.retry.delays,
  });
  const log = { debug: quiet, info: quiet, warn: quiet, error: (_: object, text: string) => onTrouble(text) };
  const connection = { brokers, clientId: 'waybill-standalone' };
  await applyTopics(connection, log, topics);
  await awaitCoordinator(connection, log);
};
