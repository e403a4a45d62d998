import { hashPersonal } from './hash-user.js';
import type { HashedField } from './normalise.js';
import { HASHED_FIELDS } from './normalise.js';

const MASKED = '[masked]';
const MAX_DEPTH = 16;

/** Fields of `user` that may be shown as they are. */
const OPEN_FIELDS = new Set(['ip', 'user_agent', 'fbp', 'fbc']);
/** Names that mean a person wherever they stand; the other personal names are everyday words in own data. */
const TELLING_FIELDS = new Set<string>(['email', 'phone', 'first_name', 'last_name', 'date_of_birth']);

const hashedField = (name: string): HashedField | undefined => HASHED_FIELDS.find((field) => field === name);

/** A personal value: hashed if it has a normal form, masked in every other case. */
function mask(field: HashedField | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(field, item));
  if (value === null || typeof value === 'boolean') return value;
  return (field && typeof value === 'string' && hashPersonal(field, value)) || MASKED;
}

const maskUser = (user: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(user).map(([name, value]) => [
      name,
      OPEN_FIELDS.has(name) && typeof value === 'string' ? value : mask(hashedField(name), value),
    ]),
  );

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function walk(value: unknown, depth: number): unknown {
  if (!isObject(value)) return value;
  if (depth > MAX_DEPTH) return MASKED;
  if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, below]: [string, unknown]) => {
      if (TELLING_FIELDS.has(name)) return [name, mask(hashedField(name), below)];
      if (name !== 'user') return [name, walk(below, depth + 1)];
      return [name, isObject(below) && !Array.isArray(below) ? maskUser(below) : mask(undefined, below)];
    }),
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A refused value in the form in which it may be listed, as JSON: what is personal hashed or masked, wherever it stands. */
export const maskValue = (value: unknown): string => JSON.stringify(walk(value, 0));

/** The same of JSON bytes; `null` when they are no JSON in UTF-8: then nobody can tell what in them is personal. */
export function maskPersonal(json: Buffer): string | null {
  try {
    return maskValue(JSON.parse(utf8.decode(json)));
  } catch {
    return null;
  }
}
