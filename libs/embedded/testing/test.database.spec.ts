import { describe, expect, it } from '@jest/globals';
import { dropStatement } from './test.database.js';

describe('dropStatement', () => {
  it('drops a test database, whoever is connected', () => {
    expect(dropStatement('test_abc')).toBe('DROP DATABASE IF EXISTS "test_abc" WITH (FORCE)');
    expect(dropStatement('waybill-test')).toContain('"waybill-test"');
  });

  it.each(['waybill', 'postgres', 'contest', 'latest_orders', 'testimonials'])('refuses %s', (name) => {
    expect(() => dropStatement(name)).toThrow(/Refusing/);
  });
});
