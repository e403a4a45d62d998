import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type EmbeddedKafka,
  type EmbeddedPostgres,
  type EmbeddedProcess,
  startKafka,
  startPostgres,
} from '@app/embedded';
import type { StackPorts } from './settings/port.memory.js';

const REVIVE_EVERY_MS = 500;

export interface StoresOptions {
  readonly dataDir: string;
  readonly ports: StackPorts;
  /** With three, Kafka takes free ports. */
  readonly brokers: 1 | 3;
  readonly log: (line: string) => void;
  readonly onTrouble: (who: string, text: string) => void;
}

/** Broker and database of a stack. One that dies without having been asked to is started again. */
export interface Stores {
  readonly kafka: EmbeddedKafka;
  readonly postgres: EmbeddedPostgres;
  /** Both, within 12 s. */
  stop(): Promise<void>;
  /** Both at once, as after a power cut. */
  kill(): Promise<void>;
}

/** Starts broker and database side by side; when one fails the other is stopped and the failure thrown. */
export const startStores = async ({ dataDir, ports, brokers, log, onTrouble }: StoresOptions): Promise<Stores> => {
  const ending = new AbortController();
  const processes: EmbeddedProcess[] = [];

  const revive = async (server: EmbeddedProcess): Promise<void> => {
    while (!ending.signal.aborted && server.pid === undefined) {
      await server.start().catch((error: unknown) => onTrouble('standalone', String(error)));
      if (server.pid === undefined) await pause(REVIVE_EVERY_MS);
    }
  };
  const onDeath = (what: string, how: string): void => {
    if (ending.signal.aborted) return;
    onTrouble(what, `ended (${how}), starting it again`);
    void Promise.all(processes.map(revive));
  };

  const common = { log, onDeath };
  const [kafka, postgres] = await Promise.allSettled([
    startKafka({
      ...common,
      dataDir: join(dataDir, 'kafka'),
      brokers,
      ...(brokers === 1 ? { ports: [ports.kafka] } : {}),
    }),
    startPostgres({ ...common, dataDir: join(dataDir, 'postgres'), port: ports.postgres }),
  ]);
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    ending.abort();
    const results = [kafka, postgres];
    await Promise.all(results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.stop()] : [])));
    throw results.find((one) => one.status === 'rejected')?.reason;
  }
  processes.push(...kafka.value.nodes, postgres.value.server);
  return {
    kafka: kafka.value,
    postgres: postgres.value,
    stop: async () => {
      ending.abort();
      await Promise.all([kafka.value.stop(), postgres.value.stop()]);
    },
    kill: async () => {
      ending.abort();
      await Promise.all(processes.map((each) => each.kill()));
      await Promise.all([kafka.value.stop(), postgres.value.stop()]);
    },
  };
};
