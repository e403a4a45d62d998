import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './cursor.js';
import { tagMatches } from './entity-tag.js';
import { mergePatch } from './merge-patch.js';
import { parseMoment } from './moment.js';

describe('moments', () => {
  it.each([
    ['2026-11-25T08:00:00Z', Date.UTC(2026, 10, 25, 8)],
    ['2026-11-25T08:00:00.123456+02:00', Date.UTC(2026, 10, 25, 6, 0, 0, 123)],
    ['1790000000000', 1_790_000_000_000],
  ])('reads %s', (text, ms) => expect(parseMoment(text)).toBe(ms));

  it.each([
    '',
    '2026-11-25',
    '2026-02-30T00:00:00Z',
    '2026-11-25T25:00:00Z',
    '2026-11-25T08:00:00',
    '1790000000',
    '1e12',
    '0000-01-01T00:00:00Z',
    '999999999999999',
  ])('refuses %p', (text) => expect(parseMoment(text)).toBeNull());
});

describe('cursors', () => {
  const filters = { status: ['failed'], from: 1, to: undefined };
  const cursor = encodeCursor(filters, ['2026-11-25 08:00:00+00', 'x']);

  it('come back with the same filters, in whatever order they were given', () => {
    expect(decodeCursor({ from: 1, status: ['failed'] }, cursor)).toEqual(['2026-11-25 08:00:00+00', 'x']);
  });

  it.each([
    ['other filters', { ...filters, from: 2 }, cursor],
    ['a changed cursor', filters, cursor.slice(0, -2)],
    ['no cursor at all', filters, 'hello'],
    ['an empty one', filters, ''],
  ])('are refused for %s', (_, given, text) => expect(decodeCursor(given, text)).toBeNull());
});

// The cases of RFC 7396, appendix A, that concern objects.
describe('merge patch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j by %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));

  it('treats __proto__ as a name like any other', () => {
    const patch: Record<string, unknown> = JSON.parse('{"__proto__": {"polluted": true}}');
    const merged = mergePatch({}, patch);
    expect(Object.keys(merged)).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('If-Match', () => {
  it.each([
    [undefined, true],
    ['*', true],
    ['"7"', true],
    ['"6", "7"', true],
    ['"6"', false],
    ['W/"7"', false],
    ['7', false],
  ])('%p against revision 7: %p', (header, allowed) => expect(tagMatches(header, 7)).toBe(allowed));
});
