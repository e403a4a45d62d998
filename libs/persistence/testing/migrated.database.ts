import { testDatabase } from '@app/embedded/testing';
import { migrate, openDatabase, type Database } from '../src/index.js';

/** A database with the product's schema, of one test file. */
export interface MigratedDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/** Makes a database of the newest schema on the Postgres the run shares. */
export async function migratedDatabase({ poolSize = 4 } = {}): Promise<MigratedDatabase> {
  const made = await testDatabase();
  await migrate(made.url);
  const database = openDatabase({ url: made.url, poolSize, applicationName: made.name });
  const drop = async (): Promise<void> => {
    await database.close();
    await made.drop();
  };
  return { database, url: made.url, drop };
}
