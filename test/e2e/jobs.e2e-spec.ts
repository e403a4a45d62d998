import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { postEvents } from '../support/events.load.js';
import { openProduct, type Product } from '../support/product.js';
import { until } from '../support/until.js';

const summary = z.object({ count: z.number(), distinct: z.number(), repeated: z.number() });
const job = z.object({
  id: z.string(),
  state: z.string(),
  total: z.number(),
  emitted: z.number(),
  sent: z.number(),
  failed: z.number(),
  failed_permanently: z.number(),
});
const counted = z.object({ count: z.number() });
const off = z.object({ off: z.number() });
const ledger = z.object({
  door: off.extend({ records_read: z.number() }),
  fan_out: off,
  delivery: off,
  open: off,
  recounted: z.object({ rows: z.number(), matched: z.number() }),
});

let product: Product;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ product, end } = await openProduct({
    services: ['ingest', 'fanout', 'webhook', 'recorder', 'console', 'demo-receiver'],
    env: { WAYBILL_RETRY_DELAYS: '4s,1h', WAYBILL_LEDGER_INTERVAL: '1s' },
  }));
}, 180_000);

afterAll(() => end(), 60_000);

const inSpace = (path: string): string => `/api/spaces/${product.space.id}${path}`;

async function call<T>(shape: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await product.console.call(method, inSpace(path), body, 50_000);
  const parsed = shape.safeParse(answer.body);
  if (!parsed.success) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return parsed.data;
}

const receivedAt = async (path: string) =>
  summary.parse((await product.receiver.call('GET', `/_received/summary?path=${encodeURIComponent(path)}`)).body);

const count = async (query: string): Promise<number> =>
  (await call(counted, 'GET', `/deliveries/count?${query}`)).count;

const becomes = (what: string, look: () => Promise<boolean>) =>
  until(what, 40_000, async () => ((await look()) ? true : null));

/** A destination that alone gets deposits, whose receiver answers the first attempt at each with this status. */
async function failingFirst(name: string, status: number) {
  const url = `${product.stack.urls.receiver}/webhook/${name}?status=${status}&fail_each=1`;
  return product.addDestination(name, { event_map: { deposit: 'deposit' }, config: { url } });
}

const switchOff = (id: string) =>
  call(z.object({ enabled: z.literal(false) }), 'PATCH', `/destinations/${id}`, { enabled: false });

describe('a test send', () => {
  it('shows what went out and what came back, also where the destination is off and paused', async () => {
    const { id, path } = await product.addDestination('tried', { enabled: false });
    await product.console.call('POST', inSpace(`/destinations/${id}/pause`));
    const asked = performance.now();
    const answer = await product.console.call('POST', inSpace(`/destinations/${id}/test`), { canonical: 'contact' });
    console.info(`a test send was answered after ${(performance.now() - asked).toFixed(0)} ms`);
    expect(answer).toMatchObject({
      status: 200,
      body: { verdict: 'sent', http_status: 200, request: { method: 'POST' }, response: { status: 200 } },
    });
    const sent = z.object({ request: z.object({ body: z.object({ text: z.string() }) }) }).parse(answer.body);
    expect(JSON.parse(sent.request.body.text)).toMatchObject({ test: true, canonical: 'contact' });
    expect(await receivedAt(path)).toMatchObject({ count: 1 });
    expect(await count(`destination=${id}`)).toBe(0);
  });
});

