import { databaseSettings, kafkaSettings, processSettings, readSettings } from '@app/service';

/** Settings of recorder, read once from the environment. */
export const recorderSettings = () =>
  readSettings({ process: processSettings, kafka: kafkaSettings, database: databaseSettings }, process.env);
