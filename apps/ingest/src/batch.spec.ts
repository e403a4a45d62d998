import { describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { ProblemError } from '@app/service';
import type { BatchEntry } from './batch-answer.js';
import { batchResults, batchStatus } from './batch-answer.js';
import { itemsOf } from './batch-body.js';
import { takeIn } from './event-intake.js';

const context = {
  spaceId: spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f'),
  nowMs: 1_790_000_000_000,
  mintEid: () => 'made',
};
const entries = (...bodies: unknown[]): BatchEntry[] => bodies.map((body) => takeIn(body, context));
const good = { event: 'contact', eid: 1 };
const bad = { event: 'buy' };

function problemOf(type: string | undefined, text: string): unknown {
  try {
    return itemsOf(type, Buffer.from(text));
  } catch (error) {
    if (error instanceof ProblemError) return [error.code, error.options.errors?.[0]?.pointer];
    throw error;
  }
}

describe('the body of a batch', () => {
  it('is an object with events, or a line an event', () => {
    const values = [{ value: { a: 1 } }, { value: 2 }];
    expect(itemsOf('application/json', Buffer.from('{"events":[{"a":1},2]}'))).toEqual(values);
    expect(itemsOf('application/x-ndjson; charset=utf-8', Buffer.from('{"a":1}\r\n\n2\n'))).toEqual(values);
    expect(itemsOf('application/x-ndjson', Buffer.from('{"a":1}\n{"b'))).toEqual([
      values[0],
      { unreadable: Buffer.from('{"b') },
    ]);
  });

  it.each([
    ['{', 'malformed_json', undefined],
    ['[]', 'invalid_field', ''],
    ['{}', 'invalid_field', '/events'],
    ['{"events":{}}', 'invalid_field', '/events'],
    ['{"events":[]}', 'invalid_field', '/events'],
    [`{"events":[${'1,'.repeat(1000)}1]}`, 'invalid_field', '/events'],
    ['{"events":[1],"more":1}', 'unknown_field', '/more'],
  ])('%#: is refused as %s', (text, code, pointer) => {
    expect(problemOf('application/json', text)).toEqual([code, pointer]);
  });
});

describe('the answer to a batch', () => {
  it('has a result for every event in order', () => {
    const results = batchResults(entries(good, bad, { event: 'contact' }, good), [
      'queued',
      'unavailable',
      'duplicate',
    ]);
    expect(results).toEqual([
      { index: 0, ok: true, status: 'queued', inbox_id: expect.any(String) },
      { index: 1, ok: false, code: 'invalid_field', errors: [{ pointer: '/event', detail: expect.any(String) }] },
      { index: 2, ok: false, code: 'unavailable', eid: 'made', occurred_at_ms: context.nowMs },
      { index: 3, ok: true, status: 'duplicate', inbox_id: expect.any(String) },
    ]);
  });

  it.each([
    [[good, bad], ['queued'], 202],
    [[good, good], ['unavailable', 'queued'], 202],
    [[good, bad], ['unavailable'], 202],
    [[good, good], ['unavailable', 'unavailable'], 503],
    [[bad, bad], [], 422],
  ] as const)('%#: has the status of all together', (bodies, written, status) => {
    expect(batchStatus(batchResults(entries(...bodies), written))).toBe(status);
  });
});
