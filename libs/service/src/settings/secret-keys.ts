import { z } from 'zod';

/** A key of the ring that encrypts secrets at rest. */
export interface SecretKey {
  /** Written beside what it encrypts. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const PART = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** `id:base64,id:base64`: at least one, ids distinct, each key 32 bytes. What it says of a bad one names no key. */
export const secretKeys = z.string().transform((given, context): SecretKey[] => {
  const keys = given.split(',').map((part): SecretKey | null => {
    const match = PART.exec(part.trim());
    const key = Buffer.from(match?.[2] ?? '', 'base64');
    return match?.[1] && key.length === 32 ? { id: match[1], key } : null;
  });
  const found = keys.filter((key) => key !== null);
  if (found.length < keys.length) {
    context.addIssue({ code: 'custom', message: 'each part must be id:base64 of 32 bytes (openssl rand -base64 32)' });
  } else if (new Set(found.map(({ id }) => id)).size < found.length) {
    context.addIssue({ code: 'custom', message: 'ids must differ' });
  }
  return found;
});
