import { dashboard, graph, stat, table, variable } from '../panels.mjs';
import { rate, quantile } from '../queries.mjs';

const kinds = variable('kind', 'Kind', 'label_values(waybill_destination_info, kind)');
const chosen = variable(
  'destination',
  'Destination',
  'label_values(waybill_destination_info{kind=~"$kind"}, destination)',
);
const at = '{kind=~"$kind",destination=~"$destination"}';
const named = (expr) =>
  `(${expr}) * on (destination) group_left (name) max by (destination, name) (waybill_destination_info)`;

export const destinations = dashboard(
  'destinations',
  'Destinations',
  'Which receiver does not take its deliveries, and why?',
  [kinds, chosen],
  [
    stat('Active', 'Destinations that are sent to.', 'short', {
      '': 'sum(max by (destination) (waybill_destination_state{state="active",kind=~"$kind"}))',
    }),
    stat(
      'On hold',
      'Destinations that hold by themselves: they asked for peace, or keep failing.',
      'short',
      { '': 'sum(max by (destination) (waybill_destination_state{state="held",kind=~"$kind"}))' },
      { steps: [[1, 'orange']] },
    ),
    stat(
      'Paused',
      'Destinations that wait for a person.',
      'short',
      { '': 'sum(max by (destination) (waybill_destination_state{state="paused",kind=~"$kind"}))' },
      { steps: [[1, 'red']] },
    ),
    stat('Retrying', 'Deliveries that were tried and will be tried again.', 'short', {
      '': 'sum(max by (destination) (waybill_destination_open_deliveries{status="failed",kind=~"$kind"}))',
    }),
    stat('Not tried yet', 'Deliveries that wait for their first attempt.', 'short', {
      '': 'sum(max by (destination) (waybill_destination_open_deliveries{status="pending",kind=~"$kind"}))',
    }),
    stat('Attempts that arrive', 'Share of attempts that end as sent.', 'percentunit', {
      '': `${rate('waybill_delivery_attempts_total{outcome="sent",kind=~"$kind"}')} / (${rate('waybill_delivery_attempts_total{kind=~"$kind"}')} > 0)`,
    }),
    table('Most behind', 'The ten destinations whose oldest delivery waits longest.', 's', {
      Oldest: `topk(10, ${named(`max by (destination, kind) (waybill_destination_oldest_open_seconds${at})`)})`,
    }),
    table('Since the last success', 'The ten destinations at which nothing has arrived for longest.', 's', {
      Since: `topk(10, time() - (${named(`max by (destination, kind) (waybill_destination_last_success_timestamp_seconds${at})`)}))`,
    }),
    graph('Open deliveries', 'Deliveries that are not settled, by destination.', 'short', {
      '{{name}}': named(
        `sum by (destination) (max by (destination, status) (waybill_destination_open_deliveries${at}))`,
      ),
    }),
    graph('Oldest open', 'Age of the oldest delivery that is not settled, by destination.', 's', {
      '{{name}}': named(`max by (destination) (waybill_destination_oldest_open_seconds${at})`),
    }),
    graph('Attempts', 'Attempts by what they came to, a second.', 'ops', {
      '{{kind}} {{outcome}}': rate('waybill_delivery_attempts_total{kind=~"$kind"}', 'kind, outcome'),
    }),
    graph('Reasons', 'Why attempts did not arrive, a second.', 'ops', {
      '{{kind}} {{reason}}': `${rate('waybill_delivery_attempts_total{outcome!="sent",kind=~"$kind"}', 'kind, reason')} > 0 or ${rate('waybill_delivery_attempts_total{outcome!="sent",kind=~"$kind"}', 'kind')}`,
    }),
    graph('Time of an attempt', '95 of 100 attempts end within this: from sending to the answer or fault.', 's', {
      '{{kind}}': quantile(0.95, 'waybill_delivery_attempt_duration_seconds', '{kind=~"$kind"}', 'kind, le'),
    }),
    graph('Ended for good', 'Deliveries that ended as failed permanently, a second.', 'ops', {
      '{{kind}}': rate('waybill_delivery_dead_letters_total{kind=~"$kind"}', 'kind'),
    }),
  ],
);
