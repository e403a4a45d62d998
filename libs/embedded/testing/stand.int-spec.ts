import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { randomTopic, testDatabase, testKafka } from './index.js';

const ask = async (url: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
};

describe('the stand', () => {
  it('gives every file the same broker', async () => {
    const [one, other] = await Promise.all([testKafka(), testKafka()]);
    expect(one.brokers).toHaveLength(1);
    expect(other).toEqual(one);
  });

  it('gives every file a database of its own and drops it in spite of open connections', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    expect(one.name).not.toBe(other.name);
    expect(await ask(one.url, 'SELECT current_database()')).toEqual([one.name]);

    const open = new pg.Client({ connectionString: one.url });
    const ended = new Promise((resolve) => open.on('error', resolve));
    await open.connect();
    await one.drop();
    await ended;
    const left = await ask(
      other.url,
      `SELECT datname FROM pg_database WHERE datname IN ('${one.name}', '${other.name}')`,
    );
    expect(left).toEqual([other.name]);
    await other.drop();
  });

  it('copies a template', async () => {
    const template = await testDatabase();
    await ask(template.url, 'CREATE TABLE seeds (id int); INSERT INTO seeds VALUES (7)').catch(() => []);
    const copy = await testDatabase({ template: template.name });
    expect(await ask(copy.url, 'SELECT id FROM seeds')).toEqual([7]);
    await Promise.all([copy.drop(), template.drop()]);
  });

  it('names topics that nobody else uses', () => {
    expect(randomTopic('events')).toMatch(/^events\.[a-z]{12}$/);
    expect(randomTopic('events')).not.toBe(randomTopic('events'));
  });
});
