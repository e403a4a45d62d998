import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { kafkaHooks } from '@app/kafka';
import { createMetrics } from '@app/observability';
import { HAS_PROMTOOL, ROOT } from './rendered.js';

const MONITORING = join(ROOT, 'k8s/components/monitoring');
const textOf = (path: string): string => readFileSync(join(MONITORING, path), 'utf8');

const rule = z.looseObject({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
const ruleFile = z.object({ groups: z.array(z.looseObject({ rules: z.array(rule) })) });
const rules = ruleFile.parse(parse(textOf('rules/waybill.rules.yml'))).groups.flatMap((group) => group.rules);
const alerts = rules.filter((one) => one.alert !== undefined);

const panel = z.looseObject({
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  targets: z.array(z.looseObject({ expr: z.string() })).default([]),
});
const dashboard = z.looseObject({ uid: z.string(), panels: z.array(panel) });
const dashboards = readdirSync(join(MONITORING, 'dashboards')).map((file) =>
  dashboard.parse(JSON.parse(textOf(`dashboards/${file}`))),
);

/** What promtool has against a file; empty where it has nothing. */
const objections = (...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: MONITORING, encoding: 'utf8' });
  return status === 0 ? '' : `${args.join(' ')}: ${stdout}${stderr}`;
};

/** A query as Prometheus sees it: Grafana's variables filled in. */
const filledIn = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$(kind|destination|job)\b/g, '.*');
const queries = dashboards.flatMap(({ panels }) =>
  panels.flatMap(({ targets }) => targets.map(({ expr }) => filledIn(expr))),
);

/** Names of series that code registers, without suffixes of histograms. */
async function registered(): Promise<Set<string>> {
  const metrics = createMetrics({ service: 'test', version: '1' });
  kafkaHooks(metrics);
  const known = [...(await metrics.text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name);
  const sources = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('spec') && !path.includes('node_modules'))
      .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'))
      .filter((text) => /metrics\s*\.\s*(counter|gauge|histogram)\b/.test(text)),
  );
  const named = sources.flatMap((text) => [...text.matchAll(/(?:name: |level\()'([a-z0-9_]+)'/g)]);
  return new Set([...known, ...named.map(([, name = '']) => `waybill_${name}`), 'up', 'ALERTS']);
}

/** Names of series in an expression. */
const seriesIn = (expr: string): string[] =>
  [...expr.replaceAll(/"[^"]*"/g, '""').matchAll(/\b((?:waybill|nodejs|process)_[a-z0-9_]+)\b/g)].map(([, name = '']) =>
    name.replace(/_(bucket|sum|count)$/, ''),
  );

describe('monitoring', () => {
  it('is as its sources write it', async () => {
    const source = pathToFileURL(join(ROOT, 'k8s/generate/main.mjs')).href;
    const script = `import(${JSON.stringify(source)}).then(({ files }) => console.log(JSON.stringify(files())))`;
    const written = execFileSync('node', ['-e', script], { encoding: 'utf8' });
    const files = z.record(z.string(), z.string()).parse(JSON.parse(written));
    for (const [path, content] of Object.entries(files))
      expect([path, parse(textOf(path))]).toEqual([path, parse(content)]);
  });

  it('asks only for series that code registers', async () => {
    const known = await registered();
    const asked = new Set([...rules.map(({ expr }) => expr), ...queries].flatMap(seriesIn));
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(30);
  });

  it('has a runbook, a dashboard, a severity and a test for each alert', () => {
    const tests = readdirSync(join(MONITORING, 'tests'))
      .map((file) => textOf(`tests/${file}`))
      .join('');
    const uids = dashboards.map(({ uid }) => `/d/${uid}`);
    for (const { alert = '', annotations = {}, labels = {} } of alerts) {
      expect(['page', 'ticket']).toContain(labels['severity']);
      expect(uids).toContain(annotations['dashboard_url']);
      expect(annotations['runbook_url']).toBe(`k8s/components/monitoring/runbooks/${alert}.md`);
      const sections = [...textOf(`runbooks/${alert}.md`).matchAll(/^## (\w+)/gm)].map(([, title]) => title);
      expect([alert, sections]).toEqual([alert, ['Meaning', 'Impact', 'Diagnosis', 'Mitigation']]);
      for (const course of ['fires', 'keeps quiet']) expect(tests).toContain(`name: ${alert} ${course}`);
    }
    const runbooks = readdirSync(join(MONITORING, 'runbooks')).map((file) => file.replace(/\.md$/, ''));
    expect(runbooks.toSorted()).toEqual([...new Set(alerts.map(({ alert = '' }) => alert))].toSorted());
  });

  it('says of every panel what it shows', () => {
    const panels = dashboards.flatMap((one) => one.panels).filter(({ type }) => type !== 'row');
    expect(panels.filter(({ description }) => (description ?? '').length < 10).map(({ title }) => title)).toEqual([]);
  });

  (HAS_PROMTOOL ? describe : describe.skip)('to promtool', () => {
    it('has rules whose tests pass', () => {
      expect(objections('check', 'rules', 'rules/waybill.rules.yml')).toBe('');
      for (const file of readdirSync(join(MONITORING, 'tests'))) {
        expect(objections('test', 'rules', `tests/${file}`)).toBe('');
      }
    });

    it('has dashboards whose queries are PromQL', () => {
      const file = join(mkdtempSync(join(tmpdir(), 'waybill-promql-')), 'queries.yml');
      const asRules = queries.map((expr, index) => ({ record: `waybill:query:${index}`, expr }));
      writeFileSync(file, stringify({ groups: [{ name: 'queries', rules: asRules }] }));
      expect(objections('check', 'rules', file)).toBe('');
    });

    it('has a configuration for Compose', () => {
      expect(objections('check', 'config', 'prometheus.compose.yml')).toBe('');
    });
  });
});
