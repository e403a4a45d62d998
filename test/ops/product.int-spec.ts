import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { KINDS, kindSlug } from '@app/contracts';
import {
  deadLetterTopic,
  declareTopics,
  deliveriesTopic,
  deliveryGroup,
  TOPICS,
  type TopicDeclaration,
} from '@app/kafka';
import { consoleSettings } from '../../apps/console/src/settings.js';
import { receiverSettings } from '../../apps/demo-receiver/src/settings.js';
import { fanoutSettings } from '../../apps/fanout/src/settings.js';
import { fbCapiSettings } from '../../apps/fb-capi/src/settings.js';
import { ingestSettings } from '../../apps/ingest/src/settings.js';
import { recorderSettings } from '../../apps/recorder/src/settings.js';
import { s2sPostbackSettings } from '../../apps/s2s-postback/src/settings.js';
import { webhookSettings } from '../../apps/webhook/src/settings.js';
import { ownWorkloads } from './pods.js';
import { CAN_RENDER, ofKind, render, VARIANTS } from './rendered.js';

const withKustomize = CAN_RENDER ? describe : describe.skip;

const SETTINGS: Readonly<Record<string, () => { readonly summary: Readonly<Record<string, string>> }>> = {
  console: consoleSettings,
  'demo-receiver': receiverSettings,
  fanout: fanoutSettings,
  'fb-capi': fbCapiSettings,
  ingest: ingestSettings,
  recorder: recorderSettings,
  's2s-postback': s2sPostbackSettings,
  webhook: webhookSettings,
};

/** What stands in for the content of secrets. */
const SECRET: Readonly<Record<string, string>> = {
  WAYBILL_DATABASE_URL: 'postgres://somebody@database/waybill',
  WAYBILL_SECRET_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  WAYBILL_ADMIN_TOKEN: `wb_adm_${'A'.repeat(32)}`,
  WAYBILL_ADMIN_EMAIL: 'somebody@waybill.example',
  WAYBILL_ADMIN_PASSWORD: 'password',
  WAYBILL_KAFKA_TLS_CA: 'certificate',
  WAYBILL_KAFKA_SASL_PASSWORD: 'password',
};

const configMap = z.looseObject({ data: z.record(z.string(), z.string()).default({}) });
const environment = process.env;

const acl = z.object({
  resource: z.object({
    type: z.enum(['topic', 'group']),
    name: z.string(),
    patternType: z.enum(['literal', 'prefix']),
  }),
  operations: z.array(z.string()),
});
const user = z.looseObject({ spec: z.looseObject({ authorization: z.object({ acls: z.array(acl) }) }) });

