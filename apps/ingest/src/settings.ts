import {
  databaseSettings,
  httpSettings,
  integer,
  kafkaSettings,
  optionalSetting,
  processSettings,
  readSettings,
  setting,
  text,
} from '@app/service';

/** How often a credential may be used. */
const rateSettings = {
  token: setting({
    variable: 'RATE_LIMIT_TOKEN',
    fallback: '200',
    schema: integer(0, 1_000_000),
    description: 'Calls a second an ingest token may make of one ingest process; 0 = no limit.',
  }),
  secret: setting({
    variable: 'RATE_LIMIT_SECRET',
    fallback: '0',
    schema: integer(0, 1_000_000),
    description: 'Calls a second a space secret may make of one ingest process; 0 = no limit.',
  }),
};

/** What is believed of visitors. */
const visitorSettings = {
  countryHeader: optionalSetting({
    variable: 'COUNTRY_HEADER',
    schema: text,
    description: 'Request header in which the edge says the country of a visitor, such as cf-ipcountry.',
  }),
};

/** Settings of ingest, read once from the environment. */
export const ingestSettings = () =>
  readSettings(
    {
      process: processSettings,
      http: httpSettings,
      kafka: kafkaSettings,
      database: databaseSettings,
      rates: rateSettings,
      visitors: visitorSettings,
    },
    process.env,
  );
