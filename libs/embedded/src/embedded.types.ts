/** One server process that can be taken down and brought back on the same data and the same port. */
export interface EmbeddedProcess {
  /** The server's process id, undefined while it is down. */
  readonly pid: number | undefined;
  /** Port on 127.0.0.1, the same for the life of this object. */
  readonly port: number;
  /** Starts it on its data and resolves when it answers. Does nothing while it runs. */
  start(): Promise<void>;
  /** Asks it to end (SIGTERM for Kafka, a fast shutdown for Postgres), kills it after 10 s, resolves when it is gone. Data stays. */
  stop(): Promise<void>;
  /** SIGKILL to it and all its children; resolves when they are gone. Data stays, as after a power cut of the process. */
  kill(): Promise<void>;
  /** SIGSTOP to it and all its children: sockets stay open, nothing answers. */
  suspend(): void;
  /** SIGCONT to it and all its children. */
  resume(): void;
}

/** A broker of an embedded cluster. */
export interface KafkaNode extends EmbeddedProcess {
  /** Kafka's `node.id`, counted from 1. */
  readonly id: number;
  /** "127.0.0.1:port", as advertised. */
  readonly address: string;
}

/** What both servers can be told. */
export interface EmbeddedOptions {
  /** Kept after `stop()` and used again by the next start. Without it: a temporary folder, removed by `stop()`. */
  readonly dataDir?: string;
  /** One line for each step that takes a person's time (fetching jars, first format, ready). Nothing is printed without it. */
  readonly log?: (line: string) => void;
  /** Called when a server process ends without having been asked to through this library. */
  readonly onDeath?: (what: string, how: string) => void;
}

/** How an embedded Kafka cluster is made. */
export interface KafkaOptions extends EmbeddedOptions {
  /** Brokers in the cluster, each broker and controller at once. Default 1. */
  readonly brokers?: 1 | 3;
  /** Client ports, one for each broker in order. Default: free ones outside the range of outgoing connections. */
  readonly ports?: readonly number[];
  /** Broker settings that add to or replace ours, e.g. `{ 'log.segment.bytes': 1048576 }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Java heap of each broker. Default "512m". */
  readonly heap?: string;
}

/** A running cluster. */
export interface EmbeddedKafka {
  /** "127.0.0.1:port" of each broker, in the order of their ids. */
  readonly brokers: readonly string[];
  readonly clusterId: string;
  readonly dataDir: string;
  /** Process ids of the brokers that run now. */
  readonly pids: readonly number[];
  readonly nodes: readonly KafkaNode[];
  /** The broker with this `node.id`, counted from 1. Throws a RangeError where there is none. */
  node(id: number): KafkaNode;
  /** Ends all brokers for good, releases the data folder and removes it if it was a temporary one. Repeatable; at most 15 s. */
  stop(): Promise<void>;
}

/** How an embedded Postgres is made. */
export interface PostgresOptions extends EmbeddedOptions {
  /** Default: a free port outside the range of outgoing connections. */
  readonly port?: number;
  /** Server settings that add to or replace ours, e.g. `{ max_connections: 300 }`. Durable by default (fsync, synchronous_commit on). */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}

/** A running Postgres. */
export interface EmbeddedPostgres {
  /** postgres://waybill:password@127.0.0.1:port/waybill; the account is a superuser, the password is made once per data folder. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** The postmaster's process id, undefined while it is down. */
  readonly pid: number | undefined;
  /** The server process, to be stopped, killed, suspended and started again while the data folder stays claimed. */
  readonly server: EmbeddedProcess;
  /** Ends the server for good, releases the data folder and removes it if it was a temporary one. Repeatable; at most 15 s. */
  stop(): Promise<void>;
}
