import {
  databaseSettings,
  duration,
  integer,
  kafkaSettings,
  partitionSettings,
  processSettings,
  readSettings,
  retrySettings,
  setting,
} from '@app/service';

/** How the audit looks for deliveries that are lost in Kafka. */
const auditSettings = {
  interval: setting({
    variable: 'AUDIT_INTERVAL',
    fallback: '30s',
    schema: duration,
    description: 'How often fanout looks whether deliveries are lost in Kafka.',
  }),
  settling: setting({
    variable: 'AUDIT_SETTLING',
    fallback: '60s',
    schema: duration,
    description: 'Age below which a delivery is not looked for: its task may not be in Kafka yet.',
  }),
};

/** How often the ledger is read. */
const ledgerSettings = {
  interval: setting({
    variable: 'LEDGER_INTERVAL',
    fallback: '30s',
    schema: duration,
    description: 'How often fanout counts twice that nothing is missing.',
  }),
};

/** How long what was delivered is kept. */
const retentionSettings = {
  days: setting({
    variable: 'RETENTION_DAYS',
    fallback: '90',
    // A replay of all that Kafka holds must find its days.
    schema: integer(16, 3_650),
    description: 'Days that events, deliveries and attempts are kept; longer where one of them is open. At least 16.',
  }),
};

/** Settings of fanout, read once from the environment. */
export const fanoutSettings = () =>
  readSettings(
    {
      process: processSettings,
      kafka: kafkaSettings,
      database: databaseSettings,
      partitions: partitionSettings,
      retry: retrySettings,
      audit: auditSettings,
      ledger: ledgerSettings,
      retention: retentionSettings,
    },
    process.env,
  );
