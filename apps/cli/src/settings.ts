import {
  databaseSettings,
  integer,
  kafkaSettings,
  optionalSetting,
  partitionSettings,
  retrySettings,
  setting,
  text,
  url,
  type Environment,
} from '@app/service';

/** The environment this process was started with. */
export const ownEnvironment = (): Environment => process.env;

/** Where the console API is, and the right to call it. */
export const consoleAccess = {
  console: setting({
    variable: 'CONSOLE_URL',
    schema: url('https', 'http'),
    description: 'Base URL of the console, such as http://127.0.0.1:4100.',
  }),
  token: setting({
    variable: 'ADMIN_TOKEN',
    schema: text,
    secret: true,
    description: 'Token (wb_adm_…) for the console API.',
  }),
};

/** The space commands work in, unless they are told another. */
export const spaceChoice = {
  space: optionalSetting({ variable: 'SPACE', schema: text, description: 'Id of the space commands work in.' }),
};

/** Where events are posted, and the right to. */
export const ingestAccess = {
  ingest: setting({
    variable: 'INGEST_URL',
    schema: url('https', 'http'),
    description: 'Base URL of ingest, such as http://127.0.0.1:4000.',
  }),
  secret: setting({
    variable: 'SPACE_SECRET',
    schema: text,
    secret: true,
    description: 'Secret (wb_sec_…) of the space events are posted to.',
  }),
};

/** Where the database is. */
export const databaseAccess = { database: { url: databaseSettings.url } };

/** Where the cluster is, and what its topics shall be. */
export const topicsAccess = {
  kafka: kafkaSettings,
  partitions: partitionSettings,
  retry: retrySettings,
  topics: {
    replication: setting({
      variable: 'TOPICS_REPLICATION',
      fallback: '3',
      schema: integer(1, 9),
      description: 'Replicas each topic is made with.',
    }),
    minInSync: setting({
      variable: 'TOPICS_MIN_IN_SYNC',
      fallback: '2',
      schema: integer(1, 9),
      description: 'Replicas that must have a record before it is acknowledged.',
    }),
  },
};
