import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testKafka } from '@app/embedded/testing';
import { TopicBounds } from '../src/admin/topic.bounds.js';
import { RealBroker } from './real.broker.js';
import { until } from './wait.js';

let broker: RealBroker;
let bounds: TopicBounds;

beforeAll(async () => {
  broker = new RealBroker((await testKafka()).brokers);
  bounds = new TopicBounds(broker.context.connection, broker.log);
});
afterAll(async () => {
  await bounds.close();
  await broker.close();
});

it('tells where a topic ends at the very moment it is asked', async () => {
  const topic = await broker.createTopic(2);
  const producer = broker.producer({ topics: [topic] });
  await producer.start();
  const empty = { begin: 0, end: 0 };
  // A new topic has no leaders at first.
  const isThere = (): Promise<boolean> =>
    bounds.read(topic).then(
      () => true,
      () => false,
    );
  await until('the topic is there', isThere);
  expect(await bounds.read(topic)).toEqual([empty, empty]);
  for (let end = 1; end <= 20; end += 1) {
    await producer.send({ topic, partition: 1, key: null, value: 'x' });
    expect((await bounds.read(topic))[1]).toEqual({ begin: 0, end });
  }
});

it('connects anew after it could not say', async () => {
  const topic = await broker.createTopic(1);
  await expect(bounds.read('test-nothing-of-this-name')).rejects.toThrow();
  await until('an answer', async () => (await bounds.read(topic).catch(() => [])).length === 1);
  expect(await bounds.read(topic)).toEqual([{ begin: 0, end: 0 }]);
});
