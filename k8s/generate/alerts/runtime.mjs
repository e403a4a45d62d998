import { alert } from './alert.mjs';

const SERVICES = 'ingest|fanout|fb-capi|webhook|s2s-postback|recorder|console';
/** Do the processes live, and have what they need? */
export const runtime = [
  alert(
    'WaybillTargetDown',
    'page',
    '{{ $labels.job }}',
    'runtime',
    '3m',
    `up{job=~"${SERVICES}"} == 0`,
    '{{ $labels.job }} on {{ $labels.instance }} does not answer.',
    'Prometheus has not reached its management port for 3 minutes.',
  ),
  alert(
    'WaybillMetricsAbsent',
    'page',
    'monitoring',
    'runtime',
    '5m',
    SERVICES.split('|')
      .map((job) => `absent(up{job="${job}"})`)
      .join(' or '),
    'No process of {{ $labels.job }} is known.',
    'Discovery finds none: it is not deployed, or its labels have changed. Its other alerts cannot fire.',
  ),
  alert(
    'WaybillRestarting',
    'ticket',
    '{{ $labels.job }}',
    'runtime',
    '0m',
    `changes(process_start_time_seconds{job=~"${SERVICES}"}[1h]) > 3`,
    '{{ $labels.job }} on {{ $labels.instance }} keeps restarting.',
    '{{ $value }} times in the last hour.',
  ),
  alert(
    'WaybillEventLoopBlocked',
    'ticket',
    '{{ $labels.job }}',
    'runtime',
    '5m',
    `nodejs_eventloop_lag_p99_seconds{job=~"${SERVICES}"} > 0.5`,
    'The event loop of {{ $labels.job }} is blocked.',
    'One tick in a hundred is {{ $value | humanizeDuration }} late: it is out of CPU, or something computes too long.',
  ),
  alert(
    'WaybillMemoryHigh',
    'ticket',
    '{{ $labels.job }}',
    'runtime',
    '15m',
    `process_resident_memory_bytes{job=~"${SERVICES}"} > 314572800`,
    '{{ $labels.job }} on {{ $labels.instance }} uses much memory.',
    '{{ $value | humanize1024 }}B: a backlog of any size stays below 200 MB.',
  ),
];
