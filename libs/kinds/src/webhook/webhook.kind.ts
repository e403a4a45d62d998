import { VERSION } from '@app/contracts';
import type { Kind, Signing } from '../kind.js';
import { webhookBody } from './body.js';
import { webhookConfig, type WebhookConfig } from './config.js';
import { webhookFields } from './form.js';
import { newSigningSecret, sign } from './signature.js';
import { judgeWebhook } from './verdict.js';

const USER_AGENT = `Waybill/${VERSION}`;

/** Most previous secrets that go on signing; the oldest makes room. */
const MAX_PREVIOUS = 10;

const liveSecrets = ({ signing_secret, previous_signing_secrets }: WebhookConfig, now: number): string[] => [
  ...(signing_secret === undefined ? [] : [signing_secret]),
  ...previous_signing_secrets.filter(({ expires_at_ms }) => expires_at_ms > now).map(({ secret }) => secret),
];

const signing: Signing<WebhookConfig> = {
  issue(config) {
    if (config.signing_secret !== undefined) return { config, secret: null };
    const secret = newSigningSecret();
    return { config: { ...config, signing_secret: secret }, secret };
  },
  rotate(config, now, overlapMs) {
    const secret = newSigningSecret();
    const { signing_secret: old, previous_signing_secrets: older } = config;
    const retired = old === undefined ? [] : [{ secret: old, expires_at_ms: now + overlapMs }];
    const previous = [...retired, ...older].filter(({ expires_at_ms }) => expires_at_ms > now);
    return {
      config: { ...config, signing_secret: secret, previous_signing_secrets: previous.slice(0, MAX_PREVIOUS) },
      secret,
    };
  },
};

/** Webhook: one event a request, JSON, signed by Standard Webhooks with every live secret, newest first. */
export const webhook: Kind<WebhookConfig> = {
  kind: 'webhook',
  config: webhookConfig,
  secrets: ['headers.*', 'signing_secret', 'previous_signing_secrets.*.secret'],
  limits: { batchMax: () => 1, maxAgeMs: null, dedupWindowMs: null },
  fields: webhookFields,
  presets: [],
  eventMap: { contact: 'contact', subscribed: 'subscribed', registration: 'registration', deposit: 'deposit' },
  signing,

  render([task], config, now) {
    if (task === undefined) return { request: null, refused: [] };
    const body = webhookBody(task);
    const timestamp = String(Math.floor(now / 1000));
    const secrets = liveSecrets(config, now);
    return {
      request: {
        method: config.method,
        url: config.url,
        headers: {
          ...config.headers,
          'content-type': 'application/json',
          'user-agent': USER_AGENT,
          'webhook-id': task.event_id,
          'webhook-timestamp': timestamp,
          ...(secrets.length > 0 ? { 'webhook-signature': sign(secrets, task.event_id, timestamp, body) } : {}),
        },
        body,
      },
      refused: [],
    };
  },

  judge: (tasks, _config, answer, now) => judgeWebhook(tasks.length, answer, now),
};
