import { z } from 'zod';

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  example: z.string().optional(),
});

const content = z.record(z.string(), z.object({ schema: z.unknown().optional(), example: z.unknown().optional() }));

const operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameter),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() }).loose()),
});

const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/** One operation of a document, with the method and path it stands under. */
export type DocumentedOperation = z.infer<typeof operation> & { readonly method: string; readonly path: string };

/** Every operation of an OpenAPI document, in its order. */
export const operationsIn = (given: unknown): DocumentedOperation[] =>
  Object.entries(document.parse(given).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ ...found, method: method.toUpperCase(), path })),
  );
