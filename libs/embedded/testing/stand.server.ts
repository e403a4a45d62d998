import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { startKafka } from '../src/kafka/kafka.start.js';
import { startPostgres } from '../src/postgres/postgres.start.js';
import { announceStand } from './testing.settings.js';

/** A broker and a database for one test run, each started when the first test asks for it. */
export interface Stand {
  readonly port: number;
  stop(): Promise<void>;
}

/** Something started by the first who asks, and stopped only if anybody has. */
const lazily = <T extends { stop(): Promise<void> }>(start: () => Promise<T>) => {
  let running: Promise<T> | undefined;
  return {
    get: (): Promise<T> => (running ??= start()),
    // One that failed to start has told its reason to those who asked, and left nothing to stop.
    stop: async (): Promise<void> => running?.then((it) => it.stop()).catch(() => undefined),
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Opens the stand on a free loopback port and announces it to the processes started from here. A client writes "kafka\n" or
 * "postgres\n" and is answered one line of JSON, {"address": …} or {"error": …}.
 */
export const openStand = async (): Promise<Stand> => {
  const kafka = lazily(() => startKafka());
  // Tests kill processes, never the machine: nothing is lost by not waiting for the disk.
  const postgres = lazily(() =>
    startPostgres({ settings: { fsync: 'off', full_page_writes: 'off', max_connections: 300 } }),
  );
  const addressOf = async (what: string): Promise<string> => {
    if (what === 'kafka') return (await kafka.get()).brokers.join(',');
    if (what === 'postgres') return (await postgres.get()).url;
    throw new Error(`The stand has no ${what}`);
  };
  const answer = async (socket: Socket): Promise<void> => {
    const [request] = await once(socket.setEncoding('utf8'), 'data');
    const reply = await addressOf(String(request).trim()).then(
      (address) => ({ address }),
      (error: unknown) => ({ error: messageOf(error) }),
    );
    socket.end(`${JSON.stringify(reply)}\n`);
  };
  const server = createServer((socket) => {
    // A test that ended while it waited takes its connection along.
    socket.on('error', () => undefined);
    answer(socket).catch(() => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  announceStand(port);
  return {
    port,
    stop: async () => {
      announceStand(undefined);
      server.close();
      await Promise.all([kafka.stop(), postgres.stop()]);
    },
  };
};
