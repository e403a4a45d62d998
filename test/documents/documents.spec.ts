import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { consoleDocument } from '../../apps/console/src/documents/console.document.js';
import { ROUTE_EXAMPLES } from '../../apps/console/src/documents/route.examples.js';
import { ROUTES } from '../../apps/console/src/routes.js';
import { ingestDocument } from '../../apps/ingest/src/documents/ingest.document.js';
import { operationsIn } from '../support/open-api.js';

const DOCUMENTS = [
  ['console.openapi.json', consoleDocument()],
  ['ingest.openapi.json', ingestDocument()],
] as const;

describe.each(DOCUMENTS)('%s', (name, document) => {
  const file = `libs/contracts/documents/${name}`;
  const operations = operationsIn(document);

  it('is what the code says (UPDATE=1 writes it)', async () => {
    const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 120 });
    if (process.env['UPDATE']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'shows a whole example of %s',
    (_id, { parameters, requestBody }) => {
      for (const { name: parameter, required, example } of parameters) {
        if (required) expect({ parameter, example }).toEqual({ parameter, example: expect.stringMatching(/./) });
      }
      for (const { example } of Object.values(requestBody?.content ?? {})) expect(example).toBeDefined();
    },
  );
});

describe('the examples of the console API', () => {
  const known = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, route]));

  it.each(Object.entries(ROUTE_EXAMPLES))('%s fits its route', (call, { query, body }) => {
    const route = known.get(call);
    expect(route).toBeDefined();
    if (query !== undefined) expect(route?.query.safeParse(query).error).toBeUndefined();
    if (body !== undefined) expect(route?.body?.safeParse(body).error).toBeUndefined();
  });
});
