import type { SpaceId } from '@app/contracts';
import type { Role } from '@app/persistence';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.js';

/**
 * What a call concerns: one space of the path, the whole installation, or whatever the caller may see. `anybody`: it asks
 * for no credential.
 */
export type Reach = 'space' | 'installation' | 'visible' | 'anybody';

/**
 * One call of the console API as data: routing, validation, rights, audit and documents are all read from it. Request
 * schemas are strict: what they do not name is refused.
 */
export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType | null = z.ZodType | null,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `/api/…`, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  /** Least role that may call it. */
  readonly role: Role;
  readonly reach: Reach;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Status of success, and the body that goes with it. */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: z.ZodType | null;
  /** What is answered, with 200, to a body with `dry_run: true`, which changes nothing. */
  readonly dryRunAnswer?: z.ZodType;
  /** Name in the audit log; every call that writes has one. */
  readonly action?: string;
  /** The answer carries its `revision` as `ETag`. */
  readonly tagged?: true;
}

/** Keeps the exact types of a route's schemas. */
export const route = <Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType | null>(
  given: Route<Params, Query, Body>,
): Route<Params, Query, Body> => given;

/** What every call brings, whatever its route. */
export interface AnyCall {
  readonly route: Route;
  readonly caller: Caller;
  /** The space of the path, where it has one. */
  readonly space: SpaceId | null;
  readonly ifMatch: string | undefined;
}

/** A call after its checks: everything parsed as its route says. */
export interface CallOf<R extends Route> extends AnyCall {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: R['body'] extends z.ZodType ? z.output<R['body']> : null;
}
