import { hash } from 'node:crypto';
import type { FieldError, UserFields } from '@app/contracts';
import type { HashedField } from './normalise.js';
import { HASHED_FIELDS, looksNational, normalise } from './normalise.js';

/** A digest, and behind it the mark Meta's parameter builder may add: a dot and two or eight base64url characters. */
const HASHED = /^([0-9a-f]{64})(\.(?:[\w-]{2}|[\w-]{8}))?$/i;

/** A person as kept, and what had to be left out on the way. */
export interface HashedUser {
  readonly user: UserFields | undefined;
  /** Something had come in clear. */
  readonly changed: boolean;
  /** One for each value that could not be normalised and was dropped, or will hardly match; never says the value. */
  readonly warnings: readonly FieldError[];
}

/** The SHA-256 (hex) of a value normalised for its field; one hashed already passes; `null`: it has no normal form. */
export function hashPersonal(field: HashedField, text: string): string | null {
  const [, digest, mark = ''] = HASHED.exec(text) ?? [];
  if (digest !== undefined) return digest.toLowerCase() + mark;
  const normal = normalise(field, text);
  return normal === null ? null : hash('sha256', normal, 'hex');
}

/**
 * Normalises and hashes what is personal; ip, user_agent, fbp and fbc stay as they are, because Meta wants them so. What
 * has no normal form is dropped with a warning, never the event. Hashing twice changes nothing.
 */
export function hashUser(given: UserFields | undefined): HashedUser {
  if (given === undefined) return { user: undefined, changed: false, warnings: [] };
  const user = { ...given };
  const warnings: FieldError[] = [];
  let changed = false;
  for (const field of HASHED_FIELDS) {
    const values = given[field];
    if (values === undefined) continue;
    const kept = new Set<string>();
    for (const [index, value] of values.entries()) {
      const hashed = hashPersonal(field, value);
      if (hashed !== value) changed = true;
      const warn = (detail: string) => warnings.push({ pointer: pointerOf(field, index, values.length), detail });
      if (hashed !== null) kept.add(hashed);
      else warn('has no normal form and was dropped');
      const wasClear = hashed !== null && hashed !== value.toLowerCase();
      if (field === 'phone' && wasClear && looksNational(value)) {
        warn('begins with 0: its country code seems to be missing');
      }
    }
    user[field] = kept.size > 0 ? [...kept] : undefined;
  }
  return { user, changed, warnings };
}

const pointerOf = (field: string, index: number, count: number): string =>
  count === 1 ? `/user/${field}` : `/user/${field}/${index}`;
