/** Objectives over 30 days. Thresholds are bounds of the histograms' buckets. */
export const OBJECTIVES = [
  {
    name: 'ingest_errors',
    alert: 'WaybillIngestErrorBudgetBurn',
    service: 'ingest',
    objective: 0.999,
    minimum: 0.1,
    bad: (span) => `sum(rate(waybill_ingest_requests_total{code_class="5xx"}[${span}]))`,
    all: (span) => `sum(rate(waybill_ingest_requests_total[${span}]))`,
    summary: 'Callers get 5xx from ingest, mostly 503: their events are not taken.',
    dashboard: 'overview',
  },
  {
    name: 'ingest_slow',
    alert: 'WaybillIngestLatencyBudgetBurn',
    service: 'ingest',
    objective: 0.99,
    minimum: 0.1,
    bad: (span) =>
      `sum(rate(waybill_ingest_request_duration_seconds_count[${span}])) - sum(rate(waybill_ingest_request_duration_seconds_bucket{le="0.25"}[${span}]))`,
    all: (span) => `sum(rate(waybill_ingest_request_duration_seconds_count[${span}]))`,
    summary: 'Callers wait longer than 250 ms for ingest.',
    dashboard: 'overview',
  },
  {
    name: 'delivery_late',
    alert: 'WaybillDeliveryTimelinessBurn',
    service: 'delivery',
    objective: 0.99,
    minimum: 0.1,
    // Of first attempts only: what a receiver's failure delays is its own.
    bad: (span) =>
      `sum(rate(waybill_delivery_latency_seconds_count{attempt="first"}[${span}])) - sum(rate(waybill_delivery_latency_seconds_bucket{attempt="first",le="60"}[${span}]))`,
    all: (span) => `sum(rate(waybill_delivery_latency_seconds_count{attempt="first"}[${span}]))`,
    summary: 'Deliveries that arrive at the first attempt take longer than 60 s.',
    dashboard: 'pipeline',
  },
];
