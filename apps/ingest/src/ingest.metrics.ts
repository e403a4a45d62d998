import type { Counter, Histogram, Metrics } from '@app/observability';
import { EVENT_DOORS, type Door, type EventDoor } from './doors.js';
import type { Written } from './event-writer.js';

/** Route as declared → its label. */
const ROUTES: Readonly<Record<string, string>> = {
  '/events': 'events',
  '/events/batch': 'batch',
  '/events/validate': 'validate',
  '/e': 'e',
  '/clicks': 'clicks',
  '/bind': 'bind',
  '/l/:slug': 'link',
};
const OTHER = 'other';

/** Up to the second by which a caller would call the door slow; 0.05 is the promise at half load, 0.25 the objective. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 10];

const CLICKS = ['queued', 'known', 'unconfirmed', 'unavailable', 'preview', 'invalid'] as const;
const BINDS = ['bound', 'bound_otherwise', 'click_unknown', 'unavailable', 'invalid'] as const;

/** Counters of the door. */
export class IngestMetrics {
  readonly #requests: Counter<'route' | 'code_class'>;
  readonly #durations: Histogram<'route'>;
  readonly #events: Counter<'door' | 'outcome'>;
  readonly #clicks: Counter<'outcome'>;
  readonly #unconfirmed: Counter;
  readonly #binds: Counter<'outcome'>;
  readonly #rejections: Counter<'result'>;

  constructor(metrics: Metrics) {
    const route = [...Object.values(ROUTES), OTHER];
    this.#requests = metrics.counter({
      name: 'ingest_requests_total',
      help: 'Calls answered, by route and class of status.',
      labels: { route, code_class: ['2xx', '3xx', '4xx', '5xx'] },
    });
    this.#durations = metrics.histogram({
      name: 'ingest_request_duration_seconds',
      help: 'Time from a request being read to its answer being out.',
      labels: { route },
      buckets: BUCKETS,
    });
    this.#events = metrics.counter({
      name: 'ingest_events_total',
      help: 'Events by what became of them; queued and duplicate were answered with success, unavailable may be stored.',
      labels: { door: EVENT_DOORS, outcome: ['queued', 'duplicate', 'unavailable', 'invalid'] },
    });
    this.#clicks = metrics.counter({
      name: 'ingest_clicks_total',
      help: 'Clicks by what became of them; of link previews none is made.',
      labels: { outcome: CLICKS },
    });
    this.#unconfirmed = metrics.counter({
      name: 'clicks_unconfirmed_total',
      help: 'Visitors who were redirected before Kafka had acknowledged their click.',
    });
    this.#binds = metrics.counter({
      name: 'ingest_binds_total',
      help: 'Binds of clicks to Telegram users by what came of them.',
      labels: { outcome: BINDS },
    });
    this.#rejections = metrics.counter({
      name: 'ingest_rejections_total',
      help: 'Refused calls with a valid credential, by whether they could be listed.',
      labels: { result: ['listed', 'lost'] },
    });
  }

  /** A call was answered; `route` as declared, `null` if none fitted. */
  answered(route: string | null, status: number, elapsedMs: number): void {
    const label = ROUTES[route ?? ''] ?? OTHER;
    this.#requests.inc({ route: label, code_class: `${Math.floor(status / 100)}xx` });
    this.#durations.observe({ route: label }, elapsedMs / 1000);
  }

  /** Something became of an event. */
  event(door: EventDoor, outcome: Written): void {
    this.#events.inc({ door, outcome });
  }

  /** Something became of a click. */
  click(outcome: (typeof CLICKS)[number]): void {
    this.#clicks.inc({ outcome });
    if (outcome === 'unconfirmed') this.#unconfirmed.inc();
  }

  /** Something became of a bind. */
  bind(outcome: (typeof BINDS)[number]): void {
    this.#binds.inc({ outcome });
  }

  /** What a known caller sent was refused. */
  refused(door: Door): void {
    if (door === 'clicks') this.click('invalid');
    else if (door === 'bind') this.bind('invalid');
    else this.#events.inc({ door, outcome: 'invalid' });
  }

  /** A refused call was listed, or could not be. */
  rejection(listed: boolean): void {
    this.#rejections.inc({ result: listed ? 'listed' : 'lost' });
  }
}
