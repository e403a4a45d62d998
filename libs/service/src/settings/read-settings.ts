import { readFileSync } from 'node:fs';
import type { Setting, SettingsOf, SettingsTree } from './setting.js';
import { flatten } from './setting.js';
import { messagesOf } from './texts.js';

const PREFIX = 'WAYBILL_';
const FILE_SUFFIX = '_FILE';
const MASK = '••••';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A read tree of settings, and the same for people: variable → text, secrets masked. */
export interface ReadSettings<Values> {
  readonly values: Values;
  readonly summary: Readonly<Record<string, string>>;
}

/** Everything wrong with the environment, one sentence a variable. Never carries a value of a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(`settings: ${problems.join(' · ')}`);
  }
}

type Text = { readonly text: string | null } | { readonly problem: string };

/** The text of one variable: from itself, or, for a secret, from the file `…_FILE` names. Empty counts as absent. */
function textOf({ variable, secret }: Setting<unknown>, env: Environment): Text {
  const name = PREFIX + variable;
  const own = env[name] || null;
  const file = env[name + FILE_SUFFIX] || null;
  if (!secret || file === null) return { text: own };
  if (own !== null) return { problem: `${name}: set either this or ${name}${FILE_SUFFIX}, not both` };
  try {
    return { text: readFileSync(file, 'utf8').replace(/\r?\n$/, '') || null };
  } catch (error) {
    const why = isRecord(error) && typeof error['code'] === 'string' ? error['code'] : 'unreadable';
    return { problem: `${name}${FILE_SUFFIX}: cannot read ${file} (${why})` };
  }
}

/** What to do about a required variable that is absent. */
const missing = ({ variable, secret, description }: Setting<unknown>): string =>
  `${PREFIX}${variable}${secret ? ` (or ${PREFIX}${variable}${FILE_SUFFIX})` : ''}: is required. ${description}`;

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const below: Record<string, unknown> = isRecord(target[name]) ? target[name] : {};
  target[name] = below;
  put(below, rest, value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const has = (values: Record<string, unknown>, [name = '', ...rest]: readonly string[]): boolean => {
  const value = values[name];
  return rest.length === 0 ? value !== undefined : isRecord(value) && has(value, rest);
};

/** Whether every leaf of `tree` has its value, which makes `values` of the tree's type. */
const isFilled = <Tree extends SettingsTree>(
  values: Record<string, unknown>,
  tree: Tree,
): values is SettingsOf<Tree> & Record<string, unknown> => flatten(tree).every(({ path }) => has(values, path));

/**
 * Reads a tree of settings once, at start. Throws a `SettingsError` that names every bad variable at once and says what
 * to do; values are parsed, so nothing looks at the environment again.
 */
export function readSettings<Tree extends SettingsTree>(tree: Tree, env: Environment): ReadSettings<SettingsOf<Tree>> {
  const values: Record<string, unknown> = {};
  const summary: Record<string, string> = {};
  const problems: string[] = [];
  for (const { path, setting } of flatten(tree)) {
    const found = textOf(setting, env);
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    const text = found.text ?? setting.fallback;
    if (text === undefined) {
      problems.push(missing(setting));
      continue;
    }
    const parsed = text === null ? { success: true as const, data: null } : setting.schema.safeParse(text);
    if (parsed.success) put(values, path, parsed.data);
    else problems.push(`${PREFIX}${setting.variable}: ${messagesOf(parsed.error)}`);
    if (text !== null) summary[PREFIX + setting.variable] = setting.secret ? MASK : text;
  }
  if (!isFilled(values, tree)) throw new SettingsError(problems);
  return { values, summary };
}
