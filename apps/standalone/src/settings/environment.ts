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

/** Destinations on this machine are the point of a stack on one machine; a person who sets the variable knows better. */
const LOOPBACK = '127.0.0.0/8,::1/128';

/** What every service of the stack runs with: the launcher's environment, and what the stack itself decides. */
export const serviceEnvironment = (
  launcher: Environment,
  { admin, secret_keys }: Pick<Credentials, 'admin' | 'secret_keys'>,
  { kafka, postgres, ingest, graph }: StackAddresses,
): Environment => ({
  WAYBILL_EGRESS_ALLOW: LOOPBACK,
  WAYBILL_PUBLIC_URL: ingest,
  ...(graph === null ? {} : { WAYBILL_GRAPH_URL: graph }),
  ...launcher,
  WAYBILL_KAFKA_BROKERS: kafka,
  WAYBILL_DATABASE_URL: postgres,
  WAYBILL_SECRET_KEYS: secret_keys,
  WAYBILL_ADMIN_TOKEN: admin.token,
});

/** The part of an environment that is ours: what one more instance has to be given to be like the others. */
export const ownVariables = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('WAYBILL_') && value !== undefined ? [[name, value]] : [],
    ),
  );
