import { z } from 'zod';

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords whose members are named by people, so that none of them is a keyword. */
const NAMED = new Set(['properties', 'patternProperties', '$defs']);
/** Keywords whose values are data. */
const DATA = new Set(['default', 'const', 'enum', 'examples']);

type Change = (schema: Record<string, unknown>) => Record<string, unknown>;

/** Every schema within a schema, changed from the inside out. */
function walk(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, change));
  if (!isObject(value)) return value;
  const inside = Object.entries(value).map(([key, below]): [string, unknown] => {
    if (DATA.has(key)) return [key, below];
    if (!NAMED.has(key) || !isObject(below)) return [key, walk(below, change)];
    return [key, Object.fromEntries(Object.entries(below).map(([name, each]) => [name, walk(each, change)]))];
  });
  return change(Object.fromEntries(inside));
}

/** `example` is ours for short. */
const withExamples: Change = ({ example, ...schema }) =>
  example === undefined ? schema : { ...schema, examples: [example] };

/** Answers may gain members: nobody should refuse one for that. */
const opened: Change = ({ additionalProperties, ...schema }) =>
  additionalProperties === false || additionalProperties === undefined ? schema : { ...schema, additionalProperties };

/** The JSON Schema of what a caller sends (`input`), or of what he gets (`output`). */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  const changed = walk(made, (each) => withExamples(io === 'output' ? opened(each) : each));
  return isObject(changed) ? changed : {};
}

const UUID = '6f1c2a0e-5b7d-4c3e-9a41-0d2f6b8e7c15';

const FORMATS: Readonly<Record<string, string>> = {
  uuid: UUID,
  guid: UUID,
  'date-time': '2026-11-25T08:00:00.000Z',
  email: 'ann@example.com',
  uri: 'https://example.com/',
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const exampleOfType = (schema: JsonSchema): unknown => {
  switch ([schema['type']].flat()[0]) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      const required = list(schema['required']).filter((name) => typeof name === 'string');
      return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name])]));
    }
    case 'array':
      return [exampleOf(schema['items'])];
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'string':
      return FORMATS[String(schema['format'])] ?? 'text';
    default:
      return null;
  }
};

/** A value that fits a schema: its own example or default, else one made of its members' that are required. */
export function exampleOf(schema: unknown): unknown {
  if (!isObject(schema)) return null;
  const given = [...list(schema['examples']), schema['default'], schema['const'], ...list(schema['enum'])];
  const [first] = given.filter((value) => value !== undefined);
  if (first !== undefined) return first;
  const [either] = [...list(schema['oneOf']), ...list(schema['anyOf'])];
  return either === undefined ? exampleOfType(schema) : exampleOf(either);
}
