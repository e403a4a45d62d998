import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucketOf } from '@app/contracts';
import { wrongCounters } from '@app/persistence/testing';
import { countersOf } from '../../../../test/support/console.rows.js';
import { heldDestination } from '../../../../test/support/held.destination.js';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

let space: string;
beforeAll(async () => {
  space = await stand.space();
});

const list = () => `/api/spaces/${space}/destinations`;
const create = (name: string, more: object = {}) => stand.create(space, name, more);

/** The destination as the pipeline would hold and open it. */
const held = (id: string) => heldDestination(stand, id);

describe('pause and resume', () => {
  const state = (id: string, values: string) =>
    stand.database.query({
      text: `insert into destination_states (destination_id, state, reason, decided_revision, held_until, hold_count, paused_at)
             values ($1, ${values})`,
      values: [id],
    });

  it('keep a pause until somebody resumes, and count its time', async () => {
    const made = (await create('paused')).body;
    const paused = await api.post(`${list()}/${made.id}/pause`);
    expect(paused.body).toMatchObject({ state: 'paused', state_reason: 'by_hand' });
    expect((await api.post(`${list()}/${made.id}/pause`)).body.revision).toBe(paused.body.revision);
    await stand.database.query({
      text: `update destinations set paused_at = now() - interval '1 hour' where id = $1`,
      values: [made.id],
    });
    const resumed = await api.post(`${list()}/${made.id}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', state_reason: null });
    const pipeline = (await held(made.id))?.destination;
    expect(pipeline?.paused).toBe(false);
    expect(pipeline?.resumed_revision).toBe(resumed.body.revision);
    expect(pipeline?.paused_total_ms).toBeGreaterThanOrEqual(3_600_000);
    expect(pipeline?.paused_total_ms).toBeLessThan(3_660_000);
    expect((await api.post(`${list()}/${made.id}/resume`)).body.revision).toBe(resumed.body.revision);
  });

  it('end a pause the destination went into by itself, counting from the earlier one', async () => {
    const made = (await create('gone')).body;
    await state(made.id, `'paused', 'gone', ${made.revision}, null, 3, now() - interval '2 hours'`);
    expect((await api.get(`${list()}/${made.id}`)).body).toMatchObject({ state: 'paused', state_reason: 'gone' });
    await api.post(`${list()}/${made.id}/pause`);
    await api.post(`${list()}/${made.id}/resume`);
    const total = (await held(made.id))?.destination.paused_total_ms ?? 0;
    expect(total).toBeGreaterThanOrEqual(7_200_000);
    expect(total).toBeLessThan(7_260_000);
    expect((await api.get(`${list()}/${made.id}`)).body.state).toBe('active');
    const audit = (await api.get(`/api/spaces/${space}/audit?action=destination.resume&limit=1`)).body.items;
    expect(audit[0]).toMatchObject({ target: made.id, detail: { state: 'paused', reason: 'by_hand' } });
  });

  it('end a hold', async () => {
    const made = (await create('held')).body;
    await state(made.id, `'held', 'throttled', ${made.revision}, now() + interval '1 hour', 2, null`);
    const shown = (await api.get(`${list()}/${made.id}`)).body;
    expect(shown).toMatchObject({ state: 'held', state_reason: 'throttled', held_until: expect.any(String) });
    expect((await api.post(`${list()}/${made.id}/resume`)).body).toMatchObject({ state: 'active', held_until: null });
  });
});

describe('deletion', () => {
  const today = bucketOf(Date.now());
  const openRows = (destination: string, count: number) =>
    stand.database.query({
      text: `with made as (
               insert into event_outbox (bucket, event_id, inbox_id, space_id, destination_id, kind, canonical, event_name, status,
                 place, dispatch, placed_at, source_partition, source_offset, revision, accepted_at, born_at, paused_base_ms)
               select $3, gen_random_uuid(), gen_random_uuid(), $4, $1, 'webhook', 'deposit', 'deposit', 'pending', 'here', 1, now(),
                 0, 0, 1, now(), now(), 0 from generate_series(1, $2)),
             counted as (
               insert into counters (scope, name, slot, shard, value)
               values ($1, 'rows.pending', $3, 0, $2), ($1, 'place.here', $3, 0, $2))
             select`,
      values: [destination, count, today, space],
    });
  it('leaves no trace in lists and frees the name', async () => {
    const made = (await create('short-lived')).body;
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(204);
    expect((await api.get(`${list()}/${made.id}`)).status).toBe(404);
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(404);
    expect(await held(made.id)).toBeUndefined();
    expect((await create('short-lived')).status).toBe(201);
  });

  it('is refused while deliveries are open, unless they may be discarded', async () => {
    const made = (await create('busy')).body;
    await openRows(made.id, 12_001);
    const refused = await api.delete(`${list()}/${made.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain('12001');
    expect((await api.delete(`${list()}/${made.id}?discard=maybe`)).status).toBe(422);
    expect((await api.delete(`${list()}/${made.id}?discard=true`)).status).toBe(204);
    const rows = await stand.database.query({
      text: `select status, place, dispatch, reason, count(*) as count from event_outbox where bucket = $2 and destination_id = $1
             group by 1, 2, 3, 4`,
      values: [made.id, today],
    });
    expect(rows).toEqual([
      { status: 'discarded', place: null, dispatch: 2, reason: 'destination_deleted', count: 12_001 },
    ]);
    expect(await countersOf(stand.database, made.id)).toEqual({
      'rows.discarded': 12_001,
      'flow.discarded': 12_001,
    });
  });

  it('that was interrupted while it discarded is finished by repeating it', async () => {
    const made = (await create('interrupted')).body;
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(204);
    await openRows(made.id, 3);
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(404);
    expect((await api.delete(`${list()}/${made.id}?discard=true`)).status).toBe(204);
    expect((await countersOf(stand.database, made.id))['rows.discarded']).toBe(3);
    expect(await wrongCounters(stand.database)).toEqual([]);
  });
});
