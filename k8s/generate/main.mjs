/**
 * `npm run manifests`: writes the rules, for Compose's Prometheus and for the operator's, and the dashboards. Their sources
 * are the modules beside this one; what is written is committed, and a test tells when it is stale.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { dashboards } from './dashboards.mjs';
import { groups } from './rules.mjs';

const NOTE = '# Written by `npm run manifests`; change k8s/generate/rules.mjs instead.\n';

const inYaml = (value) => stringify(value, { lineWidth: 0 });

/** Path below components/monitoring → content. */
export const files = () => ({
  'rules/waybill.rules.yml': NOTE + inYaml({ groups }),
  'prometheus-rule.yaml':
    NOTE +
    inYaml({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'waybill' },
      spec: { groups },
    }),
  ...Object.fromEntries(
    Object.entries(dashboards).map(([name, content]) => [
      `dashboards/${name}.json`,
      `${JSON.stringify(content, null, 2)}\n`,
    ]),
  ),
});

export const MONITORING = join(import.meta.dirname, '../components/monitoring');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(files())) {
    mkdirSync(join(MONITORING, path, '..'), { recursive: true });
    writeFileSync(join(MONITORING, path), content);
  }
}
