import type { Producer } from '../producer/producer.port.js';
import type { KafkaLog, OutgoingRecord } from '../types.js';
import { reasonOf } from '../kafkajs/failure.js';

/** How old the newest sample may grow (ms) before a record is sent only for its append time. */
const SILENCE_MS = 60_000;
const LOOK_MS = 1_000;
const DEADLINE_MS = 10_000;

/**
 * Keeps `producer.clock` running: sends `probe` at once and whenever nothing was produced for a minute. Readers of its
 * topic must skip the record. Returns what stops it.
 */
export function keepClock(producer: Producer, probe: () => OutgoingRecord, log: KafkaLog): () => void {
  let sending = false;
  const look = async (): Promise<void> => {
    if (sending || producer.clock.silentMs() < SILENCE_MS) return;
    sending = true;
    try {
      await producer.send({ ...probe(), deadlineMs: DEADLINE_MS });
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'the broker clock could not be read');
    } finally {
      sending = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => clearInterval(timer);
}
