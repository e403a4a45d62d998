import { setTimeout as pause } from 'node:timers/promises';
import { percentile, postEvents, type LoadResult } from '../support/events.load.js';
import type { Product } from '../support/product.js';
import { until } from '../support/until.js';
import { cpuSeconds } from './cpu.js';
import type { Sink } from './sink.js';

/** One line of the table. */
export interface Measure {
  what: string;
  figures: Record<string, number>;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const pidsOf = ({ stack }: Product): number[] => [
  ...stack.running().map(({ pid }) => pid),
  ...stack.kafka.pids,
  ...(stack.postgres.pid === undefined ? [] : [stack.postgres.pid]),
];

/** Waits until a sink has had so many requests more than before. */
async function arrivals(sinks: readonly Sink[], total: number): Promise<void> {
  const seen = (): number => sinks.reduce((sum, { count }) => sum + count, 0);
  await until(`${total} deliveries`, 300_000, () => Promise.resolve(seen() >= total ? true : null));
}

const perTenThousand = (seconds: number, deliveries: number): number => round((seconds * 10_000) / deliveries);

/** From the POST to the receiver, at a steady rate. */
export async function latency(product: Product, sink: Sink, ratePerS: number, seconds: number): Promise<Measure> {
  const count = ratePerS * seconds;
  const run = `steady-${ratePerS}-${performance.now()}`;
  const before = cpuSeconds(pidsOf(product));
  const [had, begun] = [sink.count, performance.now()];
  const load = await postEvents({ doors: product.doors(), count, ratePerS, run, concurrency: ratePerS });
  await arrivals([sink], had + load.accepted.size);
  const spent = cpuSeconds(pidsOf(product)) - before;
  const latencies = [...load.sentAt].flatMap(([eid, sent]) => {
    const at = sink.at.get(eid);
    return at === undefined ? [] : [at - sent];
  });
  return {
    what: `post → received at ${ratePerS}/s for ${seconds} s`,
    figures: {
      'p50 ms': round(percentile(latencies, 0.5)),
      'p95 ms': round(percentile(latencies, 0.95)),
      'p99 ms': round(percentile(latencies, 0.99)),
      'accept p99 ms': round(percentile(load.latencies, 0.99)),
      'rate/s': round(load.accepted.size / ((performance.now() - begun) / 1000)),
      'cpu s a 10,000': perTenThousand(spent, load.accepted.size),
    },
  };
}

/** As fast as it goes: events are posted without a pause, and every delivery is waited for. */
export async function sustained(
  product: Product,
  sinks: readonly Sink[],
  what: string,
  count: number,
): Promise<Measure> {
  await pause(1_000);
  const before = cpuSeconds(pidsOf(product));
  const had = sinks.reduce((sum, sink) => sum + sink.count, 0);
  const begun = performance.now();
  const load: LoadResult = await postEvents({
    doors: product.doors(),
    count,
    run: `flat-out-${begun}`,
    concurrency: 64,
    insist: true,
  });
  const posted = (performance.now() - begun) / 1000;
  const deliveries = load.accepted.size * sinks.length;
  await arrivals(sinks, had + deliveries);
  const took = (performance.now() - begun) / 1000;
  const spent = cpuSeconds(pidsOf(product)) - before;
  return {
    what,
    figures: {
      'accepted/s': round(load.accepted.size / posted),
      'deliveries/s': round(deliveries / took),
      'accept p99 ms': round(percentile(load.latencies, 0.99)),
      'cpu s a 10,000': perTenThousand(spent, deliveries),
    },
  };
}
