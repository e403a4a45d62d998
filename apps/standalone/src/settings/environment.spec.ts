import { describe, expect, it } from '@jest/globals';
import { ownVariables, serviceEnvironment, type Environment } from './environment.js';

const secrets = { admin: { email: 'a', password: 'p', token: 'wb_adm_1' }, secret_keys: 'k1:abc' };
const addresses = { kafka: '127.0.0.1:1', postgres: 'postgres://x', ingest: 'http://127.0.0.1:4000', graph: null };

describe('the environment of services', () => {
  it('opens loopback to destinations only where nobody said otherwise', () => {
    expect(serviceEnvironment({}, secrets, addresses)['WAYBILL_EGRESS_ALLOW']).toBe('127.0.0.0/8,::1/128');
    expect(serviceEnvironment({ WAYBILL_EGRESS_ALLOW: '' }, secrets, addresses)['WAYBILL_EGRESS_ALLOW']).toBe('');
  });

  it('makes fewer partitions than a cluster unless told how many', () => {
    expect(serviceEnvironment({}, secrets, addresses)['WAYBILL_PARTITIONS_DELIVERIES']).toBe('4');
    const launcher = { WAYBILL_PARTITIONS_DELIVERIES: '24' };
    expect(serviceEnvironment(launcher, secrets, addresses)['WAYBILL_PARTITIONS_DELIVERIES']).toBe('24');
  });

  it('hands settings on but for what the stack decides', () => {
    const launcher = { PATH: '/bin', WAYBILL_RETRY_DELAYS: '1s', WAYBILL_DATABASE_URL: 'postgres://elsewhere' };
    expect(serviceEnvironment(launcher, secrets, addresses)).toMatchObject({
      PATH: '/bin',
      WAYBILL_RETRY_DELAYS: '1s',
      WAYBILL_DATABASE_URL: 'postgres://x',
      WAYBILL_KAFKA_BROKERS: '127.0.0.1:1',
      WAYBILL_SECRET_KEYS: 'k1:abc',
      WAYBILL_ADMIN_TOKEN: 'wb_adm_1',
      WAYBILL_PUBLIC_URL: 'http://127.0.0.1:4000',
    });
  });

  it('names what stands in for Meta only where something does, and nobody said otherwise', () => {
    const graphOf = (launcher: Environment, graph: string | null) =>
      serviceEnvironment(launcher, secrets, { ...addresses, graph })['WAYBILL_GRAPH_URL'];
    expect(graphOf({}, null)).toBeUndefined();
    expect(graphOf({}, 'http://127.0.0.1:2/graph')).toBe('http://127.0.0.1:2/graph');
    expect(graphOf({ WAYBILL_GRAPH_URL: 'https://mine' }, 'http://127.0.0.1:2/graph')).toBe('https://mine');
  });

  it('keeps for further instances only what is ours', () => {
    expect(ownVariables({ PATH: '/bin', WAYBILL_A: '1', WAYBILL_B: undefined })).toEqual({ WAYBILL_A: '1' });
  });
});
