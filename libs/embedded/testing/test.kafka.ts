import { askStand } from './stand.client.js';
import { testingSettings } from './testing.settings.js';

/** The broker all test files of a run share. */
export interface TestKafka {
  /** "host:port" of each broker. */
  readonly brokers: readonly string[];
}

/** The broker shared by the whole run (3 s for the first who asks). Use topics and groups of your own: {@link randomTopic}. */
export const testKafka = async (): Promise<TestKafka> => ({
  brokers: (testingSettings().kafka ?? (await askStand('kafka'))).split(','),
});
