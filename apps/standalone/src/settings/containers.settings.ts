import { readSettings, setting, text, url } from '@app/service';

const address = (variable: string, fallback: string, description: string) =>
  setting({ variable, fallback, schema: url('http', 'https'), description });

/** Where the one-shot jobs of a stack in containers find things. */
const containersTree = {
  dataDir: setting({
    variable: 'DATA_DIR',
    fallback: '/var/lib/waybill',
    schema: text,
    description: 'Folder in which made credentials are kept, and handed to the services as files.',
  }),
  inside: {
    ingest: address('INGEST_URL', 'http://ingest:4000', 'Base URL of ingest, as containers reach it.'),
    console: address('CONSOLE_URL', 'http://console:4000', 'Base URL of the console, as containers reach it.'),
    receiver: address(
      'RECEIVER_URL',
      'http://demo-receiver:4000',
      'Base URL of the demo receiver; where none answers, no demo is seeded.',
    ),
  },
  shown: {
    ingest: address('PUBLIC_URL', 'http://127.0.0.1:4000', 'Base URL of ingest, as people reach it.'),
    console: address('SHOWN_CONSOLE_URL', 'http://127.0.0.1:4100', 'Base URL of the console, as people reach it.'),
    receiver: address('SHOWN_RECEIVER_URL', 'http://127.0.0.1:4200', 'Base URL of the receiver, as people reach it.'),
    kafka: setting({
      variable: 'SHOWN_KAFKA',
      fallback: '127.0.0.1:9094',
      schema: text,
      description: 'Broker as people reach it, host:port.',
    }),
    postgres: setting({
      variable: 'SHOWN_POSTGRES',
      fallback: 'docker compose exec postgres psql -U waybill',
      schema: text,
      description: 'How people reach the database.',
    }),
  },
};

/** Settings of the one-shot jobs, read once from the environment. */
export const containersSettings = () => readSettings(containersTree, process.env);

export type ContainersSettings = ReturnType<typeof containersSettings>['values'];
