import { migrate, openDatabase, schemaReady } from '@app/persistence';
import { EXIT } from '../command/command.error.js';
import type { Command, Output } from '../command/command.js';
import { databaseAccess } from '../settings.js';

const check = async (url: string): Promise<Output> => {
  const database = openDatabase({ url, poolSize: 1, applicationName: 'waybill-cli' });
  try {
    // Throws, saying why, where the database itself does not answer.
    await database.query({ text: 'select 1' });
    const ready = await schemaReady(database);
    return ready
      ? { json: { ready }, text: 'The schema is what this version needs.' }
      : { json: { ready }, text: 'The schema is older than this version needs: run `migrate`.', exit: EXIT.absent };
  } finally {
    await database.close();
  }
};

export const migrateCommand: Command = {
  name: 'migrate',
  positionals: [],
  summary: 'bring the database to the schema of this version',
  examples: ['migrate', 'migrate --check'],
  options: { check: { help: 'change nothing; ends with 3 where the schema is older' } },
  async run({ args, installation, progress }) {
    const { url } = installation.read(databaseAccess).database;
    if (args.flag('check')) return check(url);
    progress('Migrating …');
    const applied = await migrate(url);
    return {
      json: { applied },
      text: applied.length === 0 ? 'Nothing to do.' : applied.map((name) => `applied ${name}`).join('\n'),
    };
  },
};
