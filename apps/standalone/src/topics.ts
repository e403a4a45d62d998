import { KINDS } from '@app/contracts';
import { applyTopics, declareTopics } from '@app/kafka';
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
  const log = { debug: quiet, info: quiet, warn: quiet, error: (_: object, message: string) => onTrouble(message) };
  await applyTopics({ brokers, clientId: 'waybill-standalone' }, log, topics);
};
