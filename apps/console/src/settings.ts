import {
  adminSettings,
  databaseSettings,
  egressSettings,
  graphSettings,
  httpSettings,
  processSettings,
  publicSettings,
  readSettings,
  secretSettings,
} from '@app/service';

/** Settings of the console, read once from the environment. */
export const consoleSettings = () =>
  readSettings(
    {
      process: processSettings,
      http: httpSettings,
      database: databaseSettings,
      secrets: secretSettings,
      admin: adminSettings,
      egress: egressSettings,
      graph: graphSettings,
      public: publicSettings,
    },
    process.env,
  );