describe('jobs', () => {
  it('redrive what failed, through a kill of fanout, at their rate, and stop when cancelled', async () => {
    const COUNT = 600;
    const { id, path } = await failingFirst('redriven', 400);
    await postEvents({ doors: product.doors(), count: COUNT, run: 'redriven', insist: true });
    await becomes('all to fail', async () => (await count(`destination=${id}&status=failed_permanently`)) === COUNT);
    await switchOff(product.destination.id);

    const filter = { destination: id, status: 'failed_permanently' };
    expect(await call(counted, 'POST', '/redrives', { filter, dry_run: true })).toMatchObject({ count: COUNT });
    const first = await call(job, 'POST', '/redrives', { filter, rate_per_s: 100 });
    const begun = performance.now();
    const read = (of: string) => call(job, 'GET', `/redrives/${of}`);
    await becomes('a part to be moved', async () => (await read(first.id)).emitted >= 100);
    product.stack.processes.find(({ spec }) => spec.name === 'fanout')?.signal('SIGKILL');
    await becomes('the rest to go on', async () => (await read(first.id)).emitted >= 300);
    const rate = (await read(first.id)).emitted / ((performance.now() - begun) / 1000);
    expect(rate).toBeLessThan(110);
    await product.console.call('POST', inSpace(`/redrives/${first.id}/cancel`));
    const stopped = await read(first.id);
    expect(stopped).toMatchObject({ state: 'cancelled', total: COUNT });
    await becomes('what it moved to be sent', async () => (await read(first.id)).sent === stopped.emitted);
    expect(await receivedAt(path)).toMatchObject({ count: COUNT + stopped.emitted, distinct: COUNT });

    const [second, third] = await Promise.all(
      [1, 2].map(() => call(job, 'POST', '/redrives', { filter, rate_per_s: 5_000 })),
    );
    await becomes('everything to be sent', async () => (await count(`destination=${id}&status=sent`)) === COUNT);
    const moved = await Promise.all([second, third].map(async (one) => (await read(one?.id ?? '')).emitted));
    expect(stopped.emitted + moved.reduce((a, b) => a + b, 0)).toBe(COUNT);
    expect(await receivedAt(path)).toMatchObject({ count: 2 * COUNT, distinct: COUNT });
    await switchOff(id);
  }, 120_000);

  it('make one chain of a delivery whose retry is pending, whoever else wants it', async () => {
    // Fewer in a row than would hold the destination.
    const COUNT = 4;
    const { id, path } = await failingFirst('chained', 503);
    await postEvents({ doors: product.doors(), count: COUNT, run: 'chained', insist: true });
    await becomes(
      'all to wait for their retry',
      async () => (await count(`destination=${id}&status=failed`)) === COUNT,
    );
    const redrive = () => call(job, 'POST', '/redrives', { filter: { destination: id }, rate_per_s: 5_000 });
    const [one, other] = await Promise.all([redrive(), redrive()]);
    await becomes('everything to be sent', async () => (await count(`destination=${id}&status=sent`)) === COUNT);
    const due = performance.now() + 6_000;
    await becomes('the retries to be due', () => Promise.resolve(performance.now() > due));
    expect(await receivedAt(path)).toMatchObject({ count: 2 * COUNT, distinct: COUNT });
    const rows = await Promise.all([one, other].map(({ id: of }) => call(job, 'GET', `/redrives/${of}`)));
    console.info(`redrives while retries were pending moved ${rows.map(({ emitted }) => emitted).join(' and ')}`);
    await switchOff(id);
  }, 120_000);

  it('backfill a destination made later', async () => {
    const { id, path } = await product.addDestination('late', { event_map: { deposit: 'deposit' } });
    const period = { from: Date.now() - 3_600_000, to: Date.now() };
    const { count: wanted } = await call(counted, 'POST', `/destinations/${id}/backfill`, { ...period, dry_run: true });
    expect(wanted).toBe(604);
    await call(job, 'POST', `/destinations/${id}/backfill`, { ...period, rate_per_s: 5_000 });
    await becomes('all to be sent', async () => (await count(`destination=${id}&status=sent`)) === wanted);
    expect(await receivedAt(path)).toMatchObject({ count: wanted, distinct: wanted });
  }, 60_000);
});

describe('the ledger', () => {
  it('is 0 off after all of this', async () => {
    const first = await until('the ledger to be read', 20_000, async () => {
      const found = await call(ledger, 'GET', '/ledger');
      return found.recounted.rows > 0 ? found : null;
    });
    console.info(`ledger: ${JSON.stringify(first)}`);
    expect(first).toMatchObject({ door: { off: 0 }, fan_out: { off: 0 }, delivery: { off: 0 }, open: { off: 0 } });
    expect(first.recounted.rows).toBe(first.recounted.matched);
  });
});
