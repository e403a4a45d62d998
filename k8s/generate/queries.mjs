/** Expressions that dashboards share. */

export const RED_ABOVE_0 = { steps: [[0.000_001, 'red']] };
export const rate = (series, by) => `sum${by ? ` by (${by})` : ''} (rate(${series}[$__rate_interval]))`;
export const quantile = (share, series, selector = '', by = 'le') =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${series}_bucket${selector}[$__rate_interval])))`;
export const quantiles = (series, selector) => ({
  p50: quantile(0.5, series, selector),
  p95: quantile(0.95, series, selector),
  p99: quantile(0.99, series, selector),
});
export const budgetLeft = (name, objective) =>
  `1 - (waybill:${name}_bad:ratio_rate3d) / ${Number((1 - objective).toPrecision(3))}`;
export const lag = (series) => `max by (group, topic) (waybill_consumer_lag_${series})`;
