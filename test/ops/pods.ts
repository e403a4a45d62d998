import { z } from 'zod';
import type { Manifest } from './rendered.js';

const named = z.object({ name: z.string() });
const key = z.object({ name: z.string(), key: z.string() });

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().default(''),
        valueFrom: z.object({ secretKeyRef: key.optional() }).optional(),
      }),
    )
    .default([]),
  envFrom: z.array(z.object({ configMapRef: named })).default([]),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
  resources: z.object({ requests: z.record(z.string(), z.string()), limits: z.object({ memory: z.string() }) }),
  securityContext: z.looseObject({}),
});

const pod = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    serviceAccountName: z.string().optional(),
    automountServiceAccountToken: z.boolean().optional(),
    terminationGracePeriodSeconds: z.number().default(30),
    securityContext: z.looseObject({}),
    containers: z.array(container).min(1),
    volumes: z
      .array(z.looseObject({ name: z.string(), secret: z.object({ secretName: z.string() }).optional() }))
      .default([]),
  }),
});

const workload = z.looseObject({
  spec: z.looseObject({
    replicas: z.number().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }).optional(),
    template: pod,
  }),
});

/** What runs pods, and the pod it runs. */
export interface Workload {
  readonly manifest: Manifest;
  readonly name: string;
  readonly replicas: number | undefined;
  readonly selector: Readonly<Record<string, string>>;
  readonly pod: z.infer<typeof pod>;
  readonly container: z.infer<typeof container>;
}

/** Every Deployment, StatefulSet and Job; each of ours has one container. */
export const workloadsOf = (manifests: readonly Manifest[]): Workload[] =>
  manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
    .map((manifest) => {
      const { replicas, selector, template } = workload.parse(manifest).spec;
      const [only] = template.spec.containers;
      if (!only) throw new Error(`${manifest.metadata.name} has no container`);
      const name = manifest.metadata.name;
      return { manifest, name, replicas, selector: selector?.matchLabels ?? {}, pod: template, container: only };
    });

/** The workloads that run an image of the product. */
export const ownWorkloads = (manifests: readonly Manifest[]): Workload[] =>
  workloadsOf(manifests).filter(({ container: { image } }) => image.startsWith('waybill/'));
