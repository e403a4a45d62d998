import { z } from 'zod';
import { isSigningSecret } from './signature.js';

/** Methods a webhook may be called with. */
export const METHODS = ['POST', 'PUT', 'PATCH'] as const;

/** Headers we write ourselves, and those that belong to the connection (RFC 9110 §7.6.1) or could redirect a request. */
const RESERVED_HEADERS = new Set([
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'host',
  'content-length',
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'proxy-authorization',
  'proxy-authenticate',
]);

const MAX_HEADERS = 50;
const MAX_URL = 4096;

const headerName = z
  .string()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name')
  .transform((name) => name.toLowerCase())
  .refine((name) => !RESERVED_HEADERS.has(name), 'is a header that cannot be replaced');

const headerValue = z
  .string()
  .max(4096)
  .regex(/^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/, 'is not a header value');

const httpUrl = z
  .string()
  .max(MAX_URL)
  .superRefine((text, context) => {
    const url = URL.parse(text);
    const message =
      url === null || !['http:', 'https:'].includes(url.protocol)
        ? 'must be an http or https URL'
        : url.username !== '' || url.password !== ''
          ? 'must not hold credentials: put them into a header'
          : url.hash !== '' || text.endsWith('#')
            ? 'must not have a fragment'
            : null;
    if (message) context.addIssue({ code: 'custom', message });
  });

const signingSecret = z.string().refine(isSigningSecret, 'must be whsec_ followed by base64 of 24 to 64 bytes');

/** `config` of a webhook destination, in clear. */
export const webhookConfig = z.strictObject({
  url: httpUrl,
  method: z.enum(METHODS).default('POST'),
  /** Lower-case names; sent with every attempt. */
  headers: z
    .record(headerName, headerValue)
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be at most ${MAX_HEADERS} headers`)
    .default({}),
  /** Signs first. Without one nothing is signed. */
  signing_secret: signingSecret.optional(),
  /** Secrets that still sign after a rotation, newest first, each until its moment (epoch ms). */
  previous_signing_secrets: z
    .array(z.strictObject({ secret: signingSecret, expires_at_ms: z.number().int() }))
    .max(10)
    .default([]),
});
export type WebhookConfig = z.infer<typeof webhookConfig>;
