import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { JsonClient } from './json.client.js';

const accepted = z.object({ inbox_id: z.string() });

/** What the sender knows afterwards. */
export interface LoadResult {
  /** `inbox_id` of every event answered with 202. */
  accepted: Set<string>;
  /** Answers that were no 202, by status; `0` = the connection broke. */
  refused: Map<number, number>;
  /** Duration of each accepted call, ms. */
  latencies: number[];
  /** `performance.now()` of the call that was accepted, by eid. */
  sentAt: Map<string, number>;
}

export interface LoadOptions {
  /** Doors to post to, in turn. */
  doors: readonly JsonClient[];
  count: number;
  /** Events per second; absent = as fast as `concurrency` allows. */
  ratePerS?: number;
  concurrency?: number;
  /** Goes into each eid, so that runs do not meet. */
  run: string;
  /** Repeats what was not accepted with the same eid until it is, as a careful sender would; default: only counts it. */
  insist?: boolean;
  signal?: AbortSignal;
}

const eidOf = (run: string, index: number): string => `${run}-${index}`;

/** An ordinary deposit of about 700 bytes. */
const anEvent = (run: string, index: number): Record<string, unknown> => ({
  event: 'deposit',
  uid: `${run}-${index % 5_000}`,
  eid: eidOf(run, index),
  value: '25.00',
  currency: 'USD',
  data: { order: index, note: 'x'.repeat(400), plan: { name: 'gold', months: 12, tags: ['a', 'b', 'c'] } },
});

const PATIENCE_MS = 250;

/** Posts events one by one and keeps the list of what was promised. */
export async function postEvents(options: LoadOptions): Promise<LoadResult> {
  const { doors, count, ratePerS, concurrency = 32, run, insist = false, signal } = options;
  const result: LoadResult = { accepted: new Set(), refused: new Map(), latencies: [], sentAt: new Map() };
  const begun = performance.now();
  let next = 0;

  const post = async (index: number): Promise<boolean> => {
    const door = doors[index % doors.length];
    if (!door) throw new Error('there is no door');
    const sent = performance.now();
    const answer = await door.call('POST', '/events', anEvent(run, index)).catch(() => null);
    if (answer?.status === 202) {
      result.accepted.add(accepted.parse(answer.body).inbox_id);
      result.latencies.push(performance.now() - sent);
      result.sentAt.set(eidOf(run, index), sent);
      return true;
    }
    const status = answer?.status ?? 0;
    result.refused.set(status, (result.refused.get(status) ?? 0) + 1);
    return false;
  };
  const worker = async (): Promise<void> => {
    while (next < count && !signal?.aborted) {
      const index = next++;
      if (ratePerS !== undefined) await pause(Math.max(0, begun + (index * 1000) / ratePerS - performance.now()));
      while (!(await post(index)) && insist && !signal?.aborted) await pause(PATIENCE_MS);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return result;
}

/** The value below which a share of the sorted numbers lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
