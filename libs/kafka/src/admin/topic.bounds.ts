import type { Admin } from 'kafkajs';
import { kafkajsClient } from '../kafkajs/client.js';
import type { KafkaConnection, KafkaLog } from '../types.js';

/** Where a partition begins and ends now: offsets of its first record and of the next one. */
export interface Bounds {
  readonly begin: number;
  readonly end: number;
}

/** Tells where topics begin and end, over a connection that is kept: for whoever asks again and again. */
export class TopicBounds {
  #admin: Promise<Admin> | null = null;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly log: KafkaLog,
  ) {}

  /** Bounds by partition. Rejects when no broker answers or the topic does not exist; the next call connects anew. */
  async read(topic: string): Promise<Bounds[]> {
    const bounds: Bounds[] = [];
    for (const { partition, low, high } of await this.#ask((admin) => admin.fetchTopicOffsets(topic)))
      bounds[partition] = { begin: Number(low), end: Number(high) };
    return bounds;
  }

  /**
   * By partition: the offset of the first record appended at this moment (epoch ms) or later, the end where there is
   * none. Rejects as `read` does.
   */
  async firstSince(topic: string, sinceMs: number): Promise<number[]> {
    const offsets: number[] = [];
    for (const { partition, offset } of await this.#ask((admin) => admin.fetchTopicOffsetsByTimestamp(topic, sinceMs)))
      offsets[partition] = Number(offset);
    return offsets;
  }

  async close(): Promise<void> {
    const connected = this.#admin;
    this.#admin = null;
    await connected?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  async #ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const connected = (this.#admin ??= this.#connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.#admin === connected) await this.close();
      throw error;
    }
  }

  async #connect(): Promise<Admin> {
    const admin = kafkajsClient(this.connection, this.log).admin();
    await admin.connect();
    return admin;
  }
}
