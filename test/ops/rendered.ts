import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** Root of the repository. */
export const ROOT = join(import.meta.dirname, '../..');
const K8S = join(ROOT, 'k8s');

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** What renders here: kustomize, or a kubectl that brings it; `null` where neither is there. */
const RENDERER: readonly string[] | null = runs('kustomize', 'version')
  ? ['kustomize', 'build']
  : runs('kubectl', 'kustomize', '--help')
    ? ['kubectl', 'kustomize']
    : null;

export const CAN_RENDER = RENDERER !== null;
export const HAS_PROMTOOL = runs('promtool', '--version');

const labels = z.record(z.string(), z.string());

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional(), labels: labels.optional() }),
});
/** A rendered object. */
export type Manifest = z.infer<typeof object>;

/** Overlays, and combinations that are there only to be rendered; paths below k8s/. */
export const VARIANTS: readonly string[] = ['overlays', 'tests'].flatMap((folder) =>
  readdirSync(join(K8S, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('kustomization.yaml'))
    .map((path) => join(folder, path, '..')),
);

const rendered = new Map<string, readonly Manifest[]>();

/** Everything a variant renders to; rendered once. Throws with what the renderer said. */
export function render(variant: string): readonly Manifest[] {
  const known = rendered.get(variant);
  if (known) return known;
  const [command = '', ...args] = RENDERER ?? [];
  const text = execFileSync(command, [...args, join(K8S, variant)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const found = parseAllDocuments(text).map((document) => object.parse(document.toJS()));
  rendered.set(variant, found);
  return found;
}

/** Objects of a kind, read by a schema that names what the caller looks at. */
export const ofKind = <T>(manifests: readonly Manifest[], kind: string, schema: z.ZodType<T>): (T & Manifest)[] =>
  manifests.flatMap((manifest) => (manifest.kind === kind ? [{ ...manifest, ...schema.parse(manifest) }] : []));
