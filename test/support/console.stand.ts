import { randomBytes, randomUUID } from 'node:crypto';
import { mintKey } from '@app/identity';
import { SecretBox } from '@app/persistence';
import { migratedDatabase } from '@app/persistence/testing';
import { testContext } from '@app/service/testing';
import { startConsole } from '../../apps/console/src/console.js';
import { ConsoleClient } from './console.client.js';

/** Who can sign in. */
export const ADMIN = { email: 'admin@test.localhost', password: 'a long pass phrase' };

/** Where a webhook of a test points; nothing is sent there. */
export const HOOK = 'http://127.0.0.1:8099/hook';

/**
 * The console API in this process over a real database of its own; destinations may be on this machine. `via` may put
 * something between the API and the database.
 */
export async function consoleStand(via: (databaseUrl: string) => Promise<string> | string = (url) => url) {
  const db = await migratedDatabase();
  const token = mintKey('adm');
  const keys = [{ id: 'k1', key: randomBytes(32) }];
  const { context, urls, end, lines } = testContext({
    process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'warn' as const },
    http: { port: 0, trustedProxies: [] },
    database: { url: await via(db.url), pool: 4 },
    secrets: { keys },
    admin: { token, ...ADMIN },
    egress: { allow: ['127.0.0.0/8'] },
    graph: { url: 'http://127.0.0.1:8099' },
    public: { url: 'https://go.example' },
  });
  await startConsole(context);
  const api = new ConsoleClient(urls.http ?? '', token);
  const space = async (): Promise<string> => (await api.post('/api/spaces', { name: randomUUID() })).body.id;
  return {
    api,
    database: db.database,
    databaseUrl: db.url,
    box: new SecretBox(keys),
    /** What was logged at warn and above. */
    lines,
    /** Makes a space of any name; its id. */
    space,
    /** Makes a webhook destination; the answer. */
    create: (inSpace: string, name: string, more: object = {}) =>
      api.post(`/api/spaces/${inSpace}/destinations`, { kind: 'webhook', name, config: { url: HOOK }, ...more }),
    stop: async () => {
      await end();
      await db.drop();
    },
  };
}

export type ConsoleStand = Awaited<ReturnType<typeof consoleStand>>;
