import { describe, expect, it } from '@jest/globals';
import { HEADERS, spaceId } from '@app/contracts';
import type { EventId } from '@app/contracts';
import { FakeProducer, MemoryBroker } from '@app/kafka/testing';
import { BatchedLookup } from './batched-lookup.js';
import type { TakenEvent } from './event-intake.js';
import { isRefused, takeIn } from './event-intake.js';
import { EventWriter } from './event-writer.js';
import type { FirstCopies, FirstCopy } from './first-copies.js';
import { NO_COPIES } from './first-copies.js';

const context = { spaceId: spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f'), nowMs: 1_790_000_000_000 };

function event(eid?: string): TakenEvent {
  const taken = takeIn({ event: 'contact', eid }, { ...context, mintEid: () => 'made' });
  if (isRefused(taken)) throw new Error('refused');
  return taken;
}

async function started(
  find: (ids: readonly EventId[]) => Promise<FirstCopies> = () => Promise.resolve(NO_COPIES),
  overdue = false,
) {
  const broker = new MemoryBroker();
  broker.createTopic('events', 1);
  const producer = new FakeProducer(broker, { topics: ['events'] });
  await producer.start();
  const records = () => broker.read({ topic: 'events', partition: 0 }, 0, 100);
  const unread = { overdue: () => overdue };
  return { producer, records, writer: new EventWriter(producer, new BatchedLookup(find, NO_COPIES), 'events', unread) };
}

describe('writing events', () => {
  it('keys them by identity and carries an eid made here in a header', async () => {
    const { writer, records } = await started();
    expect(await writer.write([event('1'), event()], 'batch')).toEqual(['queued', 'queued']);
    const [given, made] = records();
    expect(given?.key?.toString()).toBe(event('1').inboxId);
    expect(given?.value?.toString()).toBe(event('1').value);
    expect(given?.headers).toEqual({ [HEADERS.door]: Buffer.from('batch') });
    expect(made?.headers[HEADERS.eid]?.toString()).toBe('made');
  });

  it('takes nothing while unread ones are about to be lost', async () => {
    const { writer, records } = await started(undefined, true);
    expect(await writer.write([event('1'), event()], 'batch')).toEqual(['unavailable', 'unavailable']);
    expect(records()).toEqual([]);
  });

  it('tells duplicates: stored before, elsewhere in the topic, or twice in one call', async () => {
    const copies = new Map<EventId, FirstCopy>([
      [event('old').inboxId, 'old'],
      [event('other').inboxId, { partition: 0, offset: 99 }],
      [event('own').inboxId, { partition: 0, offset: 2 }],
    ]);
    const { writer } = await started(() => Promise.resolve(copies));
    const events = [event('old'), event('other'), event('own'), event('new'), event('new')];
    expect(await writer.write(events, 'batch')).toEqual(['duplicate', 'duplicate', 'queued', 'queued', 'duplicate']);
  });

  it('asks only for what may have come before', async () => {
    const asked: number[] = [];
    const { writer } = await started((ids) => {
      asked.push(ids.length);
      return Promise.resolve(new Map());
    });
    await writer.write([event(), event('1'), event()], 'batch');
    expect(asked).toEqual([1]);
  });

  it.each(['queue_full', 'timeout', 'unavailable', 'refused', 'closed'] as const)(
    'says unavailable when the producer says %s',
    async (code) => {
      const { writer, producer } = await started();
      producer.refuse(code);
      expect(await writer.write([event('1')], 'http')).toEqual(['unavailable']);
    },
  );
});
