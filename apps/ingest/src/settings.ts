import { databaseSettings, httpSettings, kafkaSettings, processSettings, readSettings } from '@app/service';

/** Settings of ingest, read once from the environment. */
export const ingestSettings = () =>
  readSettings(
    { process: processSettings, http: httpSettings, kafka: kafkaSettings, database: databaseSettings },
    process.env,
  );
