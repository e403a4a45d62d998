import { SettingsError } from './read-settings.js';
import type { SettingsOf } from './setting.js';
import { optionalSetting, setting } from './setting.js';
import { address, flag, list, oneOf, text } from './texts.js';

/** How the cluster is reached; `kafkaConnection` makes a connection of it. */
export const kafkaSettings = {
  brokers: setting({
    variable: 'KAFKA_BROKERS',
    schema: list(address).refine((given) => given.length > 0, 'must name at least one broker'),
    description: 'Brokers to begin with, host:port, comma-separated.',
  }),
  tls: setting({
    variable: 'KAFKA_TLS',
    fallback: 'false',
    schema: flag,
    description: 'Whether brokers are spoken to over TLS.',
  }),
  tlsCa: optionalSetting({
    variable: 'KAFKA_TLS_CA',
    schema: text,
    secret: true,
    description: "PEM of the authority that signed the brokers' certificates, if no public one.",
  }),
  tlsCert: optionalSetting({
    variable: 'KAFKA_TLS_CERT',
    schema: text,
    secret: true,
    description: 'PEM of the client certificate, if brokers ask for one.',
  }),
  tlsKey: optionalSetting({
    variable: 'KAFKA_TLS_KEY',
    schema: text,
    secret: true,
    description: 'PEM of the key of that certificate.',
  }),
  saslMechanism: optionalSetting({
    variable: 'KAFKA_SASL_MECHANISM',
    schema: oneOf(['plain', 'scram-sha-256', 'scram-sha-512']),
    description: 'SASL mechanism, if brokers want a sign-in: plain, scram-sha-256, scram-sha-512.',
  }),
  saslUsername: optionalSetting({ variable: 'KAFKA_SASL_USERNAME', schema: text, description: 'SASL user name.' }),
  saslPassword: optionalSetting({
    variable: 'KAFKA_SASL_PASSWORD',
    schema: text,
    secret: true,
    description: 'SASL password.',
  }),
};

/** A connection to the cluster, in the shape `@app/kafka` takes. */
export interface KafkaConnectionOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Joins the settings into a connection; throws a `SettingsError` when only half of what belongs together is set. */
export function kafkaConnection(settings: SettingsOf<typeof kafkaSettings>, clientId: string): KafkaConnectionOptions {
  const { brokers, tls, tlsCa, tlsCert, tlsKey, saslMechanism, saslUsername, saslPassword } = settings;
  const problems: string[] = [];
  if ((tlsCert === null) !== (tlsKey === null)) {
    problems.push('WAYBILL_KAFKA_TLS_CERT and WAYBILL_KAFKA_TLS_KEY: set both or none');
  }
  if (!tls && (tlsCa ?? tlsCert ?? tlsKey) !== null) {
    problems.push('WAYBILL_KAFKA_TLS: must be true where certificates are set');
  }
  const withSasl = saslMechanism !== null && saslUsername !== null && saslPassword !== null;
  if (!withSasl && (saslMechanism ?? saslUsername ?? saslPassword) !== null) {
    problems.push('WAYBILL_KAFKA_SASL_MECHANISM, _USERNAME and _PASSWORD: set all or none');
  }
  if (problems.length > 0) throw new SettingsError(problems);
  const certificates = {
    ...(tlsCa === null ? {} : { ca: tlsCa }),
    ...(tlsCert === null ? {} : { cert: tlsCert }),
    ...(tlsKey === null ? {} : { key: tlsKey }),
  };
  return {
    brokers,
    clientId,
    ssl: tls && Object.keys(certificates).length > 0 ? certificates : tls,
    ...(withSasl ? { sasl: { mechanism: saslMechanism, username: saslUsername, password: saslPassword } } : {}),
  };
}
