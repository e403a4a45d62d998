import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ConsumedRecord } from '../types.js';

const copy = (data: Buffer | string | null | undefined): Buffer | null =>
  data === null || data === undefined ? null : Buffer.from(data);

/** Of a repeated header the last one counts. */
function copyHeaders(headers: IHeaders | undefined): Record<string, Buffer | undefined> {
  const copied: Record<string, Buffer | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    copied[name] = copy(Array.isArray(value) ? value.at(-1) : value) ?? undefined;
  }
  return copied;
}

/** A record of its own: kafkajs' buffers are windows on the whole fetch response and would keep all of it alive. */
export const copyRecord = (topic: string, partition: number, message: KafkaMessage): ConsumedRecord => ({
  topic,
  partition,
  offset: Number(message.offset),
  timestamp: Number(message.timestamp),
  key: copy(message.key),
  value: copy(message.value),
  headers: copyHeaders(message.headers),
});
