import { describe, expect, it } from '@jest/globals';
import { makerOf } from './data.folder.js';
import { parseIdentity } from './folder.lock.js';

describe('makerOf', () => {
  it('reads who made a temporary folder', () => {
    expect(makerOf('waybill-kafka-123-a1B2c3', 'kafka')).toBe(123);
  });

  it('leaves every other folder alone', () => {
    for (const name of ['waybill-kafka-123-a1B2c3', 'waybill-postgres-a1B2c3', 'waybill-postgres-1-a1B2c3.old', '..']) {
      expect(makerOf(name, 'postgres')).toBeUndefined();
    }
  });
});

describe('parseIdentity', () => {
  it('reads what a lock holds', () => {
    expect(parseIdentity('{"pid":5,"born":"99"}')).toEqual({ pid: 5, born: '99' });
  });

  it('takes a half-written or foreign file for no lock', () => {
    for (const text of ['', '{"pid":5', 'null', '{"pid":0,"born":"9"}', '{"pid":"5","born":"9"}']) {
      expect(parseIdentity(text)).toBeUndefined();
    }
  });
});
