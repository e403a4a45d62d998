import response from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { batchEnds } from './batch-ends.js';

/**
 * Compaction removes records but keeps batches whose producer has an id, and keeps the offsets a batch spans. kafkajs
 * sees records only: on a batch that lost all of them a partition stands still for ever, on one that lost its last
 * ones it moves by one offset a fetch. Here the end of the last batch becomes a control record, which kafkajs never
 * hands out but does step over, as it does with transaction markers.
 */
export function repairFetchResponse(): void {
  const decode = response.decode;
  response.decode = async (rawData) => {
    const decoded = await decode(rawData);
    const found = new Map(
      decoded.responses.flatMap(({ topicName, partitions }) =>
        partitions.map((data) => [`${topicName}|${data.partition}`, data.messages] as const),
      ),
    );
    for (const { topic, partition, end } of batchEnds(rawData)) {
      const messages = found.get(`${topic}|${partition}`);
      const last = messages?.at(-1)?.offset;
      if (messages && (last === undefined || BigInt(last) < end)) messages.push(stepOver(end));
    }
    return decoded;
  };
}

/** Shaped like the control records kafkajs decodes itself, without the key that would end a transaction. */
const stepOver = (offset: bigint) => ({
  magicByte: 2,
  attributes: 0,
  timestamp: '0',
  offset: String(offset),
  key: null,
  value: null,
  headers: {},
  isControlRecord: true,
  batchContext: { producerId: '-1', inTransaction: false },
});
