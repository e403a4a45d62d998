import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignSlots, type Assignment, type Member } from './sticky.assign.js';

const TOPICS = ['main', 'retry.1m', 'retry.5m', 'dlq'];

const member = (id: string, topics: readonly string[] = TOPICS, owned: Member['owned'] = {}): Member => ({
  id,
  topics,
  owned,
});

const count = (assignment: Assignment, id: string, topic: string): number => assignment.get(id)?.[topic]?.length ?? 0;

/** Comparable whatever the order of members. */
const plain = (assignment: Assignment): object => Object.fromEntries(assignment);

/** The same members, each holding what it was given. */
const holding = (members: readonly Member[], assignment: Assignment): Member[] =>
  members.map(({ id, topics }) => member(id, topics, assignment.get(id) ?? {}));

const partitionCounts = fc
  .record({ base: fc.integer({ min: 1, max: 24 }), topics: fc.integer({ min: 1, max: TOPICS.length }) })
  .map(({ base, topics }) => new Map(TOPICS.slice(0, topics).map((topic) => [topic, base])));

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 9 });

describe('assignSlots', () => {
  it('gives nothing when there is nobody', () => {
    expect(assignSlots([], new Map([['main', 3]])).size).toBe(0);
  });

  it('gives every partition to exactly one member, and partition p of all topics to the same one', () => {
    fc.assert(
      fc.property(ids, partitionCounts, (names, counts) => {
        const topics = [...counts.keys()];
        const assignment = assignSlots(
          names.map((id) => member(id, topics)),
          counts,
        );
        for (const [topic, partitions] of counts) {
          const given = names.flatMap((id) => assignment.get(id)?.[topic] ?? []);
          expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, index) => index));
        }
        const [first = ''] = topics;
        for (const id of names) {
          for (const topic of topics) expect(assignment.get(id)?.[topic]).toEqual(assignment.get(id)?.[first]);
        }
        const loads = names.map((id) => count(assignment, id, first));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('says the same whatever the order of members', () => {
    fc.assert(
      fc.property(ids, partitionCounts, (names, counts) => {
        const topics = [...counts.keys()];
        const there = assignSlots(
          names.map((id) => member(id, topics)),
          counts,
        );
        const back = assignSlots(
          names.toReversed().map((id) => member(id, topics)),
          counts,
        );
        expect(plain(back)).toEqual(plain(there));
      }),
    );
  });

  it('moves nothing when nothing changed, and no more than it must when members come or go', () => {
    fc.assert(
      fc.property(ids, partitionCounts, fc.nat(), fc.boolean(), (names, counts, at, joins) => {
        const topics = [...counts.keys()];
        const [topic = ''] = topics;
        const slots = counts.get(topic) ?? 0;
        const first = names.map((id) => member(id, topics));
        const before = assignSlots(first, counts);
        expect(plain(assignSlots(holding(first, before), counts))).toEqual(plain(before));

        const gone = joins ? null : names[at % names.length];
        const held = holding(first, before).filter(({ id }) => id !== gone);
        const next = joins ? [...held, member('newcomer', topics)] : held;
        if (next.length === 0) return;
        const after = assignSlots(next, counts);
        const moved = first
          .filter(({ id }) => id !== gone)
          .flatMap(
            ({ id }) => before.get(id)?.[topic]?.filter((slot) => !after.get(id)?.[topic]?.includes(slot)) ?? [],
          );
        // Only what the newcomer takes leaves those who stay; of those who go nobody else loses anything.
        expect(moved.length).toBeLessThanOrEqual(joins ? Math.ceil(slots / next.length) : 0);
      }),
    );
  });

  it('gives a topic only to members that know it, while old and new ones run side by side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 16 }),
        (olds, news, partitions) => {
          const counts = new Map(TOPICS.map((topic) => [topic, partitions]));
          const members = [
            ...Array.from({ length: olds }, (_, index) => member(`old${index}`, ['main', 'retry.1m'])),
            ...Array.from({ length: news }, (_, index) => member(`new${index}`)),
          ];
          const assignment = assignSlots(members, counts);
          for (const topic of TOPICS) {
            const given = members.flatMap(({ id }) => assignment.get(id)?.[topic] ?? []);
            expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, index) => index));
          }
          for (const { id, topics } of members) {
            expect(Object.keys(assignment.get(id) ?? {}).every((topic) => topics.includes(topic))).toBe(true);
            expect(assignment.get(id)?.['retry.1m']).toEqual(assignment.get(id)?.['main']);
          }
        },
      ),
    );
  });

  it('settles two claims on one slot and ignores claims on what is no longer there', () => {
    const counts = new Map([['main', 2]]);
    const owned = { main: [0, 1, 7], gone: [0] };
    const assignment = assignSlots([member('a', ['main'], owned), member('b', ['main'], owned)], counts);
    expect(['a', 'b'].flatMap((id) => assignment.get(id)?.['main'] ?? []).toSorted((x, y) => x - y)).toEqual([0, 1]);
    expect(count(assignment, 'a', 'main')).toBe(1);
  });
});
