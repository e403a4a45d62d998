import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openApiDocument } from './document.js';
import { exampleOf, jsonSchemaOf } from './json.schema.js';
import type { Operation } from './operation.js';

const thing = z.strictObject({
  id: z.uuid(),
  amount: z.preprocess(String, z.string()).meta({ type: ['string', 'number'], example: '25.00' }),
  properties: z.object({ example: z.string().meta({ example: 'a member of that name' }) }),
  note: z.string().nullable().default(null),
  tags: z.array(z.enum(['a', 'b'])).optional(),
});

describe('a schema', () => {
  it('is strict about what is sent and open about what is answered', () => {
    expect(jsonSchemaOf(thing, 'input')).toMatchObject({
      additionalProperties: false,
      required: ['id', 'amount', 'properties'],
      properties: {
        amount: { type: ['string', 'number'], examples: ['25.00'] },
        properties: { properties: { example: { type: 'string', examples: ['a member of that name'] } } },
      },
    });
    expect(jsonSchemaOf(thing, 'output')).not.toHaveProperty('additionalProperties');
  });

  it('has an example of what is required', () => {
    const example = exampleOf(jsonSchemaOf(thing, 'input'));
    expect(example).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      amount: '25.00',
      properties: { example: 'a member of that name' },
    });
    expect(thing.safeParse(example).success).toBe(true);
  });

  it.each([
    [z.literal('x'), 'x'],
    [z.enum(['p', 'q']), 'p'],
    [z.number().min(3), 3],
    [z.boolean().default(false), false],
    [z.array(z.string()), ['text']],
    [z.union([z.iso.datetime(), z.null()]), '2026-11-25T08:00:00.000Z'],
    [z.unknown(), null],
  ])('%# too, whatever it is', (schema, example) => {
    expect(exampleOf(jsonSchemaOf(schema, 'input'))).toEqual(example);
  });
});

describe('a document', () => {
  const operation: Operation = {
    id: 'post_thing',
    method: 'POST',
    path: '/things/:id',
    tag: 'things',
    summary: 'Does it.',
    security: ['token'],
    params: z.object({ id: z.uuid() }),
    query: z.object({ mode: z.string().optional().meta({ description: 'How.' }) }),
    bodies: { 'application/json': thing },
    answers: [
      { status: 200, says: 'Done.', schema: thing, headers: { ETag: 'Which.' } },
      { status: 204, says: 'Nothing.', schema: null },
    ],
    problems: [404],
    example: { query: { mode: 'fast' } },
  };
  const frame = { title: 'T', version: '1.0.0', description: 'D', security: { token: { type: 'http' } } };

  it('says of an operation what there is to say', () => {
    const { paths, components } = openApiDocument(frame, [
      operation,
      { ...operation, id: 'get', method: 'GET', bodies: {} },
    ]);
    expect(paths).toMatchObject({
      '/things/{id}': {
        get: { operationId: 'get' },
        post: {
          security: [{ token: [] }],
          parameters: [
            { name: 'id', in: 'path', required: true, example: expect.any(String) },
            { name: 'mode', in: 'query', required: false, description: 'How.', example: 'fast' },
          ],
          requestBody: { content: { 'application/json': { example: { amount: '25.00' } } } },
          responses: {
            200: { headers: { ETag: { description: 'Which.' } }, content: { 'application/json': {} } },
            204: { description: 'Nothing.' },
            404: { $ref: '#/components/responses/Problem', description: 'Not Found' },
          },
        },
      },
    });
    expect(components).toMatchObject({ schemas: { Problem: { required: expect.arrayContaining(['code']) } } });
  });
});
