import { secretKeys } from './secret-keys.js';
import { optionalSetting, setting } from './setting.js';
import { duration, integer, list, network, text, url } from './texts.js';

/** Where Postgres is. */
export const databaseSettings = {
  url: setting({
    variable: 'DATABASE_URL',
    schema: url('postgres', 'postgresql'),
    secret: true,
    description: 'Postgres, as postgres://user:password@host:port/database.',
  }),
  pool: setting({
    variable: 'DATABASE_POOL',
    fallback: '10',
    schema: integer(1, 200),
    description: 'Connections to Postgres a process holds at most.',
  }),
};

/** Where destinations may be. */
export const egressSettings = {
  allow: setting({
    variable: 'EGRESS_ALLOW',
    fallback: '',
    schema: list(network),
    description: 'CIDRs of private networks that destinations may be in, comma-separated; public addresses always may.',
  }),
};

/** The retry timeline; tiers and their topics follow from it. */
export const retrySettings = {
  delays: setting({
    variable: 'RETRY_DELAYS',
    fallback: '30s,2m,8m,30m,2h,6h',
    schema: list(duration).refine(
      (given) => given.length > 0 && given.every((delay, at) => delay >= 1 && delay > (given[at - 1] ?? 0)),
      'must be at least one duration, each longer than the one before',
    ),
    description: 'Waits between the attempts at a delivery; the last one repeats. Each has a delay topic a kind.',
  }),
};

/** The key ring for secrets at rest. */
export const secretSettings = {
  keys: setting({
    variable: 'SECRET_KEYS',
    schema: secretKeys,
    secret: true,
    description: 'Keys of 32 bytes, id:base64, comma-separated: the first encrypts, all decrypt.',
  }),
};

/** Where Meta's Graph API is. */
export const graphSettings = {
  url: setting({
    variable: 'GRAPH_URL',
    fallback: 'https://graph.facebook.com',
    schema: url('https', 'http'),
    description: "Meta's Graph API, without version; another one in tests.",
  }),
};

/** The installation as people reach it. */
export const publicSettings = {
  url: optionalSetting({
    variable: 'PUBLIC_URL',
    schema: url('https', 'http'),
    description: 'URL of the ingest door as the outside sees it, for links and postback URLs that are shown.',
  }),
};

/** The operator's ways into the console. */
export const adminSettings = {
  token: optionalSetting({
    variable: 'ADMIN_TOKEN',
    schema: text,
    secret: true,
    description: 'Token (wb_adm_…) with every right on the console API.',
  }),
  email: optionalSetting({
    variable: 'ADMIN_EMAIL',
    schema: text,
    description: 'E-mail of the first administrator, made with the password while nobody can sign in to the console.',
  }),
  password: optionalSetting({
    variable: 'ADMIN_PASSWORD',
    schema: text,
    secret: true,
    description: 'Password of the first administrator; a later change of it here changes nothing.',
  }),
};

const partitions = (topic: string, what: string, fallback: string) =>
  setting({
    variable: `PARTITIONS_${topic}`,
    fallback,
    schema: integer(1, 1000),
    description: `Partitions of ${what}.`,
  });

/** How many partitions topics are made with. */
export const partitionSettings = {
  events: partitions('EVENTS', '`events`, `clicks` and `events.rejected`', '12'),
  deliveries: partitions('DELIVERIES', 'each `deliveries.<kind>`, its delay topics and its dead letters', '12'),
  outcomes: partitions('OUTCOMES', '`outcomes`', '12'),
};
