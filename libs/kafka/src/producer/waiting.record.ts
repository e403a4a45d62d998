import type { Appended, OutgoingRecord } from '../types.js';
import { ProduceError } from './produce.error.js';

/** A record on its way, from `send` to its answer. */
export interface WaitingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly message: { key: Buffer | null; value: Buffer | null; headers: Record<string, string | Buffer> };
  /** Size on the wire, about. */
  readonly bytes: number;
  /** Monotonic time (ms) at which the caller stops waiting. */
  readonly deadlineAt: number;
  /** How often it has been handed to the client. */
  attempts: number;
  /** The caller has his answer; what is still on the wire is of no interest any more. */
  settled: boolean;
  readonly answer: (result: Appended | ProduceError) => void;
}

/** Record framing and the client's own objects, roughly: keeps a million empty records from counting as nothing. */
const OVERHEAD_BYTES = 96;

const buffer = (data: string | Buffer | null): Buffer | null => (typeof data === 'string' ? Buffer.from(data) : data);

/** Gives the caller his answer, once. */
export function settle(record: WaitingRecord, result: Appended | ProduceError): void {
  if (record.settled) return;
  record.settled = true;
  record.answer(result);
}

/** Checks a record and settles where it goes; pure. `partitions` is the topic's count, `choose` the key's partition. */
export function prepare(
  record: OutgoingRecord,
  partitions: number,
  choose: (key: Buffer, partitions: number) => number,
): Omit<WaitingRecord, 'deadlineAt' | 'attempts' | 'settled' | 'answer'> | ProduceError {
  const { topic, headers = {} } = record;
  const key = buffer(record.key);
  const value = buffer(record.value);
  const partition = record.partition ?? (key === null ? null : choose(key, partitions));
  if (partition === null) return new ProduceError('invalid', topic, 'a record needs a partition or a key');
  if (!Number.isInteger(partition) || partition < 0 || partition >= partitions) {
    return new ProduceError('invalid', topic, `${topic} has ${partitions} partitions, ${partition} is not one of them`);
  }
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0) + 4;
  return { topic, partition, message: { key, value, headers: { ...headers } }, bytes };
}
