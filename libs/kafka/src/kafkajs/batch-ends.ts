/** Size of what precedes a record batch's length field's end: base offset (8) and length (4). */
const BATCH_HEAD = 12;
/** Offsets within a batch: magic byte and last offset delta (Kafka message format v2). */
const MAGIC_AT = 16;
const LAST_OFFSET_DELTA_AT = 23;

class Reader {
  at = 0;
  constructor(private readonly bytes: Buffer) {}

  int32(): number {
    this.at += 4;
    return this.bytes.readInt32BE(this.at - 4);
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  text(): string {
    const length = this.bytes.readInt16BE(this.at);
    this.at += 2 + length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  /** Length of an array; a null array has none. */
  count(): number {
    return Math.max(0, this.int32());
  }

  slice(bytes: number): Buffer {
    const from = this.at;
    this.at = Math.min(this.bytes.length, from + Math.max(0, bytes));
    return this.bytes.subarray(from, this.at);
  }
}

/** Last offset covered by the last whole batch of a record set; `null` if there is none. */
export function lastBatchEnd(records: Buffer): bigint | null {
  let end: bigint | null = null;
  let at = 0;
  while (at + LAST_OFFSET_DELTA_AT + 4 <= records.length) {
    const next = at + BATCH_HEAD + records.readInt32BE(at + 8);
    if (next > records.length || records.readInt8(at + MAGIC_AT) !== 2) break;
    end = records.readBigInt64BE(at) + BigInt(records.readInt32BE(at + LAST_OFFSET_DELTA_AT));
    at = next;
  }
  return end;
}

/** Reads a Fetch response (version 11) for nothing but where each partition's last whole batch ends. */
export function* batchEnds(response: Buffer): Generator<{ topic: string; partition: number; end: bigint }> {
  const reader = new Reader(response);
  reader.skip(10); // throttle time, error code, session id
  for (let topics = reader.count(); topics > 0; topics--) {
    const topic = reader.text();
    for (let partitions = reader.count(); partitions > 0; partitions--) {
      const partition = reader.int32();
      reader.skip(26); // error code, high watermark, last stable offset, log start offset
      reader.skip(reader.count() * 16); // aborted transactions: producer id, first offset
      reader.skip(4); // preferred read replica
      const end = lastBatchEnd(reader.slice(reader.int32()));
      if (end !== null) yield { topic, partition, end };
    }
  }
}
