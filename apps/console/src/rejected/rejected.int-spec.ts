import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

const now = Date.now();

describe('what was refused', () => {
  it('is listed with its reason and shown as far as it may be kept', async () => {
    const space = await stand.space();
    const path = `/api/spaces/${space}/rejected`;
    const reject = async (minutes: number, door: string, reason: string, value: string | null) => {
      const id = randomUUID();
      await stand.database.query({
        text: `insert into rejected_events (id, space_id, door, reason, detail, at, topic, partition, "offset", value, value_bytes,
                 value_sha256)
               values ($1, $2, $3, $4, 'because', $5, $6, $7, $8, $9, 7, $10)`,
        values: [
          id,
          space,
          door,
          reason,
          new Date(now - minutes * 60_000).toISOString(),
          ...(door === 'kafka' ? ['events', 2, 41] : [null, null, null]),
          value === null ? null : Buffer.from(value),
          value === null ? Buffer.alloc(32, 1) : null,
        ],
      });
      return id;
    };
    const http = await reject(1, 'http', 'schema', '{"event":"buy"}');
    const kafka = await reject(2, 'kafka', 'not_json', null);
    const items = (await api.get(path)).body.items;
    expect(items).toMatchObject([
      { id: http, door: 'http', reason: 'schema', detail: 'because', value: { event: 'buy' } },
      {
        id: kafka,
        position: { topic: 'events', partition: 2, offset: 41 },
        value: null,
        value_sha256: '01'.repeat(32),
      },
    ]);
    expect((await api.get(`${path}?door=kafka`)).body.items).toHaveLength(1);
    expect((await api.get(`${path}?reason=schema&reason=not_json&limit=1`)).body.next_cursor).not.toBeNull();
    expect((await api.get(`${path}?from=${now - 90_000}`)).body.items).toHaveLength(1);
    expect((await api.get(`${path}/${http}`)).body.id).toBe(http);
    expect((await api.get(`${path}/${randomUUID()}`)).status).toBe(404);
    expect((await api.get(`/api/spaces/${await stand.space()}/rejected/${http}`)).status).toBe(404);
    expect((await api.get(`${path}?colour=red`)).body.code).toBe('unknown_field');
  });
});
