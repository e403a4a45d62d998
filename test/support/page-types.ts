import { format } from 'prettier';
import { z } from 'zod';
import type { Route } from '../../apps/console/src/api/route.js';

type Schema = z.core.JSONSchema.JSONSchema;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const key = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name));

function printObject(schema: Schema): string {
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => `readonly ${key(name)}${required.has(name) ? '' : '?'}: ${print(value)};`,
  );
  if (members.length > 0) return `{ ${members.join(' ')} }`;
  return isSchema(schema.additionalProperties)
    ? `{ readonly [name: string]: ${print(schema.additionalProperties)} }`
    : '{ readonly [name: string]: unknown }';
}

function print(schema: Schema | boolean): string {
  if (!isSchema(schema)) return 'unknown';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map(print))].join(' | ');
  if (schema.allOf) return schema.allOf.map(print).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => print({ ...schema, type })).join(' | ');
  if (schema.type === 'array') return `readonly (${print(isSchema(schema.items) ? schema.items : true)})[]`;
  if (schema.type === 'object') return printObject(schema);
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'string' || schema.type === 'boolean' || schema.type === 'null') return schema.type;
  return 'unknown';
}

/** As a client gives and gets it: what a schema makes of its input is the server's own affair. */
const typeOf = (schema: z.ZodType | null): string =>
  schema === null ? 'null' : print(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }));

const printRoute = ({ method, path, query, body, answer, dryRunAnswer }: Route): string => {
  const filters = Object.keys(query.shape).map((name) => `readonly ${key(name)}?: Filter;`);
  const answers = [answer, ...(dryRunAnswer ? [dryRunAnswer] : [])].map(typeOf);
  return `readonly '${method} ${path}': {
    readonly query: { ${filters.join(' ')} };
    readonly body: ${typeOf(body)};
    readonly answer: ${answers.join(' | ')};
  };`;
};

/** The calls of the API as the page's types, from the table of routes. */
export const pageTypes = (routes: readonly Route[]): Promise<string> =>
  format(
    `// Generated from the table of routes: UPDATE=1 npm run jest -- test/support/page-types.spec.ts --selectProjects unit

/** A parameter of a query; several values mean any of them. */
export type Filter = string | number | readonly string[] | undefined;

/** Every call of the API by method and path. */
export interface Calls {
${routes.map(printRoute).join('\n')}
}
`,
    { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' },
  );
