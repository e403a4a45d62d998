import { alert } from './alert.mjs';

const join = 'on (destination) group_left (name, space) max by (destination, name, space) (waybill_destination_info)';
const known = (series, by = 'destination, kind') => `max by (${by}) (${series}) * ${join}`;

/** Do receivers take what is theirs? */
export const destinations = [
  alert(
    'WaybillDestinationFailing',
    'ticket',
    'delivery',
    'destinations',
    '15m',
    `(${known('waybill_destination_open_deliveries{status="failed"}')}) > 20`,
    '{{ $labels.name }} ({{ $labels.kind }}) does not take deliveries.',
    '{{ $value }} of them are being retried.',
  ),
  alert(
    'WaybillDestinationDown',
    'ticket',
    'delivery',
    'destinations',
    '5m',
    `(time() - (${known('waybill_destination_last_success_timestamp_seconds')})) > 3600 and on (destination) max by (destination) (waybill_destination_open_deliveries{status="failed"}) > 0`,
    'Nothing has arrived at {{ $labels.name }} ({{ $labels.kind }}) for an hour.',
    'The last success was {{ $value | humanizeDuration }} ago, and deliveries keep failing.',
  ),
  alert(
    'WaybillDestinationHeld',
    'ticket',
    'delivery',
    'destinations',
    '30m',
    `(${known('waybill_destination_state{state="held"}')}) == 1`,
    '{{ $labels.name }} ({{ $labels.kind }}) has been on hold for half an hour.',
    'It asked for peace, or keeps failing; its deliveries wait and burn no attempts.',
  ),
  alert(
    'WaybillDestinationPausedItself',
    'ticket',
    'delivery',
    'destinations',
    '0m',
    'sum by (kind) (waybill_delivery_paused_destinations) > 0',
    'A {{ $labels.kind }} destination was paused by a final answer.',
    '{{ $value }} of them: credentials revoked or the endpoint gone. Nothing is sent there until a person resumes it.',
  ),
  alert(
    'WaybillCredentialsRefused',
    'page',
    'delivery',
    'destinations',
    '0m',
    'sum by (kind) (increase(waybill_delivery_attempts_total{reason="credentials"}[15m])) > 0',
    'A {{ $labels.kind }} receiver refuses our credentials.',
    '{{ $value | humanize }} attempts in a quarter of an hour. For Meta: the token was revoked or has expired; events older than 7 days will be too late.',
  ),
  alert(
    'WaybillDeadLettersIncreasing',
    'ticket',
    'delivery',
    'destinations',
    '15m',
    'sum by (kind, reason) (increase(waybill_delivery_dead_letters_total[1h])) > 20 and on (kind) sum by (kind) (increase(waybill_delivery_dead_letters_total[1h])) / on (kind) sum by (kind) (increase(waybill_delivery_attempts_total[1h])) > 0.05',
    'Many deliveries of {{ $labels.kind }} end for good: {{ $labels.reason }}.',
    '{{ $value | humanize }} in the last hour, more than one in twenty attempts. They are kept and can be sent again.',
  ),
];
