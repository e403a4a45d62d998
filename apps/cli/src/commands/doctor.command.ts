import { checkTopics } from '@app/kafka';
import { openDatabase, schemaReady } from '@app/persistence';
import { EXIT } from '../command/command.error.js';
import type { Command } from '../command/command.js';
import type { Installation } from '../installation/installation.js';
import { ApiClient } from '../installation/api.client.js';
import { table } from '../output/table.js';
import { databaseAccess } from '../settings.js';
import { listDestinations } from './destination.answers.js';
import { declaredTopics, SILENT } from './topics.commands.js';

/** What was found of one part: `warn` is worth a look, `fail` keeps the product from working. */
interface Finding {
  readonly part: string;
  readonly result: 'ok' | 'warn' | 'fail' | 'unknown';
  readonly detail: string;
}

type Found = Omit<Finding, 'part'>;
const ok = (detail: string): Found => ({ result: 'ok', detail });
const fail = (detail: string): Found => ({ result: 'fail', detail });
const unknown = (variable: string): Found => ({ result: 'unknown', detail: `${variable} is not set` });

const looks: Readonly<Record<string, (installation: Installation) => Promise<Found>>> = {
  async services({ stack }) {
    if (stack === null) return { result: 'unknown', detail: 'no stack of `npm start` runs here' };
    const asked = stack.services.map(async ({ name, management }) => {
      const answer = await new ApiClient(management, '').ask('GET', '/readyz').catch(() => null);
      return answer?.ok === true ? [] : [name];
    });
    const unready = (await Promise.all(asked)).flat();
    return unready.length === 0 ? ok(`${stack.services.length} are ready`) : fail(`not ready: ${unready.join(', ')}`);
  },

  async kafka(installation) {
    if (!installation.has('KAFKA_BROKERS')) return unknown('WAYBILL_KAFKA_BROKERS');
    const { connection, declared } = declaredTopics(installation);
    const drifts = await checkTopics(connection, SILENT, declared);
    const fatal = drifts.filter((drift) => drift.fatal).map(({ sentence }) => sentence);
    if (fatal.length > 0) return fail(fatal.join('; '));
    const [first] = drifts;
    return first === undefined
      ? ok(`${declared.length} topics are as declared`)
      : { result: 'warn', detail: `${drifts.length} differences (see \`topics plan\`): ${first.sentence}` };
  },

  async database(installation) {
    if (!installation.has('DATABASE_URL')) return unknown('WAYBILL_DATABASE_URL');
    const { url } = installation.read(databaseAccess).database;
    const database = openDatabase({ url, poolSize: 1, applicationName: 'waybill-cli' });
    try {
      await database.query({ text: 'select 1' });
      const ready = await schemaReady(database);
      return ready ? ok('the schema is what this version needs') : fail('the schema is older: run `migrate`');
    } finally {
      await database.close();
    }
  },

  async ingest(installation) {
    if (!installation.has('INGEST_URL')) return unknown('WAYBILL_INGEST_URL');
    if (!installation.has('SPACE_SECRET')) return unknown('WAYBILL_SPACE_SECRET');
    await installation.ingest().call('POST', '/events/validate', { event: 'contact' });
    return ok('it knows the secret of the space');
  },

  async console(installation) {
    if (!installation.has('CONSOLE_URL')) return unknown('WAYBILL_CONSOLE_URL');
    await installation.console().call('GET', '/api/spaces?limit=1');
    return ok('it takes the admin token');
  },

  async destinations(installation) {
    if (!installation.has('CONSOLE_URL')) return unknown('WAYBILL_CONSOLE_URL');
    if (!installation.has('SPACE')) return unknown('WAYBILL_SPACE');
    const all = await listDestinations(installation.console(), installation.spacePath(undefined));
    const stopped = all.filter(({ state }) => state === 'held' || state === 'paused');
    const named = stopped.map(({ name, state, state_reason }) => `${name} is ${state} (${state_reason ?? '-'})`);
    return stopped.length === 0
      ? ok(`none of ${all.length} is held or paused`)
      : { result: 'warn', detail: named.join('; ') };
  },
};

/** A part that throws is one that fails. */
const look = async (part: string, installation: Installation): Promise<Finding> => {
  try {
    return { part, ...((await looks[part]?.(installation)) ?? unknown(part)) };
  } catch (error) {
    return { part, ...fail(error instanceof Error ? error.message : String(error)) };
  }
};

export const doctorCommand: Command = {
  name: 'doctor',
  positionals: [],
  summary: 'look at every part that can be reached; ends with 3 where one keeps the product from working',
  examples: ['doctor', 'doctor --json'],
  options: {},
  async run({ installation, progress }) {
    progress('Looking …');
    const items = await Promise.all(Object.keys(looks).map((part) => look(part, installation)));
    const healthy = items.every(({ result }) => result !== 'fail');
    return {
      json: { healthy, items },
      text: table(items, [
        ['PART', ({ part }) => part],
        ['RESULT', ({ result }) => result],
        ['WHAT', ({ detail }) => detail],
      ]),
      exit: healthy && items.some(({ result }) => result === 'ok') ? EXIT.ok : EXIT.absent,
    };
  },
};
