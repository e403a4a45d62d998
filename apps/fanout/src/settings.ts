import {
  databaseSettings,
  duration,
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
export const ledgerSettings = {
  interval: setting({
    variable: 'LEDGER_INTERVAL',
    fallback: '30s',
    schema: duration,
    description: 'How often fanout counts twice that nothing is missing.',
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
    },
    process.env,
  );
