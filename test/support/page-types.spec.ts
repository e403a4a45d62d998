import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../apps/console/src/routes.js';
import { pageTypes } from './page-types.js';

const FILE = 'apps/console/web/src/api/calls.types.ts';

describe('the types the page is written against', () => {
  it('are those of the API', async () => {
    const types = await pageTypes(ROUTES);
    if (process.env['UPDATE']) writeFileSync(FILE, types);
    expect(readFileSync(FILE, 'utf8')).toBe(types);
  });
});
