import type { z } from 'zod';

/** One environment variable: its name without `WAYBILL_`, what it means, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  /** One sentence for the generated table. */
  readonly description: string;
  readonly schema: z.ZodType<T, string>;
  /** Text used when the variable is absent; `null`: the value is then `null`; none: the variable is required. */
  readonly fallback?: string | null;
  /** Masked wherever settings are shown. */
  readonly secret: boolean;
}

interface Given<T> {
  readonly variable: string;
  readonly description: string;
  readonly schema: z.ZodType<T, string>;
  readonly secret?: boolean;
}

/** A setting that is required, or has a fallback. */
export const setting = <T>(given: Given<T> & { readonly fallback?: string }): Setting<T> => ({
  secret: false,
  ...given,
});

/** A setting that may be left out: its value is then `null`. */
export const optionalSetting = <T>(given: Given<T>): Setting<T | null> => ({ secret: false, ...given, fallback: null });

/** Settings by name, nested as the app likes to read them. */
export interface SettingsTree {
  readonly [name: string]: Setting<unknown> | SettingsTree;
}

/** The values a tree of settings yields. */
export type SettingsOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Setting<infer T>
    ? T
    : Tree[Name] extends SettingsTree
      ? SettingsOf<Tree[Name]>
      : never;
};

const isSetting = (node: Setting<unknown> | SettingsTree): node is Setting<unknown> =>
  typeof node['variable'] === 'string';

/** All settings of a tree, in the order written, each with where its value belongs. */
export const flatten = (
  tree: SettingsTree,
  path: readonly string[] = [],
): { path: string[]; setting: Setting<unknown> }[] =>
  Object.entries(tree).flatMap(([name, node]) =>
    isSetting(node) ? [{ path: [...path, name], setting: node }] : flatten(node, [...path, name]),
  );
