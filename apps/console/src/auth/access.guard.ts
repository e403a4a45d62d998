import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { spaceId } from '@app/contracts';
import { readSpace, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { FastifyRequest } from 'fastify';
import { asUnavailable } from '../api/database-away.interceptor.js';
import { DATABASE } from '../api/parts.js';
import { routeOf } from '../api/handles.js';
import type { Route } from '../api/route.js';
import { NOBODY, includesRole, noteCaller, seesSpace, type Caller } from './caller.js';
import { Credentials } from './credentials.js';

const paramOf = (params: unknown, name: string): unknown =>
  typeof params === 'object' && params !== null
    ? new Map<string, unknown>(Object.entries(params)).get(name)
    : undefined;

/** The one gate of the API: who calls, whether they see the space, whether their role suffices, in this order. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly credentials: Credentials,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await this.#admit(routeOf(context), request);
      return true;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async #admit(route: Route, request: FastifyRequest): Promise<void> {
    if (route.reach === 'anybody') return noteCaller(request, NOBODY);
    const caller = await this.credentials.callerFor(request);
    if (route.reach === 'space') await this.#requireSpace(caller, paramOf(request.params, 'space'));
    requireRole(caller, route);
    noteCaller(request, caller);
  }

  async #requireSpace(caller: Caller, given: unknown): Promise<void> {
    const space = spaceId.safeParse(given);
    if (space.success && seesSpace(caller, space.data) && (await readSpace(this.database, space.data))) return;
    throw new ProblemError('not_found', 'there is no such space');
  }
}

function requireRole(caller: Caller, route: Route): void {
  if (!includesRole(caller.role, route.role)) {
    throw new ProblemError('forbidden', `this needs the role ${route.role}; you have ${caller.role}`);
  }
  if (route.reach === 'installation' && caller.spaces !== null) {
    throw new ProblemError('forbidden', 'this needs the right to all spaces');
  }
}
