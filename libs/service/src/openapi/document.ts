import { STATUS_CODES } from 'node:http';
import { exampleOf, isObject, jsonSchemaOf, type JsonSchema } from './json.schema.js';
import type { Operation, OperationAnswer } from './operation.js';
import { problemSchema } from './problem.schema.js';

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** What a document says beside its operations. */
export interface DocumentFrame {
  readonly title: string;
  readonly version: string;
  /** CommonMark. */
  readonly description: string;
  /** Security scheme objects by the names operations use. */
  readonly security: Readonly<Record<string, JsonSchema>>;
}

const NAME = /:([a-z_]+)/g;

const described = (schema: JsonSchema) => {
  const { description, ...rest } = schema;
  return typeof description === 'string' ? { description, schema: rest } : { schema: rest };
};

const propertiesOf = ({ properties }: JsonSchema): readonly (readonly [name: string, schema: JsonSchema])[] =>
  isObject(properties)
    ? Object.entries(properties).map(([name, schema]) => [name, isObject(schema) ? schema : {}])
    : [];

const requiredIn = (schema: JsonSchema, name: string): boolean => [schema['required']].flat().includes(name);

function parametersOf({ params, query, headers = {}, example = {} }: Operation): JsonSchema[] {
  const [inPath, inQuery] = [jsonSchemaOf(params, 'input'), jsonSchemaOf(query, 'input')];
  return [
    ...propertiesOf(inPath).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      ...described(schema),
      example: example.params?.[name] ?? exampleOf(schema),
    })),
    ...propertiesOf(inQuery).map(([name, schema]) => {
      const value = example.query?.[name];
      return {
        name,
        in: 'query',
        required: requiredIn(inQuery, name),
        ...described(schema),
        ...(value === undefined ? {} : { example: value }),
      };
    }),
    ...Object.entries(headers).map(([name, description]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
}

function bodyOf({ bodies, example }: Operation): JsonSchema {
  const content = Object.entries(bodies).map(([type, schema], at): [string, JsonSchema] => {
    const made = jsonSchemaOf(schema, 'input');
    return [type, { schema: made, example: (at === 0 ? example?.body : undefined) ?? exampleOf(made) }];
  });
  return content.length === 0 ? {} : { requestBody: { required: true, content: Object.fromEntries(content) } };
}

const answerOf = ({ says, schema, headers = {} }: OperationAnswer): JsonSchema => ({
  description: says,
  ...(Object.keys(headers).length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
        ),
      }),
  ...(schema === null ? {} : { content: { 'application/json': { schema: jsonSchemaOf(schema, 'output') } } }),
});

const PROBLEM = { $ref: '#/components/responses/Problem' };

/** Numbers are ordered by themselves as members of an object. */
const answersOf = ({ answers, problems }: Operation): JsonSchema =>
  Object.fromEntries<JsonSchema>([
    ...answers.map((answer): [number, JsonSchema] => [answer.status, answerOf(answer)]),
    ...problems.map((status): [number, JsonSchema] => [status, { ...PROBLEM, description: STATUS_CODES[status] }]),
  ]);

const operationOf = (operation: Operation): JsonSchema => ({
  operationId: operation.id,
  tags: [operation.tag],
  summary: operation.summary,
  ...(operation.description === undefined ? {} : { description: operation.description }),
  security: operation.security.map((name) => ({ [name]: [] })),
  parameters: parametersOf(operation),
  ...bodyOf(operation),
  responses: answersOf(operation),
});

/** The document of an HTTP interface: the same operations give the same document. */
export function openApiDocument(frame: DocumentFrame, operations: readonly Operation[]): OpenApiDocument {
  const { title, version, description, security } = frame;
  const byPath = Map.groupBy(operations, ({ path }) => path.replaceAll(NAME, '{$1}'));
  const paths = [...byPath].map(([path, all]) => [
    path,
    Object.fromEntries(all.map((operation) => [operation.method.toLowerCase(), operationOf(operation)])),
  ]);
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: security,
      schemas: { Problem: jsonSchemaOf(problemSchema, 'output') },
      responses: {
        Problem: {
          description: 'Why it was not done.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}
