import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { launchServer } from '../../testing/launched.server.js';
import { randomTopic } from '../../testing/random.name.js';
import type { EmbeddedKafka } from '../embedded.types.js';
import { findProcess } from '../process/process.table.js';
import { waitUntil } from '../process/wait.condition.js';
import { startKafka } from './kafka.start.js';

const client = (kafka: EmbeddedKafka): Kafka => new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });

const write = async (kafka: EmbeddedKafka, topic: string, value: string): Promise<void> => {
  const producer = client(kafka).producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: [{ value }] });
  await producer.disconnect();
};

const readAll = async (kafka: EmbeddedKafka, topic: string, count: number): Promise<string[]> => {
  const consumer = client(kafka).consumer({ groupId: randomTopic('reader') });
  const seen: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(String(message.value)) });
  await waitUntil(() => seen.length >= count, 20_000);
  await consumer.disconnect();
  return seen;
};

const createTopic = async (kafka: EmbeddedKafka, topic: string): Promise<void> => {
  const admin = client(kafka).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
};

describe('one broker', () => {
  let dataDir: string;
  let kafka: EmbeddedKafka;
  let temporary: EmbeddedKafka;
  let orphan: number;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-kafka-test-'));
    const launched = await launchServer('kafka', { dataDir });
    orphan = launched.pid;
    launched.launcher.kill('SIGKILL');
    await once(launched.launcher, 'exit');
    [kafka, temporary] = await Promise.all([startKafka({ dataDir }), startKafka()]);
    await createTopic(kafka, 'kept');
    await write(kafka, 'kept', 'one');
  }, 120_000);
  afterAll(async () => {
    await Promise.all([kafka.stop(), temporary.stop()]);
    await rm(dataDir, { recursive: true });
  });

  it('starts at once on the folder of a launcher that was killed, whose broker is gone', () => {
    expect(findProcess(orphan)).toBeUndefined();
    expect(kafka.pids).toHaveLength(1);
  });

  it('runs beside another and leaves nothing if it is temporary', async () => {
    expect(temporary.brokers).not.toEqual(kafka.brokers);
    const [pid = 0] = temporary.pids;
    await temporary.stop();
    expect(findProcess(pid)).toBeUndefined();
    await expect(stat(temporary.dataDir)).rejects.toThrow('ENOENT');
  });

  it('refuses a second start on its folder, and a start on its port', async () => {
    await expect(startKafka({ dataDir })).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringContaining(`by process ${process.pid} `),
    });
    await expect(startKafka({ ports: [kafka.node(1).port] })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(`by process ${kafka.pids[0]} (`),
    });
  });

  it('comes back after SIGKILL at its address, with what it had acknowledged', async () => {
    await kafka.node(1).kill();
    expect(kafka.pids).toEqual([]);
    await kafka.node(1).start();
    await write(kafka, 'kept', 'two');
    expect(await readAll(kafka, 'kept', 2)).toEqual(['one', 'two']);
  });

  it('refuses a folder it would spoil, and goes on with it in the next run, on other ports', async () => {
    await kafka.stop();
    await kafka.stop();
    await expect(startKafka({ dataDir, brokers: 3 })).rejects.toMatchObject({ code: 'DATA_FOLDER_STALE' });
    const meta = join(dataDir, 'node-1', 'data', 'meta.properties');
    const text = await readFile(meta, 'utf8');
    await rm(meta);
    await expect(startKafka({ dataDir })).rejects.toMatchObject({ code: 'DATA_FOLDER_STALE' });
    await writeFile(meta, text);

    const before = { clusterId: kafka.clusterId, brokers: kafka.brokers };
    kafka = await startKafka({ dataDir });
    expect(kafka.clusterId).toBe(before.clusterId);
    expect(kafka.brokers).not.toEqual(before.brokers);
    expect(await readAll(kafka, 'kept', 2)).toEqual(['one', 'two']);
  });

  it('quotes the broker about a setting it does not accept', async () => {
    await expect(startKafka({ settings: { 'num.io.threads': 'many' } })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('num.io.threads'),
    });
  });
});
