import type { EndpointKind, Signed } from '../endpoint/endpoint.js';
import { createIdCounts, type IdCounts } from './id-counts.js';

/** One request as it came. `accepted` turns true when its 2xx answer had been handed to the network whole. */
export interface Received {
  readonly kind: EndpointKind;
  readonly path: string;
  readonly at_ms: number;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** At most 16 KiB of it. */
  readonly body: string;
  /** Of the deliveries it carries: `webhook-id`, `event_id`s at Graph, the transaction id at a tracker. */
  readonly ids: readonly string[];
  readonly signature: Signed;
  status: number | null;
  /** At most 2 KiB of what was answered. */
  answered: string | null;
  accepted: boolean;
}

/** What came to a path, or to all. */
export interface Summary {
  readonly count: number;
  readonly accepted: number;
  /** Different ids of deliveries; those received more than once; those accepted at least and more than once. */
  readonly distinct: number;
  readonly repeated: number;
  readonly distinct_accepted: number;
  readonly repeated_accepted: number;
  /** Requests with an id that could not be counted: without one, or beyond what memory is set aside for. */
  readonly untracked: number;
  readonly bad_signatures: number;
  readonly first_at_ms: number | null;
  readonly last_at_ms: number | null;
}

interface PathCounts {
  count: number;
  accepted: number;
  untracked: number;
  badSignatures: number;
  first: number;
  last: number;
  readonly ids: IdCounts;
}

/** Requests kept whole, over all paths. */
const MAX_KEPT = 1_000;

/** Ids counted, over all paths: about 90 bytes each. */
const MAX_IDS = 3_000_000;

/** Where everything that came is counted for ever and the newest is kept whole. */
export interface ReceivedStore {
  add(received: Received): void;
  accept(received: Received): void;
  /** Paths something came to, by name. */
  paths(): readonly string[];
  /** How often this id has come to this path. */
  timesOf(path: string, id: string): number;
  /** Newest first. */
  list(path: string | null, limit: number): readonly Received[];
  summary(path: string | null): Summary;
  ids(path: string | null): Iterable<{ readonly id: string; readonly count: number; readonly accepted: number }>;
  clear(): void;
}

/** An empty store. */
export function createReceived(maxIds = MAX_IDS): ReceivedStore {
  const paths = new Map<string, PathCounts>();
  let kept: Received[] = [];
  let next = 0;
  let ids = 0;

  const countsOf = (path: string, at: number): PathCounts => {
    const known = paths.get(path);
    if (known) return known;
    const fresh = { count: 0, accepted: 0, untracked: 0, badSignatures: 0, first: at, last: at, ids: createIdCounts() };
    paths.set(path, fresh);
    return fresh;
  };
  const chosen = (path: string | null): readonly PathCounts[] => {
    const one = path === null ? undefined : paths.get(path);
    return path === null ? [...paths.values()] : one ? [one] : [];
  };

  return {
    add(received) {
      const { path, at_ms: at } = received;
      const counts = countsOf(path, at);
      counts.count += 1;
      counts.last = at;
      if (received.signature === 'bad') counts.badSignatures += 1;
      let tracked = received.ids.length > 0;
      for (const id of received.ids) {
        if (ids >= maxIds && counts.ids.received(id) === 0) tracked = false;
        else if (counts.ids.add(id)) ids += 1;
      }
      if (!tracked) counts.untracked += 1;
      kept[next] = received;
      next = (next + 1) % MAX_KEPT;
    },
    accept(received) {
      received.accepted = true;
      const counts = paths.get(received.path);
      if (!counts) return;
      counts.accepted += 1;
      for (const id of received.ids) counts.ids.accept(id);
    },
    paths: () => [...paths.keys()].toSorted(),
    timesOf: (path, id) => paths.get(path)?.ids.received(id) ?? 0,
    list(path, limit) {
      const newestFirst = [...kept.slice(next), ...kept.slice(0, next)].toReversed();
      return newestFirst.filter((one) => path === null || one.path === path).slice(0, limit);
    },
    summary(path) {
      const parts = chosen(path);
      const sum = (of: (counts: PathCounts) => number): number => parts.reduce((total, one) => total + of(one), 0);
      const totals = parts.map((one) => one.ids.totals());
      const total = (key: keyof ReturnType<IdCounts['totals']>): number =>
        totals.reduce((all, one) => all + one[key], 0);
      return {
        count: sum((one) => one.count),
        accepted: sum((one) => one.accepted),
        distinct: total('distinct'),
        repeated: total('repeated'),
        distinct_accepted: total('distinctAccepted'),
        repeated_accepted: total('repeatedAccepted'),
        untracked: sum((one) => one.untracked),
        bad_signatures: sum((one) => one.badSignatures),
        first_at_ms: parts.length === 0 ? null : Math.min(...parts.map((one) => one.first)),
        last_at_ms: parts.length === 0 ? null : Math.max(...parts.map((one) => one.last)),
      };
    },
    *ids(path) {
      for (const counts of chosen(path)) yield* counts.ids.entries();
    },
    clear() {
      paths.clear();
      kept = [];
      next = 0;
      ids = 0;
    },
  };
}
