import type { Counter, Metrics } from '@app/observability';

const RESULTS = ['fresh', 'duplicate', 'rejected'] as const;

/** What is counted of clicks, and of events that wait for them. */
export interface ClickMetrics {
  stored(fresh: number, duplicates: number, rejected: number): void;
  /** Batches that did not wait any longer for clicks that do not come. */
  gaveUp: Counter;
}

export function clickMetrics(metrics: Metrics): ClickMetrics {
  const clicks = metrics.counter({
    name: 'clicks_total',
    help: 'Records of the topic clicks by what they turned out to be.',
    labels: { result: RESULTS },
  });
  return {
    stored(fresh, duplicates, rejected) {
      clicks.inc({ result: 'fresh' }, fresh);
      clicks.inc({ result: 'duplicate' }, duplicates);
      clicks.inc({ result: 'rejected' }, rejected);
    },
    gaveUp: metrics.counter({
      name: 'click_waits_given_up_total',
      help: 'Batches of events stored although clicks from before them were not, because none moved for 5 s.',
    }),
  };
}
