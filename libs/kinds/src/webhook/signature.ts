import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const MADE_BYTES = 32;

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** Keys made ready; beyond this many all are forgotten. */
const MOST_KEYS = 10_000;
const keys = new Map<string, KeyObject>();

/** Making a key costs five times as much as the signature itself (11 to 2 µs), so it is made once a secret. */
function keyObjectOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known) return known;
  if (keys.size >= MOST_KEYS) keys.clear();
  const made = createSecretKey(keyOf(secret));
  keys.set(secret, made);
  return made;
}

/** Whether the text is a Standard Webhooks secret: `whsec_` and canonical base64 of 24 to 64 bytes. */
export const isSigningSecret = (text: string): boolean => {
  const key = keyOf(text);
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES && text === PREFIX + key.toString('base64');
};

/** A new secret of 32 random bytes. */
export const newSigningSecret = (): string => PREFIX + randomBytes(MADE_BYTES).toString('base64');

/**
 * Value of `webhook-signature` by Standard Webhooks 1.0.0: for each secret `v1,` and the base64 of the HMAC-SHA256, keyed
 * with the decoded secret, over `<id>.<timestamp>.<body>`; separated by a space, in the order given.
 */
export const sign = (secrets: readonly string[], id: string, timestamp: string, body: Buffer): string =>
  secrets
    .map((secret) => {
      const mac = createHmac('sha256', keyObjectOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64');
      return `v1,${mac}`;
    })
    .join(' ');
