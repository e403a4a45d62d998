import {
  clickContext,
  deliveryTask,
  outcome,
  type ClickContext,
  type DeliveryTask,
  type Outcome,
} from '../src/index.js';

const uuid = (last: string): string => `00000000-0000-8000-8000-${last.padStart(12, '0')}`;

/** A click with nothing known but its uid, and what is given. */
export const aClick = (given: Partial<ClickContext> = {}): ClickContext =>
  clickContext.parse({
    uid: 'u-1',
    tg_id: null,
    fbclid: null,
    campaign_id: null,
    campaign_name: null,
    adset_id: null,
    adset_name: null,
    ad_id: null,
    ad_name: null,
    placement: null,
    country: null,
    link: null,
    params: {},
    fbp: null,
    ip: null,
    user_agent: null,
    clicked_at_ms: null,
    landing: null,
    ...given,
  });

/** The task of the first attempt at delivering a registration to a webhook, and what is given. */
export const aDeliveryTask = (given: Partial<DeliveryTask> = {}): DeliveryTask =>
  deliveryTask.parse({
    event_id: uuid('e1'),
    inbox_id: uuid('1b'),
    space_id: uuid('5a'),
    destination_id: uuid('de'),
    kind: 'webhook',
    bucket: '2026-11-02',
    dispatch: 1,
    attempt: 1,
    attempt_base: 0,
    revision: 1,
    born_at_ms: 1_793_600_000_000,
    paused_base_ms: 0,
    canonical: 'registration',
    event: 'registration',
    uid: 'u-1',
    tg_id: null,
    eid: null,
    value: null,
    currency: null,
    occurred_at_ms: 1_793_600_000_000,
    accepted_at_ms: 1_793_600_000_000,
    user: null,
    data: null,
    click: null,
    ...given,
  });

/** What came of the first attempt at that task: accepted by the endpoint; and what is given. */
export const anOutcome = (given: Partial<Outcome> = {}): Outcome =>
  outcome.parse({
    outcome_id: uuid('0c'),
    event_id: uuid('e1'),
    inbox_id: uuid('1b'),
    space_id: uuid('5a'),
    destination_id: uuid('de'),
    kind: 'webhook',
    bucket: '2026-11-02',
    dispatch: 1,
    attempt: 1,
    revision: 1,
    verdict: 'sent',
    reason: null,
    detail: null,
    executed: true,
    http_status: 200,
    may_have_arrived: true,
    started_at_ms: 1_793_600_000_000,
    duration_ms: 20,
    next_attempt_at_ms: null,
    tier: null,
    request: null,
    response: null,
    destination: null,
    ...given,
  });
