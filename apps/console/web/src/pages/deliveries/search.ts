import { CANONICALS, STATUSES } from '../../api/shapes.js';
import { REASON_WORDS } from '../../parts/format.js';
import { textIn, textsIn } from '../../parts/search-text.js';

/** Periods a list may be narrowed to, by the word in the address. */
export const PERIODS = { '15m': 15 * 60_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 } as const;
type Period = keyof typeof PERIODS;

const isPeriod = (text: string | undefined): text is Period => text !== undefined && text in PERIODS;

/** What a list of deliveries is filtered by, as it stands in the address. */
export interface DeliveryFilters {
  readonly status?: readonly string[];
  readonly destination?: readonly string[];
  readonly canonical?: readonly string[];
  readonly reason?: readonly string[];
  readonly uid?: readonly string[];
  readonly eid?: readonly string[];
  readonly event_id?: readonly string[];
  readonly since?: Period;
}

/** The same with the delivery that is open beside the list. */
export interface DeliverySearch extends DeliveryFilters {
  readonly open?: string;
}

const known = (entries: Readonly<Record<string, unknown>>): Record<string, never> =>
  Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, never] => entry[1] !== undefined));

/** What of an address the list understands; the rest is dropped. */
export function deliverySearch(given: Record<string, unknown>): DeliverySearch {
  const since = textIn(given['since']);
  return known({
    status: textsIn(given['status'], STATUSES),
    destination: textsIn(given['destination']),
    canonical: textsIn(given['canonical'], CANONICALS),
    reason: textsIn(given['reason'], Object.keys(REASON_WORDS)),
    uid: textsIn(given['uid']),
    eid: textsIn(given['eid']),
    event_id: textsIn(given['event_id']),
    since: isPeriod(since) ? since : undefined,
    open: textIn(given['open']),
  });
}

const MINUTE_MS = 60_000;

/** The query of the API; a period begins at a whole minute, so that it does not ask for something new each second. */
export function queryOf({ since, ...filters }: DeliveryFilters, now: number) {
  const from = since === undefined ? undefined : Math.floor((now - PERIODS[since]) / MINUTE_MS) * MINUTE_MS;
  return { ...filters, from };
}
