import { OPEN, type Metrics } from '@app/observability';
import { LagHistory, type SightedTopic } from './lag.js';

/**
 * Lag of every group in its main topics, told at each look of the audit by each fanout process: take the maximum. What
 * waits in a delay topic waits on purpose and is no lag.
 */
export function lagMetrics(
  metrics: Metrics,
): (group: string, topics: readonly string[], found: ReadonlyMap<string, SightedTopic>) => void {
  const history = new LagHistory();
  const labels: Record<'group' | 'topic', typeof OPEN> = { group: OPEN, topic: OPEN };
  const records = metrics.gauge({
    name: 'consumer_lag_records',
    help: 'Records of a topic its group has not finished; over all processes take the maximum.',
    labels,
  });
  const seconds = metrics.gauge({
    name: 'consumer_lag_seconds',
    help: 'Age of the oldest record of a topic its group has not finished; over all processes take the maximum.',
    labels,
  });
  return (group, topics, found) => {
    for (const topic of topics) {
      const sighted = found.get(topic);
      if (sighted === undefined) continue;
      const lag = history.observe(topic, sighted, performance.now());
      records.set({ group, topic }, lag.records);
      seconds.set({ group, topic }, lag.seconds);
    }
  };
}
