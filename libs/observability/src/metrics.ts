import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

/**
 * Label name → every value it can take, or `OPEN` where values are only known later (a destination, a partition). Series
 * over closed labels exist at 0 from the start, so that rates and absence alerts behave.
 */
export type Labels<L extends string> = Readonly<Record<L, readonly string[] | typeof OPEN>>;

/** A label whose values come to be known while running. They must stay few: never an event id, a URL or an error text. */
export const OPEN = Symbol('open label');

interface MetricOptions<L extends string> {
  /** Without the prefix: `ingest_requests_total`. Base units: `_seconds`, `_bytes`, `_ratio`; counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: Labels<L>;
}

interface GaugeOptions<L extends string> extends MetricOptions<L> {
  /** Called at each scrape to set the gauge from what is known then; must not wait for the network. */
  readonly read?: (gauge: Gauge<L>) => void;
}

interface HistogramOptions<L extends string> extends MetricOptions<L> {
  /** Upper bounds, ascending; a service-level threshold must be one of them. */
  readonly buckets: readonly number[];
}

/** The metrics of one process. Each series is made once, by whoever owns it; a second one of that name throws. */
export interface Metrics {
  readonly counter: <L extends string = never>(options: MetricOptions<L>) => Counter<L>;
  readonly gauge: <L extends string = never>(options: GaugeOptions<L>) => Gauge<L>;
  readonly histogram: <L extends string = never>(options: HistogramOptions<L>) => Histogram<L>;
  /** The Prometheus text of all of them. */
  readonly text: () => Promise<string>;
  /** Media type of `text()`. */
  readonly contentType: string;
}

const PREFIX = 'waybill_';
const WELL_FORMED = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Every combination of closed label values; none if one of the labels is open. */
function combinations<L extends string>(labels: Labels<L>): Partial<Record<L, string>>[] {
  let found: Partial<Record<L, string>>[] = [{}];
  for (const name of namesOf(labels)) {
    const values = labels[name];
    if (values === OPEN) return [];
    found = found.flatMap((sofar) => values.map((value) => ({ ...sofar, [name]: value })));
  }
  return found;
}

function namesOf<L extends string>(labels: Labels<L>): L[] {
  const names: L[] = [];
  for (const name in labels) names.push(name);
  return names;
}

function fullName(name: string, isCounter: boolean): string {
  if (!WELL_FORMED.test(name)) throw new Error(`metric name ${name} is not lower snake case`);
  if (name.endsWith('_total') !== isCounter) throw new Error(`metric ${name}: counters, and only they, end in _total`);
  return PREFIX + name;
}

export interface MetricsOptions {
  readonly service: string;
  /** Version of the product. */
  readonly version: string;
  /** Process and Node figures as well; off in tests. */
  readonly defaults?: boolean;
}

/** A registry of its own, with `waybill_build_info` and, unless told otherwise, prom-client's process figures. */
export function createMetrics({ service, version, defaults = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (defaults) collectDefaultMetrics({ register: registry });

  const metrics: Metrics = {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    counter({ name, help, labels }) {
      const labelNames = labels ? namesOf(labels) : [];
      const counter = new Counter({ name: fullName(name, true), help, labelNames, registers });
      if (labels) for (const combination of combinations(labels)) counter.inc(combination, 0);
      return counter;
    },
    gauge<L extends string>({ name, help, labels, read }: GaugeOptions<L>): Gauge<L> {
      const labelNames = labels ? namesOf(labels) : [];
      const collect = read ? { collect: () => read(gauge) } : {};
      const gauge: Gauge<L> = new Gauge({ name: fullName(name, false), help, labelNames, registers, ...collect });
      if (labels) for (const combination of combinations(labels)) gauge.set(combination, 0);
      return gauge;
    },
    histogram({ name, help, labels, buckets }) {
      const labelNames = labels ? namesOf(labels) : [];
      const own = { name: fullName(name, false), help, labelNames, buckets: [...buckets], registers };
      const histogram = new Histogram(own);
      if (labels) for (const combination of combinations(labels)) histogram.zero(combination);
      return histogram;
    },
  };
  metrics
    .gauge({
      name: 'build_info',
      help: 'What runs here; always 1.',
      labels: { service: OPEN, version: OPEN, node: OPEN },
    })
    .set({ service, version, node: process.versions.node }, 1);
  return metrics;
}
