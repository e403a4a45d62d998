import type { DeliveryTask, Reason } from '@app/contracts';
import type { ActionSource, FbCapiConfig } from './config.js';
import { isCurrency } from './currencies.js';
import { identifies, userDataOf, type UserData } from './user-data.js';

const DAY_MS = 86_400_000;

/** Meta refuses a whole request with one event older than this … */
export const MAX_AGE_MS = 7 * DAY_MS;
/** … and where it happened in a shop, than this. */
const MAX_SHOP_AGE_MS = 62 * DAY_MS;

/** Cannot be sent without value and currency. */
const PURCHASE = 'Purchase';

/** One element of `data`; member order is the order on the wire. */
export interface GraphEvent {
  readonly event_name: string;
  /** Unix seconds. */
  readonly event_time: number;
  readonly event_id: string;
  readonly action_source: ActionSource;
  readonly event_source_url?: string;
  readonly user_data: UserData['fields'];
  readonly custom_data?: { readonly value: number; readonly currency: string };
}

/** An event as Meta takes it with hints for a better match; or why Meta would refuse it. */
export type RenderedEvent =
  | { readonly event: GraphEvent; readonly hints: readonly string[] }
  | { readonly reason: Reason; readonly detail: string };

const refuse = (reason: Reason, detail: string): RenderedEvent => ({ reason, detail });

const sourceOf = ({ action_source }: FbCapiConfig, { canonical }: DeliveryTask): ActionSource =>
  typeof action_source === 'string' ? action_source : (action_source[canonical] ?? action_source.default);

const landingOf = ({ click }: DeliveryTask): string | null => {
  const landing = click?.landing ?? null;
  return landing !== null && /^https?:\/\//i.test(landing) ? landing : null;
};

type Money = NonNullable<GraphEvent['custom_data']>;

/** What the event was worth, or why that must not be sent. `null`: nothing is known of it. */
function moneyOf({ event, canonical, value, currency }: DeliveryTask): Money | RenderedEvent | { hint: string } | null {
  const needed = event === PURCHASE;
  if (value === null || currency === null) {
    return needed ? refuse('missing_value', 'a Purchase needs a value and a currency') : null;
  }
  if (isCurrency(currency)) return { value: Number(value), currency };
  const detail = `Meta does not know the currency ${currency}`;
  return needed || canonical === 'deposit'
    ? refuse('currency_not_accepted', `${detail}: map it to one of ISO 4217`)
    : { hint: `${detail}: value and currency are left out.` };
}

/** Renders one event, or says why Meta would refuse it. `now` is epoch ms. */
export function renderEvent(task: DeliveryTask, config: FbCapiConfig, now: number): RenderedEvent {
  // A sender's clock may run ahead; Meta's must not see an event before it was accepted.
  const eventAt = Math.min(task.occurred_at_ms, task.accepted_at_ms);
  const source = sourceOf(config, task);
  const maxAge = source === 'physical_store' ? MAX_SHOP_AGE_MS : MAX_AGE_MS;
  if (now - eventAt > maxAge) {
    const days = maxAge / DAY_MS;
    return refuse(
      'too_old',
      `happened at ${new Date(eventAt).toISOString()}: Meta takes events of the last ${days} days`,
    );
  }
  const money = moneyOf(task);
  if (money !== null && 'reason' in money) return money;
  const { fields, hints } = userDataOf(task, { eventAt, now });
  if (!identifies(Object.keys(fields))) {
    const known = Object.keys(fields).join(', ') || 'nothing';
    return refuse('no_identifier', `Meta could match nobody by what is known of the person: ${known}`);
  }
  const url = config.event_source_url ?? landingOf(task);
  const allHints = [
    ...hints,
    ...(source === 'website' && url === null ? ['No event source URL: the landing of the click is unknown.'] : []),
    ...(money !== null && 'hint' in money ? [money.hint] : []),
  ];
  return {
    event: {
      event_name: task.event,
      event_time: Math.floor(eventAt / 1000),
      event_id: config.event_id_from === 'eid' ? (task.eid ?? task.event_id) : task.event_id,
      action_source: source,
      ...(url === null ? {} : { event_source_url: url }),
      user_data: fields,
      ...(money !== null && 'value' in money ? { custom_data: money } : {}),
    },
    hints: allHints,
  };
}
