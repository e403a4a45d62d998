import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

const DAY = 86_400_000;
const now = Date.now();

describe('the health of destinations', () => {
  it('counts what ended in a period, and what is open now', async () => {
    const space = await stand.space();
    const { id } = (await stand.create(space, 'measured')).body;
    const quiet = (await stand.create(space, 'quiet')).body;
    const at = (ms: number) => ({ acceptedAt: now - ms });
    const stored = async (ms: number, state: Parameters<typeof storeDelivery>[3]) =>
      storeDelivery(stand.database, await storeEvent(stand.database, space, at(ms)), id, state);
    await stored(1000, { status: 'sent' });
    await stored(2000, { status: 'sent' });
    await stored(3 * DAY, { status: 'sent' });
    await stored(3000, { status: 'failed_permanently', reason: 'gone' });
    await stored(4000, { status: 'discarded', reason: 'discarded' });
    await stored(5000, { status: 'pending', place: 'task' });
    await stored(2 * DAY, { status: 'failed', place: 'tier', dueAt: now + 90_000, reason: 'timeout' });
    await stored(2 * DAY + 5000, { status: 'failed', place: 'here', dueAt: now + 60_000, reason: 'timeout' });
    await stand.database.query({
      text: `insert into destination_states (destination_id, last_success_at) values ($1, $2)`,
      values: [id, new Date(now - 1000).toISOString()],
    });
    const health = async (query = '') => (await api.get(`/api/spaces/${space}/health${query}`)).body.items;
    expect(await health()).toEqual([
      {
        destination_id: id,
        name: 'measured',
        kind: 'webhook',
        state: 'active',
        state_reason: null,
        held_until: null,
        sent: 2,
        pending: 1,
        failed: 2,
        failed_permanently: 1,
        discarded: 1,
        last_success_at: new Date(now - 1000).toISOString(),
        oldest_pending_at: new Date(now - 2 * DAY - 5000).toISOString(),
        next_retry_at: new Date(now + 60_000).toISOString(),
      },
      expect.objectContaining({
        destination_id: quiet.id,
        sent: 0,
        pending: 0,
        oldest_pending_at: null,
        next_retry_at: null,
      }),
    ]);
    expect((await health(`?from=${now - 4 * DAY}`))[0]).toMatchObject({ sent: 3 });
    expect((await health(`?from=${now - 4 * DAY}&to=${now - 2 * DAY}`))[0]).toMatchObject({ sent: 1, pending: 1 });
    expect((await api.get(`/api/spaces/${space}/health?from=x`)).status).toBe(422);
    await api.post(`/api/spaces/${space}/destinations/${id}/pause`);
    expect((await health())[0]).toMatchObject({ state: 'paused', state_reason: 'by_hand', next_retry_at: null });
  });
});
