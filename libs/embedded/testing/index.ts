export { randomTopic } from './random.name.js';
export { testDatabase, type TestDatabase } from './test.database.js';
export { testKafka, type TestKafka } from './test.kafka.js';
