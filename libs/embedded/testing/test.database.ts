import pg from 'pg';
import { EmbeddedError } from '../src/embedded.error.js';
import { randomLetters } from './random.name.js';
import { askStand } from './stand.client.js';
import { testingSettings } from './testing.settings.js';

/** A database of one test file. */
export interface TestDatabase {
  /** Connection URL of this database; the account owns it. */
  readonly url: string;
  /** "test_" and 12 random letters. */
  readonly name: string;
  /** Ends all its connections and drops it. */
  drop(): Promise<void>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The statement that drops a database; DATABASE_NOT_A_TEST unless its name has "test" as one of its words. */
export const dropStatement = (name: string): string => {
  if (/(^|[_-])test([_-]|$)/.test(name)) return `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`;
  throw new EmbeddedError(
    'DATABASE_NOT_A_TEST',
    `Refusing to drop "${name}": only a database named test may be dropped.`,
  );
};

const execute = async (server: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Creates an empty database, or a copy of `template` (which nobody may be connected to), on the Postgres the run shares. */
export const testDatabase = async ({ template }: { readonly template?: string } = {}): Promise<TestDatabase> => {
  const server = testingSettings().postgres ?? (await askStand('postgres'));
  const name = `test_${randomLetters(12)}`;
  const source = template === undefined ? '' : ` TEMPLATE ${quoted(template)}`;
  await execute(server, `CREATE DATABASE ${quoted(name)}${source}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => execute(server, dropStatement(name)) };
};
