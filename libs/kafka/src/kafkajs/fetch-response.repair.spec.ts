import { beforeAll, describe, expect, it } from '@jest/globals';
import response from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { batchEnds, lastBatchEnd } from './batch-ends.js';
import { repairKafkajs } from './repairs.js';

const int = (bytes: 1 | 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};

const long = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(value));
  return buffer;
};

/** A varint of the format: zigzag, one byte below 64. */
const varint = (value: number): Buffer => Buffer.from([value << 1]);

function recordOf(offsetDelta: number): Buffer {
  const body = Buffer.concat([
    int(1, 0),
    varint(0),
    varint(offsetDelta),
    Buffer.from([1]),
    varint(1),
    Buffer.from('v'),
    varint(0),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

/** A record batch from `base` to `base + lastDelta` in which compaction left these deltas. */
function batchOf(base: number, lastDelta: number, deltas: readonly number[]): Buffer {
  const tail = Buffer.concat([
    int(4, 0), // leader epoch
    int(1, 2), // magic
    int(4, 0), // checksum
    int(2, 0), // attributes
    int(4, lastDelta),
    long(1_000),
    long(1_000),
    long(77), // producer id
    int(2, 0),
    int(4, 0),
    int(4, deltas.length),
    ...deltas.map(recordOf),
  ]);
  return Buffer.concat([long(base), int(4, tail.length), tail]);
}

function responseOf(partitions: readonly (readonly Buffer[])[]): Buffer {
  const topic = Buffer.from('t');
  return Buffer.concat([
    int(4, 0),
    int(2, 0),
    int(4, 0),
    int(4, 1),
    int(2, topic.length),
    topic,
    int(4, partitions.length),
    ...partitions.flatMap((batches, partition) => {
      const records = Buffer.concat(batches);
      const aborted = partition === 0 ? [int(4, -1)] : [int(4, 1), long(77), long(0)];
      return [
        int(4, partition),
        int(2, 0),
        long(100),
        long(100),
        long(0),
        ...aborted,
        int(4, -1),
        int(4, records.length),
        records,
      ];
    }),
  ]);
}

const offsetsOf = async (batches: readonly Buffer[]): Promise<{ offset: string; control: boolean }[]> => {
  const decoded = await response.decode(responseOf([batches]));
  const messages = decoded.responses[0]?.partitions[0]?.messages ?? [];
  return messages.map(({ offset, isControlRecord }) => ({ offset, control: isControlRecord === true }));
};

describe('the repaired decoding of a fetch', () => {
  beforeAll(() => repairKafkajs());

  it('adds nothing to batches that are whole', async () => {
    expect(await offsetsOf([batchOf(5, 1, [0, 1])])).toEqual([
      { offset: '5', control: false },
      { offset: '6', control: false },
    ]);
    expect(await offsetsOf([])).toEqual([]);
  });

  it('steps over a batch that lost all its records', async () => {
    expect(await offsetsOf([batchOf(5, 9, [])])).toEqual([{ offset: '14', control: true }]);
  });

  it('steps over the offsets at a batch’s end that lost theirs', async () => {
    expect(await offsetsOf([batchOf(5, 9, [2])])).toEqual([
      { offset: '7', control: false },
      { offset: '14', control: true },
    ]);
  });

  it('looks at the last whole batch only: what is cut off comes again', async () => {
    const cut = batchOf(20, 9, [0, 1]).subarray(0, 40);
    expect(await offsetsOf([batchOf(5, 9, []), batchOf(15, 2, [0]), cut])).toEqual([
      { offset: '15', control: false },
      { offset: '17', control: true },
    ]);
    expect(lastBatchEnd(cut)).toBeNull();
  });

  it('finds each partition behind lists of aborted transactions', () => {
    const ends = [...batchEnds(responseOf([[batchOf(0, 3, [])], [], [batchOf(10, 4, [1])]]))];
    expect(ends).toEqual([
      { topic: 't', partition: 0, end: 3n },
      { topic: 't', partition: 2, end: 14n },
    ]);
  });
});
