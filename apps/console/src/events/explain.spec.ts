import { describe, expect, it } from '@jest/globals';
import { deliveryId, destinationId } from '@app/contracts';
import type { DeliveryFate } from '@app/persistence';
import { explain } from './explain.js';

const facts = { canonical: 'deposit', value: '5.00', currency: 'USD', link: 'a', country: 'DE', first: false } as const;
const snapshot = {
  enabled: true,
  deleted: false,
  event_map: { deposit: 'Purchase' },
  filter: {},
  name: 'x',
  config: {},
};
const delivery: DeliveryFate = {
  event_id: deliveryId.parse('00000000-0000-8000-8000-000000000001'),
  destination_id: destinationId.parse('00000000-0000-4000-8000-000000000001'),
  event_name: 'Purchase',
  status: 'sent',
  reason: null,
  detail: null,
  attempt_count: 1,
  last_attempt_at: 1,
  due_at: null,
};

describe('what became of an event at a destination', () => {
  it('is told by its delivery, whatever the destination was', () => {
    expect(explain(facts, null, delivery)).toEqual({ fate: 'sent', why: 'Sent as Purchase.' });
    const failed = {
      ...delivery,
      status: 'failed',
      reason: 'http_status',
      detail: 'answered 500',
      attempt_count: 2,
    } as const;
    expect(explain(facts, snapshot, failed)).toEqual({
      fate: 'failed',
      why: 'Tried 2 times, will be tried again (http_status: answered 500).',
    });
  });

  it.each([
    ['created_later', null, 'made after'],
    ['deleted', { ...snapshot, deleted: true }, 'deleted'],
    ['off', { ...snapshot, enabled: false }, 'switched off'],
    ['unmapped', { ...snapshot, event_map: { contact: 'Lead' } }, 'no name for deposit'],
    ['filtered', { ...snapshot, filter: { links: ['b'], value_min: '10.00' } }, 'link is a, value is 5.00'],
    ['filtered', { ...snapshot, filter: { deposit: 'first' } }, 'it is a repeat deposit'],
    ['filtered', snapshot, 'by what was known of its click at that time'],
  ])('is %s without one', (fate, then, words) => {
    const explained = explain(facts, then, null);
    expect(explained.fate).toBe(fate);
    expect(explained.why).toContain(words);
  });
});
