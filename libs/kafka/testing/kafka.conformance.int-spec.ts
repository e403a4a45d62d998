import { afterAll, beforeAll } from '@jest/globals';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import { consumerConformance } from './conformance/consumer.conformance.js';
import { producerConformance } from './conformance/producer.conformance.js';
import { RealBroker } from './real.broker.js';

let kafka: EmbeddedKafka;

beforeAll(async () => {
  kafka = await startKafka();
}, 120_000);

afterAll(async () => {
  await kafka.stop();
});

const open = (): Promise<RealBroker> => Promise.resolve(new RealBroker(kafka.brokers));

producerConformance('Kafka', open);
consumerConformance('Kafka', open);
