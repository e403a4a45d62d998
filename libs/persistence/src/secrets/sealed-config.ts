import { isSealed, type SecretBox } from './secret-box.js';

type Config = Readonly<Record<string, unknown>>;
type Replace = (text: string, path: readonly string[]) => string;

const isRecord = (value: unknown): value is Config => typeof value === 'object' && value !== null;

function mapStrings(value: unknown, path: readonly string[], replace: Replace): unknown {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => mapStrings(entry, [...path, String(index)], replace));
  }
  return isRecord(value) ? mapEntries(value, path, replace) : value;
}

/** The same object with every text in it replaced, told where it lies. */
export const mapEntries = (config: Config, path: readonly string[], replace: Replace): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).map(([key, entry]) => [key, mapStrings(entry, [...path, key], replace)]));

const matches = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((key, index) => key === '*' || key === path[index]);

/**
 * A configuration with its secret fields sealed for their place. `secrets` are key paths with `*` for any key or index,
 * such as `headers.*`. Given a configuration in clear: nothing is taken for sealed already.
 */
export function sealConfig(
  box: SecretBox,
  owner: string,
  config: Config,
  secrets: readonly string[],
): Record<string, unknown> {
  const patterns = secrets.map((path) => path.split('.'));
  return mapEntries(config, [], (text, path) =>
    patterns.some((pattern) => matches(pattern, path)) ? box.seal(text, { owner, field: path.join('.') }) : text,
  );
}

/** A configuration in clear, or the paths of the secrets that do not open. */
export type OpenedConfig = { readonly config: Record<string, unknown> } | { readonly unreadable: readonly string[] };

/** Opens every sealed text in a configuration. */
export function openConfig(box: SecretBox, owner: string, config: Config): OpenedConfig {
  const unreadable: string[] = [];
  const opened = mapEntries(config, [], (text, path) => {
    if (!isSealed(text)) return text;
    const field = path.join('.');
    const result = box.open(text, { owner, field });
    if ('secret' in result) return result.secret;
    unreadable.push(field);
    return text;
  });
  return unreadable.length > 0 ? { unreadable } : { config: opened };
}
