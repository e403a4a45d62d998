/** What makes one broker's settings differ from another's. */
export interface BrokerShape {
  /** `node.id`, counted from 1. */
  readonly id: number;
  /** Client ports of all brokers, in the order of their ids. */
  readonly ports: readonly number[];
  /** Controller ports of all brokers, in the order of their ids. */
  readonly controllerPorts: readonly number[];
  readonly logDir: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

const shared = (brokers: number): Record<string, string | number | boolean> => {
  const copies = brokers;
  const minInSync = brokers === 1 ? 1 : 2;
  return {
    'default.replication.factor': copies,
    'min.insync.replicas': minInSync,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': minInSync,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': minInSync,
    // Kafka's default of 50 each makes the first join of a group wait for 50 partitions.
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.num.partitions': 3,
    // Kafka's default of 3 s is a wait for members that on one machine are there at once.
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.threads': 1,
    // Kafka's default of 128 MiB would be a quarter of the heap.
    'log.cleaner.dedupe.buffer.size': 2_097_152,
    'log.segment.bytes': 16_777_216,
    // A broker that was killed is let in again only when its old session has run out (Kafka's default: 9 s).
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    // Without a controlled shutdown even an orderly restart waits for the old session to run out.
    'controlled.shutdown.enable': true,
  };
};

/** The text of `server.properties` for a broker that is also a controller, on loopback only. */
export const brokerProperties = ({ id, ports, controllerPorts, logDir, settings }: BrokerShape): string => {
  const port = ports[id - 1];
  const controllerPort = controllerPorts[id - 1];
  if (port === undefined || controllerPort === undefined) throw new RangeError(`No ports for broker ${id}`);
  const all = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((at, index) => `${index + 1}@127.0.0.1:${at}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,
    ...shared(ports.length),
    ...settings,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
};
