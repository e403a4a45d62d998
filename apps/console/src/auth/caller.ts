import type { SpaceId } from '@app/contracts';
import type { Role, UserRow } from '@app/persistence';

/** Who calls, and what they may do. */
export interface Caller {
  /** As the audit log names them. */
  readonly actor: string;
  readonly role: Role;
  /** Spaces they may see; `null` = all. */
  readonly spaces: readonly SpaceId[] | null;
  /** Of a person with a session; programs have none. */
  readonly email?: string;
}

/** Whoever has not said who they are. */
export const NOBODY: Caller = { actor: 'nobody', role: 'viewer', spaces: [] };

export const callerOfUser = ({ email, role, space_ids }: UserRow): Caller => ({
  actor: email,
  email,
  role,
  spaces: space_ids,
});

/** Roles by rank: each may do what those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const satisfies readonly Role[];

/** Whether a role includes another. */
export const includesRole = (held: Role, needed: Role): boolean => ROLES.indexOf(held) >= ROLES.indexOf(needed);

export const seesSpace = (caller: Caller, space: string): boolean =>
  caller.spaces === null || caller.spaces.some((visible) => visible === space);

const callers = new WeakMap<object, Caller>();

/** Notes who a request comes from, once that is proven. */
export const noteCaller = (request: object, caller: Caller): void => void callers.set(request, caller);

/** Who a request comes from. Throws when nobody asked: the guard runs before every handler. */
export function callerOf(request: object): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('a request was handled before its caller was known');
  return caller;
}
