import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { DocumentedOperation } from './open-api.js';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The same schema, in which a member it does not name is wrong: what is answered must be documented. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'properties' ? closedEach(value) : closed(value)]),
  );
  const open = isObject(schema['properties']) && !('additionalProperties' in schema);
  return open ? { ...inside, additionalProperties: false } : inside;
}

const closedEach = (properties: unknown): unknown =>
  isObject(properties)
    ? Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema)]))
    : properties;

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const validators = new Map<unknown, ValidateFunction>();

const wrongWith = (schema: unknown, body: unknown): string | null => {
  const validate = validators.get(schema) ?? ajv.compile(Object(closed(schema)));
  validators.set(schema, validate);
  return validate(body) ? null : ajv.errorsText(validate.errors);
};

/** What is wrong with the answer to an example, held against its document; `null` if it is what the document promises. */
export function judgeAnswer({ responses }: DocumentedOperation, status: number, body: unknown): string | null {
  const declared = responses[status];
  if (declared === undefined || status >= 400) return `answered ${status}: ${JSON.stringify(body)}`;
  const media = declared.content?.['application/json'];
  if (media === undefined) return body === null ? null : `answered a body, declared is none: ${JSON.stringify(body)}`;
  return wrongWith(Object(media).schema, body);
}
