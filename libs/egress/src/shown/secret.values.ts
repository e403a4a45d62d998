/** Shorter texts are no secrets worth hiding in free text: masking them would blot out what people need to read. */
const SHORTEST = 6;

function* valuesAt(value: unknown, path: readonly string[]): Generator<string> {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (typeof value === 'string' && value.length >= SHORTEST) yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) if (key === '*' || key === name) yield* valuesAt(entry, rest);
  }
}

/**
 * The secret texts of a configuration in clear, longest first, so that one which contains another is hidden whole.
 * `paths` are key paths with `*` for any key or index, such as `headers.*`.
 */
export const secretValues = (config: unknown, paths: readonly string[]): string[] =>
  [...new Set(paths.flatMap((path) => [...valuesAt(config, path.split('.'))]))].toSorted((a, b) => b.length - a.length);
