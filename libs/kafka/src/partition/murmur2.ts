const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** murmur2 as Kafka's Java client computes it, a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let h = SEED ^ length;
  const words = length >>> 2;
  for (let word = 0; word < words; word++) {
    const at = word << 2;
    let k = byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> R), M);
    h = Math.imul(h, M) ^ k;
  }
  const tail = words << 2;
  const left = length & 3;
  if (left === 3) h ^= byte(bytes, tail + 2) << 16;
  if (left >= 2) h ^= byte(bytes, tail + 1) << 8;
  if (left >= 1) h = Math.imul(h ^ byte(bytes, tail), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

/** The partition Java's default partitioner gives a key; text is taken as UTF-8. */
export function partitionOf(key: string | Buffer, partitions: number): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  return (murmur2(bytes) & 0x7fffffff) % partitions;
}
