import type { GraphError } from './graph-answer.js';

/**
 * What an error of Graph is about: it passes by itself; too many calls; the sender is blocked by policy; the token or
 * what it may do; or what was sent.
 */
export type GraphClass = 'transient' | 'throttled' | 'blocked' | 'credentials' | 'payload';

/** Unknown error, service down, internal, dataset not ready. */
const TRANSIENT = new Set([1, 2, 5000, 21_009]);

/** Limits of app, user, page, custom rules and business use cases. */
const THROTTLED = new Set([
  4, 17, 32, 341, 613, 80_000, 80_001, 80_002, 80_003, 80_004, 80_005, 80_006, 80_008, 80_009, 80_014,
]);

const BLOCKED = 368;

/** Token, session, permission, unknown object, `appsecret_proof`. */
const CREDENTIALS = new Set([190, 102, 10, 3, 294, 803, 104]);
const isPermission = (code: number): boolean => code >= 200 && code <= 299;
/** Object missing, or no permission for it: about the pixel and its token, not about the events. */
const NO_SUCH_OBJECT = { code: 100, subcode: 33 };

/** An invalid parameter, too many of them. */
const PAYLOAD = new Set([100, 105]);

/**
 * Classifies an error by its numbers. `is_transient` is not reliable: true lifts a code nobody knows, false lowers none.
 */
export function classOf({ code, subcode, transient }: GraphError, status: number): GraphClass {
  if (TRANSIENT.has(code)) return 'transient';
  if (THROTTLED.has(code)) return 'throttled';
  if (code === BLOCKED) return 'blocked';
  if (CREDENTIALS.has(code) || isPermission(code)) return 'credentials';
  if (code === NO_SUCH_OBJECT.code && subcode === NO_SUCH_OBJECT.subcode) return 'credentials';
  if (PAYLOAD.has(code)) return 'payload';
  return transient || status >= 500 ? 'transient' : 'payload';
}
