import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readPrivate, writePrivate } from './private.file.js';

const spaceCredentials = z.object({ id: z.string(), secret: z.string(), ingest_token: z.string() });
/** A space as the console API answers when it makes one. */
export type SpaceCredentials = z.infer<typeof spaceCredentials>;

const credentials = z.object({
  admin: z.object({ email: z.string(), password: z.string(), token: z.string() }),
  /** Value of WAYBILL_SECRET_KEYS. */
  secret_keys: z.string(),
  /** The space for people; absent until it is made. */
  space: spaceCredentials.optional(),
  /** The space of the probe event, so that it never shows up among a person's own. */
  probe_space: spaceCredentials.optional(),
  /** What the demo's deliveries are signed with, so that the receiver can tell; absent until the demo is made. */
  demo_signing_secret: z.string().optional(),
});
/** Everything secret that the first run made up. Kept, because the data in the database is encrypted with it. */
export type Credentials = z.infer<typeof credentials>;

const WAY_OUT = 'Restore it, or wipe everything with --reset.';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base62 = (length: number): string => Array.from({ length }, () => BASE62.charAt(randomInt(62))).join('');

/** New secrets: an admin token in the form the console API knows, a password, a key ring of one 32-byte key. */
const makeCredentials = (): Credentials => ({
  admin: { email: 'admin@waybill.localhost', password: base62(20), token: `wb_adm_${base62(32)}` },
  secret_keys: `k1:${randomBytes(32).toString('base64')}`,
});

/** A new signing secret in the form Standard Webhooks gives it. */
export const makeSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * The credentials of a data folder; makes them when it is new. Fails where the file is no such file, or is gone while
 * there is a database (`hasData`): new keys could not open what is encrypted in it.
 */
export const loadCredentials = async (path: string, hasData: boolean): Promise<Credentials> => {
  const known = await readPrivate(path, credentials);
  if (known) return known;
  if (existsSync(path)) throw new Error(`${path} cannot be read as credentials. ${WAY_OUT}`);
  if (hasData) throw new Error(`${path} is gone, and with it the keys to the data. ${WAY_OUT}`);
  const made = makeCredentials();
  await saveCredentials(path, made);
  return made;
};

/** Replaces the file, mode 0600. */
export const saveCredentials = (path: string, value: Credentials): Promise<void> => writePrivate(path, value);
