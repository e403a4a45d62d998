import { VERSION, type DeliveryTask } from '@app/contracts';
import type { Kind } from '../kind.js';
import { s2sPostbackConfig, type S2sPostbackConfig } from './config.js';
import { s2sPostbackFields } from './form.js';
import { readMacro } from './macro.js';
import { s2sPostbackPresets } from './presets.js';
import { pointsAsWritten, renderTemplate, usesMacro } from './template.js';
import { judgePostback } from './verdict.js';

const HEADERS = { 'user-agent': `Waybill/${VERSION}` };

const NOTHING = Buffer.alloc(0);

/** Macros a tracker can tell a repeated call by. */
const IDS = ['event_id', 'eid'];

const ownEntry = (entries: Readonly<Record<string, string>> | undefined, name: string): string | null =>
  entries !== undefined && Object.hasOwn(entries, name) ? (entries[name] ?? null) : null;

function macroValue(name: string, task: DeliveryTask, { secrets }: S2sPostbackConfig): string | null {
  const macro = readMacro(name);
  switch (macro.is) {
    case 'fact':
      return macro.valueOf(task);
    case 'parameter':
      return ownEntry(task.click?.params, macro.parameter);
    case 'secret':
      return ownEntry(secrets, macro.secret);
    case 'unknown':
      return null;
    default:
      return macro satisfies never;
  }
}

/** Postback to an affiliate network or tracker: one event a request, everything in the URL. */
export const s2sPostback: Kind<S2sPostbackConfig> = {
  kind: 's2s_postback',
  config: s2sPostbackConfig,
  secrets: ['secrets.*'],
  limits: { batchMax: () => 1, maxAgeMs: null, dedupWindowMs: null },
  fields: s2sPostbackFields,
  presets: s2sPostbackPresets,
  eventMap: { contact: 'contact', subscribed: 'subscribed', registration: 'registration', deposit: 'deposit' },

  hints: ({ url_template }) =>
    usesMacro(url_template, IDS)
      ? []
      : ['The template has neither {event_id} nor {eid}: the receiver may count a retry twice.'],

  render([task], config) {
    if (task === undefined) return { request: null, refused: [] };
    const { method, url_template } = config;
    const { url, empty } = renderTemplate(url_template, (name) => macroValue(name, task, config));
    if (!pointsAsWritten(url_template, url)) {
      const detail = 'with the values of this event the URL would lead elsewhere than its template';
      return { request: null, refused: [{ task, reason: 'blocked_address', detail }] };
    }
    return {
      request: { method, url, headers: HEADERS, body: method === 'GET' ? null : NOTHING },
      refused: [],
      warnings: empty.map((name) => ({ task, text: `{${name}} has no value here and stays empty.` })),
    };
  },

  judge: (tasks, config, answer, now) => judgePostback(tasks.length, config, answer, now),
};
