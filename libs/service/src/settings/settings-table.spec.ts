import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { kafkaSettings } from './kafka-settings.js';
import { httpSettings, processSettings } from './process-settings.js';
import {
  adminSettings,
  databaseSettings,
  egressSettings,
  graphSettings,
  partitionSettings,
  publicSettings,
  retrySettings,
  secretSettings,
} from './product-settings.js';
import { settingsTable } from './settings-table.js';

describe('the table of settings', () => {
  it('has each variable once', () => {
    const table = settingsTable({ db: databaseSettings, kafka: kafkaSettings }, { database: databaseSettings });
    expect(table.match(/WAYBILL_DATABASE_URL`/g)).toHaveLength(1);
    expect(table).toContain('| `WAYBILL_DATABASE_POOL` | `10` |');
    expect(table).toContain('| `WAYBILL_DATABASE_URL` | required |');
  });

  it('stands in the README as it is', () => {
    const table = settingsTable(
      processSettings,
      httpSettings,
      kafkaSettings,
      databaseSettings,
      egressSettings,
      retrySettings,
      secretSettings,
      graphSettings,
      adminSettings,
      publicSettings,
      partitionSettings,
    );
    expect(readFileSync('libs/service/README.md', 'utf8')).toContain(table);
  });
});
