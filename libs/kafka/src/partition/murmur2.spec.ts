import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { murmur2, partitionOf } from './murmur2.js';

describe('murmur2', () => {
  // The vectors of the Java client's own test of Utils.murmur2.
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('hashes %j as the Java client does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('chooses the partition kafkajs chooses, for any key', () => {
    const partitioner = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (key, partitions) => {
          const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
            partitionId,
            leader: 1,
            partitionErrorCode: 0,
            isr: [1],
            replicas: [1],
          }));
          const message = { key: Buffer.from(key), value: null };
          expect(partitionOf(Buffer.from(key), partitions)).toBe(
            partitioner({ topic: 't', partitionMetadata, message }),
          );
        },
      ),
    );
  });

  it('takes text as UTF-8', () => {
    expect(partitionOf('ключ', 12)).toBe(partitionOf(Buffer.from('ключ'), 12));
  });
});
