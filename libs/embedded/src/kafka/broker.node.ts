import { join } from 'node:path';
import type { KafkaNode } from '../embedded.types.js';
import { ServerProcess, type ServerProcessOptions } from '../process/server.process.js';
import { brokerLog } from './broker.command.js';
import { listedBrokers } from './metadata.probe.js';

/** Longer than any start seen: 3 s as a rule, and a lone broker that was killed waits for its old session. */
const startTimeoutMs = 60_000;

/** One broker of a cluster; ready when it lists itself among the brokers that are alive and unfenced. */
export class BrokerNode extends ServerProcess implements KafkaNode {
  readonly id: number;
  readonly address: string;

  constructor(id: number, options: Pick<ServerProcessOptions, 'command' | 'port' | 'folder' | 'onDeath'>) {
    super({
      ...options,
      what: `Kafka broker ${id}`,
      logs: [join(options.folder, 'console.log'), brokerLog(options.folder)],
      stopSignal: 'SIGTERM',
      startTimeoutMs,
      isReady: async () => (await listedBrokers(options.port)).some((broker) => broker.id === id),
    });
    this.id = id;
    this.address = `127.0.0.1:${options.port}`;
  }
}
