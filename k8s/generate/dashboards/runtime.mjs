import { dashboard, graph, table, variable } from '../panels.mjs';
import { quantile } from '../queries.mjs';

const jobs = variable('job', 'Service', 'label_values(waybill_build_info, job)');
const of = '{job=~"$job"}';
const each = '{{job}} {{instance}}';

export const runtime = dashboard(
  'runtime',
  'Runtime',
  'Do the processes have what they need?',
  [jobs],
  [
    graph('Up', 'Processes that answer, by service.', 'short', { '{{job}}': `sum by (job) (up${of})` }),
    graph('CPU', 'Cores used by each process.', 'short', {
      [each]: `rate(process_cpu_seconds_total${of}[$__rate_interval])`,
    }),
    graph('Memory', 'Resident memory of each process.', 'bytes', { [each]: `process_resident_memory_bytes${of}` }),
    graph('Heap', 'Used heap of each process.', 'bytes', { [each]: `nodejs_heap_size_used_bytes${of}` }),
    graph('Event loop', 'One tick in a hundred is later than this.', 's', {
      [each]: `nodejs_eventloop_lag_p99_seconds${of}`,
    }),
    graph('Garbage collection', 'Share of time spent collecting.', 'percentunit', {
      [each]: `sum by (job, instance) (rate(nodejs_gc_duration_seconds_sum${of}[$__rate_interval]))`,
    }),
    graph('Restarts', 'How often each process began anew in an hour.', 'short', {
      [each]: `changes(process_start_time_seconds${of}[1h])`,
    }),
    graph('Console', '95 of 100 calls of the console are answered within this.', 's', {
      p95: quantile(0.95, 'waybill_console_request_duration_seconds'),
    }),
    table('Versions', 'What runs where.', 'short', {
      Running: `count by (job, version, node) (waybill_build_info${of})`,
    }),
  ],
);
