import { afterAll, beforeAll } from '@jest/globals';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import { consumerConformance } from './conformance/consumer.conformance.js';
import { producerConformance } from './conformance/producer.conformance.js';
import { RealBroker } from './real.broker.js';

let kafka: EmbeddedKafka;
const opened: RealBroker[] = [];

beforeAll(async () => {
  kafka = await startKafka();
}, 120_000);

afterAll(async () => {
  for (const broker of opened) await broker.close();
  await kafka.stop();
});

function open(): Promise<RealBroker> {
  const broker = new RealBroker(kafka.brokers);
  opened.push(broker);
  return Promise.resolve(broker);
}

producerConformance('Kafka', open);
consumerConformance('Kafka', open);
