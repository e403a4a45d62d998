import type { ClickContext, DeliveryTask } from '@app/contracts';

/** Every key is always there; what is not known is `null`. A uid or tg_id of the event's own stands without a click. */
const clickOf = (click: ClickContext | null, { uid, tg_id }: DeliveryTask) => ({
  uid: click?.uid ?? uid,
  tg_id: click?.tg_id ?? tg_id,
  fbclid: click?.fbclid ?? null,
  campaign_id: click?.campaign_id ?? null,
  campaign_name: click?.campaign_name ?? null,
  adset_id: click?.adset_id ?? null,
  adset_name: click?.adset_name ?? null,
  ad_id: click?.ad_id ?? null,
  ad_name: click?.ad_name ?? null,
  placement: click?.placement ?? null,
  country: click?.country ?? null,
  link: click?.link ?? null,
  params: click?.params ?? null,
});

/** `value` and `currency` are money: they come from the event only, last, and an own field of that name never passes. */
const dataOf = ({ data, value, currency }: DeliveryTask): Record<string, unknown> => {
  const { value: _value, currency: _currency, ...own } = data ?? {};
  return value === null ? own : { ...own, value, currency };
};

/**
 * The body of a webhook: JSON, UTF-8. It depends on the task alone, and on nothing in it that differs between attempts,
 * so every attempt sends the same bytes.
 */
export const webhookBody = (task: DeliveryTask): Buffer =>
  Buffer.from(
    JSON.stringify({
      event: task.event,
      canonical: task.canonical,
      event_id: task.event_id,
      inbox_id: task.inbox_id,
      space_id: task.space_id,
      eid: task.eid,
      test: task.mode === 'test',
      occurred_at_ms: task.occurred_at_ms,
      click: clickOf(task.click, task),
      data: dataOf(task),
    }),
  );
