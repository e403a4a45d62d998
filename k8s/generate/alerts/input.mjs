import { alert } from './alert.mjs';

/** Does what should come come, and is it well formed? */
export const input = [
  alert(
    'WaybillRejectedHigh',
    'ticket',
    'fanout',
    'overview',
    '15m',
    'sum(rate(waybill_intake_events_total{result="rejected"}[15m])) / (sum(rate(waybill_intake_events_total[15m])) > 0) > 0.05',
    'Many records of the topic events are refused.',
    '{{ $value | humanizePercentage }} of them: a producer has broken the contract. They are listed with reasons and can be fixed.',
  ),
  alert(
    'WaybillNoTraffic',
    'ticket',
    'ingest',
    'overview',
    '30m',
    'sum(rate(waybill_intake_events_total[30m])) == 0 and sum(rate(waybill_intake_events_total[30m] offset 1d)) > 0.01',
    'No event has come for half an hour.',
    'At this time yesterday they did. Callers may be misrouted, or a producer is down.',
  ),
  alert(
    'WaybillClickWaitsGivenUp',
    'ticket',
    'fanout',
    'pipeline',
    '0m',
    'sum(increase(waybill_click_waits_given_up_total[1h])) > 0',
    'Events were stored before the clicks they name.',
    '{{ $value | humanize }} batches stopped waiting: their deliveries may lack click data.',
  ),
];
