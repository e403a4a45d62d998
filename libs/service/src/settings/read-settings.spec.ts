import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kafkaConnection, kafkaSettings } from './kafka-settings.js';
import { databaseSettings, retrySettings, secretSettings } from './product-settings.js';
import { processSettings } from './process-settings.js';
import { SettingsError, readSettings } from './read-settings.js';
import type { Environment } from './read-settings.js';
import type { SettingsTree } from './setting.js';

const tree = { process: processSettings, kafka: kafkaSettings, database: databaseSettings, retry: retrySettings };
const enough = { WAYBILL_KAFKA_BROKERS: 'k1:9092, k2:9092', WAYBILL_DATABASE_URL: 'postgres://u:planted@db/waybill' };

function problemsOf(settings: SettingsTree, env: Environment): readonly string[] {
  try {
    readSettings(settings, env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const connect = (env: Environment) =>
  kafkaConnection(readSettings(kafkaSettings, { WAYBILL_KAFKA_BROKERS: 'k:1', ...env }).values, 'me');

describe('settings', () => {
  it('become one typed tree', () => {
    const { values } = readSettings(tree, { ...enough, WAYBILL_PROCESS: 'x', WAYBILL_MANAGEMENT_PORT: '9000' });
    expect(values.process).toEqual({ bind: '127.0.0.1', managementPort: 9000, logLevel: 'info' });
    expect(values.kafka.brokers).toEqual(['k1:9092', 'k2:9092']);
    expect(values.kafka.saslMechanism).toBeNull();
    expect(values.retry.delays).toEqual([30_000, 120_000, 480_000, 1_800_000, 7_200_000, 21_600_000]);
  });

  it('are summed up with secrets masked', () => {
    const { summary } = readSettings(tree, enough);
    expect(summary).toMatchObject({ WAYBILL_DATABASE_URL: '••••', WAYBILL_BIND: '127.0.0.1' });
    expect(summary).not.toHaveProperty('WAYBILL_KAFKA_SASL_PASSWORD');
  });

  it('name everything wrong at once, and no secret', () => {
    const env = {
      WAYBILL_DATABASE_URL: 'mysql://planted',
      WAYBILL_DATABASE_POOL: 'many',
      WAYBILL_RETRY_DELAYS: '30s,10s',
      WAYBILL_LOG_LEVEL: 'loud',
    };
    const problems = problemsOf(tree, env);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'WAYBILL_LOG_LEVEL',
      'WAYBILL_KAFKA_BROKERS',
      'WAYBILL_DATABASE_URL',
      'WAYBILL_DATABASE_POOL',
      'WAYBILL_RETRY_DELAYS',
    ]);
    expect(problems.join()).not.toContain('planted');
  });

  it('take a secret from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'waybill-settings-')), 'url');
    writeFileSync(file, 'postgres://from-file/db\n');
    const env = { ...enough, WAYBILL_DATABASE_URL: undefined, WAYBILL_DATABASE_URL_FILE: file };
    expect(readSettings(tree, env).values.database.url).toBe('postgres://from-file/db');
    expect(problemsOf(tree, { ...enough, WAYBILL_DATABASE_URL_FILE: file })).toEqual([
      expect.stringContaining('not both'),
    ]);
    expect(problemsOf(tree, { ...env, WAYBILL_DATABASE_URL_FILE: `${file}-missing` })).toEqual([
      expect.stringMatching(/^WAYBILL_DATABASE_URL_FILE: cannot read .*ENOENT/),
    ]);
  });

  it('read a key ring', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const { values } = readSettings(secretSettings, { WAYBILL_SECRET_KEYS: `new:${key},old:${key}` });
    expect(values.keys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(values.keys[0]?.key).toHaveLength(32);
    for (const bad of ['new', `new:${key},new:${key}`, 'new:AAAA']) {
      expect(problemsOf(secretSettings, { WAYBILL_SECRET_KEYS: bad })).toHaveLength(1);
    }
  });

  it('join Kafka settings and refuse half of a pair', () => {
    expect(connect({})).toEqual({ brokers: ['k:1'], clientId: 'me', ssl: false });
    expect(connect({ WAYBILL_KAFKA_TLS: 'true', WAYBILL_KAFKA_TLS_CA: 'pem' })).toMatchObject({ ssl: { ca: 'pem' } });
    expect(
      connect({
        WAYBILL_KAFKA_SASL_MECHANISM: 'plain',
        WAYBILL_KAFKA_SASL_USERNAME: 'u',
        WAYBILL_KAFKA_SASL_PASSWORD: 'p',
      }).sasl,
    ).toEqual({ mechanism: 'plain', username: 'u', password: 'p' });
    expect(() => connect({ WAYBILL_KAFKA_SASL_USERNAME: 'u' })).toThrow('set all or none');
    expect(() => connect({ WAYBILL_KAFKA_TLS_CERT: 'c' })).toThrow('set both or none');
  });
});
