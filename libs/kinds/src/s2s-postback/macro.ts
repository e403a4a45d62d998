import type { DeliveryTask } from '@app/contracts';

type ValueOf = (task: DeliveryTask) => string | null;

/** Macros whose value is a fact of the event or its click. */
const FACTS: ReadonlyMap<string, ValueOf> = new Map(
  Object.entries<ValueOf>({
    uid: ({ click, uid }) => click?.uid ?? uid,
    event: ({ event }) => event,
    canonical: ({ canonical }) => canonical,
    value: ({ value }) => value,
    currency: ({ currency }) => currency,
    occurred_at_ms: ({ occurred_at_ms }) => String(occurred_at_ms),
    occurred_at: ({ occurred_at_ms }) => String(Math.floor(occurred_at_ms / 1000)),
    tg_id: ({ click, tg_id }) => click?.tg_id ?? tg_id,
    fbclid: ({ click }) => click?.fbclid ?? null,
    campaign_id: ({ click }) => click?.campaign_id ?? null,
    campaign_name: ({ click }) => click?.campaign_name ?? null,
    adset_id: ({ click }) => click?.adset_id ?? null,
    adset_name: ({ click }) => click?.adset_name ?? null,
    ad_id: ({ click }) => click?.ad_id ?? null,
    ad_name: ({ click }) => click?.ad_name ?? null,
    placement: ({ click }) => click?.placement ?? null,
    event_id: ({ event_id }) => event_id,
    eid: ({ eid }) => eid,
    country: ({ click }) => click?.country ?? null,
    link: ({ click }) => click?.link ?? null,
  }),
);

const QUERY = 'q.';
const SECRET = 'secret.';

/** Names of macros without a part of one's own choice. */
export const MACRO_NAMES: readonly string[] = [...FACTS.keys()];

/** What stands between two braces, as it is understood. `unknown` carries the name it was most likely meant to be. */
export type Macro =
  | { readonly is: 'fact'; readonly valueOf: ValueOf }
  | { readonly is: 'parameter'; readonly parameter: string }
  | { readonly is: 'secret'; readonly secret: string }
  | { readonly is: 'unknown'; readonly nearest: string };

/** Understands the text between two braces. */
export function readMacro(name: string): Macro {
  const valueOf = FACTS.get(name);
  if (valueOf) return { is: 'fact', valueOf };
  if (name.startsWith(QUERY) && name.length > QUERY.length) {
    return { is: 'parameter', parameter: name.slice(QUERY.length) };
  }
  if (name.startsWith(SECRET) && name.length > SECRET.length) {
    return { is: 'secret', secret: name.slice(SECRET.length) };
  }
  return { is: 'unknown', nearest: nearestTo(name) };
}

/** What trackers and networks call the same things in their own macros. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    value: ['payout', 'revenue', 'sum', 'sumdep', 'amount', 'price'],
    event_id: ['txid', 'tid', 'transaction_id', 'order_id', 'trade_id'],
    event: ['et', 'type', 'goal', 'status', 'event_name', 'cnv_status'],
    currency: ['cnv_currency', 'payout_currency'],
    occurred_at: ['timestamp', 'ts', 'time'],
    country: ['geo', 'country_code'],
  }).flatMap(([ours, theirs]) => theirs.map((name) => [name, ours] as const)),
);

/** A click id or a free parameter of somebody else: it came with the click. */
const CAME_WITH_CLICK = /^(?:cid|click_?id|sub_?id|cnv_id|aff_?sub|(?:sub|sub_id_|aff_sub|param)\d{1,2})$/;

function nearestTo(name: string): string {
  const plain = name.toLowerCase();
  const known = ELSEWHERE.get(plain);
  if (known !== undefined) return known;
  if (CAME_WITH_CLICK.test(plain)) return QUERY + name;
  if (plain.startsWith(QUERY) || plain.startsWith(SECRET)) return plain + (plain.endsWith('.') ? 'NAME' : '');
  return nearestOf(plain, MACRO_NAMES);
}

/** The candidate the fewest edits away; the first of several. */
export const nearestOf = (name: string, candidates: readonly string[]): string =>
  candidates.reduce((best, candidate) => (edits(name, candidate) < edits(name, best) ? candidate : best));

/** Levenshtein distance. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
