import { destinations } from './alerts/destinations.mjs';
import { durability } from './alerts/durability.mjs';
import { input } from './alerts/input.mjs';
import { pipeline } from './alerts/pipeline.mjs';
import { runtime } from './alerts/runtime.mjs';
import { burnAlerts, burnRecords } from './burn.mjs';
import { OBJECTIVES } from './objectives.mjs';

const RUNBOOKS = 'k8s/components/monitoring/runbooks';

/** Adds what every alert has: its runbook and its dashboard. */
const finished = ({ dashboard, ...rule }) => ({
  ...rule,
  annotations: {
    ...rule.annotations,
    runbook_url: `${RUNBOOKS}/${rule.alert}.md`,
    dashboard_url: `/d/waybill-${dashboard}`,
  },
});

/** The groups of Prometheus' rule file. */
export const groups = [
  { name: 'waybill-objectives', interval: '1m', rules: OBJECTIVES.flatMap(burnRecords) },
  { name: 'waybill-burn', rules: OBJECTIVES.flatMap(burnAlerts).map(finished) },
  { name: 'waybill-durability', rules: durability.map(finished) },
  { name: 'waybill-pipeline', rules: pipeline.map(finished) },
  { name: 'waybill-destinations', rules: destinations.map(finished) },
  { name: 'waybill-input', rules: input.map(finished) },
  { name: 'waybill-runtime', rules: runtime.map(finished) },
];
