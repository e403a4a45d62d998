import { hash, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto';

/** `sec`: space secret, `ing`: ingest token, `adm`: admin token. */
export const CREDENTIAL_KINDS = ['sec', 'ing', 'adm'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 32;
const FORM = /^wb_(sec|ing|adm)_[0-9A-Za-z]{32}$/;
/** The largest multiple of 62 in a byte: what lies above is thrown away, or the first letters would come more often. */
const FAIR = 248;

/** `wb_sec_` and 32 random base62 characters (190 bits). */
export function mintKey(kind: CredentialKind): string {
  let text = '';
  while (text.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < FAIR && text.length < LENGTH) text += BASE62.charAt(byte % BASE62.length);
    }
  }
  return `wb_${kind}_${text}`;
}

/** The kind a credential claims to be; `null` if it has not the form of one. */
export function credentialKind(text: string): CredentialKind | null {
  const kind = FORM.exec(text)?.[1];
  return CREDENTIAL_KINDS.find((known) => known === kind) ?? null;
}

/** SHA-256 in hex: the only form in which a credential is stored. A fast hash is right for 190 random bits. */
export const hashKey = (credential: string): string => hash('sha256', credential, 'hex');

/** Whether two secrets are equal, in a time that says nothing about where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));

const UID_BYTES = 16;
/** A call into the system for each uid cost the door 4 % of its time: one for 256 costs nothing. */
const pool = { bytes: Buffer.alloc(256 * UID_BYTES), used: 256 * UID_BYTES };

/** 22 characters of `[A-Za-z0-9_-]` (128 random bits): fits a Telegram bot's `?start=`. Also the form of a made eid. */
export function mintUid(): string {
  if (pool.used === pool.bytes.length) {
    randomFillSync(pool.bytes);
    pool.used = 0;
  }
  pool.used += UID_BYTES;
  return pool.bytes.toString('base64url', pool.used - UID_BYTES, pool.used);
}
