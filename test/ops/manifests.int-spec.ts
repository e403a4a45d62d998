import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { z } from 'zod';
import { VERSION } from '@app/contracts';
import { SHUTDOWN_TOTAL_MS } from '@app/service';
import { ownWorkloads, workloadsOf } from './pods.js';
import { CAN_RENDER, ofKind, render, ROOT, VARIANTS, type Manifest } from './rendered.js';

const withKustomize = CAN_RENDER ? describe : describe.skip;

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const SCHEMAS = join(ROOT, 'k8s/tests/schemas');
const jsonOf = (path: string) => z.looseObject({}).parse(JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8')));
const metadata = ajv.compile({
  $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  definitions: jsonOf('core/v1/configmap.json')['definitions'],
});
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/** What is wrong with an object by its schema. */
function problemsOf({ apiVersion, kind, ...rest }: Manifest): unknown[] {
  const path = `${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}/${kind.toLowerCase()}.json`;
  const valid = validators.get(path) ?? ajv.compile(jsonOf(path));
  validators.set(path, valid);
  void valid({ apiVersion, kind, ...rest });
  void metadata(rest.metadata);
  return [...(valid.errors ?? []), ...(metadata.errors ?? [])];
}

withKustomize('manifests', () => {
  it('are of every overlay, and of combinations', () => {
    expect(VARIANTS).toEqual(expect.arrayContaining(['overlays/local', 'overlays/staging', 'overlays/production']));
  });

  describe.each(VARIANTS)('%s', (variant) => {
    const manifests = CAN_RENDER ? render(variant) : [];
    const all = workloadsOf(manifests);
    const ours = ownWorkloads(manifests);
    const named = (kind: string) => manifests.filter((one) => one.kind === kind).map((one) => one.metadata.name);

    it('follow their schemas, metadata too', () => {
      expect(manifests.flatMap((one) => problemsOf(one).map((what) => [one.kind, one.metadata.name, what]))).toEqual(
        [],
      );
    });

    it('are in one namespace, whose pods are restricted', () => {
      const [home] = manifests.filter(({ kind }) => kind === 'Namespace');
      expect(home?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
      const elsewhere = manifests.filter(
        ({ kind, metadata: { namespace } }) => kind !== 'Namespace' && namespace !== 'waybill',
      );
      expect(elsewhere.map((one) => one.metadata.name)).toEqual([]);
    });

    it('run pods that may do nothing but compute', () => {
      for (const { name, pod, container } of all) {
        expect([name, pod.spec.securityContext]).toEqual([
          name,
          expect.objectContaining({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
        ]);
        expect([name, container.securityContext]).toEqual([
          name,
          expect.objectContaining({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
        ]);
        expect([name, pod.spec.automountServiceAccountToken]).toEqual([name, false]);
        expect([name, Object.keys(container.resources.requests).toSorted()]).toEqual([name, ['cpu', 'memory']]);
      }
      for (const { container } of ours)
        expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    });

    it('pin every image', () => {
      expect(all.map(({ container }) => container.image).filter((image) => !/:[\w.-]*\d[\w.-]*$/.test(image))).toEqual(
        [],
      );
      expect(ours.map(({ container }) => container.image.split(':')[1])).toEqual(ours.map(() => VERSION));
      const jobs = named('Job').filter((name) => !name.endsWith(`-${VERSION.replaceAll('.', '-')}`));
      expect(jobs).toEqual([]);
    });

    it('refer to nothing that is not there', () => {
      const secrets = new Set([...named('Secret'), ...madeElsewhere(manifests)]);
      for (const { pod, container, name } of ours) {
        const asked = {
          maps: container.envFrom.map(({ configMapRef }) => configMapRef.name),
          secrets: [
            ...container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
            ...pod.spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []),
          ],
        };
        expect([name, asked.maps.filter((map) => !named('ConfigMap').includes(map))]).toEqual([name, []]);
        expect([name, asked.secrets.filter((secret) => !secrets.has(secret))]).toEqual([name, []]);
        expect(named('ServiceAccount')).toContain(pod.spec.serviceAccountName);
        const volumes = pod.spec.volumes.map((volume) => volume.name);
        expect(container.volumeMounts.filter((mount) => !volumes.includes(mount.name))).toEqual([]);
        const files = container.env.filter((variable) => variable.name.endsWith('_FILE'));
        for (const { value } of files) {
          expect(container.volumeMounts.some(({ mountPath }) => value.startsWith(`${mountPath}/`))).toBe(true);
        }
      }
    });

    it('use every map of settings they make', () => {
      const used = ours.flatMap(({ container }) => container.envFrom.map(({ configMapRef }) => configMapRef.name));
      const settings = named('ConfigMap').filter((name) => /^waybill-(?!dashboard-|keda$)/.test(name));
      expect(settings.filter((name) => !used.includes(name))).toEqual([]);
    });

    it('lead services, budgets and routes to pods that are there', () => {
      const selector = z.looseObject({ spec: z.looseObject({ selector: z.unknown() }) });
      const labels = z.union([
        z.object({ matchLabels: z.record(z.string(), z.string()) }),
        z.record(z.string(), z.string()),
      ]);
      for (const one of [
        ...ofKind(manifests, 'Service', selector),
        ...ofKind(manifests, 'PodDisruptionBudget', selector),
      ]) {
        const wanted = labels.parse(one.spec.selector);
        const match = Object.entries(
          'matchLabels' in wanted && typeof wanted.matchLabels === 'object' ? wanted.matchLabels : wanted,
        );
        const found = all.filter(({ pod }) => match.every(([name, value]) => pod.metadata.labels[name] === value));
        expect([one.metadata.name, found.map(({ name }) => name)]).toEqual([one.metadata.name, [one.metadata.name]]);
      }
      const ports = z.looseObject({ spec: z.looseObject({ ports: z.array(z.object({ targetPort: z.string() })) }) });
      for (const service of ofKind(manifests, 'Service', ports)) {
        const [target] = all.filter(({ name }) => name === service.metadata.name);
        const names = target?.container.ports.map(({ name }) => name);
        for (const { targetPort } of service.spec.ports) expect(names).toContain(targetPort);
      }
      for (const { selector: own, pod, name } of all.filter(({ manifest }) => manifest.kind !== 'Job')) {
        expect([name, pod.metadata.labels]).toEqual([name, expect.objectContaining(own)]);
      }
    });

    it('probe every service, and give it the time to end', () => {
      const services = ours.filter(({ manifest }) => manifest.kind === 'Deployment');
      for (const { name, container, pod } of services) {
        expect([name, container]).toEqual([
          name,
          expect.objectContaining({
            livenessProbe: expect.objectContaining({ httpGet: { path: '/livez', port: 'management' } }),
            readinessProbe: expect.objectContaining({ httpGet: { path: '/readyz', port: 'management' } }),
            startupProbe: expect.objectContaining({ httpGet: { path: '/livez', port: 'management' } }),
          }),
        ]);
        const preStop = container.lifecycle?.preStop.sleep.seconds ?? 0;
        const spare = pod.spec.terminationGracePeriodSeconds - preStop - SHUTDOWN_TOTAL_MS / 1000;
        expect([name, spare >= 5]).toEqual([name, true]);
        if (name === 'ingest' || name === 'console') expect(preStop).toBeGreaterThanOrEqual(5);
      }
      const budgets = services.filter(({ name }) => name !== 'demo-receiver').map(({ name }) => name);
      expect(named('PodDisruptionBudget').toSorted()).toEqual(budgets.toSorted());
    });

    it('have ports as the image opens them', () => {
      const recipe = readFileSync(join(ROOT, 'apps/Dockerfile'), 'utf8');
      const port = (name: string) => Number(new RegExp(`WAYBILL_${name}=(\\d+)`).exec(recipe)?.[1]);
      for (const { container } of ours) {
        for (const { name, containerPort } of container.ports) {
          expect(containerPort).toBe(port(name === 'http' ? 'PORT' : 'MANAGEMENT_PORT'));
        }
      }
    });
  });
});

/** Secrets that operators make of objects in this variant, and those README.md asks the operator of a cluster for. */
function madeElsewhere(manifests: readonly Manifest[]): string[] {
  const names = (kind: string) => manifests.filter((one) => one.kind === kind).map((one) => one.metadata.name);
  return [
    ...names('ExternalSecret'),
    ...names('KafkaUser'),
    ...names('Kafka').map((name) => `${name}-cluster-ca-cert`),
    ...names('Cluster').map((name) => `${name}-app`),
    ...(names('Cluster').length === 0 ? ['waybill-database'] : []),
    'waybill-keys',
    'waybill-admin',
  ];
}
