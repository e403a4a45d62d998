/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON Merge Patch (RFC 7396) of an object by an object: `null` removes, objects merge, everything else replaces. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else merged.set(name, isJsonObject(change) ? mergePatch(objectOr(merged.get(name)), change) : change);
  }
  return Object.fromEntries(merged);
}

const objectOr = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
