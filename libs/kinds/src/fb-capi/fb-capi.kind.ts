import { VERSION } from '@app/contracts';
import type { Kind, KindProfile, Refusal, Warning } from '../kind.js';
import { fbCapiConfig, type FbCapiConfig } from './config.js';
import { MAX_AGE_MS, renderEvent, type GraphEvent } from './event.js';
import { fbCapiFields } from './form.js';
import { judgeGraph } from './verdict.js';

/** How long Meta takes two events of one name and id for the same, from the first receipt. */
const DEDUP_WINDOW_MS = 48 * 3_600_000;

/** Oldest version of the Graph API that still answers (v20.0 ended on 2026-09-24). */
const OLDEST_VERSION = 21;

const NO_TEST_CODE = 'Without a test event code this counts as a real event.';

const versionNumber = ({ api_version }: FbCapiConfig): number => Number(api_version.slice(1));

function hints(config: FbCapiConfig): string[] {
  const found: string[] = [];
  if (config.test_event_code !== null && config.test_event_code_on === 'all') {
    found.push('Every event carries the test event code: Meta counts such events, so it must not stay.');
  }
  if (versionNumber(config) < OLDEST_VERSION) found.push(`Graph API ${config.api_version} no longer answers.`);
  return found;
}

/** Meta's Conversions API, without the address it has in this installation. */
export const fbCapiProfile: KindProfile<FbCapiConfig> = {
  kind: 'fb_capi',
  config: fbCapiConfig,
  secrets: ['access_token'],
  limits: { batchMax: ({ batch_max }) => batch_max, maxAgeMs: MAX_AGE_MS, dedupWindowMs: DEDUP_WINDOW_MS },
  fields: fbCapiFields,
  presets: [],
  eventMap: { contact: 'Contact', subscribed: 'Lead', registration: 'CompleteRegistration', deposit: 'Purchase' },
  hints,
};

/** Meta's Conversions API at `graphUrl`, a base URL without version and without a slash at its end. */
export const fbCapi = (graphUrl: string): Kind<FbCapiConfig> => ({
  ...fbCapiProfile,

  render(tasks, config, now) {
    const data: GraphEvent[] = [];
    const refused: Refusal[] = [];
    const warnings: Warning[] = [];
    let testing = false;
    for (const task of tasks) {
      const rendered = renderEvent(task, config, now);
      if ('reason' in rendered) {
        refused.push({ task, ...rendered });
        continue;
      }
      data.push(rendered.event);
      warnings.push(...rendered.hints.map((text) => ({ task, text })));
      if (task.mode !== 'test') continue;
      testing = true;
      if (config.test_event_code === null) warnings.push({ task, text: NO_TEST_CODE });
    }
    if (data.length === 0) return { request: null, refused, warnings };
    const coded = config.test_event_code !== null && (testing || config.test_event_code_on === 'all');
    return {
      request: {
        method: 'POST',
        url: `${graphUrl}/${config.api_version}/${config.pixel_id}/events`,
        headers: {
          authorization: `Bearer ${config.access_token}`,
          'content-type': 'application/json',
          'user-agent': `Waybill/${VERSION}`,
        },
        body: Buffer.from(JSON.stringify(coded ? { data, test_event_code: config.test_event_code } : { data })),
      },
      refused,
      warnings,
    };
  },

  judge: (tasks, _config, answer, now) => judgeGraph(tasks, answer, now),
});
