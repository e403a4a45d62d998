import { alerts, dashboard, graph, row, stat } from '../panels.mjs';
import { RED_ABOVE_0, rate, quantiles, budgetLeft } from '../queries.mjs';

export const overview = dashboard(
  'overview',
  'Overview',
  'Are conversions taken, and do they arrive?',
  [],
  [
    stat('Accepted', 'Events taken, a second: over HTTP and from Kafka, without repeats.', 'ops', {
      '': rate('waybill_intake_events_total{result="fresh"}'),
    }),
    stat('Delivered', 'Deliveries that arrived, a second.', 'ops', {
      '': rate('waybill_delivery_attempts_total{outcome="sent"}'),
    }),
    stat('Attempts that arrive', 'Share of attempts that end as sent.', 'percentunit', {
      '': `${rate('waybill_delivery_attempts_total{outcome="sent"}')} / (${rate('waybill_delivery_attempts_total')} > 0)`,
    }),
    stat(
      'Oldest waiting',
      'Age of the oldest delivery that is not settled, of all destinations.',
      's',
      { '': 'max(waybill_destination_oldest_open_seconds)' },
      {
        steps: [
          [3600, 'orange'],
          [86_400, 'red'],
        ],
      },
    ),
    stat('Waiting', 'Deliveries that are not settled.', 'short', {
      '': 'sum(max by (destination, status) (waybill_destination_open_deliveries))',
    }),
    stat(
      'Ledger',
      'By how much what was accepted differs from what is accounted for. 0 is the only good number.',
      'short',
      { '': 'max(abs(waybill_ledger_off))' },
      RED_ABOVE_0,
    ),
    alerts(),
    row('In'),
    graph('Events taken', 'What became of events that came, by door.', 'ops', {
      '{{door}} {{outcome}}': rate('waybill_ingest_events_total', 'door, outcome'),
    }),
    graph('Answers', 'Answers of ingest by class of status.', 'ops', {
      '{{code_class}}': rate('waybill_ingest_requests_total', 'code_class'),
    }),
    graph(
      'Time to accept',
      'From a request being read to its answer: 202 means every in-sync replica has it.',
      's',
      quantiles('waybill_ingest_request_duration_seconds'),
    ),
    graph('Records of events', 'What records of the topic turned out to be, from every door.', 'ops', {
      '{{result}}': rate('waybill_intake_events_total', 'result'),
    }),
    row('Out'),
    graph('Attempts', 'Attempts by kind and what they came to.', 'ops', {
      '{{kind}} {{outcome}}': rate('waybill_delivery_attempts_total', 'kind, outcome'),
    }),
    graph(
      'Time to delivery',
      'From acceptance to the first attempt that arrives, receivers included.',
      's',
      quantiles('waybill_delivery_latency_seconds', '{attempt="first"}'),
    ),
    graph('Ended for good', 'Deliveries that ended as failed permanently, by reason, in an hour.', 'short', {
      '{{kind}} {{reason}}':
        'sum by (kind, reason) (increase(waybill_delivery_dead_letters_total[1h])) > 0 or sum by (kind) (increase(waybill_delivery_dead_letters_total[1h]))',
    }),
    graph(
      'Budget left',
      'Share of the error budget that is left at the pace of the last 3 days; below 0 an objective is missed.',
      'percentunit',
      {
        'accept without error': budgetLeft('ingest_errors', 0.999),
        'accept in 250 ms': budgetLeft('ingest_slow', 0.99),
        'arrive in 60 s': budgetLeft('delivery_late', 0.99),
      },
    ),
  ],
);
