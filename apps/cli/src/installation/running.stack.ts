import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '@app/service';
import { z } from 'zod';

const runningService = z.object({ name: z.string(), pid: z.number(), management: z.string() });

const stateFile = z.object({
  ingest: z.string(),
  console: z.string(),
  kafka: z.string(),
  postgres: z.string(),
  services: z.array(runningService),
  admin: z.object({ token: z.string() }),
  space: z.object({ id: z.string(), secret: z.string() }),
});

/** The stack that `npm start` runs here, as far as commands need it. */
export interface RunningStack {
  /** Settings that lead to it. */
  readonly environment: Environment;
  readonly services: readonly z.infer<typeof runningService>[];
}

const readJson = async <T>(path: string, form: z.ZodType<T>): Promise<T | null> => {
  try {
    return form.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
};

/** What runs on a data folder, told by the files `npm start` keeps while it is ready; `null` where nothing runs. */
export async function findStack(dataDir: string): Promise<RunningStack | null> {
  const [state, environment] = await Promise.all([
    readJson(join(dataDir, 'standalone.json'), stateFile),
    readJson(join(dataDir, 'environment.json'), z.record(z.string(), z.string())),
  ]);
  if (state === null) return null;
  const brokers = state.kafka.split(',').length;
  return {
    services: state.services,
    environment: {
      WAYBILL_TOPICS_REPLICATION: String(brokers),
      WAYBILL_TOPICS_MIN_IN_SYNC: brokers > 1 ? '2' : '1',
      WAYBILL_SPACE: state.space.id,
      WAYBILL_SPACE_SECRET: state.space.secret,
      WAYBILL_INGEST_URL: state.ingest,
      WAYBILL_CONSOLE_URL: state.console,
      WAYBILL_ADMIN_TOKEN: state.admin.token,
      WAYBILL_DATABASE_URL: state.postgres,
      WAYBILL_KAFKA_BROKERS: state.kafka,
      ...environment,
    },
  };
}
