import type { Credentials } from './credentials.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the parts of a running stack are. */
export interface StackAddresses {
  /** "host:port", comma-separated. */
  readonly kafka: string;
  readonly postgres: string;
  /** Base URL of ingest, as people reach it. */
  readonly ingest: string;
  /** Base URL of what stands in for Meta's Graph API; `null`: nothing does. */
  readonly graph: string | null;
}

/** What differs on one machine from a cluster; a person who sets one of them knows better. */
const ONE_MACHINE = {
  /** Destinations on this machine are the point of it. */
  WAYBILL_EGRESS_ALLOW: '127.0.0.0/8,::1/128',
  /** The broker opens every partition at its start: with 12 a topic, later starts took 14 s instead of 9. */
  WAYBILL_PARTITIONS_EVENTS: '4',
  WAYBILL_PARTITIONS_CLICKS: '4',
  WAYBILL_PARTITIONS_REJECTED: '2',
  WAYBILL_PARTITIONS_DELIVERIES: '4',
  WAYBILL_PARTITIONS_OUTCOMES: '4',
};

/** What every service of the stack runs with: the launcher's environment, and what the stack itself decides. */
export const serviceEnvironment = (
  launcher: Environment,
  { admin, secret_keys }: Pick<Credentials, 'admin' | 'secret_keys'>,
  { kafka, postgres, ingest, graph }: StackAddresses,
): Environment => ({
  ...ONE_MACHINE,
  WAYBILL_PUBLIC_URL: ingest,
  ...(graph === null ? {} : { WAYBILL_GRAPH_URL: graph }),
  ...launcher,
  WAYBILL_KAFKA_BROKERS: kafka,
  WAYBILL_DATABASE_URL: postgres,
  WAYBILL_SECRET_KEYS: secret_keys,
  WAYBILL_ADMIN_TOKEN: admin.token,
  WAYBILL_ADMIN_EMAIL: admin.email,
  WAYBILL_ADMIN_PASSWORD: admin.password,
});

/** The part of an environment that is ours: what one more instance has to be given to be like the others. */
export const ownVariables = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('WAYBILL_') && value !== undefined ? [[name, value]] : [],
    ),
  );
