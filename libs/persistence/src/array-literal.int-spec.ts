import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@app/embedded/testing';
import fc from 'fast-check';
import { openDatabase, type Database } from './index.js';

let given: TestDatabase;
let database: Database;

beforeAll(async () => {
  given = await testDatabase();
  database = openDatabase({ url: given.url, poolSize: 1, applicationName: 'array-test' });
});
afterAll(async () => {
  await database.close();
  await given.drop();
});

const echo = async (type: string, values: readonly unknown[]): Promise<unknown[]> => {
  const rows = await database.query<{ v: unknown }>({
    text: `select v from unnest($1::${type}[]) as t (v)`,
    values: [values],
  });
  return rows.map(({ v }) => v);
};

it('brings texts through unchanged', async () => {
  const odd = ['', 'null', 'NULL', '{}', '"', '\\', 'a,b', ' a ', "it's", '\n', 'é', '😀', '\\x00', null];
  expect(await echo('text', odd)).toEqual(odd);
  expect(await echo('text', [])).toEqual([]);
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => expect(await echo('text', values)).toEqual(values)),
    { numRuns: 300 },
  );
});

it('brings bytes, numbers and truths through unchanged', async () => {
  const bytes = [Buffer.from([0, 1, 92, 34, 255]), null, Buffer.alloc(0)];
  expect(await echo('bytea', bytes)).toEqual(bytes);
  expect(await echo('float8', [1.5, -0.1, 1e300, null])).toEqual([1.5, -0.1, 1e300, null]);
  expect(await echo('boolean', [true, false, null])).toEqual([true, false, null]);
});

it('leaves to pg what it does not know', async () => {
  expect(await echo('timestamptz', [new Date(5), null])).toEqual([5, null]);
  expect(await echo('jsonb', [{ a: 1 }])).toEqual([{ a: 1 }]);
  expect(
    await echo('int', [
      [1, 2],
      [3, 4],
    ]),
  ).toEqual([1, 2, 3, 4]);
});