withKustomize('manifests and product', () => {
  afterAll(() => {
    process.env = environment;
  });

  it.each(VARIANTS)('%s: every variable is one the service knows, and every value one it takes', (variant) => {
    const manifests = render(variant);
    const maps = ofKind(manifests, 'ConfigMap', configMap);
    for (const { name, container } of ownWorkloads(manifests)) {
      const read = SETTINGS[name];
      if (read === undefined) continue;
      const given: Record<string, string> = {};
      for (const { configMapRef } of container.envFrom) {
        Object.assign(given, maps.find((map) => map.metadata.name === configMapRef.name)?.data);
      }
      for (const variable of container.env) given[variable.name] = variable.value;
      const names = Object.keys(given).map((variable) => variable.replace(/_FILE$/, ''));
      process.env = {
        ...Object.fromEntries(Object.entries(given).filter(([variable]) => !variable.endsWith('_FILE'))),
        ...Object.fromEntries(Object.entries(SECRET).filter(([variable]) => names.includes(variable))),
      };
      const { summary } = read();
      const set = names.filter((variable) => process.env[variable] !== '');
      expect([name, set.filter((variable) => !(variable in summary))]).toEqual([name, []]);
    }
  });

  const production = CAN_RENDER ? render('overlays/production') : [];
  const declared = declareTopics({
    kinds: KINDS,
    retryDelaysMs: [30_000, 120_000, 480_000, 1_800_000, 7_200_000, 21_600_000],
    partitions: { events: 12, deliveries: 12, outcomes: 12 },
    replication: 3,
    minInSync: 2,
  });

  it('topics are as the code declares them', () => {
    const topic = z.looseObject({
      spec: z.object({
        partitions: z.number(),
        replicas: z.number(),
        config: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    });
    const told = ofKind(production, 'KafkaTopic', topic).map(({ metadata, spec }) => ({
      name: metadata.name,
      partitions: spec.partitions,
      replication: spec.replicas,
      settings: Object.fromEntries(Object.entries(spec.config).map(([key, value]) => [key, String(value)])),
    }));
    const wanted = declared.map(({ name, partitions, replication, settings }: TopicDeclaration) => ({
      name,
      partitions,
      replication,
      settings,
    }));
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
    expect(told.toSorted(byName)).toEqual(wanted.toSorted(byName));
  });

  describe('rights', () => {
    const users = ofKind(production, 'KafkaUser', user);
    const rights = (name: string, type: 'topic' | 'group', operation: string): string[] =>
      users
        .filter(({ metadata }) => metadata.name === name)
        .flatMap(({ spec }) => spec.authorization.acls)
        .filter((one) => one.resource.type === type && one.operations.includes(operation))
        .flatMap(({ resource }) =>
          resource.patternType === 'prefix'
            ? declared.map((topic) => topic.name).filter((topic) => topic.startsWith(resource.name))
            : [resource.name],
        )
        .toSorted();

    it('name topics and groups that are there', () => {
      const topics = declared.map(({ name }) => name);
      const groups = ['fanout', 'recorder', ...KINDS.map(deliveryGroup)];
      for (const { spec, metadata } of users) {
        for (const { resource } of spec.authorization.acls) {
          const known = resource.type === 'group' ? groups : topics;
          const isThere = known.some((name) =>
            resource.patternType === 'prefix' ? name.startsWith(resource.name) : name === resource.name,
          );
          expect([metadata.name, resource.name, isThere]).toEqual([metadata.name, resource.name, true]);
        }
      }
    });

    it('let each service write what it writes and read what it reads', () => {
      const { events, clicks, rejected, outcomes } = TOPICS;
      expect(rights('waybill-ingest', 'topic', 'Write')).toEqual([clicks, events, rejected]);
      expect(rights('waybill-ingest', 'topic', 'Read')).toEqual([]);
      expect(rights('waybill-fanout', 'topic', 'Read')).toEqual([clicks, events]);
      expect(rights('waybill-fanout', 'topic', 'Write')).toEqual([...KINDS.map(deliveriesTopic), rejected].toSorted());
      expect(rights('waybill-recorder', 'topic', 'Read')).toEqual([rejected, outcomes]);
      expect(rights('waybill-recorder', 'topic', 'Write')).toEqual([]);
      for (const kind of KINDS) {
        const own = declared.map(({ name }) => name).filter((name) => name.startsWith(deliveriesTopic(kind)));
        const name = `waybill-${kindSlug(kind)}`;
        expect(rights(name, 'topic', 'Write')).toEqual([...own, outcomes].toSorted());
        expect(rights(name, 'topic', 'Read')).toEqual(
          own.filter((topic) => topic !== deadLetterTopic(kind)).toSorted(),
        );
        expect(rights(name, 'group', 'Read')).toEqual([deliveryGroup(kind)]);
      }
    });

    it('let an outside producer write events and nothing else', () => {
      expect(rights('example-producer', 'topic', 'Write')).toEqual([TOPICS.events]);
      expect(rights('example-producer', 'topic', 'Read')).toEqual([]);
      expect(rights('example-producer', 'group', 'Read')).toEqual([]);
    });
  });

  it('scale by main topics of the groups that read them, from two, and slowly down', () => {
    const trigger = z.object({ metadata: z.record(z.string(), z.string()) });
    const scaled = z.looseObject({
      spec: z.looseObject({
        scaleTargetRef: z.object({ name: z.string() }),
        minReplicaCount: z.number(),
        maxReplicaCount: z.number(),
        triggers: z.array(trigger).length(1),
      }),
    });
    const hops = Object.fromEntries([
      ['fanout', [TOPICS.events, 'fanout']],
      ...KINDS.map((kind) => [kindSlug(kind), [deliveriesTopic(kind), deliveryGroup(kind)]]),
      ['recorder', [TOPICS.outcomes, 'recorder']],
    ]);
    const objects = ofKind(production, 'ScaledObject', scaled);
    expect(objects.map(({ metadata }) => metadata.name).toSorted()).toEqual(Object.keys(hops).toSorted());
    for (const { metadata, spec } of objects) {
      const [{ metadata: of } = { metadata: {} as Record<string, string> }] = spec.triggers;
      expect([of['topic'], of['consumerGroup']]).toEqual(hops[metadata.name]);
      expect(of['offsetResetPolicy']).toBe('earliest');
      expect(spec.scaleTargetRef.name).toBe(metadata.name);
      expect(spec.minReplicaCount).toBe(2);
      expect(spec.maxReplicaCount).toBeLessThanOrEqual(12);
      const [workload] = ownWorkloads(production).filter(({ name }) => name === metadata.name);
      expect(workload?.replicas).toBeUndefined();
    }
  });

  it('let only apps that deliver reach the internet', () => {
    const free = ownWorkloads(production).filter(({ pod }) => pod.metadata.labels['waybill/needs-internet'] === 'true');
    expect(free.map(({ name }) => name).toSorted()).toEqual(KINDS.map(kindSlug).toSorted());
  });
});
