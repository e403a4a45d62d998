import { alert } from './alert.mjs';

/** What a counter rose by in an hour, 0 where it is not there; a series that appeared meanwhile counts whole. */
const seen = (series) =>
  `(sum(increase(${series}[1h])) or vector(0)) + (sum(${series} unless ${series} offset 1h) or vector(0))`;

/** Is everything still there? */
export const durability = [
  alert(
    'WaybillLedgerOff',
    'page',
    'ledger',
    'overview',
    '5m',
    'max by (sum) (abs(waybill_ledger_off)) > 0',
    'The ledger does not add up: {{ $labels.sum }} is off.',
    'It is off by {{ $value }}: something accepted is unaccounted for, or counted twice.',
  ),
  alert(
    'WaybillLedgerSilent',
    'ticket',
    'ledger',
    'overview',
    '5m',
    'time() - max(waybill_ledger_read_timestamp_seconds) > 900 and max(waybill_ledger_read_timestamp_seconds) > 0',
    'Nobody has read the ledger for a while.',
    'The last look was {{ $value | humanizeDuration }} ago: that nothing is missing is not proven any more.',
  ),
  alert(
    'WaybillDeliveriesLost',
    'page',
    'pipeline',
    'pipeline',
    '0m',
    'sum by (kind, place) (increase(waybill_audit_lost_total[1h])) > 0',
    'Deliveries of {{ $labels.kind }} vanished from Kafka and were sent again.',
    '{{ $value | humanize }} in the last hour. The audit put them back, but something dropped acknowledged records.',
  ),
  alert(
    'WaybillPoisonRecords',
    'ticket',
    'pipeline',
    'pipeline',
    '0m',
    `${seen('waybill_kafka_quarantined_total')} + ${seen('waybill_recorder_outcomes_quarantined_total')} + ${seen('waybill_delivery_unreadable_total')} + ${seen('waybill_delivery_bugs_total')} > 0`,
    'Records were put aside because code could not handle them.',
    '{{ $value | humanize }} in the last hour: they are listed as rejected, or retried as internal_error.',
  ),
  alert(
    'WaybillRetentionBlocked',
    'ticket',
    'fanout',
    'overview',
    '1d',
    'max(waybill_retention_days_blocked) > 0',
    'Old days cannot be dropped.',
    '{{ $value }} days are kept beyond their time because deliveries in them are open.',
  ),
];
